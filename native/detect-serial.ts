import type { SerialDetectionState } from '../app/contract/serial-detection.ts';
import type { SerialPortChoice } from '../app/contract/serial-settings.ts';
import type { BurstVerdict } from './judge-serial-burst.ts';
import {
  createSerialSearch,
  type SearchEvents,
  type SerialBurst,
  type SerialDetectionDeps,
  type SerialSearch,
} from './serial-search.ts';

/** One search at a time; what it hears never reaches the sale. */
export type SerialDetection = {
  /** Listens on one port, or on every one that no scanner holds; a search under way ends. */
  readonly start: (path: string | null) => Promise<void>;
  readonly state: () => SerialDetectionState;
  /** Goes on to the next settings. */
  readonly next: () => Promise<void>;
  /** Resolves when every port is released. */
  readonly stop: () => Promise<void>;
};

/** Finds out on which port a scanner is and how it talks, from what a person scans. */
export function createSerialDetection(deps: SerialDetectionDeps): SerialDetection {
  let search: SerialSearch | null = null;
  let ended: SerialDetectionState = { kind: 'idle' };
  const inTurn = createTurns();

  async function end(state: SerialDetectionState): Promise<void> {
    const ending = search;
    search = null;
    ended = state;
    await ending?.release();
  }

  /** Does `work` when its turn comes, unless the search is another one by then. */
  function during(mine: SerialSearch, work: () => Promise<void>): Promise<void> {
    return inTurn(async () => {
      if (search === mine) await work();
    });
  }

  async function tryOn(mine: SerialSearch): Promise<void> {
    const failure = await mine.listen();
    if (failure !== null) await end({ kind: 'failed', reason: failure });
  }

  async function goOn(mine: SerialSearch): Promise<void> {
    mine.skip();
    await tryOn(mine);
  }

  async function heard(mine: SerialSearch, { port, line, verdict }: SerialBurst): Promise<void> {
    // A burst that waited while a person went on to other settings says nothing of these.
    if (verdict.kind === 'nothing' || line !== mine.line()) return;
    if (verdict.kind === 'readable') await end(foundState(port, line, verdict));
    else if (mine.refute(port)) await tryOn(mine);
    else await end({ kind: 'failed', reason: 'none-fits' });
  }

  function eventsOf(mine: () => SerialSearch): SearchEvents {
    return {
      onBurst: (burst) => void during(mine(), () => heard(mine(), burst)),
      onQuiet: () => void during(mine(), () => goOn(mine())),
      onTimeUp: () => void during(mine(), () => end({ kind: 'failed', reason: 'timeout' })),
    };
  }

  return {
    start: (path) =>
      inTurn(async () => {
        await end({ kind: 'idle' });
        const ports = await portsToTry(deps, path);
        if (ports.length === 0) {
          ended = { kind: 'failed', reason: 'no-ports' };
          return;
        }
        const mine: SerialSearch = createSerialSearch(
          deps,
          ports,
          eventsOf(() => mine),
        );
        search = mine;
        await tryOn(mine);
      }),
    state: () => search?.state() ?? ended,
    next: () =>
      inTurn(async () => {
        if (search !== null) await goOn(search);
      }),
    stop: () => inTurn(() => end({ kind: 'idle' })),
  };
}

async function portsToTry(
  { listPorts, isTaken }: SerialDetectionDeps,
  path: string | null,
): Promise<readonly SerialPortChoice[]> {
  const listed = await listPorts().catch(() => []);
  if (path === null) return listed.filter((port) => !isTaken(port.path));
  return [listed.find((port) => port.path === path) ?? { path, label: path, identity: null }];
}

/** Openings and closings of ports one after the other, whoever asks for them. */
function createTurns(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work, work);
    return last;
  };
}

function foundState(
  port: SerialPortChoice,
  { baudRate }: SerialBurst['line'],
  { code, text, dataBits, parity, ending }: Extract<BurstVerdict, { kind: 'readable' }>,
): SerialDetectionState {
  const { path, identity } = port;
  const settings = { path, identity, baudRate, dataBits, parity, ending };
  return { kind: 'found', port, settings, code, text };
}

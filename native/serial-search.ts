import type { DeviceHealth } from '../app/contract/raw-scan.ts';
import type { SerialDetectionState } from '../app/contract/serial-detection.ts';
import type { SerialPortChoice, SerialSettings } from '../app/contract/serial-settings.ts';
import type { ConnectSerialPort, OpenedPort } from './connect-serial-port.ts';
import type { IntakeClock } from './intake-clock.ts';
import { judgeSerialBurst, type BurstVerdict } from './judge-serial-burst.ts';
import type { ListSerialPorts } from './list-serial-ports.ts';
import { readSerialFailure } from './serial-failure.ts';
import { frameBytesMax } from './serial-framer.ts';
import { createSilenceWatch, type SilenceWatch } from './silence-watch.ts';

type Line = Pick<SerialSettings, 'baudRate' | 'dataBits' | 'parity'>;

/**
 * What is tried, the commonest first: 9600 8N1 is what most RS-232 scanners are delivered with, 115200 some
 * newer ones. 7 data bits need no attempt of their own; see `judgeSerialBurst`. A USB-CDC scanner is read
 * with the first.
 */
export const detectionAttempts: readonly Line[] = [
  { baudRate: 9600, dataBits: 8, parity: 'none' },
  { baudRate: 115200, dataBits: 8, parity: 'none' },
  { baudRate: 19200, dataBits: 8, parity: 'none' },
  { baudRate: 38400, dataBits: 8, parity: 'none' },
  { baudRate: 57600, dataBits: 8, parity: 'none' },
  { baudRate: 9600, dataBits: 8, parity: 'even' },
  { baudRate: 9600, dataBits: 8, parity: 'odd' },
];

function lineOf(attempt: number): Line {
  const line = detectionAttempts[attempt];
  if (line === undefined) throw new Error(`there is no attempt ${attempt}`);
  return line;
}

/** The whole search takes no longer; a person who walked away leaves no port held. */
export const detectionMsMax = 180_000;
/** Nothing came for so long: a wrong speed can swallow a scan whole, so the next one is tried. */
export const quietAttemptMs = 20_000;
/** After the last byte of a burst: longer than any gap within one. */
const burstSilence = { tickMs: 50, ticks: 4 } as const;

export type SerialDetectionDeps = {
  readonly connect: ConnectSerialPort;
  readonly listPorts: ListSerialPorts;
  readonly clock: IntakeClock;
  /** Whether a scanner of this counter is set up with a path or has it open. */
  readonly isTaken: (path: string) => boolean;
};

type MissingReason = Extract<DeviceHealth, { kind: 'missing' }>['reason'];

/** One search: the ports it listens on and the settings it tries. */
export type SerialSearch = {
  readonly state: () => Extract<SerialDetectionState, { kind: 'listening' }>;
  readonly line: () => Line;
  /** Opens the ports with the settings of the attempt; why none could be opened, or null. */
  readonly listen: () => Promise<MissingReason | null>;
  /** A scan came through this port that the settings cannot read: only they are out. False = all are. */
  readonly refute: (port: SerialPortChoice) => boolean;
  /** On to the next settings, without a word against these. */
  readonly skip: () => void;
  readonly release: () => Promise<void>;
};

/** What came between two silences, through which port and read with which settings. */
export type SerialBurst = {
  readonly port: SerialPortChoice;
  readonly line: Line;
  readonly verdict: BurstVerdict;
};

export type SearchEvents = {
  readonly onBurst: (burst: SerialBurst) => void;
  readonly onQuiet: () => void;
  readonly onTimeUp: () => void;
};

/** A search that listens to nothing before its first `listen`. */
export function createSerialSearch(
  deps: SerialDetectionDeps,
  given: readonly SerialPortChoice[],
  events: SearchEvents,
): SerialSearch {
  const { clock } = deps;
  const endsAtMs = clock.nowMs() + detectionMsMax;
  const cancelEnd = clock.setTimer(detectionMsMax, events.onTimeUp);
  const refuted = new Set<number>();
  let cancelQuiet = (): void => {};
  let ports = given;
  let attempt = 0;
  let listening: readonly Listening[] = [];
  // A person is asked to scan only when somebody listens.
  let told = { ports, attempt, isRefuted: false };

  const line = (): Line => lineOf(attempt);

  function goOn(): void {
    for (let tried = 0; tried < detectionAttempts.length; tried += 1) {
      attempt = (attempt + 1) % detectionAttempts.length;
      if (!refuted.has(attempt)) return;
    }
  }

  async function hush(): Promise<void> {
    cancelQuiet();
    const ending = listening;
    listening = [];
    await Promise.all(ending.map((one) => one.release()));
  }

  return {
    line,
    state: () => ({
      kind: 'listening',
      ports: [...told.ports],
      attempt: told.attempt + 1,
      attemptsMax: detectionAttempts.length,
      heard: told.isRefuted ? 'unreadable' : 'nothing',
      settings: lineOf(told.attempt),
      secondsLeft: Math.max(0, Math.ceil((endsAtMs - clock.nowMs()) / 1000)),
    }),
    listen: async () => {
      await hush();
      const outcomes = await Promise.all(
        ports.map((port) => listenTo(deps, { port, line: line(), onBurst: events.onBurst })),
      );
      listening = outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : [outcome]));
      cancelQuiet = clock.setTimer(quietAttemptMs, events.onQuiet);
      told = { ports, attempt, isRefuted: refuted.size > 0 };
      const [failure] = outcomes;
      return listening.length === 0 && typeof failure === 'string' ? failure : null;
    },
    refute: (port) => {
      ports = [port];
      refuted.add(attempt);
      goOn();
      return refuted.size < detectionAttempts.length;
    },
    skip: goOn,
    release: async () => {
      cancelEnd();
      await hush();
    },
  };
}

type Listening = { readonly release: () => Promise<void> };

/** Opens one port and collects what comes in between two silences. */
async function listenTo(
  { connect, clock }: SerialDetectionDeps,
  given: {
    readonly port: SerialPortChoice;
    readonly line: Line;
    readonly onBurst: SearchEvents['onBurst'];
  },
): Promise<Listening | MissingReason> {
  const { port, line, onBurst } = given;
  const held: number[] = [];
  const watch: SilenceWatch = createSilenceWatch(clock, burstSilence, () => {
    onBurst({ port, line, verdict: judgeSerialBurst(Uint8Array.from(held.splice(0)), line) });
  });
  try {
    const opened: OpenedPort = await connect(
      { path: port.path, ...line },
      {
        onData: (chunk) => {
          held.push(...chunk.subarray(0, frameBytesMax - held.length));
          watch.heard();
        },
        onLost: watch.stop,
      },
    );
    return {
      release: async () => {
        watch.stop();
        await opened.release();
      },
    };
  } catch (error) {
    return readSerialFailure(error);
  }
}

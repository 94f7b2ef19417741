import type { CounterView, Notice, ReadyView, Tone } from '../contract/counter-view.ts';
import type { DeviceHealth } from '../contract/raw-scan.ts';
import type { ScanPage } from '../contract/scan-log.ts';
import type { LineDeskView } from '../contract/line-desk.ts';
import type { DeviceId, MemberId } from '../domain/ids.ts';
import { inOneReading } from '../db/handles.ts';
import type { Act } from './act.ts';
import { buildReadyView } from './build-view.ts';
import { countUnseen } from './inbox.ts';
import type { CounterDeps } from './ports.ts';
import { gatherScene } from './scene.ts';
import { tapeView } from './tape-view.ts';

/** What the screen shows beside the database: the notice, the revision, the health of devices. */
export type ViewPublisher = {
  readonly health: Map<DeviceId, DeviceHealth>;
  /** Scans not acted upon, to be shown: the code just read again, and those that found the queue full. */
  readonly marks: { repeated: number; lost: number };
  /** Sets what the next view says; `keep` leaves it, null takes it away. */
  readonly setNotice: (notice: Act['notice']) => void;
  /** Takes the notice away; true if there was one. */
  readonly closeNotice: () => Tone | null;
  readonly setBusy: (busy: boolean) => void;
  /** A scan was for a desk. */
  readonly setDeskScan: (scan: Omit<DeskScan, 'no'>) => void;
  /** Reads everything and pushes the view; if reading fails, pushes the last one with the new notice. */
  readonly publish: (scanCompletedAtMs: number | null) => Promise<void>;
  /** Pushes the last view with the new notice, without reading. */
  readonly publishNotice: () => void;
  /** The view as it was last shown. */
  readonly view: () => Promise<CounterView>;
};

type DeskScan = NonNullable<ReadyView['deskScan']>;

export function createViewPublisher(
  deps: CounterDeps,
  scanPage: () => ScanPage | null,
  lineDesk: (memberId: MemberId | null) => LineDeskView | null,
): ViewPublisher {
  const health = new Map<DeviceId, DeviceHealth>();
  const marks = { repeated: 0, lost: 0 };
  let notice: Notice | null = null;
  let noticeCount = 0;
  let revision = 0;
  let isBusy = false;
  let deskScan: DeskScan | null = null;
  let shown: CounterView | null = null;

  async function compose(scanCompletedAtMs: number | null): Promise<CounterView> {
    const { settings, facts } = await readFacts(deps, health, tapeView(deps.tape));
    const common = { revision, language: settings.language, appVersion: deps.appVersion, notice };
    if (facts === null) return { ...common, kind: 'first-run', busy: isBusy };
    const tape = tapeView(deps.tape);
    const { keyProtection } = deps;
    const scanMarks = { ...marks };
    const page = scanPage();
    const scanners = page === null ? {} : { scanPage: page };
    const ours = { keyProtection, tape, deskScan, scanMarks, scanCompletedAtMs };
    return { ...common, ...facts, ...scanners, ...lineOf(facts, lineDesk), ...ours };
  }

  function publishNotice(): void {
    if (shown === null || shown.kind === 'refused') return;
    revision += 1;
    const said = { ...shown, revision, notice };
    shown = said.kind === 'ready' ? { ...said, scanMarks: { ...marks } } : said;
    deps.onChanged(shown);
  }

  return {
    health,
    marks,
    setNotice: (draft) => {
      if (draft === 'keep') return;
      marks.repeated = 0;
      noticeCount += 1;
      const atMs = Math.round(deps.nowMs());
      notice = draft === null ? null : { ...draft, id: noticeCount, atMs };
    },
    closeNotice: () => {
      const tone = notice?.tone ?? null;
      notice = null;
      return tone;
    },
    setDeskScan: (scan) => {
      deskScan = { ...scan, no: (deskScan?.no ?? 0) + 1 };
    },
    setBusy: (busy) => {
      isBusy = busy;
    },
    publish: async (scanCompletedAtMs) => {
      try {
        revision += 1;
        shown = await compose(scanCompletedAtMs);
        deps.onChanged(shown);
      } catch (error) {
        deps.onError(error);
        publishNotice();
      }
    },
    publishNotice,
    view: async () => shown ?? (await compose(null)),
  };
}

function posShut({ posHouse }: CounterDeps): Pick<ReadyView, 'posShut'> {
  const server = posHouse?.status().server;
  return server === 'port-taken' || server === 'failed' ? { posShut: server } : {};
}

/** LINE has a place only where there is an HQ. */
function lineOf(
  { mode, member }: Pick<ReadyView, 'mode' | 'member'>,
  lineDesk: (memberId: MemberId | null) => LineDeskView | null,
): Pick<ReadyView, 'line'> {
  const line = mode === 'hq' ? lineDesk(member?.memberId ?? null) : null;
  return line === null ? {} : { line };
}

/** What the database says, all of one moment; `facts` null before the first run. */
async function readFacts(
  deps: CounterDeps,
  health: ViewPublisher['health'],
  tape: ReadyView['tape'],
) {
  return await inOneReading(deps.db, async (reader) => {
    const scene = await gatherScene(reader, deps);
    const { settings } = scene;
    const input = { scene, syncFacts: deps.syncStatus(), health, session: deps.session };
    if (settings.mode === null) return { settings, facts: null };
    const facts = { ...(await buildReadyView(reader, input)), ...posShut(deps) };
    const { nowMs } = scene.moment;
    const inboxUnseen = await countUnseen(reader, { facts: { ...facts, tape }, nowMs });
    return { settings, facts: inboxUnseen === 0 ? facts : { ...facts, inboxUnseen } };
  });
}

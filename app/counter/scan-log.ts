import { seenScansMax, shownBytesMax, type ScanPage, type SeenScan } from '../contract/scan-log.ts';
import type { RawScan } from '../contract/raw-scan.ts';
import { classifyCode } from '../domain/classify-code.ts';
import type { DeviceId } from '../domain/ids.ts';
import { decodedText, personalBytes } from '../domain/personal-bytes.ts';

/** Scanners whose last scan is remembered; a shop has 16 at most, the rest are replayed ones. */
const heardMax = 64;

/** What was done with a scan. */
export type ScanFacts = Pick<SeenScan, 'known' | 'repeated' | 'tested'>;

/** A scan of the log as it arrived. */
export type KeptScan = { readonly scan: RawScan; readonly seen: SeenScan };

/**
 * The last scans, for the page of the scanners: in memory, only while the page watches, never on the disk.
 * Beside them what must be known without the page: when each scanner was last heard, whether scans are only
 * being tested, and which transcript is being played.
 */
export type ScanLog = {
  /** Begins or ends keeping scans; true if it was the other way round before. */
  readonly watch: (watching: boolean) => boolean;
  readonly isWatched: () => boolean;
  readonly clear: () => void;
  /** A scan arrived. */
  readonly hear: (scan: RawScan) => void;
  /** A scan was dealt with; kept while the page watches. */
  readonly add: (scan: RawScan, facts: ScanFacts) => void;
  /** Begins or ends test mode, which ends a replay; true if it was the other way round before. */
  readonly setTesting: (testing: boolean) => boolean;
  readonly isTesting: () => boolean;
  /** A replay of scanners by these names began; `stop` ends it. */
  readonly beginReplay: (replay: RunningReplay) => void;
  readonly endReplay: () => void;
  /** Oldest first. */
  readonly kept: () => readonly KeptScan[];
  /** What the view tells; null while nobody watches or tests. */
  readonly page: () => ScanPage | null;
};

export type RunningReplay = {
  readonly names: ReadonlyMap<DeviceId, string>;
  readonly scans: number;
  readonly stop: () => void;
};

export function createScanLog(): ScanLog {
  const kept: KeptScan[] = [];
  const heardAtMs = new Map<DeviceId, number>();
  let names: ReadonlyMap<DeviceId, string> = new Map();
  let replay: { left: number; readonly stop: () => void } | null = null;
  let watched = false;
  let testing = false;
  let lastNo = 0;

  function endReplay(): void {
    replay?.stop();
    replay = null;
  }

  return {
    watch: (watching) => {
      const changed = watching !== watched;
      watched = watching;
      if (!watching) kept.length = 0;
      return changed;
    },
    isWatched: () => watched,
    clear: () => void (kept.length = 0),
    hear: ({ deviceId, intake, completedAtMs }) => {
      heardAtMs.delete(deviceId);
      heardAtMs.set(deviceId, completedAtMs);
      const [oldest] = heardAtMs.keys();
      if (heardAtMs.size > heardMax && oldest !== undefined) heardAtMs.delete(oldest);
      if (intake === 'replay' && replay !== null) replay.left = Math.max(0, replay.left - 1);
    },
    add: (scan, facts) => {
      if (!watched) return;
      lastNo += 1;
      const replayed = names.get(scan.deviceId) ?? null;
      kept.push({ scan, seen: { ...seenScan(scan), ...facts, no: lastNo, replayed } });
      if (kept.length > seenScansMax) kept.shift();
    },
    setTesting: (now) => {
      const changed = now !== testing;
      testing = now;
      if (!now) endReplay();
      return changed;
    },
    isTesting: () => testing,
    beginReplay: ({ scans, stop, ...next }) => {
      endReplay();
      names = next.names;
      replay = { left: scans, stop };
    },
    endReplay,
    kept: () => kept,
    page: () => {
      if (!watched && !testing) return null;
      return {
        testing,
        seen: kept.map(({ seen }) => seen).reverse(),
        lastScans: [...heardAtMs].map(([deviceId, atMs]) => ({ deviceId, atMs })),
        replay: replay === null ? null : { left: replay.left },
      };
    },
  };
}

/** A scan as it may be shown: who looks over a shoulder learns no card, carrier or phone number. */
function seenScan(
  scan: RawScan,
): Omit<SeenScan, 'no' | 'replayed' | 'known' | 'repeated' | 'tested'> {
  const { deviceId, intake, bytes, truncated, completedAtMs, startedAtMs, terminator } = scan;
  const code = classifyCode(bytes);
  const masked = personalBytes(bytes, code);
  const shown = bytes.subarray(0, shownBytesMax);
  return {
    deviceId,
    intake,
    atMs: completedAtMs,
    durationMs: startedAtMs === undefined ? null : Math.max(0, completedAtMs - startedAtMs),
    hex: Array.from(shown, (byte, at) => (masked[at] ? '..' : hexOf(byte))).join(''),
    length: bytes.length,
    terminator:
      terminator === undefined ? null : Array.from(terminator, hexOf).slice(0, 2).join(''),
    text: decodedText(bytes, masked).slice(0, shownBytesMax),
    kind: truncated ? 'truncated' : code.kind,
  };
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

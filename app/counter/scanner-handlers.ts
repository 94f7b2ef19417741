import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import type { DeviceId } from '../domain/ids.ts';
import {
  formatTranscript,
  parseTranscript,
  type TranscriptEntry,
} from '../domain/scan-transcript.ts';
import { transcriptBytes } from '../domain/transcript-bytes.ts';
import { listDevices } from '../db/devices.ts';
import { renameDevice } from '../db/rename-device.ts';
import { done } from './act.ts';
import type { Engine } from './engine.ts';
import type { ReplayedScan } from './ports.ts';
import type { KeptScan, ScanLog } from './scan-log.ts';

type ScannerCall =
  | 'scanner:watch'
  | 'scanner:clear'
  | 'scanner:replay'
  | 'scanner:stop-replay'
  | 'scanner:save'
  | 'device:rename';

/** The calls of the page of the scanners. */
export function scannerHandlers(engine: Engine): Pick<CounterCallHandlers, ScannerCall> {
  const { deps, scanLog } = engine;
  return {
    'scanner:watch': async ({ watching }) => {
      if (scanLog.watch(watching)) await engine.refresh();
      return done;
    },
    'scanner:clear': async () => {
      scanLog.clear();
      await engine.refresh();
      return done;
    },
    'device:rename': async ({ deviceId, name }) =>
      engine.act(async (trx) => {
        const renamed = await renameDevice(trx, deviceId, name);
        const answer = renamed ? done : ({ kind: 'refused', code: 'device-gone' } as const);
        return { notice: 'keep', answer };
      }),
    'scanner:replay': async ({ transcript }) => {
      const { startReplay } = deps;
      // Outside test mode it could put a member on a guest's sale.
      if (!scanLog.isTesting()) return { kind: 'refused', code: 'replay-needs-test' };
      if (startReplay === undefined) return { kind: 'refused', code: 'replay-missing' };
      const parsed = parseTranscript(transcript);
      if (parsed.kind === 'bad-line') return parsed;
      play(scanLog, parsed.entries, (scans) =>
        startReplay(scans, () => {
          scanLog.endReplay();
          void engine.refresh();
        }),
      );
      await engine.refresh();
      return done;
    },
    'scanner:stop-replay': async () => {
      scanLog.endReplay();
      await engine.refresh();
      return done;
    },
    'scanner:save': async () => {
      const kept = scanLog.kept();
      if (kept.length === 0) return { kind: 'refused', code: 'nothing-seen' };
      if (deps.saveTranscript === undefined) return { kind: 'refused', code: 'not-saved' };
      const names = new Map((await listDevices(deps.db)).map((one) => [one.deviceId, one.name]));
      try {
        const path = await deps.saveTranscript(writeTranscript(kept, names));
        return { kind: 'saved', path };
      } catch (error) {
        deps.onError(error);
        return { kind: 'refused', code: 'not-saved' };
      }
    },
  };
}

/** Gives each scanner of the transcript an id of its own and starts it. */
function play(
  scanLog: ScanLog,
  entries: readonly TranscriptEntry[],
  start: (scans: readonly ReplayedScan[]) => () => void,
): void {
  const idOf = new Map<string, DeviceId>();
  const scans = entries.map(({ atMs, device, bytes }) => {
    const deviceId = idOf.get(device) ?? replayDeviceId(idOf.size);
    idOf.set(device, deviceId);
    return { atMs, deviceId, bytes };
  });
  const names = new Map([...idOf].map(([name, deviceId]) => [deviceId, name]));
  scanLog.beginReplay({ names, scans: scans.length, stop: start(scans) });
}

/** Replayed scanners have no row in the device table. */
function replayDeviceId(index: number): DeviceId {
  return `00000000-0000-7000-8000-${String(100 + index).padStart(12, '0')}` as DeviceId;
}

/** What was seen, without anybody's codes, timed from the first scan. */
function writeTranscript(kept: readonly KeptScan[], names: ReadonlyMap<DeviceId, string>): string {
  const firstMs = kept[0]?.scan.completedAtMs ?? 0;
  let lastMs = 0;
  const entries = kept.map(({ scan, seen }) => {
    // Scans of several devices may be dealt with a little out of order.
    lastMs = Math.max(lastMs, Math.round(scan.completedAtMs - firstMs));
    const device = seen.replayed ?? names.get(scan.deviceId) ?? scan.intake;
    return { atMs: lastMs, device, bytes: transcriptBytes(scan) };
  });
  return formatTranscript(entries, [
    'Counterfoil scans. Codes that name a person were replaced by test codes.',
    'seconds "scanner" bytes',
  ]);
}

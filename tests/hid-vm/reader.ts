import { loadHidSystem } from '../../native/hid-system.ts';
import { openHidPosIntakes } from '../../native/open-hid-pos-intakes.ts';
import type { DeviceId } from '../../app/domain/ids.ts';

// Runs in the guest inside an Electron utility process, as the counter process does: the real intake on the
// real node-hid, telling what it sees.

const tell = (message: unknown): void => process.parentPort.postMessage(message);

openHidPosIntakes({
  system: await loadHidSystem(),
  sink: {
    onScan: ({ deviceId, bytes, truncated }) =>
      tell({ kind: 'scan', deviceId, hex: Buffer.from(bytes).toString('hex'), truncated }),
    onHealth: (deviceId, health) => tell({ kind: 'health', deviceId, health: health.kind }),
  },
  clock: {
    nowMs: Date.now,
    setTimer: (delayMs, fn) => {
      const timer = setTimeout(fn, delayMs);
      return () => clearTimeout(timer);
    },
  },
  deviceOf: async (identity) => identity as DeviceId,
  onTrouble: (error) => tell({ kind: 'trouble', message: String(error) }),
});
tell({ kind: 'ready', electron: process.versions['electron'] ?? null });

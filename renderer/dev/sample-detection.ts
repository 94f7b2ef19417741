import type { SerialDetectionState } from '../../app/contract/serial-detection.ts';

const port = {
  path: 'COM3',
  label: 'COM3 · Honeywell 1470g',
  identity: { vendorId: '0c2e', productId: '0b6a', serialNumber: 'S1' },
};
const listening: SerialDetectionState = {
  kind: 'listening',
  ports: [port],
  attempt: 1,
  attemptsMax: 7,
  heard: 'nothing',
  settings: { baudRate: 9600, dataBits: 8, parity: 'none' },
  secondsLeft: 180,
};
const second: SerialDetectionState = {
  ...listening,
  attempt: 2,
  heard: 'unreadable',
  settings: { ...listening.settings, baudRate: 115200 },
  secondsLeft: 176,
};
const found: SerialDetectionState = {
  kind: 'found',
  port,
  settings: {
    path: 'COM3',
    identity: port.identity,
    baudRate: 115200,
    dataBits: 8,
    parity: 'none',
    ending: 'suffix',
  },
  code: 'product',
  text: '4710088412348',
};

/** A search that hears garbage after 1.5 s and a code after 3 s. */
export function answerDetection() {
  let startedAtMs: number | null = null;
  const done = { kind: 'done' };
  return {
    'serial-detection:start': () => {
      startedAtMs = performance.now();
      return done;
    },
    'serial-detection:stop': () => {
      startedAtMs = null;
      return done;
    },
    'serial-detection:state': (): SerialDetectionState => {
      if (startedAtMs === null) return { kind: 'idle' };
      const afterMs = performance.now() - startedAtMs;
      return afterMs < 1500 ? listening : afterMs < 3000 ? second : found;
    },
  };
}

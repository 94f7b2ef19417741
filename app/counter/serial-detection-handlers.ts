import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import type { SerialDetectionState, serialDetectionCalls } from '../contract/serial-detection.ts';
import { done } from './act.ts';
import type { Engine } from './engine.ts';

/** Finds the settings of a scanner from what a person scans; see native's `createSerialDetection`. */
export type SerialDetectionPort = {
  readonly start: (path: string | null) => Promise<void>;
  readonly state: () => SerialDetectionState;
  readonly next: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Handlers = Pick<CounterCallHandlers, keyof typeof serialDetectionCalls>;

/** The search for a scanner's settings. Nothing of it is written, and nothing it hears is a scan. */
export function serialDetectionHandlers({ deps }: Engine): Handlers {
  const { serialDetection } = deps;
  return {
    'serial-detection:start': async ({ path }) => {
      await serialDetection?.start(path);
      return done;
    },
    'serial-detection:state': () => serialDetection?.state() ?? { kind: 'idle' },
    'serial-detection:next': async () => {
      await serialDetection?.next();
      return done;
    },
    'serial-detection:stop': async () => {
      await serialDetection?.stop();
      return done;
    },
  };
}

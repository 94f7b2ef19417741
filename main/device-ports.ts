import type { CounterDeps } from '../app/counter/ports.ts';
import { listSerialPorts } from '../native/list-serial-ports.ts';
import type { ComposeDeps } from './compose-counter.ts';
import type { Intakes } from './intakes.ts';
import { detectionOf } from './serial-intakes.ts';

/** What the counter asks of the scanners of this PC. `intakes` is asked for at each call: it is made later. */
export function devicePorts(
  deps: ComposeDeps,
  intakes: () => Intakes,
): Pick<CounterDeps, 'listPorts' | 'openDevice' | 'closeDevice' | 'serialDetection'> {
  const list = deps.listSerialPorts ?? listSerialPorts;
  return {
    listPorts: async () => [...(await list().catch(() => []))],
    openDevice: ({ deviceId, settings }) => intakes().openSerial({ deviceId, ...settings }),
    closeDevice: (deviceId) => intakes().close(deviceId),
    serialDetection: detectionOf(() => intakes().serialDetection),
  };
}

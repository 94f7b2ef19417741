import type { DeviceId } from '../domain/ids.ts';
import { classifyCode } from '../domain/classify-code.ts';
import { listDevices } from '../db/devices.ts';
import { say } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import type { SerialQueue } from './serial-queue.ts';
import type { ViewPublisher } from './view-publisher.ts';

/** Fewer bytes are noise of the line: not worth a word to the cashier. */
const bytesMin = 6;

/**
 * Says that a serial scanner sent text whose end never came: nothing was done with it, and when it is every
 * scan the device is set up wrongly. Noise, which is short or no text, is passed over in silence.
 */
export function sayUnendedSerial(
  parts: {
    readonly deps: CounterDeps;
    readonly queue: SerialQueue;
    readonly screen: ViewPublisher;
  },
  deviceId: DeviceId,
  bytes: Uint8Array,
): void {
  const { deps, queue, screen } = parts;
  if (bytes.length < bytesMin || classifyCode(bytes).kind === 'binary') return;
  const taken = queue.push(async () => {
    const devices = await listDevices(deps.db);
    const name = devices.find((device) => device.deviceId === deviceId)?.name ?? '';
    screen.setNotice(say('scan-unended', { name }));
    await screen.publish(null);
    deps.onSound('deny');
  });
  // A full queue says so itself.
  taken?.catch(deps.onError);
}

import type { SerialSettings } from '../contract/serial-settings.ts';
import type { DeviceId } from '../domain/ids.ts';
import { insertDevice, listDevices, type Device } from '../db/devices.ts';
import type { Reader, Trx } from '../db/handles.ts';
import { deny, done, type Act } from './act.ts';
import { say } from './notice-codes.ts';
import type { SerialDevice } from './ports.ts';

/** As many as the screen can show. */
export const devicesMax = 16;

/** Remembers a serial scanner. A scanner, and a port as far as it can be told, belongs to one device only. */
export async function addSerialDevice(
  trx: Trx,
  input: {
    readonly deviceId: DeviceId;
    readonly name: string;
    readonly settings: SerialSettings;
    readonly createdAtMs: number;
  },
): Promise<Act> {
  const devices = await listDevices(trx);
  if (devices.length >= devicesMax) return deny(say('too-many-devices', { max: devicesMax }));
  const holder = devices.find(({ settings }) => {
    const other = serialOf(settings);
    return other !== null && isSameScanner(other, input.settings);
  });
  if (holder !== undefined) return deny(say('device-path-taken', { name: holder.name }));
  await insertDevice(trx, { ...input, intake: 'serial' });
  return { notice: null, answer: done };
}

/**
 * A serial number tells two scanners apart wherever they are. Two of a model without serial numbers, and a
 * port without identity, are told apart by their paths. Two different models may follow each other at a path.
 */
function isSameScanner(a: SerialSettings, b: SerialSettings): boolean {
  if (a.identity === null || b.identity === null) return a.path === b.path;
  const isSameModel =
    a.identity.vendorId === b.identity.vendorId && a.identity.productId === b.identity.productId;
  if (!isSameModel || a.identity.serialNumber !== b.identity.serialNumber) return false;
  return a.identity.serialNumber !== null || a.path === b.path;
}

/** The settings of a serial scanner; null for every other device. */
export function serialOf(settings: Device['settings']): SerialSettings | null {
  return settings !== null && 'path' in settings ? settings : null;
}

/** The serial devices that must be opened when the counter starts. */
export async function listSerialDevices(db: Reader): Promise<readonly SerialDevice[]> {
  const devices = await listDevices(db);
  return devices.flatMap(({ deviceId, name, settings }) => {
    const serial = serialOf(settings);
    return serial === null ? [] : [{ deviceId, name, settings: serial }];
  });
}

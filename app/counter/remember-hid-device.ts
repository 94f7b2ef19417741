import type { DeviceId, NewId } from '../domain/ids.ts';
import { insertDevice, listDevices } from '../db/devices.ts';
import type { Trx } from '../db/handles.ts';
import { devicesMax } from './add-serial-device.ts';

/**
 * Which device of this counter a USB HID scanner is: one that was plugged in before, or a new one, which is
 * remembered. Null when the list is full.
 */
export async function rememberHidDevice(
  trx: Trx,
  input: {
    readonly identity: string;
    readonly name: string;
    readonly newId: NewId;
    readonly nowMs: number;
  },
): Promise<DeviceId | null> {
  const { identity, name, newId, nowMs } = input;
  const devices = await listDevices(trx);
  const known = devices.find(
    ({ settings }) => settings !== null && 'identity' in settings && settings.identity === identity,
  );
  if (known !== undefined) return known.deviceId;
  if (devices.length >= devicesMax) return null;
  const deviceId = newId<DeviceId>();
  const device = { deviceId, name, intake: 'hid-pos', settings: { identity } } as const;
  await insertDevice(trx, { ...device, createdAtMs: nowMs });
  return deviceId;
}

import type { SerialSettings } from '../contract/counter-calls.ts';
import type { DeviceId } from '../domain/ids.ts';
import { insertDevice, listDevices, type Device } from '../db/devices.ts';
import type { Reader, Trx } from '../db/handles.ts';
import { deny, done, type Act } from './act.ts';
import { say } from './notice-codes.ts';
import type { SerialDevice } from './ports.ts';

/** As many as the screen can show. */
export const devicesMax = 16;

/** Remembers a serial scanner. A port belongs to one device only. */
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
  const { path } = input.settings;
  const holder = devices.find(({ settings }) => serialOf(settings)?.path === path);
  if (holder !== undefined) return deny(say('device-path-taken', { name: holder.name }));
  await insertDevice(trx, { ...input, intake: 'serial' });
  return { notice: null, answer: done };
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

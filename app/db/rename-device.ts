import type { DeviceId } from '../domain/ids.ts';
import type { Trx } from './handles.ts';

/** Gives a device another name; true if there is such a device. */
export async function renameDevice(trx: Trx, deviceId: DeviceId, name: string): Promise<boolean> {
  const renamed = await trx
    .updateTable('device')
    .set({ name })
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  return renamed.numUpdatedRows > 0n;
}

import type { Intake } from '../contract/raw-scan.ts';
import type { DeviceId } from '../domain/ids.ts';
import type { Reader, Trx } from './handles.ts';
import type { DeviceSettings } from './schema.ts';

export type Device = {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly intake: Intake;
  /** Serial line settings; null for intakes that need none. */
  readonly settings: DeviceSettings;
};

/** All intakes the shop has set up, oldest first. */
export async function listDevices(db: Reader): Promise<readonly Device[]> {
  const rows = await db
    .selectFrom('device')
    .selectAll()
    .orderBy('created_at_ms')
    .orderBy('device_id')
    .execute();
  return rows.map((row) => ({
    deviceId: row.device_id,
    name: row.name,
    intake: row.intake,
    settings: JSON.parse(row.settings) as DeviceSettings,
  }));
}

export async function insertDevice(
  trx: Trx,
  device: Device & { readonly createdAtMs: number },
): Promise<void> {
  await trx
    .insertInto('device')
    .values({
      device_id: device.deviceId,
      name: device.name,
      intake: device.intake,
      settings: JSON.stringify(device.settings),
      created_at_ms: device.createdAtMs,
    })
    .execute();
}

/** Forgets a device; true if there was one. */
export async function deleteDevice(trx: Trx, deviceId: DeviceId): Promise<boolean> {
  const gone = await trx.deleteFrom('device').where('device_id', '=', deviceId).executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

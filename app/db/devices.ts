import type { Intake } from '../contract/raw-scan.ts';
import { serialSettingsSchema } from '../contract/serial-settings.ts';
import type { DeviceId } from '../domain/ids.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import type { DeviceSettings } from './schema.ts';

export type Device = {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly intake: Intake;
  readonly settings: DeviceSettings;
};

/** All intakes the shop has set up, oldest first. */
export async function listDevices(db: Reader): Promise<readonly Device[]> {
  return await readKept(db, deviceRows, {}, (rows) =>
    rows.map((row) => ({
      deviceId: row.device_id,
      name: row.name,
      intake: row.intake,
      settings: readSettings(row.settings),
    })),
  );
}

/** What older versions left out, here or on the tape that put a row back, is what they did without asking. */
function readSettings(text: string): DeviceSettings {
  const settings = JSON.parse(text) as DeviceSettings;
  return settings !== null && 'path' in settings ? serialSettingsSchema.parse(settings) : settings;
}

const deviceRows = fixedQuery((db) =>
  db.selectFrom('device').selectAll().orderBy('created_at_ms').orderBy('device_id'),
);

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

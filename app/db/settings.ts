import { sql } from 'kysely';
import { posHouseDefaults, type PosHouse } from '../contract/pos-settings.ts';
import type { StoreId } from '../domain/ids.ts';
import { defaultWedgeSettings, type WedgeSettings } from '../domain/wedge-settings.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** What this counter is called and how it works; each key one row of JSON. */
export type Settings = {
  readonly language: 'zh-TW' | 'en';
  /** Null until the first run is finished. */
  readonly mode: 'local' | 'hq' | null;
  readonly brandName: string;
  readonly counterLabel: string;
  readonly storeId: StoreId | null;
  readonly hqUrl: string | null;
  /** The scanner that types like a keyboard. */
  readonly wedge: WedgeSettings;
  /** The doors for the shop's POS. */
  readonly pos: PosHouse;
};

const defaults: Settings = {
  language: 'zh-TW',
  mode: null,
  brandName: '',
  counterLabel: '',
  storeId: null,
  hqUrl: null,
  wedge: defaultWedgeSettings,
  pos: posHouseDefaults,
};

/** All settings, absent ones at their defaults. */
export async function getSettings(db: Reader): Promise<Settings> {
  return await readKept(db, settingRows, {}, (rows) => {
    const stored: Record<string, unknown> = Object.fromEntries(
      rows.map((row) => [row.key, JSON.parse(row.value) as unknown]),
    );
    return { ...defaults, ...stored };
  });
}

const settingRows = fixedQuery((db) => db.selectFrom('setting').selectAll());

/** Stores the given settings and leaves the others as they are. */
export async function putSettings(trx: Trx, settings: Partial<Settings>): Promise<void> {
  const rows = Object.entries(settings).map(([key, value]) => ({
    key,
    value: JSON.stringify(value),
  }));
  if (rows.length === 0) return;
  await trx
    .insertInto('setting')
    .values(rows)
    .onConflict((oc) => oc.column('key').doUpdateSet({ value: sql`excluded.value` }))
    .execute();
}

import { sql } from 'kysely';
import { appearanceDefaults, type Appearance } from '../contract/appearance.ts';
import { guideDefaults, type Guide } from '../contract/guide.ts';
import {
  languageDefault,
  languageSchema,
  readLanguage,
  type Calendar,
  type Language,
} from '../contract/language.ts';
import { staffRulesDefaults, type StaffRules } from '../contract/staff.ts';
import { posHouseDefaults, type PosHouse } from '../contract/pos-settings.ts';
import type { TrainingStamp } from '../contract/training.ts';
import type { StoreId } from '../domain/ids.ts';
import { defaultWedgeSettings, type WedgeSettings } from '../domain/wedge-settings.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** What this counter is called and how it works; each key one row of JSON. */
export type Settings = {
  readonly language: Language;
  /** How years are counted on the screen. */
  readonly calendar: Calendar;
  /** Null until the first run is finished. */
  readonly mode: 'local' | 'hq' | null;
  readonly brandName: string;
  readonly counterLabel: string;
  readonly storeId: StoreId | null;
  readonly hqUrl: string | null;
  /** Where anybody joins in LINE, as HQ said it last; null = HQ has no LINE pages, or did not say. */
  readonly lineJoinUrl: string | null;
  /** The scanner that types like a keyboard. */
  readonly wedge: WedgeSettings;
  /** The doors for the shop's POS. */
  readonly pos: PosHouse;
  readonly appearance: Appearance;
  /** The guide of the first days. */
  readonly guide: Guide;
  /** When the counter locks by itself, and what a cashier may give back alone. */
  readonly staffRules: StaffRules;
  /** The mode stamp of the file: null in every shop's own. */
  readonly training: TrainingStamp | null;
  /** Whether the second window, for the customer, is shown. */
  readonly customerWindow: boolean;
  /** In which language that window speaks; null = as the counter's own screen. */
  readonly customerLanguage: Language | null;
};

const defaults: Settings = {
  language: languageDefault,
  calendar: 'gregory',
  mode: null,
  brandName: '',
  counterLabel: '',
  storeId: null,
  hqUrl: null,
  lineJoinUrl: null,
  wedge: defaultWedgeSettings,
  pos: posHouseDefaults,
  appearance: appearanceDefaults,
  guide: guideDefaults,
  staffRules: staffRulesDefaults,
  training: null,
  customerWindow: false,
  customerLanguage: null,
};

/** All settings, absent ones at their defaults. */
export async function getSettings(db: Reader): Promise<Settings> {
  return await readKept(db, settingRows, {}, (rows) => {
    const stored: Record<string, unknown> = Object.fromEntries(
      rows.map((row) => [row.key, JSON.parse(row.value) as unknown]),
    );
    const settings = { ...defaults, ...stored };
    // A counter that went back to an older version may hold a language this one does not have.
    return {
      ...settings,
      language: readLanguage(settings.language),
      customerLanguage: languageSchema.nullable().catch(null).parse(settings.customerLanguage),
    };
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

import type { Language } from '../../app/contract/language.ts';
import type { StoreId } from '../../app/domain/ids.ts';
import type { LocalizedText } from '../../app/domain/program-text.ts';
import type { Program } from '../../app/domain/program.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { listStores } from '../db/brand.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms } from '../db/programs.ts';

/** The rules in force, and all there ever were: names of old vouchers and tiers stand in those. */
export type Rules = {
  readonly inForce: Program | null;
  /** The one in force first, then the newest. */
  readonly all: readonly Program[];
  readonly byKey: ReadonlyMap<string, Program>;
  readonly stores: ReadonlyMap<StoreId, string>;
};

export async function rulesOfToday(db: HqHandle, today: CalendarDate): Promise<Rules> {
  const byKey = await listPrograms(db);
  const inForce = programInForce(byKey.values(), today);
  const newest = [...byKey.values()]
    .filter((program) => program !== inForce)
    .toSorted((a, b) => b.version - a.version);
  const stores = new Map((await listStores(db)).map(({ storeId, name }) => [storeId, name]));
  return { inForce, all: inForce === null ? newest : [inForce, ...newest], byKey, stores };
}

/** The longest text of a program that the pages show. */
const wordsMax = 200;

/** A text of the program for a page: Chinese in Chinese, else English, as rules are written in no other. */
export function inWords(text: LocalizedText, language: Language): string {
  return text[language === 'zh-TW' ? 'zh-TW' : 'en'].slice(0, wordsMax);
}

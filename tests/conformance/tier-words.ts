import { bothLanguages } from './condition-words.ts';
import type { Written } from './condition-words.ts';
import type { Fields } from './fields.ts';
import { isRecord, unsupported, wholeTimes } from './fields.ts';

type Tier = { readonly name: string; readonly minSpent: number; readonly factor: number };

/** The tiers of a case in the program's order, and their ids by name. */
export type TierWords = {
  readonly tiers: Written[];
  readonly ids: ReadonlyMap<string, string>;
  /** Null for a lowest tier the case does not name. */
  readonly nameOf: (tierId: string) => string | null;
};

/** Far above any spend: tiers that a case gives to members without saying how they are reached. */
const unreachedMinor = 1_000_000_000_000;

/** Reads the tiers from `given.tiers`, `given.tier_bonus_percent` or the bands of a `tier_factor` rule. */
export function readTiers(given: Fields, bands: readonly Fields[]): TierWords {
  const bonus = readBonus(given);
  const exclusive = given.word('threshold', ['inclusive', 'exclusive'] as const) === 'exclusive';
  const listed = (given.list('tiers') ?? []).map((from) => readTier(from, bonus, exclusive));
  const named =
    listed.length > 0
      ? listed
      : bonus.size > 0
        ? [...bonus].map(([name, factor], i) => ({ name, factor, minSpent: i * unreachedMinor }))
        : bands.length > 0
          ? bands.map(readBand)
          : namesUsed(given);
  const missing = [...bonus.keys()].find((name) => !named.some((tier) => tier.name === name));
  if (missing !== undefined) unsupported(`given.tier_bonus_percent.${missing} without tier`);
  return inOrder(named);
}

/** Tiers that members have or rules ask for where the case lists none; who has none is below them. */
function namesUsed(given: Fields): Tier[] {
  const names = new Set<string>();
  const visit = (value: unknown, key: string) => {
    if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (isRecord(value)) for (const [name, item] of Object.entries(value)) visit(item, name);
    else if (typeof value === 'string' && tierKeys.includes(key)) names.add(value);
  };
  for (const key of ['member', 'members', 'earn', 'coupons', 'reward']) visit(given.any(key), key);
  return [...names].map((name, i) => ({ name, factor: 1, minSpent: (i + 1) * unreachedMinor }));
}

const tierKeys = ['tier', 'tiers', 'member_tiers', 'for_tiers'];

function inOrder(named: readonly Tier[]): TierWords {
  const sorted = named.toSorted((a, b) => a.minSpent - b.minSpent);
  const lowest: Tier = { name: '', minSpent: 0, factor: 1 };
  const all = sorted[0]?.minSpent === 0 ? sorted : [lowest, ...sorted];
  const ids = new Map(all.map((tier, i) => [tier.name, `tier-${String(i)}`]));
  const names = new Map([...ids].map(([name, id]) => [id, name === '' ? null : name]));
  const tiers = all.map((tier, i) => ({
    tierId: `tier-${String(i)}`,
    name: bothLanguages(tier.name === '' ? 'member' : tier.name),
    thresholdMinor: tier.minSpent,
    multiplierBps: wholeTimes(tier.factor, 10_000, `tier ${tier.name}`),
  }));
  return { tiers, ids, nameOf: (tierId) => names.get(tierId) ?? null };
}

/** Percent more points by tier name, as factors. */
function readBonus(given: Fields): ReadonlyMap<string, number> {
  const found = given.any('tier_bonus_percent') ?? {};
  if (!isRecord(found)) return unsupported('given.tier_bonus_percent');
  return new Map(
    Object.entries(found).map(([name, percent]) => {
      if (typeof percent !== 'number') return unsupported(`given.tier_bonus_percent.${name}`);
      return [name, (100 + percent) / 100];
    }),
  );
}

function readTier(from: Fields, bonus: ReadonlyMap<string, number>, exclusive: boolean): Tier {
  const name = from.text('name') ?? from.text('id') ?? unsupported(`${from.where} without name`);
  const minSpent = from.number('min_spent') ?? 0;
  const percent = from.number('bonus_percent');
  const thousandths = from.number('factor_x1000');
  const own =
    from.number('factor') ??
    (thousandths !== undefined ? thousandths / 1000 : 1 + (percent ?? 0) / 100);
  from.end();
  // Money is whole: above 100 is from 101.
  const from0 = exclusive && minSpent > 0 ? minSpent + 1 : minSpent;
  return { name, minSpent: from0, factor: bonus.get(name) ?? own };
}

function readBand(from: Fields): Tier {
  const name = from.text('name') ?? unsupported(`${from.where} without name`);
  return { name, minSpent: from.number('min_spent') ?? 0, factor: 1 };
}

import { formatTwd } from '../../../app/domain/money.ts';
import type { LocalizedText } from '../../../app/domain/program-text.ts';
import type { Conditions, LineScope, Program, UseLimits } from '../../../app/domain/program.ts';
import { both, countEn, listed } from './words.ts';

/** Where ids of a program find their names. */
export type Names = Pick<Program, 'tiers' | 'coupons' | 'stampCards'>;

/** Which goods a rule looks at; nothing where it looks at all of them. */
export function scopeWords(scope: LineScope): LocalizedText[] {
  const included = namedGoods(scope.skus, scope.categories, scope.labels);
  const excluded = namedGoods(scope.exceptSkus, scope.exceptCategories, scope.exceptLabels);
  return [
    ...included.map((goods) => both(`限${goods['zh-TW']}`, `only ${goods.en}`)),
    ...excluded.map((goods) => both(`不含${goods['zh-TW']}`, `not ${goods.en}`)),
    ...(scope.delivery ? [] : [both('不含運費', 'without delivery fees')]),
  ];
}

function namedGoods(
  skus: readonly string[],
  categories: readonly string[],
  labels: readonly string[],
): LocalizedText[] {
  const parts = [
    ...named(skus, '商品', 'goods'),
    ...named(categories, '分類', 'category'),
    ...named(labels, '標籤', 'label'),
  ];
  if (parts.length === 0) return [];
  return [
    both(parts.map((part) => part['zh-TW']).join('或'), parts.map((part) => part.en).join(' or ')),
  ];
}

function named(items: readonly string[], chinese: string, english: string): LocalizedText[] {
  if (items.length === 0) return [];
  const list = listed(items);
  return [both(`${chinese} ${list['zh-TW']}`, `${english} ${list.en}`)];
}

/** When a rule holds, a part for each thing that must hold; nothing where it holds always. */
export function conditionWords(when: Conditions, names: Names): LocalizedText[] {
  return [
    ...spendWords(when),
    ...timeWords(when),
    ...memberWords(when, names),
    ...placeWords(when),
  ];
}

function spendWords(when: Conditions): LocalizedText[] {
  const { minSpendMinor, maxSpendMinor, minUnits, maxUnits, needsSkus, needsCode } = when;
  const after = when.spendBasis === 'after-discounts';
  const [paidZh, paidEn] = after ? ['折抵後', ' after discounts'] : ['', ''];
  const [whereZh, whereEn] =
    when.measureOn === 'scope'
      ? ['', '']
      : when.measureOn === 'sale'
        ? ['整筆', ' on the whole sale']
        : ['指定商品', ' on other goods'];
  const parts: LocalizedText[] = [];
  if (minSpendMinor > 0) {
    const amount = formatTwd(minSpendMinor);
    parts.push(both(`${whereZh}${paidZh}滿 ${amount}`, `from ${amount}${whereEn}${paidEn}`));
  }
  if (maxSpendMinor !== null) {
    const amount = formatTwd(maxSpendMinor);
    parts.push(both(`${whereZh}${paidZh}不超過 ${amount}`, `up to ${amount}${whereEn}${paidEn}`));
  }
  if (minUnits > 0) parts.push(both(`滿 ${minUnits} 件`, `from ${countEn(minUnits, 'unit')}`));
  if (maxUnits !== null) {
    parts.push(both(`最多 ${maxUnits} 件`, `up to ${countEn(maxUnits, 'unit')}`));
  }
  if (needsSkus.length > 0) {
    const list = listed(needsSkus);
    parts.push(both(`要買 ${list['zh-TW']} 其中之一`, `with one of ${list.en}`));
  }
  if (needsCode !== null) parts.push(both(`掃描代碼 ${needsCode}`, `with the code ${needsCode}`));
  return parts;
}

const weekdaysZh = ['一', '二', '三', '四', '五', '六', '日'];
const weekdaysEn = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function timeWords({ from, until, weekdays, hours }: Conditions): LocalizedText[] {
  const parts = daysWords(from, until);
  if (weekdays.length > 0) {
    const chinese = weekdays.map((day) => weekdaysZh[day - 1] ?? '').join('、');
    const english = weekdays.map((day) => weekdaysEn[day - 1] ?? '').join(', ');
    parts.push(both(`週${chinese}`, `on ${english}`));
  }
  if (hours.length > 0) {
    const list = listed(hours.map((part) => `${part.from}–${part.until}`));
    parts.push(both(list['zh-TW'], list.en));
  }
  return parts;
}

/** A stretch of days, inclusive; nothing where it is open on both sides. */
export function daysWords(from: string | null, until: string | null): LocalizedText[] {
  const zh = (date: string) => date.replaceAll('-', '/');
  if (from !== null && until !== null) {
    return [both(`${zh(from)} 到 ${zh(until)}`, `from ${from} to ${until}`)];
  }
  if (from !== null) return [both(`${zh(from)} 起`, `from ${from} on`)];
  return until === null ? [] : [both(`到 ${zh(until)}`, `until ${until}`)];
}

function memberWords(when: Conditions, names: Names): LocalizedText[] {
  const parts: LocalizedText[] = [];
  if (when.tierIds.length > 0) {
    const tiers = when.tierIds.map((id) => tierName(id, names));
    parts.push(
      both(
        `限${tiers.map((name) => name['zh-TW']).join('、')}`,
        `for ${tiers.map((name) => name.en).join(', ')}`,
      ),
    );
  }
  if (when.birthday === 'month') parts.push(both('生日當月', 'in the birthday month'));
  if (when.birthday === 'day') parts.push(both('生日當天', 'on the birthday'));
  if (when.joinedWithinDays !== null) {
    const days = when.joinedWithinDays;
    parts.push(both(`加入 ${days} 天內`, `within ${countEn(days, 'day')} of joining`));
  }
  if (when.purchase === 'first') parts.push(both('首次消費', 'on the first purchase'));
  return parts;
}

/** A tier's name; its id where the program has no such tier. */
export function tierName(tierId: string, { tiers }: Pick<Names, 'tiers'>): LocalizedText {
  return tiers.find((tier) => tier.tierId === tierId)?.name ?? both(tierId, tierId);
}

function placeWords({ storeIds, channels }: Conditions): LocalizedText[] {
  const parts: LocalizedText[] = [];
  if (storeIds.length > 0) {
    parts.push(
      both(`限 ${storeIds.length} 家門市`, `in ${countEn(storeIds.length, 'store')} only`),
    );
  }
  if (channels.length > 0) {
    const list = listed(channels);
    parts.push(both(`限通路 ${list['zh-TW']}`, `by ${list.en} only`));
  }
  return parts;
}

const limitNames = {
  program: ['全部', 'in all'],
  perDay: ['每天', 'a day'],
  perStorePerDay: ['每店每天', 'a day per store'],
  perMember: ['每人', 'per member'],
  perMemberPerDay: ['每人每天', 'a day per member'],
} as const satisfies Record<keyof UseLimits, readonly [string, string]>;

/** How often something may be used; nothing where there is no limit. */
export function limitWords(limits: UseLimits): LocalizedText[] {
  return (Object.keys(limitNames) as (keyof UseLimits)[]).flatMap((key) => {
    const max = limits[key];
    const [chinese, english] = limitNames[key];
    return max === null
      ? []
      : [both(`${chinese}限 ${max} 次`, `${countEn(max, 'use')} ${english}`)];
  });
}

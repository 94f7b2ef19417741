import { daysInBoth, daysOverlap } from './lint-compare.ts';
import { lintError, lintWarning } from './lint-finding.ts';
import type { LintFinding, LintPath } from './lint-finding.ts';
import { formatTwd, saleAmountMinorMax } from './money.ts';
import type { Conditions, LineScope, LocalizedText, Program } from './program.ts';
import { daysBetween } from './time.ts';
import type { CalendarDate } from './time.ts';

/** Anything with a scope and conditions of its own. */
type Ruled = {
  readonly path: LintPath;
  readonly name: LocalizedText;
  readonly scope: LineScope;
  readonly when: Conditions;
};

/** Scopes that take no line and conditions that no sale can meet. */
export function lintConditions(program: Program): LintFinding[] {
  return listRuled(program).flatMap((ruled) => {
    const { path, when, scope } = ruled;
    const measured = typeof when.measureOn === 'string' ? null : when.measureOn;
    return [
      ...lintScope([...path, 'scope'], scope),
      ...(measured === null ? [] : lintScope([...path, 'when', 'measureOn'], measured)),
      ...lintSpend(ruled),
      ...lintUnits(ruled),
      ...lintDays(ruled, program),
      ...lintHours(ruled),
      ...lintFirstPurchase(ruled, program),
    ];
  });
}

function listRuled(program: Program): Ruled[] {
  const of = (key: string, list: readonly Omit<Ruled, 'path'>[]): Ruled[] =>
    list.map(({ name, scope, when }, i) => ({ path: [key, i], name, scope, when }));
  return [
    ...of('earn', program.earn),
    ...of('multipliers', program.multipliers),
    ...of('rewards', program.rewards),
    ...of('coupons', program.coupons),
    ...of('gifts', program.gifts),
    ...of('stampCards', program.stampCards),
  ];
}

function lintScope(path: LintPath, scope: LineScope): LintFinding[] {
  const pairs = [
    ['skus', scope.skus, scope.exceptSkus],
    ['categories', scope.categories, scope.exceptCategories],
    ['labels', scope.labels, scope.exceptLabels],
  ] as const;
  return pairs.flatMap(([key, included, excepted]) => {
    const both = included.filter((one) => excepted.includes(one));
    if (both.length === 0) return [];
    const listed = both.join(', ');
    if (both.length === included.length) {
      return lintError(
        'scope-empty',
        [...path, key],
        `${listed} 同時列為適用與排除，所以沒有任何商品適用。請從其中一邊移除`,
        `${listed} is both included and excluded, so no goods are left. Remove it from one side`,
      );
    }
    return lintWarning(
      'scope-overlap',
      [...path, key],
      `${listed} 同時列為適用與排除，以排除為準。請從其中一邊移除`,
      `${listed} is both included and excluded; excluded wins. Remove it from one side`,
    );
  });
}

function lintSpend({ path, name, when }: Ruled): LintFinding[] {
  const { minSpendMinor: min, maxSpendMinor: max } = when;
  const at = (key: string): LintPath => [...path, 'when', key];
  if (max !== null && max < min) {
    return [
      lintError(
        'spend-range-empty',
        at('maxSpendMinor'),
        `「${name['zh-TW']}」最低消費 ${formatTwd(min)} 高於最高消費 ${formatTwd(max)}，永遠不會成立。請對調或刪除其中一個`,
        `“${name.en}” asks for at least ${formatTwd(min)} and at most ${formatTwd(max)}, which no sale meets. Swap them or remove one`,
      ),
    ];
  }
  if (max === 0 && typeof when.measureOn === 'string') {
    return [
      lintError(
        'spend-zero',
        at('maxSpendMinor'),
        `「${name['zh-TW']}」最高消費是 NT$0，永遠不會成立。沒有上限請填 null`,
        `“${name.en}” asks for at most NT$0, which no sale meets. Write null for no maximum`,
      ),
    ];
  }
  if (min > saleAmountMinorMax) {
    return [
      lintError(
        'min-spend-too-large',
        at('minSpendMinor'),
        `「${name['zh-TW']}」最低消費 ${formatTwd(min)} 超過一筆交易的上限 ${formatTwd(saleAmountMinorMax)}。請降低`,
        `“${name.en}” asks for ${formatTwd(min)}, more than a sale can be (${formatTwd(saleAmountMinorMax)}). Lower it`,
      ),
    ];
  }
  return [];
}

function lintUnits({ path, name, when }: Ruled): LintFinding[] {
  const { minUnits: min, maxUnits: max } = when;
  if (max === null) return [];
  const at = [...path, 'when', 'maxUnits'];
  if (max < min) {
    return [
      lintError(
        'units-range-empty',
        at,
        `「${name['zh-TW']}」最少 ${min} 件多於最多 ${max} 件，永遠不會成立。請對調或刪除其中一個`,
        `“${name.en}” asks for at least ${min} and at most ${max} units, which no sale meets. Swap them or remove one`,
      ),
    ];
  }
  if (max > 0 || typeof when.measureOn !== 'string') return [];
  return [
    lintError(
      'units-zero',
      at,
      `「${name['zh-TW']}」最多 0 件，永遠不會成立。沒有上限請填 null`,
      `“${name.en}” asks for at most 0 units, which no sale meets. Write null for no maximum`,
    ),
  ];
}

function lintDays({ path, name, when }: Ruled, program: Program): LintFinding[] {
  const { from, until } = when;
  const at = (key: string): LintPath => [...path, 'when', key];
  if (from !== null && until !== null && from > until) {
    return [
      lintError(
        'days-reversed',
        at('until'),
        `「${name['zh-TW']}」結束日 ${until} 早於開始日 ${from}，永遠不會成立。請對調`,
        `“${name.en}” ends on ${until}, before it starts on ${from}. Swap the days`,
      ),
    ];
  }
  const days = { from: program.effectiveFrom, until: program.effectiveUntil };
  if (!daysOverlap(when, days)) {
    const key = from !== null && days.until !== null && from > days.until ? 'from' : 'until';
    return [
      lintError(
        'never-within-program',
        at(key),
        `「${name['zh-TW']}」只在 ${rangeText(when)}，不在方案期間 ${rangeText(days)} 之內。請改日期`,
        `“${name.en}” holds ${rangeText(when)}, outside the program’s ${rangeText(days)}. Change the days`,
      ),
    ];
  }
  const both = daysInBoth(when, days);
  if (both.from === null || both.until === null || when.weekdays.length === 0) return [];
  if (hasWeekday(both.from, both.until, when.weekdays)) return [];
  return [
    lintError(
      'no-such-weekday',
      at('weekdays'),
      `「${name['zh-TW']}」${both.from} 到 ${both.until} 之間沒有所列的星期（${when.weekdays.join(', ')}）。請改日期或星期`,
      `“${name.en}”: none of the weekdays ${when.weekdays.join(', ')} lies between ${both.from} and ${both.until}. Change the days or the weekdays`,
    ),
  ];
}

function rangeText({ from, until }: { from: string | null; until: string | null }): string {
  return `${from ?? '…'} – ${until ?? '…'}`;
}

function hasWeekday(from: CalendarDate, until: CalendarDate, weekdays: readonly number[]): boolean {
  const days = daysBetween(from, until);
  // 1970-01-05 was a Monday, ISO weekday 1.
  const first = ((daysBetween('1970-01-05', from) % 7) + 7) % 7;
  return weekdays.some((weekday) => (weekday - 1 - first + 7) % 7 <= days);
}

function lintHours({ path, name, when }: Ruled): LintFinding[] {
  return when.hours.flatMap(({ from, until }, i) =>
    from === until
      ? lintWarning(
          'hours-whole-day',
          [...path, 'when', 'hours', i],
          `「${name['zh-TW']}」時段 ${from} 到 ${until} 是一整天，沒有限制作用。請改時段或刪除`,
          `“${name.en}”: the hours ${from} to ${until} are a whole day and limit nothing. Change them or leave hours out`,
        )
      : [],
  );
}

function lintFirstPurchase({ path, name, when }: Ruled, program: Program): LintFinding[] {
  const lowest = program.tiers[0];
  if (when.purchase !== 'first' || when.tierIds.length === 0 || lowest === undefined) return [];
  if (when.tierIds.includes(lowest.tierId)) return [];
  return [
    lintError(
      'first-purchase-tier',
      [...path, 'when', 'tierIds'],
      `「${name['zh-TW']}」要求首購，但首購的會員都在「${lowest.name['zh-TW']}」，不在所列等級。請加入該等級或不限首購`,
      `“${name.en}” asks for a first purchase, but whoever buys first is still “${lowest.name.en}”, which is not listed. List that tier or drop the first purchase`,
    ),
  ];
}

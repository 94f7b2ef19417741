import { formatTwd } from '../../../app/domain/money.ts';
import type { LocalizedText } from '../../../app/domain/program-text.ts';
import type {
  EarnBase,
  EarnGive,
  EarnRule,
  Multiplier,
  Program,
} from '../../../app/domain/program.ts';
import { conditionWords, scopeWords } from './condition-words.ts';
import type { Names } from './condition-words.ts';
import { both, joined, pointsEn, shareOf, timesWords } from './words.ts';

/** An earn rule as sentences: what it gives, then what must hold. */
export function earnRuleWords(rule: EarnRule, names: Names): LocalizedText[] {
  const { pointsMax, base, multiplied } = rule;
  return [
    giveWords(rule.give),
    ...joined([...scopeWords(rule.scope), ...conditionWords(rule.when, names)]),
    ...joined([
      ...(base === null ? [] : [baseWords(base)]),
      ...(pointsMax === null
        ? []
        : [both(`每筆最多 ${pointsMax} 點`, `at most ${pointsEn(pointsMax)} a sale`)]),
      ...(multiplied ? [] : [both('不加倍', 'never multiplied')]),
    ]),
  ];
}

function giveWords(give: EarnGive): LocalizedText {
  const points = pointsEn(give.kind === 'percent' ? 0 : give.points);
  switch (give.kind) {
    case 'per-amount': {
      const per = formatTwd(give.perMinor);
      return give.rounding === 'floor'
        ? both(`每滿 ${per} 送 ${give.points} 點`, `${points} for each full ${per}`)
        : both(
            `每 ${per} 送 ${give.points} 點（四捨五入）`,
            `${points} for each ${per}, rounded to the nearest`,
          );
    }
    case 'per-order':
      return both(`每筆送 ${give.points} 點`, `${points} for each sale`);
    case 'per-unit':
      return both(`每件送 ${give.points} 點`, `${points} for each unit`);
    case 'per-line':
      return both(`每項商品送 ${give.points} 點`, `${points} for each line`);
    case 'percent': {
      const share = shareOf(give.bps, 100);
      const rounded =
        give.rounding === 'floor' ? both('', '') : both('，四捨五入', ', rounded to the nearest');
      return give.per === 'sale'
        ? both(`消費金額的 ${share}%${rounded['zh-TW']}`, `${share}% of the amount${rounded.en}`)
        : both(
            `每項商品金額的 ${share}%${rounded['zh-TW']}`,
            `${share}% of each line${rounded.en}`,
          );
    }
  }
}

const bases: Readonly<Record<EarnBase, LocalizedText>> = {
  gross: both('以原價計點', 'counted on the price before discounts'),
  'net-of-coupons': both('以扣除優惠券後計點', 'counted after coupons'),
  'net-of-discounts': both('以扣除優惠券與兌換後計點', 'counted after coupons and rewards'),
  'net-of-tied-discounts': both(
    '以扣除該商品的優惠後計點',
    'counted after coupons and rewards for the same goods',
  ),
  paid: both('以實付金額計點（點數付的不算）', 'counted on what is paid, not by points'),
  'pro-rata': both(
    '先算全部，再扣掉用點數付的比例',
    'counted on all, less the share that points paid',
  ),
};

/** On what points are counted. */
export function baseWords(base: EarnBase): LocalizedText {
  return bases[base];
}

/** A multiplier as sentences. */
export function multiplierWords(multiplier: Multiplier, names: Names): LocalizedText[] {
  const times = timesWords(multiplier.factorBps);
  const target =
    multiplier.target === 'sale'
      ? both(`點數 ${times['zh-TW']}`, `points ${times.en}`)
      : both(`所列商品的點數 ${times['zh-TW']}`, `points of the goods named ${times.en}`);
  return [
    target,
    ...joined([...scopeWords(multiplier.scope), ...conditionWords(multiplier.when, names)]),
  ];
}

const combines = {
  max: both('同時符合時，取最高的倍數', 'when several hold, the highest counts'),
  add: both('同時符合時，倍數相加', 'when several hold, they are added up'),
  multiply: both('同時符合時，倍數相乘', 'when several hold, they are multiplied'),
} as const satisfies Record<Program['combine'], LocalizedText>;

/** How the program counts as a whole. */
export function countingWords(program: Program): LocalizedText[] {
  const half = program.multiplierRounding === 'half-up';
  return [
    baseWords(program.earnBase),
    combines[program.combine],
    ...(half ? [both('加倍後四捨五入', 'multiplied points are rounded to the nearest')] : []),
    program.invoiceAgeDaysMax === 0
      ? both('只收當天的電子發票', 'e-invoices of the same day only')
      : both(
          `電子發票 ${program.invoiceAgeDaysMax} 天內可累點`,
          `e-invoices earn for ${program.invoiceAgeDaysMax} days`,
        ),
  ];
}

import { coversConditions, coversScope } from './lint-compare.ts';
import { lintLimits } from './lint-coupons.ts';
import { lintError, lintWarning, percentText } from './lint-finding.ts';
import type { LintFinding } from './lint-finding.ts';
import {
  highestEarnRate,
  highestFactor,
  leastReaching,
  plainEarnRate,
  pointValue,
  productBps,
  ratioOf,
  reaching,
} from './lint-rates.ts';
import { formatTwd, multiplyBpsFloor } from './money.ts';
import type { EarnGive, EarnRule, PointReward, Program } from './program.ts';

/** More of the sale than this coming back as points is worth a question, basis points. */
const generousBps = 2_000;
/** Points for a visit or a unit that are worth no more than this are a welcome, NT$. */
const welcomeMinor = 50;

/** Earning and spending points: what earns nothing, what cannot be spent, what pays for itself. */
export function lintPoints(program: Program): LintFinding[] {
  return [
    ...program.earn.flatMap((rule, i) => lintEarnRule(program, rule, i)),
    ...lintPayBack(program),
    ...lintRedemption(program),
    ...program.rewards.flatMap((reward, i) => [
      ...lintReward(program, reward, i),
      ...lintLimits(['rewards', i, 'limits'], reward.name, reward.limits),
    ]),
    ...lintWayInAndOut(program),
  ];
}

function lintEarnRule(program: Program, rule: EarnRule, i: number): LintFinding[] {
  const { give, name, when, pointsMax } = rule;
  const zh = name['zh-TW'];
  const path = ['earn', i];
  if ((give.kind === 'percent' ? give.bps : give.points) === 0) {
    return [
      lintWarning(
        'earn-nothing',
        [...path, 'give'],
        `「${zh}」給 0 點。請填點數或刪除`,
        `“${name.en}” gives 0 points. Give points or remove it`,
      ),
    ];
  }
  const twin = program.earn.slice(0, i).find((other) => isSameRule(other, rule));
  if (twin !== undefined) {
    return [
      lintWarning(
        'earn-twice',
        path,
        `「${zh}」與「${twin.name['zh-TW']}」完全相同，同一筆消費會給兩次點。請刪除一個`,
        `“${name.en}” is the same as “${twin.name.en}”: a sale earns twice. Remove one`,
      ),
    ];
  }
  if (give.kind === 'per-amount') {
    const step = give.rounding === 'floor' ? give.perMinor : Math.ceil(give.perMinor / 2);
    if (when.measureOn !== 'scope' || when.maxSpendMinor === null) return [];
    if (when.maxSpendMinor >= step || when.maxSpendMinor < when.minSpendMinor) return [];
    return [
      lintError(
        'never-a-step',
        [...path, 'when', 'maxSpendMinor'],
        `「${zh}」要 ${formatTwd(step)} 才有第一點，但只限 ${formatTwd(when.maxSpendMinor)} 以下，永遠 0 點。請提高 maxSpendMinor`,
        `“${name.en}” gives its first points from ${formatTwd(step)}, but holds only up to ${formatTwd(when.maxSpendMinor)}: always 0. Raise maxSpendMinor`,
      ),
    ];
  }
  if (give.kind === 'percent') return [];
  if (pointsMax === null || pointsMax >= give.points) return lintFlat(program, rule, give, i);
  return [
    lintWarning(
      'points-max-below-step',
      [...path, 'pointsMax'],
      `「${zh}」一次給 ${give.points} 點，但上限 ${pointsMax} 點。請直接給 ${pointsMax} 點或提高上限`,
      `“${name.en}” gives ${give.points} points at a time but at most ${pointsMax}. Give ${pointsMax} or raise pointsMax`,
    ),
  ];
}

type FlatGive = Extract<EarnGive, { readonly kind: 'per-order' | 'per-line' | 'per-unit' }>;

/** What flat points are counted by. */
const eachOf: Readonly<Record<FlatGive['kind'], { readonly zh: string; readonly en: string }>> = {
  'per-order': { zh: '筆交易', en: 'sale' },
  'per-line': { zh: '項商品', en: 'line' },
  'per-unit': { zh: '件商品', en: 'unit' },
};

/** Points that do not grow with the sale, against the least it must spend. */
function lintFlat(
  program: Program,
  { name, when }: EarnRule,
  { kind, points }: FlatGive,
  i: number,
): LintFinding[] {
  const worth = ratioOf(pointValue(program), points);
  if (worth <= welcomeMinor || worth < when.minSpendMinor || when.purchase === 'first') return [];
  const min = formatTwd(Math.max(when.minSpendMinor, 1));
  const each = eachOf[kind];
  return [
    lintWarning(
      'flat-points-over-spend',
      ['earn', i, 'give'],
      `「${name['zh-TW']}」每${each.zh}送 ${points} 點，值 ${formatTwd(worth)}，而消費 ${min} 就有。請提高 minSpendMinor 或減少點數`,
      `“${name.en}” gives ${points} points for each ${each.en}, worth ${formatTwd(worth)}, and a sale of ${min} is enough. Raise minSpendMinor or give fewer points`,
    ),
  ];
}

function isSameRule(a: EarnRule, b: EarnRule): boolean {
  return (
    JSON.stringify(a.give) === JSON.stringify(b.give) &&
    coversScope(a.scope, b.scope) &&
    coversScope(b.scope, a.scope) &&
    coversConditions(a.when, b.when) &&
    coversConditions(b.when, a.when)
  );
}

function lintPayBack(program: Program): LintFinding[] {
  const highest = productBps(highestEarnRate(program), pointValue(program));
  const plain = productBps(plainEarnRate(program), pointValue(program));
  const factor = productBps(highestFactor(program), { n: 1n, of: 1n });
  const per100 = formatTwd(Math.floor(highest / 100));
  const share = percentText(highest);
  if (highest >= 10_000) {
    return [
      lintError(
        'points-pay-back-all',
        ['redemption'],
        `消費 NT$100 最多得到價值 ${per100} 的點數（${share}，含最高 ${factor / 10_000} 倍），點數比商品還值錢。請減少給點或降低每點價值`,
        `NT$100 can earn points worth ${per100} (${share}, with multipliers up to ×${factor / 10_000}): points are worth more than the goods. Give fewer points or make a point worth less`,
      ),
    ];
  }
  if (highest <= generousBps) return [];
  return [
    lintWarning(
      'points-pay-back-much',
      ['redemption'],
      `消費 NT$100 最多得到價值 ${per100} 的點數（${share}；不含倍數 ${percentText(plain)}）。請確認毛利足夠`,
      `NT$100 can earn points worth ${per100} (${share}; ${percentText(plain)} without multipliers). Make sure the margin allows it`,
    ),
  ];
}

function lintRedemption(program: Program): LintFinding[] {
  const { redemption } = program;
  if (redemption === null) return [];
  const { pointsPerStep, minorPerStep, pointsMin, cartMinMinor, shareMaxBps, block } = redemption;
  const found: LintFinding[] = [];
  const steps = Math.ceil(pointsMin / pointsPerStep);
  if (pointsMin % pointsPerStep !== 0) {
    found.push(
      lintWarning(
        'points-min-not-step',
        ['redemption', 'pointsMin'],
        `最少 ${pointsMin} 點不是 ${pointsPerStep} 點的倍數，實際最少 ${steps * pointsPerStep} 點。請改成倍數`,
        `The fewest points, ${pointsMin}, is no multiple of ${pointsPerStep}: the real minimum is ${steps * pointsPerStep}. Write a multiple`,
      ),
    );
  }
  const neededMinor = Math.max(steps, 1) * minorPerStep;
  const realMin = leastReaching({ n: BigInt(shareMaxBps), of: 10_000n }, neededMinor);
  if (cartMinMinor > 0 && multiplyBpsFloor(cartMinMinor, shareMaxBps) < neededMinor) {
    found.push(
      lintWarning(
        'redeem-from-more',
        ['redemption', 'cartMinMinor'],
        `寫明滿 ${formatTwd(cartMinMinor)} 可折抵，但點數最多付 ${percentText(shareMaxBps)}，最少要折 ${formatTwd(neededMinor)}，實際要滿 ${formatTwd(realMin)}。請改寫 cartMinMinor`,
        `Points may pay from ${formatTwd(cartMinMinor)}, but at most ${percentText(shareMaxBps)} and at least ${formatTwd(neededMinor)}: really from ${formatTwd(realMin)}. Change cartMinMinor`,
      ),
    );
  }
  if (block !== null && block.pointsMax * minorPerStep >= block.perSpendMinor * pointsPerStep) {
    found.push(
      lintWarning(
        'block-no-limit',
        ['redemption', 'block'],
        `每滿 ${formatTwd(block.perSpendMinor)} 可用 ${block.pointsMax} 點，等於全額折抵，沒有限制作用。請降低點數或刪除 block`,
        `${block.pointsMax} points per full ${formatTwd(block.perSpendMinor)} pay all of it, so block limits nothing. Lower the points or remove it`,
      ),
    );
  }
  return found;
}

function lintReward(program: Program, reward: PointReward, i: number): LintFinding[] {
  const { effect, name, costPoints, when } = reward;
  const zh = name['zh-TW'];
  const path = ['rewards', i, 'costPoints'];
  const rate = highestEarnRate(program);
  if (effect.kind === 'percent' && effect.maxMinor === null) {
    const from = reaching(rate, costPoints);
    if (!program.sameSalePoints || from === null) return [];
    return [
      lintWarning(
        'same-sale-loop',
        path,
        `「${zh}」要 ${costPoints} 點，但滿 ${formatTwd(from)} 的交易自己就賺到，本單點數又可當單使用，等於人人折 ${percentText(effect.offBps)}。請提高點數或設定 maxMinor`,
        `“${name.en}” costs ${costPoints} points, which a sale from ${formatTwd(from)} earns itself and may use at once: ${percentText(effect.offBps)} off for everyone. Raise the cost or set maxMinor`,
      ),
    ];
  }
  const worth =
    effect.kind === 'amount' ? effect.amountMinor : effect.kind === 'percent' ? effect.maxMinor : 0;
  if (worth === null || worth === 0) return [];
  const back = ratioOf(rate, worth);
  if (back >= costPoints) {
    return [
      lintError(
        'reward-pays-for-itself',
        path,
        `「${zh}」用 ${costPoints} 點換 ${formatTwd(worth)}，而消費 ${formatTwd(worth)} 就可賺 ${back} 點，換多少都不會少。請提高點數`,
        `“${name.en}” gives ${formatTwd(worth)} for ${costPoints} points, while ${formatTwd(worth)} spent can earn ${back}: it pays for itself. Raise the cost`,
      ),
    ];
  }
  const atMin = ratioOf(rate, Math.max(when.minSpendMinor, worth));
  if (program.sameSalePoints && atMin >= costPoints) {
    return [
      lintWarning(
        'same-sale-loop',
        path,
        `「${zh}」要 ${costPoints} 點，但滿 ${formatTwd(when.minSpendMinor)} 的交易自己就賺 ${atMin} 點又可當單使用，等於人人折 ${formatTwd(worth)}。請提高點數`,
        `“${name.en}” costs ${costPoints} points, while a sale of ${formatTwd(when.minSpendMinor)} itself earns ${atMin} and may use them at once: ${formatTwd(worth)} off for everyone. Raise the cost`,
      ),
    ];
  }
  const asMoney = ratioOf(pointValue(program), costPoints);
  if (asMoney <= worth) return [];
  return [
    lintWarning(
      'reward-worse-than-paying',
      path,
      `「${zh}」用 ${costPoints} 點換 ${formatTwd(worth)}，但同樣點數直接折抵值 ${formatTwd(asMoney)}，沒有人會換。請降低點數`,
      `“${name.en}” gives ${formatTwd(worth)} for ${costPoints} points that pay ${formatTwd(asMoney)} directly: nobody would. Lower the cost`,
    ),
  ];
}

function lintWayInAndOut(program: Program): LintFinding[] {
  const given = [
    ...program.gifts.map((one) => one.give),
    ...program.stampCards.map((c) => c.reward),
  ];
  const earns = program.earn.length > 0 || given.some((give) => give.kind === 'points');
  const spends =
    program.redemption !== null ||
    program.rewards.length > 0 ||
    program.coupons.some(({ exchange }) => exchange != null);
  if (spends && !earns) {
    return [
      lintWarning(
        'no-way-to-earn',
        ['earn'],
        '點數可以折抵或兌換，但沒有任何方式得到點數。請加入 earn 規則',
        'Points can be spent but nothing gives any. Add an earn rule',
      ),
    ];
  }
  if (spends || !earns) return [];
  return [
    lintWarning(
      'no-way-to-spend',
      ['redemption'],
      '會員會得到點數，但沒有任何方式使用。請設定 redemption 或 rewards',
      'Members get points but cannot spend them. Set redemption or rewards',
    ),
  ];
}

import { coversConditions, coversScope, daysInBoth, daysOverlap } from './lint-compare.ts';
import { lintError, lintWarning, percentText } from './lint-finding.ts';
import type { LintFinding, LintPath } from './lint-finding.ts';
import { formatTwd } from './money.ts';
import type { Coupon, CouponEffect, Program, UseLimits } from './program.ts';
import { namesGoods } from './sale-conditions.ts';

/** From here on a percentage without a maximum is worth a question, basis points. */
const steepBps = 3_000;

/** Coupons that cannot be used, give goods for nothing, or never come to their turn. */
export function lintCoupons(program: Program): LintFinding[] {
  return [
    ...program.coupons.flatMap((coupon, i) => [
      ...lintCampaign(program, coupon, i),
      ...lintForNothing(coupon, i),
      ...lintPercent(coupon, i),
      ...lintGroupUnits(coupon, i),
      ...lintTrigger(coupon, i),
      ...lintLimits(['coupons', i, 'limits'], coupon.name, coupon.limits),
    ]),
    ...lintHowMany(program),
    ...lintShadowed(program),
    ...lintPriorityTies(program.coupons),
  ];
}

function lintCampaign(program: Program, coupon: Coupon, i: number): LintFinding[] {
  const { name, validFrom, validUntil, when, voucherValidity } = coupon;
  const campaign = { from: validFrom, until: validUntil };
  const days = { from: program.effectiveFrom, until: program.effectiveUntil };
  if (validFrom !== null && validUntil !== null && validFrom > validUntil) {
    return [
      lintError(
        'coupon-days-reversed',
        ['coupons', i, 'validUntil'],
        `「${name['zh-TW']}」活動結束日 ${validUntil} 早於開始日 ${validFrom}。請對調`,
        `The campaign of “${name.en}” ends on ${validUntil}, before it starts on ${validFrom}. Swap the days`,
      ),
    ];
  }
  if (!daysOverlap(campaign, days)) {
    const isOver = validUntil !== null && validUntil < program.effectiveFrom;
    return [
      lintError(
        'coupon-outside-program',
        ['coupons', i, isOver ? 'validUntil' : 'validFrom'],
        isOver
          ? `「${name['zh-TW']}」活動到 ${validUntil} 為止，方案 ${program.effectiveFrom} 才開始。請延後活動或刪除此券`
          : `「${name['zh-TW']}」活動 ${validFrom} 才開始，方案 ${program.effectiveUntil} 已結束。請提前活動或刪除此券`,
        isOver
          ? `“${name.en}” ends on ${validUntil}, before the program starts on ${program.effectiveFrom}. Move the campaign or remove the coupon`
          : `“${name.en}” starts on ${validFrom}, after the program ends on ${program.effectiveUntil}. Move the campaign or remove the coupon`,
      ),
    ];
  }
  if (!daysOverlap(campaign, when)) {
    return [
      lintError(
        'coupon-conditions-outside-campaign',
        ['coupons', i, 'when'],
        `「${name['zh-TW']}」的條件日期不在活動期間之內，永遠不能用。請讓兩段日期重疊`,
        `The days of the conditions of “${name.en}” lie outside its campaign, so it can never be used. Make them overlap`,
      ),
    ];
  }
  const start = daysInBoth(campaign, days).from;
  if (coupon.trigger !== 'voucher' || voucherValidity.kind !== 'until' || start === null) return [];
  if (voucherValidity.date >= start) return [];
  return [
    lintError(
      'voucher-ends-before-start',
      ['coupons', i, 'voucherValidity', 'date'],
      `「${name['zh-TW']}」的券用到 ${voucherValidity.date}，但 ${start} 才開始。請改晚`,
      `Vouchers of “${name.en}” end on ${voucherValidity.date}, before the start on ${start}. Choose a later day`,
    ),
  ];
}

/** The spend that is sure to be asked for, NT$. */
function minSpendOf(coupon: Coupon): number {
  return coupon.when.minSpendMinor;
}

function isLimited({ limits }: Coupon): boolean {
  return limits.perMember !== null || limits.program !== null || limits.perMemberPerDay !== null;
}

function lintForNothing(coupon: Coupon, i: number): LintFinding[] {
  const { effect, name, trigger } = coupon;
  const path = ['coupons', i, 'effect'];
  const min = minSpendOf(coupon);
  const forEveryone = trigger === 'auto' || (trigger === 'code' && !isLimited(coupon));
  const find = forEveryone ? lintError : lintWarning;
  if (effect.kind === 'amount') {
    if (effect.amountMinor < min) return [];
    const off = formatTwd(effect.amountMinor);
    return [
      find(
        'goods-for-nothing',
        path,
        min === 0
          ? `「${name['zh-TW']}」折 ${off} 而沒有最低消費，${off} 以內的商品等於免費。請設定高於 ${off} 的 minSpendMinor`
          : `「${name['zh-TW']}」滿 ${formatTwd(min)} 折 ${off}，等於免費。請把 minSpendMinor 設為高於 ${off}`,
        min === 0
          ? `“${name.en}” takes ${off} off without a minimum spend: goods up to ${off} cost nothing. Set minSpendMinor above ${off}`
          : `“${name.en}” takes ${off} off from ${formatTwd(min)}: such a sale costs nothing. Set minSpendMinor above ${off}`,
      ),
    ];
  }
  if (effect.kind === 'bundle-price' && effect.priceMinor === 0) {
    return [
      lintError(
        'goods-for-nothing',
        path,
        `「${name['zh-TW']}」每 ${effect.units} 件共 NT$0。請填組合價 priceMinor`,
        `“${name.en}” sells ${effect.units} units for NT$0 together. Set priceMinor`,
      ),
    ];
  }
  const share = fullShareUnits(effect);
  // A member's voucher for a free item is a present, and so is one that other goods must be bought for.
  if (share === null || !forEveryone || asksForMore(coupon, share)) return [];
  return [
    lintError(
      'goods-for-nothing',
      path,
      `「${name['zh-TW']}」不需會員券也沒有最低消費或件數，任何人都能免費拿走商品。請設定 minSpendMinor、minUnits 或 needsSkus`,
      `“${name.en}” needs no voucher, spend or units: anyone gets goods for nothing. Set minSpendMinor, minUnits or needsSkus`,
    ),
  ];
}

/** Of an effect that makes units free: how many; Infinity for all of them. Null = nothing is free. */
function fullShareUnits(effect: CouponEffect): number | null {
  switch (effect.kind) {
    case 'percent':
      return effect.offBps === 10_000 && effect.maxMinor === null ? Infinity : null;
    case 'cheapest':
      return effect.offBps === 10_000 ? effect.units : null;
    case 'free-units':
      return effect.units;
    case 'unit-price':
      return effect.unitMinor === 0 ? (effect.unitsMax ?? Infinity) : null;
    default:
      return null;
  }
}

function asksForMore({ when }: Coupon, freeUnits: number): boolean {
  if (when.needsSkus.length > 0 || when.minUnits > freeUnits) return true;
  return when.minSpendMinor > 0 && (when.measureOn !== 'scope' || freeUnits !== Infinity);
}

function lintPercent(coupon: Coupon, i: number): LintFinding[] {
  const { effect, name, trigger } = coupon;
  if (effect.kind !== 'percent') return [];
  const path = ['coupons', i, 'effect', 'maxMinor'];
  const share = percentText(effect.offBps);
  if (effect.maxMinor === null) {
    if (effect.offBps < steepBps || trigger === 'auto') return [];
    return [
      lintWarning(
        'percent-no-max',
        path,
        `「${name['zh-TW']}」折 ${share} 而沒有上限：消費 NT$10,000 就折 ${formatTwd(effect.offBps)}。請設定 maxMinor`,
        `“${name.en}” takes ${share} off without a maximum: ${formatTwd(effect.offBps)} of NT$10,000. Set maxMinor`,
      ),
    ];
  }
  const min = minSpendOf(coupon);
  if (min === 0 || BigInt(min) * BigInt(effect.offBps) < BigInt(effect.maxMinor) * 10_000n) {
    return [];
  }
  return [
    lintWarning(
      'percent-always-capped',
      path,
      `「${name['zh-TW']}」從最低消費 ${formatTwd(min)} 起就到上限 ${formatTwd(effect.maxMinor)}，折 ${share} 沒有作用。請提高上限或改成固定金額`,
      `“${name.en}” reaches its maximum ${formatTwd(effect.maxMinor)} at its minimum spend ${formatTwd(min)}; the ${share} never shows. Raise the maximum or make it an amount`,
    ),
  ];
}

function lintGroupUnits({ effect, name, when }: Coupon, i: number): LintFinding[] {
  if (when.maxUnits === null || when.measureOn !== 'scope') return [];
  const needed =
    effect.kind === 'bundle-price'
      ? effect.units
      : effect.kind === 'buy-get'
        ? effect.buyUnits + 1
        : 0;
  if (when.maxUnits >= needed) return [];
  return [
    lintError(
      'units-below-group',
      ['coupons', i, 'when', 'maxUnits'],
      `「${name['zh-TW']}」至少要 ${needed} 件才有優惠，但最多只准 ${when.maxUnits} 件。請提高 maxUnits`,
      `“${name.en}” needs ${needed} units to give anything, but allows at most ${when.maxUnits}. Raise maxUnits`,
    ),
  ];
}

function lintTrigger(coupon: Coupon, i: number): LintFinding[] {
  const { name, trigger, offlineClass, limits, uses, when } = coupon;
  const found: LintFinding[] = [];
  if (trigger === 'auto' && offlineClass === 'B') {
    found.push(
      lintError(
        'class-b-auto',
        ['coupons', i, 'offlineClass'],
        `「${name['zh-TW']}」是自動優惠，無法逐筆詢問總部，B 級沒有意義。請改為 A 級`,
        `“${name.en}” applies by itself and cannot ask HQ each time, so class B makes no sense. Choose class A`,
      ),
    );
  }
  const shared = limits.program !== null || limits.perDay !== null;
  if (trigger !== 'auto' && offlineClass === 'A' && shared) {
    found.push(
      lintWarning(
        'limit-needs-hq',
        ['coupons', i, 'offlineClass'],
        `「${name['zh-TW']}」有全體的次數限制，但 A 級離線也能用，離線時可能超過。不能超過請改為 B 級`,
        `“${name.en}” has a limit over all stores, but class A works while HQ is away and may exceed it. If it must hold, choose class B`,
      ),
    );
  }
  if (trigger !== 'voucher' && uses > 1) {
    found.push(
      lintWarning(
        'uses-not-looked-at',
        ['coupons', i, 'uses'],
        `「${name['zh-TW']}」不是會員券，uses ${uses} 沒有作用。請改用 limits 限制次數`,
        `“${name.en}” is no voucher, so its ${uses} uses mean nothing. Limit its use with limits`,
      ),
    );
  }
  if (when.spendBasis === 'after-discounts') {
    found.push(
      lintWarning(
        'basis-not-looked-at',
        ['coupons', i, 'when', 'spendBasis'],
        `「${name['zh-TW']}」：優惠券的最低消費一律以折扣前計算，after-discounts 沒有作用。請刪除`,
        `“${name.en}”: coupons always measure spend before discounts; after-discounts does nothing. Remove it`,
      ),
    );
  }
  return found;
}

/** Limits of 0, and limits that another limit makes idle. */
export function lintLimits(path: LintPath, name: Coupon['name'], limits: UseLimits): LintFinding[] {
  const keys = ['program', 'perDay', 'perStorePerDay', 'perMember', 'perMemberPerDay'] as const;
  const zero = keys.find((key) => limits[key] === 0);
  if (zero !== undefined) {
    return [
      lintError(
        'limit-zero',
        [...path, zero],
        `「${name['zh-TW']}」的 ${zero} 限制是 0 次，永遠不能用。沒有限制請填 null`,
        `“${name.en}” is limited to 0 (${zero}) and can never be used. Write null for no limit`,
      ),
    ];
  }
  const pairs = [
    ['perDay', 'program'],
    ['perStorePerDay', 'perDay'],
    ['perMemberPerDay', 'perMember'],
    ['perMember', 'program'],
  ] as const;
  return pairs.flatMap(([inner, outer]) => {
    const [small, large] = [limits[inner], limits[outer]];
    if (small === null || large === null || small <= large) return [];
    return lintWarning(
      'limit-idle',
      [...path, inner],
      `「${name['zh-TW']}」${inner} ${small} 次大於 ${outer} ${large} 次，前者沒有作用。請降低或刪除`,
      `“${name.en}”: ${inner} ${small} is above ${outer} ${large} and never counts. Lower or remove it`,
    );
  });
}

/**
 * Whether a coupon is a percentage off the whole sale, or all of it but what its scope leaves out (they
 * share one place, see `orderPercentsMax`).
 */
export function isOrderPercent({ effect, scope }: Coupon): boolean {
  return effect.kind === 'percent' && !namesGoods(scope);
}

function lintHowMany(program: Program): LintFinding[] {
  const asked = program.coupons.find((coupon) => coupon.trigger !== 'auto');
  const percent = program.coupons.find(isOrderPercent);
  const found: LintFinding[] = [];
  if (program.vouchersPerSaleMax === 0 && asked !== undefined) {
    found.push(
      lintError(
        'vouchers-not-allowed',
        ['vouchersPerSaleMax'],
        `每筆交易可用 0 張券，「${asked.name['zh-TW']}」永遠不能用。請填 1 以上`,
        `A sale may use 0 vouchers, so “${asked.name.en}” can never be used. Allow at least 1`,
      ),
    );
  }
  if (program.orderPercentsMax === 0 && percent !== undefined) {
    found.push(
      lintError(
        'percents-not-allowed',
        ['orderPercentsMax'],
        `每筆交易可用 0 個全單折扣，「${percent.name['zh-TW']}」永遠不能用。請填 1 以上`,
        `A sale may take 0 percentages off the whole sale, so “${percent.name.en}” can never be used. Allow at least 1`,
      ),
    );
  }
  return found;
}

/** Automatic coupons that never go with another one that is always better. */
function lintShadowed(program: Program): LintFinding[] {
  return program.coupons.flatMap((coupon, i) => {
    const better = program.coupons.find((other) => isAlwaysBetter(program, other, coupon));
    if (better === undefined) return [];
    return lintWarning(
      'coupon-shadowed',
      ['coupons', i],
      `「${coupon.name['zh-TW']}」永遠不會被選到：不能並用的「${better.name['zh-TW']}」條件相同或更寬，折扣更多。請刪除或改條件`,
      `“${coupon.name.en}” is never chosen: “${better.name.en}”, which it cannot go with, holds whenever it does and takes off more. Remove it or change its conditions`,
    );
  });
}

function isAlwaysBetter(program: Program, better: Coupon, coupon: Coupon): boolean {
  const auto = better.trigger === 'auto' && coupon.trigger === 'auto';
  const sameGroup = coupon.group !== null && coupon.group === better.group;
  const onePercent =
    program.orderPercentsMax === 1 && isOrderPercent(better) && isOrderPercent(coupon);
  if (!auto || !(sameGroup || onePercent)) return false;
  if (Object.values(better.limits).some((limit) => limit !== null)) return false;
  if (!givesMore(better.effect, coupon.effect)) return false;
  const campaign = (one: Coupon) => ({ ...one.when, from: one.validFrom, until: one.validUntil });
  return (
    coversScope(better.scope, coupon.scope) &&
    coversScope(coupon.scope, better.scope) &&
    coversConditions(better.when, coupon.when) &&
    coversConditions(campaign(better), campaign(coupon))
  );
}

function givesMore(a: CouponEffect, b: CouponEffect): boolean {
  if (a.kind === 'amount' && b.kind === 'amount') return a.amountMinor > b.amountMinor;
  if (a.kind !== 'percent' || b.kind !== 'percent') return false;
  const capHolds = a.maxMinor === null || (b.maxMinor !== null && a.maxMinor >= b.maxMinor);
  return a.offBps > b.offBps && capHolds;
}

function lintPriorityTies(coupons: readonly Coupon[]): LintFinding[] {
  return coupons.flatMap((coupon, i) => {
    if (coupon.group === null) return [];
    const twin = coupons
      .slice(0, i)
      .find((one) => one.group === coupon.group && one.priority === coupon.priority);
    if (twin === undefined) return [];
    return lintWarning(
      'priority-tie',
      ['coupons', i, 'priority'],
      `「${coupon.name['zh-TW']}」與同組的「${twin.name['zh-TW']}」優先順序同為 ${coupon.priority}：折扣相同時由出示先後決定。請給不同的 priority`,
      `“${coupon.name.en}” and “${twin.name.en}” of group ${coupon.group} share priority ${coupon.priority}: with equal discounts the one asked for first wins. Give them different priorities`,
    );
  });
}

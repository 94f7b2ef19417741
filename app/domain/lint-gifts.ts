import { lintLimits } from './lint-coupons.ts';
import { lintError, lintWarning } from './lint-finding.ts';
import type { LintFinding, LintPath } from './lint-finding.ts';
import { pointValue, ratioOf } from './lint-rates.ts';
import { formatTwd } from './money.ts';
import type { Coupon, Gift, GiftContent, LocalizedText, Program, StampCard } from './program.ts';

/** Gifts, stamp cards and referral: what is never given, is nothing, or is worth more than it asks. */
export function lintGifts(program: Program): LintFinding[] {
  return [
    ...program.gifts.flatMap((gift, i) => [
      ...lintContent(program, ['gifts', i, 'give'], gift.name, gift.give),
      ...lintOccasion(program, gift, i),
      ...lintSaleGift(program, gift, i),
      ...lintLimits(['gifts', i, 'limits'], gift.name, gift.limits),
    ]),
    ...program.stampCards.flatMap((card, i) => [
      ...lintContent(program, ['stampCards', i, 'reward'], card.name, card.reward),
      ...lintStampCard(program, card, i),
    ]),
    ...lintReferral(program),
  ];
}

function couponOf({ coupons }: Program, give: GiftContent): Coupon | undefined {
  if (give.kind !== 'voucher') return undefined;
  return coupons.find((coupon) => coupon.couponId === give.couponId);
}

/** What a gift is worth, NT$, where that can be known without prices; else 0. */
function worthMinor(program: Program, give: GiftContent): number {
  if (give.kind === 'points') return ratioOf(pointValue(program), give.points);
  const coupon = couponOf(program, give);
  if (coupon === undefined || give.kind !== 'voucher') return 0;
  const { effect } = coupon;
  if (effect.kind === 'amount') return effect.amountMinor * give.uses;
  return effect.kind === 'percent' ? (effect.maxMinor ?? 0) * give.uses : 0;
}

function lintContent(
  program: Program,
  path: LintPath,
  name: LocalizedText,
  give: GiftContent,
): LintFinding[] {
  const coupon = couponOf(program, give);
  if (give.kind !== 'voucher' || coupon === undefined) return [];
  if (give.uses === 0 && give.usesPerUnit === 0) {
    return [
      lintError(
        'gift-nothing',
        [...path, 'uses'],
        `「${name['zh-TW']}」送的券可用 0 次，等於沒有。請填 uses 或 usesPerUnit`,
        `“${name.en}” gives a voucher with 0 uses: nothing. Set uses or usesPerUnit`,
      ),
    ];
  }
  if (coupon.trigger === 'voucher') return [];
  return [
    lintError(
      'gift-not-a-voucher',
      [...path, 'couponId'],
      `「${name['zh-TW']}」送「${coupon.name['zh-TW']}」，但它不是會員券（trigger 是 ${coupon.trigger}）。請把它改為 voucher`,
      `“${name.en}” gives “${coupon.name.en}”, which is no voucher (its trigger is ${coupon.trigger}). Make its trigger voucher`,
    ),
  ];
}

function lintOccasion(program: Program, gift: Gift, i: number): LintFinding[] {
  const { on, name, tierId } = gift;
  const zh = name['zh-TW'];
  if (on === 'tier-up') return lintTierUp(program, gift, i);
  if (tierId !== null) {
    return [
      lintWarning(
        'tier-not-looked-at',
        ['gifts', i, 'tierId'],
        `「${zh}」的 tierId 只用於升等禮（tier-up）。請改用 when.tierIds`,
        `“${name.en}”: tierId counts only for gifts on tier-up. Use when.tierIds instead`,
      ),
    ];
  }
  if ((on === 'referral-inviter' || on === 'referral-invitee') && program.referral === null) {
    return [
      lintError(
        'referral-off',
        ['gifts', i, 'on'],
        `「${zh}」是推薦禮，但方案沒有推薦（referral 是 null）。請設定 referral`,
        `“${name.en}” is for referrals, but the program has none (referral is null). Set referral`,
      ),
    ];
  }
  if (on === 'referral-inviter' && gift.give.kind === 'goods') {
    return [
      lintError(
        'goods-for-inviter',
        ['gifts', i, 'give'],
        `「${zh}」送商品給推薦人，但推薦人當時不在店裡，永遠不會給。請改送點數或券`,
        `“${name.en}” gives goods to the inviter, who is not there when the invitee buys: it is never given. Give points or a voucher`,
      ),
    ];
  }
  return on === 'sign-up' || on === 'birthday' ? lintWithoutSale(program, gift, i) : [];
}

function lintTierUp(program: Program, { name, tierId }: Gift, i: number): LintFinding[] {
  const lowest = program.tiers[0];
  if (lowest === undefined || (program.tiers.length > 1 && tierId !== lowest.tierId)) return [];
  return [
    lintError(
      'tier-up-never',
      ['gifts', i, 'tierId'],
      `「${name['zh-TW']}」是升等禮，但沒有人會升到最低等級「${lowest.name['zh-TW']}」。請改為更高等級`,
      `“${name.en}” is for rising, but nobody rises to the lowest tier “${lowest.name.en}”. Choose a higher one`,
    ),
  ];
}

function lintWithoutSale(program: Program, { name, on, when }: Gift, i: number): LintFinding[] {
  const isLowest = (tierId: string): boolean => tierId === program.tiers[0]?.tierId;
  if (on === 'sign-up' && when.tierIds.length > 0 && !when.tierIds.some(isLowest)) {
    return [
      lintError(
        'sign-up-tier',
        ['gifts', i, 'when', 'tierIds'],
        `「${name['zh-TW']}」是入會禮，但新會員都在最低等級，不在所列等級。請加入最低等級`,
        `“${name.en}” is for joining, but whoever joins is in the lowest tier, which is not listed. List it`,
      ),
    ];
  }
  const asked =
    when.minSpendMinor > 0
      ? 'minSpendMinor'
      : when.minUnits > 0
        ? 'minUnits'
        : when.needsSkus.length > 0
          ? 'needsSkus'
          : when.needsCode !== null
            ? 'needsCode'
            : null;
  if (asked === null) return [];
  return [
    lintError(
      'gift-without-sale',
      ['gifts', i, 'when', asked],
      `「${name['zh-TW']}」贈送時沒有交易，不能要求 ${asked}。請刪除該條件，或改為 on: sale`,
      `“${name.en}” is given without a sale, so ${asked} cannot be asked. Remove it, or give it on a sale`,
    ),
  ];
}

function lintSaleGift(program: Program, gift: Gift, i: number): LintFinding[] {
  if (gift.on !== 'sale') return [];
  const worth = worthMinor(program, gift.give);
  const min = gift.when.minSpendMinor;
  const { perMember, perMemberPerDay, program: all } = gift.limits;
  const limited = perMember !== null || perMemberPerDay !== null || all !== null;
  if (worth === 0 || worth < min || limited || gift.when.purchase === 'first') return [];
  return [
    lintWarning(
      'gift-worth-more',
      ['gifts', i, 'give'],
      `「${gift.name['zh-TW']}」值 ${formatTwd(worth)}，而消費 ${formatTwd(Math.max(min, 1))} 就有，且不限次數。請提高最低消費或設定 limits`,
      `“${gift.name.en}” is worth ${formatTwd(worth)} and comes with every sale from ${formatTwd(Math.max(min, 1))}, without limit. Raise the minimum spend or set limits`,
    ),
  ];
}

function lintStampCard(program: Program, card: StampCard, i: number): LintFinding[] {
  const { per, name, limit, goal, bonusOnIssue } = card;
  const perStamp =
    per.kind === 'amount' ? per.perMinor : per.kind === 'visit' ? card.when.minSpendMinor : 0;
  const stamps = goal - bonusOnIssue;
  const found: LintFinding[] = [];
  if (per.kind === 'visit' && limit.kind === 'none') {
    found.push(
      lintWarning(
        'stamps-by-splitting',
        ['stampCards', i, 'limit'],
        `「${name['zh-TW']}」每筆交易一點且不限次數，把一筆拆成 ${stamps} 筆就集滿。請設 once-a-day，或改為依金額`,
        `“${name.en}” gives a stamp for each sale without limit: one purchase split into ${stamps} fills the card. Choose once-a-day, or stamps per amount`,
      ),
    );
  }
  const worth = worthMinor(program, card.reward);
  const costMinor = perStamp * stamps;
  if (worth === 0 || per.kind === 'units' || costMinor > worth) return found;
  found.push(
    lintWarning(
      'stamp-card-worth-more',
      ['stampCards', i, 'reward'],
      `「${name['zh-TW']}」集滿送價值 ${formatTwd(worth)}，但集滿 ${stamps} 點最少只要消費 ${formatTwd(costMinor)}。請提高每點的消費或減少獎勵`,
      `“${name.en}” gives ${formatTwd(worth)} for ${stamps} stamps that may cost as little as ${formatTwd(costMinor)}. Ask for more per stamp or give less`,
    ),
  );
  return found;
}

function lintReferral(program: Program): LintFinding[] {
  if (program.referral === null) return [];
  const gifts = program.gifts.filter((gift) => gift.on.startsWith('referral-'));
  if (gifts.length === 0) {
    return [
      lintWarning(
        'referral-gives-nothing',
        ['referral'],
        '方案有推薦，但沒有推薦禮（on: referral-inviter 或 referral-invitee）。請加入贈禮',
        'The program has referrals, but no gift for them (on: referral-inviter or referral-invitee). Add one',
      ),
    ];
  }
  const { minPaidMinor } = program.referral;
  const worth = gifts.reduce((sum, gift) => sum + worthMinor(program, gift.give), 0);
  if (minPaidMinor > 1 && worth < minPaidMinor) return [];
  return [
    lintWarning(
      'referral-too-cheap',
      ['referral', 'minPaidMinor'],
      `新會員首購付 ${formatTwd(minPaidMinor)} 雙方就得推薦禮${worth > 0 ? `（共值 ${formatTwd(worth)}）` : ''}，容易開假帳號領取。請提高 minPaidMinor`,
      `A new member’s first sale of ${formatTwd(minPaidMinor)} brings both sides their gifts${worth > 0 ? ` (${formatTwd(worth)} together)` : ''}, which invites made-up members. Raise minPaidMinor`,
    ),
  ];
}

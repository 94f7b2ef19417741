import { formatTwd } from '../../../app/domain/money.ts';
import type { LocalizedText } from '../../../app/domain/program-text.ts';
import type {
  Coupon,
  CouponEffect,
  CouponExchange,
  Gift,
  GiftContent,
  PointReward,
  StampCard,
  VoucherValidity,
} from '../../../app/domain/program.ts';
import { conditionWords, daysWords, limitWords, scopeWords, tierName } from './condition-words.ts';
import type { Names } from './condition-words.ts';
import { both, countEn, dayWords, joined, offWords, pointsEn } from './words.ts';

/** What a coupon or reward does. */
export function effectWords(effect: CouponEffect): LocalizedText {
  switch (effect.kind) {
    case 'amount':
      return both(`折 ${formatTwd(effect.amountMinor)}`, `${formatTwd(effect.amountMinor)} off`);
    case 'percent': {
      const off = offWords(effect.offBps);
      const { maxMinor } = effect;
      if (maxMinor === null) return off;
      const max = formatTwd(maxMinor);
      return both(`${off['zh-TW']}，最多折 ${max}`, `${off.en}, at most ${max}`);
    }
    case 'unit-price': {
      const price = formatTwd(effect.unitMinor);
      const max = effect.unitsMax;
      return both(
        `每件 ${price}${max === null ? '' : `，最多 ${max} 件`}`,
        `${price} a unit${max === null ? '' : `, at most ${countEn(max, 'unit')}`}`,
      );
    }
    case 'cheapest': {
      const off = offWords(effect.offBps);
      return both(
        `最便宜的 ${effect.units} 件${spaced(effect.offBps, off['zh-TW'])}`,
        `the ${effect.units} cheapest ${off.en}`,
      );
    }
    case 'free-units':
      return both(`${effect.units} 件免費`, `${countEn(effect.units, 'unit')} free`);
    case 'buy-get':
      return buyGetWords(effect);
    case 'bundle-price': {
      const { units, timesMax } = effect;
      const price = formatTwd(effect.priceMinor);
      return both(
        `${units} 件 ${price}${timesZh(timesMax)}`,
        `${countEn(units, 'unit')} for ${price}${timesEn(timesMax)}`,
      );
    }
    case 'goods': {
      const { units, everyUnits, name } = effect;
      return everyUnits === null
        ? both(`送「${name['zh-TW']}」${units} 件`, `${units} × “${name.en}” on top`)
        : both(
            `每 ${everyUnits} 件送「${name['zh-TW']}」${units} 件`,
            `${units} × “${name.en}” for each ${countEn(everyUnits, 'unit')}`,
          );
    }
  }
}

function buyGetWords(effect: Extract<CouponEffect, { kind: 'buy-get' }>): LocalizedText {
  const { buyUnits, getUnits, offBps, timesMax } = effect;
  const off = offWords(offBps);
  return both(
    offBps >= 10_000
      ? `買 ${buyUnits} 送 ${getUnits}${timesZh(timesMax)}`
      : `買 ${buyUnits} 件，再 ${getUnits} 件${spaced(offBps, off['zh-TW'])}${timesZh(timesMax)}`,
    `buy ${buyUnits}, ${getUnits} more ${off.en}${timesEn(timesMax)}`,
  );
}

/** `5 折` stands apart from a word before it, `免費` does not. */
function spaced(offBps: number, chinese: string): string {
  return offBps >= 10_000 ? chinese : ` ${chinese}`;
}

function timesZh(max: number | null): string {
  return max === null ? '' : `，最多 ${max} 組`;
}

function timesEn(max: number | null): string {
  return max === null ? '' : `, at most ${countEn(max, 'time')}`;
}

const triggers = {
  voucher: both('會員持有的券', 'a member’s own voucher'),
  code: both('掃描代碼', 'by code'),
  auto: both('自動折抵', 'by itself'),
} as const;

/** A coupon as sentences: what it does, when, how it goes with others, how long and how often. */
export function couponWords(coupon: Coupon, names: Names): LocalizedText[] {
  const { trigger, code, group, stacks, uses, validFrom, validUntil, offlineClass } = coupon;
  const how = code === null ? triggers[trigger] : both(`掃描代碼 ${code}`, `with the code ${code}`);
  const effect = effectWords(coupon.effect);
  return [
    both(`${effect['zh-TW']}（${how['zh-TW']}）`, `${effect.en} (${how.en})`),
    ...joined([...scopeWords(coupon.scope), ...conditionWords(coupon.when, names)]),
    ...joined([
      ...(uses > 1 ? [both(`可用 ${uses} 次`, `good for ${countEn(uses, 'use')}`)] : []),
      ...(trigger === 'voucher' ? [validityWords(coupon.voucherValidity)] : []),
      ...daysWords(validFrom, validUntil),
      ...limitWords(coupon.limits),
    ]),
    ...joined([
      ...(stacks ? [] : [both('不可與其他優惠併用', 'goes with no other coupon')]),
      ...(group === null
        ? []
        : [both(`「${group}」組每筆限一張`, `one of the group “${group}” a sale`)]),
      ...(offlineClass === 'A' ? [] : [both('離線不可用', 'not while offline')]),
    ]),
    ...(coupon.exchange == null ? [] : [exchangeWords(coupon.exchange)]),
  ];
}

/** What members can have it for in LINE. */
function exchangeWords({ points, perMember }: CouponExchange): LocalizedText {
  return both(
    `會員可在 LINE 用 ${points} 點換${perMember === null ? '' : `，每人限 ${perMember} 張`}`,
    `members can have it in LINE for ${pointsEn(points)}${perMember === null ? '' : `, at most ${perMember} each`}`,
  );
}

function validityWords(validity: VoucherValidity): LocalizedText {
  switch (validity.kind) {
    case 'days':
      return both(`發券後 ${validity.days} 天內`, `${countEn(validity.days, 'day')} from issue`);
    case 'months':
      return both(
        `發券後 ${validity.months} 個月內`,
        `${countEn(validity.months, 'month')} from issue`,
      );
    case 'end-of-month':
      return validity.months === 0
        ? both('到當月底', 'until the end of the month')
        : both(
            `到 ${validity.months} 個月後的月底`,
            `until the end of the month ${countEn(validity.months, 'month')} on`,
          );
    case 'until': {
      const day = dayWords(validity.date);
      return both(`到 ${day['zh-TW']}`, `until ${day.en}`);
    }
  }
}

/** A reward bought with points, as sentences. */
export function rewardWords(reward: PointReward, names: Names): LocalizedText[] {
  const effect = effectWords(reward.effect);
  return [
    both(
      `${reward.costPoints} 點換：${effect['zh-TW']}`,
      `for ${pointsEn(reward.costPoints)}: ${effect.en}`,
    ),
    ...joined([...scopeWords(reward.scope), ...conditionWords(reward.when, names)]),
    ...joined(limitWords(reward.limits)),
  ];
}

const occasions = {
  sale: both('消費', 'on a sale'),
  'sign-up': both('入會', 'on joining'),
  'tier-up': both('升級', 'on rising to a tier'),
  birthday: both('生日', 'on the birthday'),
  'referral-inviter': both('推薦人，好友首次消費後', 'for the inviter, after the first purchase'),
  'referral-invitee': both('受邀好友，首次消費後', 'for the invited, after the first purchase'),
} as const satisfies Record<Gift['on'], LocalizedText>;

/** A gift as sentences. */
export function giftWords(gift: Gift, names: Names): LocalizedText[] {
  const content = contentWords(gift.give, names);
  const tier = gift.tierId === null ? null : tierName(gift.tierId, names);
  const occasion =
    tier === null ? occasions[gift.on] : both(`升上${tier['zh-TW']}`, `on rising to ${tier.en}`);
  return [
    both(`${occasion['zh-TW']}：${content['zh-TW']}`, `${occasion.en}: ${content.en}`),
    ...joined([...scopeWords(gift.scope), ...conditionWords(gift.when, names)]),
    ...joined(limitWords(gift.limits)),
  ];
}

function contentWords(content: GiftContent, names: Names): LocalizedText {
  switch (content.kind) {
    case 'points':
      return both(`送 ${content.points} 點`, pointsEn(content.points));
    case 'voucher': {
      const { uses, usesPerUnit } = content;
      const coupon = names.coupons.find(({ couponId }) => couponId === content.couponId);
      const name = coupon?.name ?? both(content.couponId, content.couponId);
      const [usesZh, usesEn] =
        usesPerUnit > 0
          ? [`，每件 ${usesPerUnit} 次`, `, ${countEn(usesPerUnit, 'use')} for each unit`]
          : uses > 1
            ? [`，可用 ${uses} 次`, `, good for ${countEn(uses, 'use')}`]
            : ['', ''];
      return both(`送券「${name['zh-TW']}」${usesZh}`, `the voucher “${name.en}”${usesEn}`);
    }
    case 'goods':
      return both(`送「${content.name['zh-TW']}」`, `“${content.name.en}” to take away`);
  }
}

/** A stamp card as sentences. */
export function stampCardWords(card: StampCard, names: Names): LocalizedText[] {
  const { goal, bonusOnIssue, per, limit, next } = card;
  const reward = contentWords(card.reward, names);
  const each =
    per.kind === 'visit'
      ? both('每次消費一格', 'one stamp a sale')
      : per.kind === 'units'
        ? both('每件一格', 'one stamp a unit')
        : both(
            `每滿 ${formatTwd(per.perMinor)} 一格`,
            `one stamp for each full ${formatTwd(per.perMinor)}`,
          );
  const nextCard =
    next.kind === 'card' ? names.stampCards.find((one) => one.cardId === next.cardId) : undefined;
  return [
    both(`集滿 ${goal} 格${reward['zh-TW']}`, `${countEn(goal, 'stamp')} bring ${reward.en}`),
    ...joined([each, ...scopeWords(card.scope), ...conditionWords(card.when, names)]),
    ...joined([
      ...(limit.kind === 'once-a-day' ? [both('每天限一次', 'once a day')] : []),
      ...(limit.kind === 'hours'
        ? [both(`每 ${limit.hours} 小時一次`, `once in ${countEn(limit.hours, 'hour')}`)]
        : []),
      ...(bonusOnIssue > 0
        ? [both(`新卡先送 ${bonusOnIssue} 格`, `a first card starts with ${bonusOnIssue}`)]
        : []),
      ...(next.kind === 'same' ? [both('集滿後換新的一張', 'then the same card again')] : []),
      ...(next.kind === 'none' ? [both('只能集一張', 'one card only')] : []),
      ...(nextCard === undefined
        ? []
        : [both(`集滿後換「${nextCard.name['zh-TW']}」`, `then “${nextCard.name.en}”`)]),
    ]),
  ];
}

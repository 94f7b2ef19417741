import { formatTwd } from './money.ts';
import type { LocalizedText, Program } from './program.ts';
import type { DiscountSource, SaleRefusal, VoucherRefusal } from './sale.ts';

/** Any reason for which a voucher, code, coupon, reward or payment was not accepted. */
export type AnyRefusal = VoucherRefusal | SaleRefusal['refusal'];

type Named = Pick<Program, 'coupons' | 'rewards'>;
/** Refusals whose sentence is the same every time. */
type PlainCode = Exclude<
  AnyRefusal['code'],
  | 'min-spend'
  | 'min-units'
  | 'better-one-used'
  | 'points-short'
  | 'redeem-above-max'
  | 'redeem-not-step'
  | 'redeem-min-above-max'
  | 'redeem-below-min'
  | 'redeem-cart-min'
  | 'reward-refused'
>;

function text(chinese: string, english: string): LocalizedText {
  return { 'zh-TW': chinese, en: english };
}

const plainWords: Readonly<Record<PlainCode, LocalizedText>> = {
  'voucher-of-other-member': text(
    '這張券是別人的，請改用本人的券',
    'This voucher belongs to another member; use the member’s own',
  ),
  'voucher-not-yet-valid': text('還沒到使用期間，請改天再用', 'Not valid yet; use it later'),
  'voucher-expired': text('已過使用期限，請改用其他優惠', 'Expired; use another offer'),
  'voucher-unknown-coupon': text(
    '目前方案沒有這張券，請改用其他券',
    'The program does not have this voucher now; use another',
  ),
  'voucher-listed-twice': text('重複輸入，只算一次', 'Entered twice; it counts once'),
  'voucher-used-up': text(
    '次數不夠或已用完，請改用其他券',
    'Used up or too few uses left; use another',
  ),
  'voucher-needs-scan': text(
    '還沒掃會員條碼，掃碼後可用券',
    'Scan the member code to use vouchers',
  ),
  'voucher-needs-token': text(
    '請會員打開 LINE 會員卡，掃動態條碼後可用券',
    'Scan the member’s changing code in LINE to use vouchers',
  ),
  'code-unknown': text('查無此優惠碼，請核對後再輸入', 'Unknown code; check it and enter it again'),
  'not-this-time': text(
    '現在不是適用時段，請在活動時間使用',
    'Not at this time; use it in its hours',
  ),
  'not-this-tier': text('會員等級不符，請改用其他優惠', 'Not for this tier; use another offer'),
  'not-this-store': text(
    '本店不適用，請到指定門市使用',
    'Not in this store; use it where it is offered',
  ),
  'not-this-channel': text(
    '不適用這個通路，請改用其他優惠',
    'Not for purchases made this way; use another offer',
  ),
  'not-birthday': text('壽星限定，請在生日期間使用', 'Birthday offer; use it at the birthday'),
  'not-new-member': text('限新會員，請改用其他優惠', 'For new members; use another offer'),
  'not-first-purchase': text(
    '限首次消費，請改用其他優惠',
    'For the first purchase; use another offer',
  ),
  'needs-goods': text('缺少指定商品，加購後可用', 'A required product is missing; add it'),
  'needs-code': text('需要優惠碼，請輸入', 'A code is needed; enter it'),
  'no-goods-in-scope': text('沒有適用的商品，加購後可用', 'No goods it applies to; add some'),
  'too-many-units': text('超過可用件數，請減少數量', 'More units than allowed; use fewer'),
  'too-much-spend': text(
    '金額超過上限，請改用其他優惠',
    'The amount is above its limit; use another offer',
  ),
  'limit-program': text('活動名額已用完，請改用其他優惠', 'The offer is used up; use another'),
  'limit-day': text('今天的名額已用完，請改天再用', 'Used up for today; use it another day'),
  'limit-store-day': text(
    '本店今天的名額已用完，請改天再用',
    'Used up in this store today; use it another day',
  ),
  'limit-member': text(
    '這位會員的次數已用完，請改用其他優惠',
    'The member has used it up; use another offer',
  ),
  'limit-member-day': text(
    '這位會員今天已用過，請改天再用',
    'The member has used it today; use it another day',
  ),
  'too-many-vouchers': text(
    '超過每筆可用張數，請減少用券',
    'Too many vouchers for one sale; use fewer',
  ),
  'no-discount-left': text(
    '已沒有可折的金額，請留待下次',
    'Nothing left to take off; keep it for next time',
  ),
  'discount-too-small': text(
    '金額太小折不到 NT$1，請加購或留待下次',
    'The amount is too small to take NT$1 off; add goods or keep it',
  ),
  'outside-program': text(
    '會員方案不在期間內，今天不能使用',
    'The program is not running today; settle without it',
  ),
  'amount-not-positive': text(
    '金額要大於 0，請重新輸入',
    'The amount must be above 0; enter it again',
  ),
  'amount-too-large': text(
    '金額太大，請核對後再輸入',
    'The amount is too large; check it and enter it again',
  ),
  'amount-not-whole': text(
    '金額要是整數，請重新輸入',
    'The amount must be whole dollars; enter it again',
  ),
  'no-redemption': text(
    '目前方案不能用點數折抵，請改用其他付款',
    'Points cannot pay here; take another payment',
  ),
  'redeem-needs-scan': text(
    '請先掃會員條碼，再使用點數或儲值',
    'Scan the member code to use points or value',
  ),
  'redeem-needs-token': text(
    '請會員打開 LINE 會員卡，掃動態條碼後再使用點數或儲值',
    'Scan the member’s changing code in LINE to use points or value',
  ),
  'redeem-exceeds-total': text(
    '折抵超過應付金額，請減少點數',
    'Points exceed the amount due; use fewer',
  ),
  'reward-unknown': text('目前沒有這項兌換，請改選其他', 'No such reward now; choose another'),
  'value-expired': text(
    '儲值已過期，請改用其他付款',
    'The stored value has expired; take another payment',
  ),
  'value-short': text('餘額不足，請減少金額', 'Not enough value; use less'),
  'value-exceeds-total': text(
    '超過可用儲值支付的金額，請減少金額',
    'More than value may pay here; use less',
  ),
};

/** `1 point`, `2 points`. */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function nameOf(source: DiscountSource, program: Named): LocalizedText {
  const rule =
    source.kind === 'reward'
      ? program.rewards.find((one) => one.rewardId === source.rewardId)
      : program.coupons.find((one) => one.couponId === source.couponId);
  return rule?.name ?? text('其他優惠', 'another offer');
}

/**
 * A refusal as one short sentence for cashier and member: what and what to do. `program` names the
 * better coupon or the reward.
 */
export function refusedWords(refusal: AnyRefusal, program: Named): LocalizedText {
  switch (refusal.code) {
    case 'min-spend':
    case 'redeem-cart-min': {
      const missing = formatTwd(refusal.missingMinor);
      return text(`還差 ${missing} 才能使用，可再加購`, `${missing} more is needed; add goods`);
    }
    case 'min-units':
      return text(
        `還差 ${refusal.missingUnits} 件才能使用，可再加購`,
        `${counted(refusal.missingUnits, 'more unit')} needed; add goods`,
      );
    case 'better-one-used': {
      const name = nameOf(refusal.by, program);
      return text(
        `已用「${name['zh-TW']}」，不能併用`,
        `“${name.en}” is used; they cannot go together`,
      );
    }
    case 'points-short':
      return pointsShortWords(refusal);
    case 'redeem-above-max':
    case 'redeem-not-step':
    case 'redeem-min-above-max':
    case 'redeem-below-min':
      return pointsWords(refusal);
    case 'reward-refused': {
      const source = { kind: 'reward', rewardId: refusal.rewardId } as const;
      const name = nameOf(source, program);
      const why = refusedWords(refusal.why, program);
      return text(`無法兌換「${name['zh-TW']}」：${why['zh-TW']}`, `No “${name.en}”: ${why.en}`);
    }
    default:
      return plainWords[refusal.code];
  }
}

/** A balance below 0 is a debt: nothing can be used, and it is said how much is owed. */
function pointsShortWords({
  availablePoints,
  neededPoints,
}: Extract<AnyRefusal, { readonly code: 'points-short' }>): LocalizedText {
  if (availablePoints < 0) {
    const owed = -availablePoints;
    return text(
      `點數不足：需要 ${neededPoints} 點，可用 0 點（還欠 ${owed} 點），請改用其他付款`,
      `Not enough points: ${neededPoints} needed, 0 available (${owed} owed); take another payment`,
    );
  }
  return text(
    `點數不足：需要 ${neededPoints} 點，可用 ${availablePoints} 點，請減少`,
    `Not enough points: ${neededPoints} needed, ${availablePoints} available; use fewer`,
  );
}

type PointsRefusal = Extract<
  AnyRefusal,
  {
    readonly code:
      'redeem-above-max' | 'redeem-not-step' | 'redeem-min-above-max' | 'redeem-below-min';
  }
>;

function pointsWords(refusal: PointsRefusal): LocalizedText {
  switch (refusal.code) {
    case 'redeem-above-max':
      if (refusal.maxPoints === 0) {
        return text(
          '這筆不能用點數折抵，請改用其他付款',
          'Points cannot pay for this sale; take another payment',
        );
      }
      return text(
        `這筆最多可用 ${refusal.maxPoints} 點，請減少`,
        `At most ${counted(refusal.maxPoints, 'point')} for this sale; use fewer`,
      );
    case 'redeem-not-step':
      return text(
        `點數要是 ${refusal.pointsPerStep} 的倍數，請增減`,
        `Points in steps of ${refusal.pointsPerStep} only; use more or fewer`,
      );
    case 'redeem-min-above-max': {
      const { maxPoints, pointsMin } = refusal;
      return text(
        `最少要用 ${pointsMin} 點，這筆最多 ${maxPoints} 點，請改用其他付款`,
        `At least ${counted(pointsMin, 'point')}, but this sale takes ${maxPoints} at most; take another payment`,
      );
    }
    case 'redeem-below-min':
      return text(
        `最少要用 ${refusal.pointsMin} 點，請增加或不用點數`,
        `At least ${counted(refusal.pointsMin, 'point')}; use more or none`,
      );
  }
}

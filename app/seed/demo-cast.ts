import type { Store, VoucherRow } from '../contract/sync.ts';
import { makeMemberCardCode, memberCardSerialMax } from '../domain/member-code.ts';
import type { Coupon } from '../domain/program.ts';
import type { DemoMember, DemoShop } from './demo-shop.ts';

/** A voucher with whom and what it is for. */
export type CastVoucher = {
  readonly voucher: VoucherRow;
  readonly coupon: Coupon;
  readonly member: DemoMember;
};

/** Who and what the demo, stories and tests name by their part. */
export type DemoCast = {
  readonly homeStore: Store;
  readonly otherStore: Store;
  /** Gold, bound to LINE, with a card and a QR. */
  readonly goldMember: DemoMember;
  /** The gold member's own NT$ amount voucher, usable today. */
  readonly goldVoucher: CastVoucher;
  /** The gold member's own percent voucher, usable today. */
  readonly goldPercentVoucher: CastVoucher;
  /** A usable NT$ amount voucher of another member: foreign when the gold member is on the sale. */
  readonly amountVoucher: CastVoucher;
  /** Past its last day, not used. */
  readonly expiredVoucher: CastVoucher;
  /** Not in LINE. */
  readonly unboundMember: DemoMember;
  /** Blocked the LINE account. */
  readonly blockedMember: DemoMember;
  /** A right card number no member has, and the gold member's with one digit misread. */
  readonly unknownCardCode: string;
  readonly misreadCardCode: string;
};

function must<T>(found: T | undefined, part: string): T {
  if (found === undefined) throw new Error(`the demo shop is too small: no ${part}`);
  return found;
}

/** Picks the cast of a demo shop; throws when it was made with fewer than four members. */
export function demoCastOf(shop: DemoShop): DemoCast {
  const { today, program, members, vouchers } = shop;
  const [homeStore, otherStore] = shop.stores;
  const goldMember = must(
    members.find((one) => one.tierId === 'gold' && one.lineState === 'bound'),
    'gold member',
  );
  const memberById = new Map(members.map((one) => [one.memberId, one]));
  const couponById = new Map(program.coupons.map((one) => [one.couponId, one]));
  const isUsable = (one: VoucherRow) =>
    one.state === 'issued' && one.validFrom <= today && today <= one.validUntil;
  const isKind = (one: VoucherRow, kind: Coupon['effect']['kind']) =>
    couponById.get(one.couponId)?.effect.kind === kind;
  const isGold = (one: VoucherRow) => one.memberId === goldMember.memberId;
  const pick = (part: string, fits: (one: VoucherRow) => boolean): CastVoucher => {
    const voucher = must(vouchers.find(fits), part);
    const coupon = must(couponById.get(voucher.couponId), part);
    return { voucher, coupon, member: must(memberById.get(voucher.memberId), part) };
  };
  const cardCode = must(goldMember.cardCodes[0], 'card');
  const lastDigit = (Number(cardCode.at(-1)) + 1) % 10;
  return {
    homeStore: must(homeStore, 'store'),
    otherStore: must(otherStore, 'second store'),
    goldMember,
    goldVoucher: pick(
      'amount voucher of the gold member',
      (one) => isGold(one) && isUsable(one) && isKind(one, 'amount'),
    ),
    goldPercentVoucher: pick(
      'percent voucher of the gold member',
      (one) => isGold(one) && isUsable(one) && isKind(one, 'percent'),
    ),
    amountVoucher: pick(
      'amount voucher',
      (one) => !isGold(one) && isUsable(one) && isKind(one, 'amount'),
    ),
    expiredVoucher: pick(
      'expired voucher',
      (one) => one.state === 'issued' && one.validUntil < today,
    ),
    unboundMember: must(
      members.find((one) => one.lineState === 'none'),
      'member outside LINE',
    ),
    blockedMember: must(
      members.find((one) => one.lineState === 'blocked'),
      'blocked member',
    ),
    unknownCardCode: makeMemberCardCode(memberCardSerialMax),
    misreadCardCode: `${cardCode.slice(0, -1)}${lastDigit}`,
  };
}

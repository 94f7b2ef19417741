import type { VoucherRow } from '../contract/sync.ts';
import type { VoucherId } from '../domain/ids.ts';
import type { Coupon, Program } from '../domain/program.ts';
import { addDays, compareDates } from '../domain/time.ts';
import type { CalendarDate } from '../domain/time.ts';
import { makeVoucherCode } from '../domain/voucher-code.ts';
import type { CastRole } from './demo-members.ts';
import { heldCouponCount } from './demo-program.ts';
import type { DemoMember } from './demo-shop.ts';
import type { Random } from './random.ts';
import { seededId } from './seeded-id.ts';

const dayMs = 86_400_000;

/** One member's copy of a coupon, not yet used. */
export function issueDemoVoucher(
  random: Random,
  member: DemoMember,
  coupon: Coupon,
  validity: { readonly validFrom: CalendarDate; readonly validUntil: CalendarDate },
): VoucherRow {
  return {
    voucherId: seededId<VoucherId>(random, Date.parse(validity.validFrom) + random.whole(dayMs)),
    code: makeVoucherCode(random.bytes(16)),
    couponId: coupon.couponId,
    memberId: member.memberId,
    ...validity,
    state: 'issued',
    uses: 1,
    usesLeft: 1,
    used: null,
  };
}

type Plan = { readonly coupon: Coupon; readonly isExpired: boolean };

/** The cast holds what its part needs, the others none to three, about one in seven lapsed. */
function planVouchers(random: Random, program: Program, role: CastRole | null): readonly Plan[] {
  const [fiftyOff] = program.coupons;
  const fivePercent = program.coupons.find((one) => one.effect.kind === 'percent');
  if (fiftyOff === undefined || fivePercent === undefined) throw new RangeError('no demo coupons');
  switch (role) {
    case 'gold-on-line':
      return [fiftyOff, fivePercent].map((coupon) => ({ coupon, isExpired: false }));
    case 'voucher-holder':
      return [{ coupon: fiftyOff, isExpired: false }];
    case 'expired-voucher-holder':
      return [{ coupon: fiftyOff, isExpired: true }];
    case 'line-blocked':
    case null: {
      const draw = random.uniform();
      const count = draw < 0.45 ? 0 : draw < 0.8 ? 1 : draw < 0.95 ? 2 : 3;
      return Array.from({ length: count }, () => ({
        coupon: random.pick(program.coupons.slice(0, heldCouponCount)),
        isExpired: random.chance(0.15),
      }));
    }
  }
}

/** The unused vouchers a member holds today: usable ones, and a few past their last day. */
export function issueHeldVouchers(
  random: Random,
  program: Program,
  member: DemoMember,
  role: CastRole | null,
  today: CalendarDate,
): VoucherRow[] {
  return planVouchers(random, program, role).flatMap(({ coupon, isExpired }) => {
    const age = random.whole(60);
    const validUntil = addDays(today, isExpired ? -1 - age : 7 + random.whole(90));
    const issuedOn = addDays(isExpired ? validUntil : today, isExpired ? -30 : -age);
    const validFrom = compareDates(issuedOn, member.joinedOn) < 0 ? member.joinedOn : issuedOn;
    if (compareDates(validFrom, validUntil) > 0) return [];
    return [issueDemoVoucher(random, member, coupon, { validFrom, validUntil })];
  });
}

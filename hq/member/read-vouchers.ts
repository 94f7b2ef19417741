import type { MemberVouchers } from '../../app/contract/member-pages.ts';
import type { Language } from '../../app/contract/language.ts';
import { signVoucherToken } from '../../app/db/sign-voucher-token.ts';
import type { Coupon } from '../../app/domain/program.ts';
import { businessDate } from '../../app/domain/time.ts';
import { effectiveDays } from '../../app/domain/voucher-validity.ts';
import { getBrand } from '../db/brand.ts';
import type { HqDb } from '../db/hq-db.ts';
import type { HqVoucher } from '../db/vouchers.ts';
import type { DrawCode } from './draw-code.ts';
import type { Person } from './find-person.ts';
import { listHeldVouchers } from './held-vouchers.ts';
import type { HeldVoucher } from './held-vouchers.ts';
import { listOffers } from './list-offers.ts';
import { inWords, rulesOfToday } from './rules-of-today.ts';
import type { Rules } from './rules-of-today.ts';
import { termsOf } from './voucher-terms.ts';

const usableMax = 200;
const pastMax = 50;

type Deps = {
  readonly db: HqDb;
  readonly nowMs: () => number;
  readonly drawQr: DrawCode;
  readonly giveWay?: () => Promise<void>;
};

/** What a member can use, has used, and can have for points. */
export async function readVouchers(
  deps: Deps,
  person: Person,
  language: Language,
): Promise<MemberVouchers> {
  const { db } = deps;
  const today = businessDate(deps.nowMs());
  const rules = await rulesOfToday(db, today);
  const held = await listHeldVouchers(db, person.ids, today);
  const { signingKey } = await getBrand(db);
  const usable: MemberVouchers['usable'] = [];
  for (const one of held.usable.slice(0, usableMax)) {
    usable.push(describeUsable(one, { rules, language, signingKey, drawQr: deps.drawQr }));
    // Each takes some ms to draw, and counters wait.
    await deps.giveWay?.();
  }
  return {
    usable,
    past: held.past.slice(0, pastMax).map((one) => describePast(one, rules, language)),
    offers: await listOffers(deps, person, { rules, language, today }),
  };
}

function couponOf({ all }: Rules, { couponId }: HqVoucher): Coupon | undefined {
  return all.flatMap((program) => program.coupons).find((one) => one.couponId === couponId);
}

function describeUsable(
  { voucher, usesLeft }: HeldVoucher,
  about: {
    readonly rules: Rules;
    readonly language: Language;
    readonly signingKey: string;
    readonly drawQr: DrawCode;
  },
): MemberVouchers['usable'][number] {
  const { rules, language } = about;
  const coupon = couponOf(rules, voucher);
  const days =
    coupon === undefined ? voucher : { ...voucher, ...knownDays(effectiveDays(voucher, coupon)) };
  return {
    voucherId: voucher.voucherId,
    code: voucher.code,
    name: coupon === undefined ? voucher.code : inWords(coupon.name, language),
    terms: coupon === undefined ? [] : termsOf(coupon, rules, language),
    validFrom: days.validFrom,
    validUntil: days.validUntil,
    usesLeft,
    uses: voucher.uses,
    svg: about.drawQr(qrText(voucher, coupon, about.signingKey)),
  };
}

function knownDays(days: {
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}) {
  return {
    ...(days.validFrom === null ? {} : { validFrom: days.validFrom }),
    ...(days.validUntil === null ? {} : { validUntil: days.validUntil }),
  };
}

/**
 * What its QR holds: signed, so that a counter takes it that has not heard of it yet. A count ticket is named
 * by its code: how much is left of it cannot stand in a picture.
 */
function qrText(voucher: HqVoucher, coupon: Coupon | undefined, signingKey: string): string {
  if (voucher.uses !== 1) return voucher.code;
  const { voucherId, couponId, memberId, validFrom, validUntil } = voucher;
  return signVoucherToken(signingKey, {
    class: coupon?.offlineClass ?? 'B',
    voucherId,
    couponId,
    memberId,
    validFrom,
    validUntil,
  });
}

function describePast(
  { voucher, uses, usesLeft }: HeldVoucher,
  rules: Rules,
  language: Language,
): MemberVouchers['past'][number] {
  const coupon = couponOf(rules, voucher);
  const used = usesLeft === 0 ? (uses?.last ?? null) : null;
  return {
    voucherId: voucher.voucherId,
    name: coupon === undefined ? voucher.code : inWords(coupon.name, language),
    state: used !== null ? 'used' : voucher.cancelled ? 'cancelled' : 'expired',
    atMs: used?.atMs ?? null,
    storeName: used?.storeName ?? null,
  };
}

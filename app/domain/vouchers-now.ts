import type { CouponId, VoucherId } from './ids.ts';
import type { Program } from './program.ts';
import type { RefundResult, SettledSale } from './refund.ts';

/** A voucher as it stands; `copyOf` = the used one for which a refund gave this one back. */
export type StandingVoucher = {
  readonly voucherId: VoucherId;
  readonly couponId: CouponId;
  readonly uses: number;
  /** How often it can still be used. */
  readonly usesLeft: number;
  readonly copyOf: VoucherId | null;
};

type Given = Omit<SettledSale['issued'][number], 'used'> & Pick<StandingVoucher, 'uses'>;

/**
 * What became of the vouchers a sale gave. One that was used and given back lives on under a new id: that
 * one stands for it, so that nobody keeps a voucher by using it once. `known` are the vouchers and all
 * that was given back for them; one that is not among them counts as unused.
 */
export function issuedNow(
  issued: readonly Given[],
  known: readonly StandingVoucher[],
): SettledSale['issued'] {
  return issued.flatMap((given) => standing(given, known));
}

function standing(given: Given, known: readonly StandingVoucher[]): SettledSale['issued'] {
  const { voucherId, couponId, uses, because } = given;
  const usesLeft = known.find((one) => one.voucherId === voucherId)?.usesLeft ?? uses;
  const copies = known.filter((one) => one.copyOf === voucherId);
  const givenBack = copies.reduce((sum, copy) => sum + copy.uses, 0);
  const used = uses - usesLeft - givenBack > 0;
  const isWhollyBack = givenBack > 0 && usesLeft === 0 && !used;
  return [
    ...(isWhollyBack ? [] : [{ voucherId, couponId, used, because }]),
    ...copies.flatMap((copy) => standing({ ...copy, because }, known)),
  ];
}

/**
 * The vouchers that are void once a refund stands: those it takes back, and of a sale of which nothing is
 * left also those its gifts gave that are used up. They stay used, but when the sale they were used
 * in is taken back too, nothing is given back for them. What a stamp card gave is earned with other sales.
 */
export function voidedVouchers(
  program: Pick<Program, 'stampCards'>,
  issued: SettledSale['issued'],
  known: readonly StandingVoucher[],
  { cancelled, complete }: Pick<RefundResult, 'cancelled' | 'complete'>,
): VoucherId[] {
  if (!complete) return [...cancelled];
  const isUsedUp = (id: VoucherId) => known.find((one) => one.voucherId === id)?.usesLeft === 0;
  const usedUp = issued.filter(
    ({ voucherId, used, because }) =>
      used &&
      isUsedUp(voucherId) &&
      !cancelled.includes(voucherId) &&
      !program.stampCards.some((card) => card.cardId === because),
  );
  return [...cancelled, ...usedUp.map((voucher) => voucher.voucherId)];
}

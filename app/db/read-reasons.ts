import type { CouponId, VoucherId } from '../domain/ids.ts';
import type { LocalizedText } from '../domain/program-text.ts';
import type { SaleReason } from '../domain/sale-reason.ts';
import type { CalendarDate } from '../domain/time.ts';

/** The reasons of sales settled before 0.2, as they stand in the file. */
type OldReason =
  | {
      readonly code: 'earn-per-amount';
      readonly baseMinor: number;
      readonly perMinor: number;
      readonly pointsPer: number;
      readonly points: number;
    }
  | {
      readonly code: 'tier-multiplier';
      readonly name: LocalizedText;
      readonly multiplierBps: number;
      readonly pointsBefore: number;
      readonly pointsAfter: number;
    }
  | {
      readonly code: 'voucher';
      readonly voucherId: VoucherId;
      readonly name: LocalizedText;
      readonly discountMinor: number;
      readonly offBps: number | null;
      readonly capped: boolean;
    }
  | { readonly code: 'expires'; readonly expiresOn: CalendarDate | null };

/** The reasons stored with a sale, those of earlier releases in today's shape. */
export function readReasons(stored: string): readonly SaleReason[] {
  return (JSON.parse(stored) as (SaleReason | OldReason)[]).map(readReason);
}

function readReason(reason: SaleReason | OldReason): SaleReason {
  switch (reason.code) {
    case 'earn-per-amount': {
      const { baseMinor, perMinor, pointsPer, points } = reason;
      return {
        code: 'earn',
        ruleId: 'per-amount',
        name: { 'zh-TW': '消費集點', en: 'Points for spending' },
        give: { kind: 'per-amount', perMinor, points: pointsPer, rounding: 'floor' },
        baseMinor,
        units: 1,
        points,
        beforeShare: null,
        capped: false,
      };
    }
    case 'tier-multiplier': {
      const { name, multiplierBps: factorBps, pointsBefore, pointsAfter } = reason;
      const parts = [{ name, factorBps }];
      return { code: 'multiplier', parts, combine: 'max', pointsBefore, pointsAfter };
    }
    case 'voucher': {
      const { voucherId, name, discountMinor, offBps, capped } = reason;
      // Which coupon it was is not needed to say what it did, and was not kept.
      const source = { kind: 'voucher', voucherId, couponId: '' as CouponId } as const;
      return { code: 'discount', source, name, discountMinor, offBps, capped, costPoints: 0 };
    }
    default:
      return reason;
  }
}

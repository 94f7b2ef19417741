import type { Coupon, VoucherValidity } from './program.ts';
import { addDays, addMonths } from './time.ts';
import type { CalendarDate } from './time.ts';

/** First and last day of use in Asia/Taipei, both inclusive; null = no such end. */
export type ValidDays = {
  readonly validFrom: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
};

type CampaignDays = Pick<Coupon, 'validFrom' | 'validUntil'>;

/**
 * On which days a voucher can be used: its own, within the campaign of its coupon. A voucher that
 * has no last day of its own (`validUntil` null) ends with the campaign.
 */
export function effectiveDays(voucher: ValidDays, coupon: CampaignDays): ValidDays {
  return {
    validFrom:
      voucher.validFrom === null ? coupon.validFrom : laterOf(voucher.validFrom, coupon.validFrom),
    validUntil:
      voucher.validUntil === null
        ? coupon.validUntil
        : earlierOf(voucher.validUntil, coupon.validUntil),
  };
}

function laterOf(a: CalendarDate, b: CalendarDate | null): CalendarDate {
  return b !== null && b > a ? b : a;
}

function earlierOf(a: CalendarDate, b: CalendarDate | null): CalendarDate {
  return b !== null && b < a ? b : a;
}

/** Where a day lies. Both ends belong to the days, the last one through 23:59:59. */
export function placeInDays(
  validFrom: CalendarDate | null,
  validUntil: CalendarDate | null,
  date: CalendarDate,
): 'before' | 'within' | 'after' {
  if (validFrom !== null && date < validFrom) return 'before';
  return validUntil !== null && date > validUntil ? 'after' : 'within';
}

/**
 * The days of a voucher issued on `date`: from that day, as long as its coupon says, never beyond the
 * campaign. The last day may lie before the first when the campaign is over: then it is never usable.
 */
export function issuedVoucherDays(
  coupon: CampaignDays & Pick<Coupon, 'voucherValidity'>,
  date: CalendarDate,
): { readonly validFrom: CalendarDate; readonly validUntil: CalendarDate } {
  return {
    validFrom: laterOf(date, coupon.validFrom),
    validUntil: earlierOf(lastDayOf(coupon.voucherValidity, date), coupon.validUntil),
  };
}

function lastDayOf(validity: VoucherValidity, date: CalendarDate): CalendarDate {
  switch (validity.kind) {
    case 'days':
      // The day of issue is the first of them.
      return addDays(date, validity.days - 1);
    case 'months':
      return addMonths(date, validity.months);
    case 'end-of-month':
      return addDays(addMonths(`${date.slice(0, 7)}-01`, validity.months + 1), -1);
    case 'until':
      return validity.date;
  }
}

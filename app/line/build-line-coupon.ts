import type { messagingApi } from '@line/bot-sdk';
import type { Coupon, CouponEffect } from '../domain/program.ts';
import type { CalendarDate } from '../domain/time.ts';
import { businessDate } from '../domain/time.ts';

/** What HQ's staff want published. Days are of Asia/Taipei, both inclusive. */
export type LineCouponWish = {
  readonly title: string;
  readonly description: string;
  readonly usageCondition: string;
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
  /** Shown in LINE's own coupon lists; false = only to those it is sent to. */
  readonly isPublic: boolean;
  /** An image of the code's bars that LINE fetches once, now; null = the code in letters only. */
  readonly barcodeImageUrl: string | null;
};

/** Why LINE, or the till, would not take a coupon. */
export type LineCouponProblem =
  /** Its vouchers are each a member's own; LINE shows one code to everybody. */
  | 'not-a-code'
  | 'code-too-long'
  /** Letters no scanner or keyboard at a till gives. */
  | 'code-unreadable'
  | 'title-length'
  | 'description-length'
  | 'condition-length'
  | 'days-reversed'
  | 'days-over'
  /** LINE would show it on days on which the till refuses it. */
  | 'days-outside'
  | 'image-address';

/** A coupon as LINE takes it, and from when to when it counts there. */
export type BuiltLineCoupon =
  | {
      readonly kind: 'built';
      readonly request: messagingApi.CouponCreateRequest;
      readonly code: string;
      readonly startsAtMs: number;
      readonly endsAtMs: number;
    }
  | { readonly kind: 'wrong'; readonly problems: readonly LineCouponProblem[] };

/** LINE reference "Create a coupon"; the OpenAPI document lacks those of code and images. */
export const lineCouponLimits = {
  titleCharsMax: 60,
  descriptionCharsMax: 1_000,
  conditionCharsMax: 100,
  codeCharsMax: 16,
  urlCharsMax: 2_000,
} as const;

const secondMs = 1_000;
const fullBps = 10_000;
/** Basis points of one percent. */
const percentBps = 100;

/**
 * A promotional coupon in LINE for a coupon of the program that has one code for everybody. LINE neither
 * tells who used it nor when, so that the till's own count is what limits its use. Pure; `nowMs` = now.
 */
export function buildLineCoupon(
  coupon: Coupon,
  wish: LineCouponWish,
  nowMs: number,
): BuiltLineCoupon {
  const problems = [
    ...codeProblems(coupon),
    ...textProblems(wish),
    ...dayProblems(coupon, wish, nowMs),
  ];
  const code = coupon.code ?? '';
  if (problems.length > 0) return { kind: 'wrong', problems };
  const startsAtMs = Date.parse(`${wish.startsOn}T00:00:00+08:00`);
  const endsAtMs = Date.parse(`${wish.endsOn}T23:59:59+08:00`);
  const request: messagingApi.CouponCreateRequest = {
    title: wish.title,
    ...(wish.description === '' ? {} : { description: wish.description }),
    ...(wish.usageCondition === '' ? {} : { usageCondition: wish.usageCondition }),
    ...(wish.barcodeImageUrl === null ? {} : { barcodeImageUrl: wish.barcodeImageUrl }),
    couponCode: code,
    reward: rewardOf(coupon.effect),
    // The SDK's type names none of the members of this family.
    acquisitionCondition: { type: 'normal' } as messagingApi.AcquisitionConditionRequest,
    maxUseCountPerTicket: coupon.limits.perMember === 1 ? 1 : -1,
    startTimestamp: startsAtMs / secondMs,
    endTimestamp: endsAtMs / secondMs,
    timezone: 'ASIA_TAIPEI',
    visibility: wish.isPublic ? 'PUBLIC' : 'UNLISTED',
  };
  return { kind: 'built', request, code, startsAtMs, endsAtMs };
}

/** What keeps a coupon of the program out of LINE, whatever it is called there. */
export function codeProblems({ trigger, code }: Coupon): LineCouponProblem[] {
  if (trigger !== 'code' || code === null) return ['not-a-code'];
  if (!/^[\x21-\x7e]+$/.test(code)) return ['code-unreadable'];
  return code.length > lineCouponLimits.codeCharsMax ? ['code-too-long'] : [];
}

function textProblems(wish: LineCouponWish): LineCouponProblem[] {
  const { titleCharsMax, descriptionCharsMax, conditionCharsMax, urlCharsMax } = lineCouponLimits;
  const problems: LineCouponProblem[] = [];
  if (wish.title.trim() === '' || wish.title.length > titleCharsMax) problems.push('title-length');
  if (wish.description.length > descriptionCharsMax) problems.push('description-length');
  if (wish.usageCondition.length > conditionCharsMax) problems.push('condition-length');
  const url = wish.barcodeImageUrl;
  if (url !== null && (!/^https:\/\/[\x21-\x7e]+$/.test(url) || url.length > urlCharsMax))
    problems.push('image-address');
  return problems;
}

function dayProblems(
  { validFrom, validUntil }: Coupon,
  { startsOn, endsOn }: LineCouponWish,
  nowMs: number,
): LineCouponProblem[] {
  if (startsOn > endsOn) return ['days-reversed'];
  if (endsOn < businessDate(nowMs)) return ['days-over'];
  const isOutside =
    (validFrom !== null && startsOn < validFrom) || (validUntil !== null && endsOn > validUntil);
  return isOutside ? ['days-outside'] : [];
}

/** What LINE shows as the benefit: figures where it has a form for them, else none rather than wrong ones. */
function rewardOf(effect: CouponEffect): messagingApi.CouponRewardRequest {
  switch (effect.kind) {
    case 'amount':
      return discount({ type: 'fixed', fixedAmount: effect.amountMinor });
    case 'percent': {
      const percentage = effect.offBps / percentBps;
      if (effect.offBps >= fullBps) return { type: 'free' } as messagingApi.CouponRewardRequest;
      // LINE knows whole percents, and nothing of a ceiling.
      if (!Number.isInteger(percentage) || percentage < 1 || effect.maxMinor !== null)
        return others;
      return discount({ type: 'percentage', percentage });
    }
    case 'free-units':
      return { type: 'free' } as messagingApi.CouponRewardRequest;
    case 'goods':
      return { type: 'gift' } as messagingApi.CouponRewardRequest;
    case 'unit-price':
    case 'cheapest':
    case 'buy-get':
    case 'bundle-price':
      return others;
  }
}

const others = { type: 'others' } as messagingApi.CouponRewardRequest;

function discount(priceInfo: object): messagingApi.CouponRewardRequest {
  return { type: 'discount', priceInfo } as messagingApi.CouponRewardRequest;
}

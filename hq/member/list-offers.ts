import type { MemberVouchers } from '../../app/contract/member-pages.ts';
import type { Language } from '../../app/contract/language.ts';
import type { Coupon } from '../../app/domain/program.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import type { HqDb } from '../db/hq-db.ts';
import { countExchanges, freePoints, isForPoints, isOffered } from './exchange-points.ts';
import type { Person } from './find-person.ts';
import { inWords } from './rules-of-today.ts';
import type { Rules } from './rules-of-today.ts';
import { termsOf } from './voucher-terms.ts';

const offersMax = 50;

/** What a member can have for points: the cheapest first, with why not now where that is so. */
export async function listOffers(
  { db }: { readonly db: HqDb },
  { member, ids }: Person,
  about: { readonly rules: Rules; readonly language: Language; readonly today: CalendarDate },
): Promise<MemberVouchers['offers']> {
  const { rules, language, today } = about;
  const coupons = (rules.inForce?.coupons ?? []).filter(isForPoints).filter(isNotOver(today));
  if (coupons.length === 0) return [];
  const free = await freePoints(db, { ids }, today);
  const person = { root: member.memberId, ids };
  const couponIds = coupons.map(({ couponId }) => couponId);
  const had = await db
    .transaction()
    .execute((trx) => countExchanges(trx, { couponIds, person, today }));
  return coupons
    .toSorted((a, b) => a.exchange.points - b.exchange.points)
    .slice(0, offersMax)
    .map((coupon) => {
      const { points, perMember } = coupon.exchange;
      const isFull = perMember !== null && (had.get(coupon.couponId) ?? 0) >= perMember;
      return {
        couponId: coupon.couponId,
        name: inWords(coupon.name, language),
        terms: termsOf(coupon, rules, language),
        points,
        blocked: !isOffered(coupon, today)
          ? 'days'
          : isFull
            ? 'limit'
            : points > free
              ? 'points'
              : null,
      };
    });
}

/** One whose campaign is over is no offer any more; one that begins later is told of. */
function isNotOver(today: CalendarDate) {
  return ({ validUntil }: Coupon): boolean => validUntil === null || validUntil >= today;
}

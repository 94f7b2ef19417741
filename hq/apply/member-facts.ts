import type { Program } from '../../app/domain/program.ts';
import type { MemberState, TierChange } from '../../app/domain/sale.ts';
import { isInEffect } from '../../app/domain/sale-conditions.ts';
import { tierAfterSale } from '../../app/domain/tiers.ts';
import { addMonths, compareDates } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import type { HqMember } from '../db/members.ts';
import type { MemberSale } from '../db/settled-sales.ts';

type TierFacts = Pick<MemberState, 'tierId' | 'tierUntil' | 'spentMinor' | 'spentSinceTierMinor'>;

/** NT$ spent in the tier window that ends with a day, net of refunds. */
export function spentInWindow(
  program: Program,
  sales: readonly MemberSale[],
  today: CalendarDate,
): number {
  const after = addMonths(today, -program.tierRules.windowMonths);
  return sumSpent(
    sales.filter(
      ({ bizDate }) => compareDates(bizDate, after) > 0 && compareDates(bizDate, today) <= 0,
    ),
  );
}

function sumSpent(sales: readonly MemberSale[]): number {
  return sales.reduce((sum, sale) => sum + sale.spentMinor, 0);
}

/** What HQ knows of a member's tier on a day, from the sales given. */
export function tierFacts(
  program: Program,
  member: Pick<HqMember, 'tierId' | 'tierUntil' | 'tierSince'>,
  sales: readonly MemberSale[],
  today: CalendarDate,
): TierFacts {
  const { tierId, tierUntil, tierSince } = member;
  // The sale by which a tier was reached does not renew it at once.
  const since = sales.filter(
    ({ bizDate }) => tierSince === null || compareDates(bizDate, tierSince) > 0,
  );
  return {
    tierId,
    tierUntil,
    spentMinor: spentInWindow(program, sales, today),
    spentSinceTierMinor: sumSpent(since),
  };
}

/**
 * The tier after one more sale. Judged on the latest day any of the sales has, so that the order in
 * which they come in makes no difference. Null where the program has no say: it is not in effect on
 * the sale's day.
 */
export function tierAfterOneMore(
  program: Program,
  member: Pick<HqMember, 'tierId' | 'tierUntil' | 'tierSince'>,
  sales: readonly MemberSale[],
  sale: { readonly bizDate: CalendarDate; readonly spentMinor: number },
): { readonly change: TierChange; readonly on: CalendarDate } | null {
  if (!isInEffect(program, sale.bizDate)) return null;
  const on = sales.reduce(
    (latest, { bizDate }) => (compareDates(bizDate, latest) > 0 ? bizDate : latest),
    sale.bizDate,
  );
  const facts = tierFacts(program, member, sales, on);
  return { change: tierAfterSale(program, facts, sale.spentMinor, on), on };
}

/** The member with another tier; the same object when nothing changed. */
export function withTier(
  member: HqMember,
  change: Pick<TierChange, 'tierId' | 'tierUntil'>,
  on: CalendarDate,
): HqMember {
  const { tierId, tierUntil } = change;
  if (tierId === member.tierId && tierUntil === member.tierUntil) return member;
  return { ...member, tierId, tierUntil, tierSince: tierUntil === null ? null : on };
}

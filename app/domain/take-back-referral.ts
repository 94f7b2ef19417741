import type { Lot } from './lots.ts';
import { lotsFromEntries } from './lots.ts';
import type { Program } from './program.ts';
import type { RefundContext } from './refund.ts';
import type { LedgerEntry } from './sale.ts';
import { lapsedIn, planTakeBack } from './take-back-points.ts';

type OtherEntry = Omit<LedgerEntry, 'leg'>;

/** What a sale earned for members other than its buyer. */
export function earnedByOthers({ entries, facts }: RefundContext['sale']): LedgerEntry[] {
  return entries.filter((one) => one.kind === 'earn' && one.memberId !== facts.memberId);
}

/** The other member's lots now; where they are not known, the lot the sale made as it was. */
export function lotsOfOther(
  { otherLots }: Pick<RefundContext, 'otherLots'>,
  earned: LedgerEntry,
): readonly Lot[] {
  return otherLots.find((one) => one.memberId === earned.memberId)?.lots ?? [earned];
}

/**
 * Takes back what a sale earned for other members (whoever invited the buyer), under the same policy as
 * the buyer's own: from the lot it made, then from their other lots, then as a debt or not at all.
 * What has lapsed in that lot is not charged again.
 */
export function planReferralBack(
  program: Program,
  context: Pick<RefundContext, 'sale' | 'otherLots' | 'today'>,
): OtherEntry[] {
  const { today } = context;
  const taken: OtherEntry[] = [];
  for (const earned of earnedByOthers(context.sale)) {
    const { memberId, lotId, points, expiresOn } = earned;
    const before = taken.filter((one) => one.memberId === memberId);
    const lots = lotsFromEntries([...lotsOfOther(context, earned), ...before]);
    const plan = planTakeBack({
      lots,
      own: { lotId, points, expiresOn },
      points: Math.max(points - lapsedIn(lots, lotId, today), 0),
      policy: program.policies.negativeBalance,
      today,
      elsewhere: [],
    });
    taken.push(...plan.changes.map((one) => ({ ...one, memberId })));
  }
  return taken;
}

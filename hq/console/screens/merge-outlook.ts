import type { MemberDetail } from '../../../app/contract/hq-admin-members.ts';
import type { LocalizedText } from '../../../app/domain/program-text.ts';

/** What two members come to as one, as far as it can be told before. */
export type MergeOutlook = {
  readonly name: string;
  readonly mobile: string | null;
  readonly cardCodes: number;
  readonly tierName: LocalizedText | null;
  readonly tierId: string;
  readonly points: number;
  readonly vouchers: number;
  readonly stampCards: number;
  readonly sales: number;
  readonly joinedOn: string;
};

/** One member as it stands. */
export function outlookOf({ member, counts, stamps }: MemberDetail): MergeOutlook {
  return {
    name: member.nameMasked,
    mobile: member.mobileMasked,
    cardCodes: member.cardCodes.length,
    tierName: member.tierName,
    tierId: member.tierId,
    points: member.points,
    vouchers: counts.vouchers,
    stampCards: stamps.length,
    sales: counts.sales,
    joinedOn: member.joinedOn,
  };
}

/** Both together: the survivor's name and number where it has them, the higher tier, all the rest added. */
export function mergeOutlook(from: MemberDetail, into: MemberDetail): MergeOutlook {
  const [one, other] = [outlookOf(into), outlookOf(from)];
  const higher = from.member.tierRank > into.member.tierRank ? other : one;
  const cards = new Set([...from.stamps, ...into.stamps].map(({ cardId }) => cardId));
  return {
    name: one.name || other.name,
    mobile: one.mobile ?? other.mobile,
    cardCodes: one.cardCodes + other.cardCodes,
    tierName: higher.tierName,
    tierId: higher.tierId,
    points: one.points + other.points,
    vouchers: one.vouchers + other.vouchers,
    stampCards: cards.size,
    sales: one.sales + other.sales,
    joinedOn: one.joinedOn < other.joinedOn ? one.joinedOn : other.joinedOn,
  };
}

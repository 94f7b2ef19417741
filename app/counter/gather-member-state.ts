import { birthdayOn } from '../domain/birthday-facts.ts';
import type { MemberId } from '../domain/ids.ts';
import { compareDates, addMonths, type CalendarDate } from '../domain/time.ts';
import type { Program, UseLimits } from '../domain/program.ts';
import { coverDebtsByLapsed, type Lot } from '../domain/lots.ts';
import { lotsOfSale } from '../domain/lots-of-sale.ts';
import type { MemberState, StampState, UseCount } from '../domain/sale.ts';
import { hasUsedAny, listUseCounts, type LimitedId } from '../db/coupon-uses.ts';
import type { Reader } from '../db/handles.ts';
import { listLots } from '../db/ledger.ts';
import { listLiveLots } from '../db/live-lots.ts';
import { findMember, type Member } from '../db/members.ts';
import { getSpendHistory } from '../db/spend-history.ts';
import { listStampHistory, type StampHistory } from '../db/stamps.ts';

/**
 * What the rules need to know of a member now, all from the ledgers of this counter, by indexes only.
 * It is recorded with the sale, so it holds no more than the program asks for.
 */
export async function gatherMemberState(
  db: Reader,
  input: {
    readonly member: Member;
    readonly program: Program;
    readonly today: CalendarDate;
    readonly storeName: string | null;
    /** All lots, see `gatherLots`: a sale sees no more of them than its event can carry. */
    readonly lots: readonly Lot[];
  },
): Promise<MemberState> {
  const { member, program, today, storeName, lots } = input;
  const { memberId, tierId, tierUntil, tierSince, joinedOn } = member;
  const { windowMonths, validMonths } = program.tierRules;
  const windowAfter = addMonths(today, -windowMonths);
  // Where nobody said since when it is (an older HQ), as long before its end as a tier lasts today.
  const tierBeganOn =
    tierUntil === null ? windowAfter : (tierSince ?? addMonths(tierUntil, -validMonths));
  const spend = await getSpendHistory(db, { memberId, windowAfter, tierBeganOn });
  const inviterId = await findDueInviter(db, program, member);
  return {
    memberId,
    tierId,
    tierUntil,
    joinedOn,
    birthday: birthdayOn(member.birthday, today),
    ...spend,
    inviterId,
    lots: lotsOfSale(lots),
    storedValue: [],
    stamps: await listStampStates(db, program, memberId),
    useCounts: await countUses(db, { program, memberId, inviterId, today, storeName }),
  };
}

/** How often what has a limit was used: of a gift to the inviter, how often that one got it. */
export async function countUses(
  db: Reader,
  input: Receivers & {
    readonly program: Program;
    readonly today: CalendarDate;
    readonly storeName: string | null;
  },
): Promise<UseCount[]> {
  const { program, today, storeName } = input;
  const limited = limitedIdsOf(program, input);
  return [...(await listUseCounts(db, { limited, today, storeName }))];
}

/** Who gets what a sale brings. */
type Receivers = { readonly memberId: MemberId; readonly inviterId: MemberId | null };

/** The stamp cards as the rules read them. */
export async function listStampStates(
  db: Reader,
  program: Program,
  memberId: MemberId,
): Promise<StampState[]> {
  const cardIds = program.stampCards.map((card) => card.cardId);
  const history = await listStampHistory(db, { memberId, cardIds });
  return history.map((card) => stampStateOf(program, card));
}

/**
 * Of merged members the stamps on a card that is followed by the same card count together, so that no
 * stamp is lost whichever of the cards was further.
 */
function stampStateOf(program: Program, { newest, total }: StampHistory): StampState {
  const card = program.stampCards.find((one) => one.cardId === newest.cardId);
  if (total === null || card?.next.kind !== 'same') return newest;
  const cardNo = Math.max(Math.ceil(total / card.goal), newest.cardNo);
  const stamps = Math.max(total - (cardNo - 1) * card.goal, 0);
  return { ...newest, cardNo, stamps };
}

/** Lots that can be spent, and debts that nothing lapsed covers. What has lapsed is no matter of a sale. */
export async function gatherLots(
  db: Reader,
  memberId: MemberId,
  today: CalendarDate,
): Promise<readonly Lot[]> {
  const { lots, owes } = await listLiveLots(db, { memberId, today });
  if (!owes) return lots;
  const isLive = ({ points, expiresOn }: Lot): boolean =>
    points < 0 || expiresOn === null || compareDates(expiresOn, today) >= 0;
  return coverDebtsByLapsed(await listLots(db, memberId), today).filter(isLive);
}

/** Whose invitation the next paid sale may reward: until a referral gift was given, and again once it was taken back. */
async function findDueInviter(
  db: Reader,
  { referral, gifts }: Program,
  { memberId, inviterId }: Member,
): Promise<MemberId | null> {
  if (referral === null || inviterId === null) return null;
  const ids = gifts.flatMap(({ giftId, on }) =>
    on === 'referral-inviter' || on === 'referral-invitee' ? [giftId] : [],
  );
  if (await hasUsedAny(db, { memberId, ids })) return null;
  const inviter = await findMember(db, inviterId);
  return inviter?.memberId ?? inviterId;
}

/** What has a limit, and of which kind: the others need not be counted. */
function limitedIdsOf(
  { coupons, rewards, gifts }: Program,
  { memberId, inviterId }: Receivers,
): LimitedId[] {
  const receiverOf = (on: Program['gifts'][number]['on']) =>
    on === 'referral-inviter' ? (inviterId ?? memberId) : memberId;
  return [
    ...coupons.map(({ couponId, limits }) => limitedId(couponId, limits, memberId)),
    ...rewards.map(({ rewardId, limits }) => limitedId(rewardId, limits, memberId)),
    ...gifts.map(({ giftId, limits, on }) => limitedId(giftId, limits, receiverOf(on))),
  ].filter(({ program, day, member }) => program || day || member);
}

function limitedId(id: string, limits: UseLimits, memberId: MemberId): LimitedId {
  return {
    id,
    memberId,
    program: limits.program !== null,
    day: limits.perDay !== null || limits.perStorePerDay !== null,
    member: limits.perMember !== null || limits.perMemberPerDay !== null,
  };
}

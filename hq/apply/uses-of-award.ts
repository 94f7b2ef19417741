import type { AwardEvent } from '../../app/contract/events.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';

/** `memberId`: for whom it counts. */
export type UseOfAward = {
  readonly id: string;
  readonly n: number;
  readonly memberId: MemberId;
};

/**
 * What a sale used of things that may be limited: coupons and rewards as often as they were applied,
 * gifts once each time given. One line per thing, in the order of first use. It counts for the buyer; a
 * gift to who invited him counts for that one, whose limit it is.
 */
export function usesOfAward(
  { body, member }: AwardEvent,
  program: Pick<Program, 'gifts'> | null,
): UseOfAward[] {
  const { inviterId } = body.facts;
  const receiverOf = (id: string): MemberId => {
    const gift = program?.gifts.find((one) => one.giftId === id);
    return gift?.on === 'referral-inviter' && inviterId !== null ? inviterId : member;
  };
  const uses = new Map<string, number>();
  const add = (id: string, n: number) => uses.set(id, (uses.get(id) ?? 0) + n);
  for (const { source, uses: n } of body.discounts) {
    add(source.kind === 'reward' ? source.rewardId : source.couponId, n);
  }
  for (const giftId of body.giftIds) add(giftId, 1);
  return [...uses].map(([id, n]) => ({ id, n, memberId: receiverOf(id) }));
}

import type { AwardEvent } from '../contract/events.ts';
import type { Program } from '../domain/program.ts';
import type { Use } from '../db/coupon-uses.ts';

/**
 * What a sale used of things with limits: its coupons and rewards, and the gifts it gave. A gift to who
 * invited the member counts for that one: the limit is on how often one gets it.
 */
export function usesOf(
  sale: Pick<AwardEvent['body'], 'discounts' | 'giftIds' | 'facts'>,
  { gifts }: Pick<Program, 'gifts'>,
): Use[] {
  const { inviterId } = sale.facts;
  const isToInviter = (id: string) =>
    gifts.some(({ giftId, on }) => giftId === id && on === 'referral-inviter');
  return [
    ...sale.discounts.map(({ source, uses }) => ({
      id: source.kind === 'reward' ? source.rewardId : source.couponId,
      n: uses,
    })),
    ...sale.giftIds.map((id) =>
      inviterId !== null && isToInviter(id) ? { id, n: 1, memberId: inviterId } : { id, n: 1 },
    ),
  ];
}

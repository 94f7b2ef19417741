import { addGiven, giveContent, nothingGiven, rewardedInviter, saleGifts } from './gifts.ts';
import type { Given } from './gifts.ts';
import type { MemberId } from './ids.ts';
import type { EvaluatedSale, IssuedVoucher, PricedLine, TierChange } from './sale.ts';
import type { SaleContext } from './sale-conditions.ts';
import { saleStamps } from './stamps.ts';

/** What a sale brings besides the points of the earn rules. */
export type SaleGains = {
  /** For the buying member; stamps and the rewards of full cards included. */
  readonly own: Given;
  /** Points for whoever invited the member; null where there are none. */
  readonly inviter: { readonly memberId: MemberId; readonly points: number } | null;
  /** Vouchers for both. */
  readonly issued: readonly IssuedVoucher[];
  readonly giftIds: readonly string[];
  readonly stamps: EvaluatedSale['stamps'];
  /** Which side this sale gave the reward of a referral. */
  readonly referred: { readonly inviter: boolean; readonly invitee: boolean };
};

/** Of a sale outside the program's days. */
export const noGains: SaleGains = {
  own: nothingGiven,
  inviter: null,
  issued: [],
  giftIds: [],
  stamps: [],
  referred: { inviter: false, invitee: false },
};

/** A sale after payment. */
type Settled = {
  readonly lines: readonly PricedLine[];
  readonly spentMinor: number;
  readonly tier: TierChange;
};

/**
 * Gifts for the sale, for the tier reached, for a referral (both sides), then stamps and the rewards
 * of the cards they fill.
 */
export function saleGains(context: SaleContext, settled: Settled): SaleGains {
  const { memberId } = context.state;
  const { lines, tier } = settled;
  const { tierId } = tier;
  const discountByLine = lines.map((line) => line.discountMinor);
  const bought = saleGifts(context, { on: 'sale', memberId, tierId, discountByLine });
  const risen =
    tier.kind === 'risen'
      ? saleGifts(context, { on: 'tier-up', memberId, tierId, discountByLine })
      : nothingGiven;
  const referral = referralGains(context, settled, discountByLine);
  const stamps = saleStamps(context, lines);
  const stamped = stamps.full.reduce(
    (all, { card, units }) => {
      const because = { id: card.cardId, name: card.name };
      const giving = {
        program: context.program,
        memberId,
        date: context.sale.date,
        because,
        units,
      };
      const { cardId, name } = card;
      const notice = {
        ...nothingGiven,
        notices: [{ code: 'stamp-card-full' as const, cardId, name }],
      };
      return addGiven(addGiven(all, notice), giveContent(card.reward, giving) ?? nothingGiven);
    },
    { ...nothingGiven, reasons: stamps.reasons },
  );
  const own = [risen, referral.invitee, stamped].reduce(addGiven, bought);
  const { inviterId, inviter } = referral;
  return {
    own,
    inviter:
      inviterId !== null && inviter.points > 0
        ? { memberId: inviterId, points: inviter.points }
        : null,
    issued: [...own.issued, ...inviter.issued],
    giftIds: [...own.giftIds, ...inviter.giftIds],
    stamps: stamps.entries,
    referred: {
      inviter: inviter.giftIds.length > 0,
      invitee: referral.invitee.giftIds.length > 0,
    },
  };
}

function referralGains(
  context: SaleContext,
  { spentMinor, tier: { tierId } }: Settled,
  discountByLine: readonly number[],
): { readonly inviterId: MemberId | null; readonly invitee: Given; readonly inviter: Given } {
  const { memberId } = context.state;
  const inviterId = rewardedInviter(context, spentMinor);
  if (inviterId === null) return { inviterId, invitee: nothingGiven, inviter: nothingGiven };
  return {
    inviterId,
    invitee: saleGifts(context, { on: 'referral-invitee', memberId, tierId, discountByLine }),
    inviter: saleGifts(context, {
      on: 'referral-inviter',
      memberId: inviterId,
      tierId,
      discountByLine,
    }),
  };
}

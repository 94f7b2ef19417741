import { milestoneReached } from './milestones.ts';
import type { PricedSale } from './price-sale.ts';
import type { SaleNotice, TierChange } from './sale.ts';
import type { SaleContext } from './sale-conditions.ts';
import { getTier } from './tiers.ts';
import type { SaleGains } from './sale-gains.ts';

/** What a sale came to, as far as there is something to tell of it. */
export type ToTell = {
  readonly tier: TierChange;
  /** Usable before the sale; below 0 where points are owed. */
  readonly pointsBefore: number;
  readonly points: number;
  readonly pointsSpent: number;
  /** Goods of coupons and rewards; those of gifts are told with the gifts. */
  readonly goods: PricedSale['goods'];
  readonly gains: SaleGains;
};

/**
 * What cashier and member are told at once: a higher tier, the highest milestone of the balance, what
 * was given, goods to hand over, a rewarded referral, a balance that is still below 0.
 */
export function saleNotices({ program }: SaleContext, told: ToTell): SaleNotice[] {
  const notices: SaleNotice[] = [];
  const { tier, gains } = told;
  if (tier.kind === 'risen') {
    const { tierId, name } = getTier(program, tier.tierId);
    notices.push({ code: 'tier-up', tierId, name });
  }
  const before = told.pointsBefore;
  const after = before + told.points - told.pointsSpent;
  const milestone = milestoneReached(program.milestones, before, after);
  if (milestone !== null) notices.push({ code: 'milestone', points: milestone });
  for (const { name, units } of told.goods) notices.push({ code: 'hand-over', name, units });
  notices.push(...gains.own.notices);
  const { inviter, invitee } = gains.referred;
  if (inviter || invitee) notices.push({ code: 'referral-rewarded', inviter, invitee });
  if (after < 0) notices.push({ code: 'balance-negative', points: after });
  return notices;
}

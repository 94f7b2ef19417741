import { checkStep, effectiveValidToStep, freeInsideStep, freeQtyStep } from './coupon-steps.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import {
  cancelStep,
  redeemGiftStep,
  refundGiftCardSaleStep,
  sellGiftCardStep,
  topUpStep,
} from './gift-card-steps.ts';
import {
  identifyStep,
  issueCardStep,
  reachTierStep,
  stampStep,
  tierForStep,
} from './member-steps.ts';
import { mergeStep } from './merge-step.ts';
import { occasionStep } from './occasion-step.ts';
import {
  balanceStep,
  claimStep,
  expireStep,
  lastValidDayStep,
  maxClaimableStep,
  maxRedeemStep,
  setBalanceStep,
  spendPointsStep,
} from './points-steps.ts';
import { clawbackForStep, refundStep } from './refund-steps.ts';
import { parkedSaleStep, paySaleStep, redeemAllStep, saleStep } from './sale-steps.ts';
import type { Step } from './step.ts';
import type { World } from './world.ts';

/** Every op of the vocabulary, each through the engine. */
const ops: Readonly<Record<string, (world: World, op: Fields) => Step>> = {
  sale: saleStep,
  open_sale: (world, op) => parkedSaleStep(world, op, 'open_sale'),
  park: (world, op) => parkedSaleStep(world, op, 'park'),
  resume: (world, op) => parkedSaleStep(world, op, 'resume'),
  pay: paySaleStep,
  redeem_all: redeemAllStep,
  max_redeem: maxRedeemStep,
  claim_free_product: claimStep,
  max_claimable: maxClaimableStep,
  identify: identifyStep,
  tier_for: tierForStep,
  reach_tier: (world, op) => reachTierStep(world, op, 'reach_tier'),
  reach_tier_again: (world, op) => reachTierStep(world, op, 'reach_tier_again'),
  check: checkStep,
  effective_valid_to: effectiveValidToStep,
  free_qty_for: (world, op) => freeQtyStep(world, op, 'free_qty_for'),
  set_free_qty: (world, op) => freeQtyStep(world, op, 'set_free_qty'),
  free_inside: (_world, op) => freeInsideStep(op),
  sell_gift_card: sellGiftCardStep,
  refund_gift_card_sale: refundGiftCardSaleStep,
  redeem_gift: redeemGiftStep,
  cancel: cancelStep,
  top_up: topUpStep,
  refund: (world, op) => refundStep(world, op, 'refund'),
  void: (world, op) => refundStep(world, op, 'void'),
  clawback_for: clawbackForStep,
  spend_points: spendPointsStep,
  expire: expireStep,
  last_valid_day: lastValidDayStep,
  balance: balanceStep,
  set_balance: setBalanceStep,
  merge: mergeStep,
  sign_up: (world, op) => occasionStep(world, op, 'sign-up'),
  birthday: (world, op) => occasionStep(world, op, 'birthday'),
  issue: issueCardStep,
  stamp: stampStep,
};

/** Runs one op. An op without a name here is unsupported. */
export function runStep(world: World, op: Fields): Step {
  const name = op.text('op') ?? unsupported(`${op.where} without op`);
  const run = Object.hasOwn(ops, name) ? ops[name] : undefined;
  return run === undefined ? unsupported(`op ${name}`) : run(world, op);
}

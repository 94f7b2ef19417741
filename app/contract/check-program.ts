import type { z } from 'zod';
import { foldCode } from '../domain/fold-code.ts';
import type { Program } from '../domain/program.ts';

/** What must hold across fields: ids that differ, tiers that rise from 0, references that exist. */
export function checkProgram(program: Omit<Program, 'schema'>, ctx: z.RefinementCtx): void {
  const complain = (path: (string | number)[], message: string) =>
    ctx.addIssue({ code: 'custom', path, message });

  const rising = program.tiers.every(
    (tier, i) => tier.thresholdMinor > (program.tiers[i - 1]?.thresholdMinor ?? -1),
  );
  if (program.tiers[0]?.thresholdMinor !== 0 || !rising) {
    complain(['tiers'], 'thresholds must start at 0 and rise');
  }
  const idLists: readonly (readonly [string, readonly string[]])[] = [
    ['earn', program.earn.map((rule) => rule.ruleId)],
    ['multipliers', program.multipliers.map((one) => one.multiplierId)],
    ['tiers', program.tiers.map((tier) => tier.tierId)],
    ['coupons', program.coupons.map((coupon) => coupon.couponId)],
    ['rewards', program.rewards.map((reward) => reward.rewardId)],
    ['gifts', program.gifts.map((gift) => gift.giftId)],
    ['stampCards', program.stampCards.map((card) => card.cardId)],
  ];
  for (const [path, ids] of idLists) {
    if (new Set(ids).size !== ids.length) complain([path], 'ids must differ');
  }
  const codes = program.coupons.flatMap((c) => (c.code === null ? [] : [foldCode(c.code)]));
  if (new Set(codes).size !== codes.length) complain(['coupons'], 'codes must differ');
  program.coupons.forEach((coupon, i) => {
    if ((coupon.trigger === 'code') !== (coupon.code !== null)) {
      complain(['coupons', i, 'code'], 'a coupon has a code exactly when its trigger is "code"');
    }
  });

  const couponIds = new Set<string>(program.coupons.map((coupon) => coupon.couponId));
  const cardIds = new Set(program.stampCards.map((card) => card.cardId));
  const tierIds = new Set(program.tiers.map((tier) => tier.tierId));
  program.gifts.forEach((gift, i) => {
    if (gift.give.kind === 'voucher' && !couponIds.has(gift.give.couponId)) {
      complain(['gifts', i, 'give', 'couponId'], 'no such coupon');
    }
    if (gift.tierId !== null && !tierIds.has(gift.tierId)) {
      complain(['gifts', i, 'tierId'], 'no such tier');
    }
  });
  program.stampCards.forEach((card, i) => {
    if (card.reward.kind === 'voucher' && !couponIds.has(card.reward.couponId)) {
      complain(['stampCards', i, 'reward', 'couponId'], 'no such coupon');
    }
    if (card.next.kind === 'card' && !cardIds.has(card.next.cardId)) {
      complain(['stampCards', i, 'next', 'cardId'], 'no such stamp card');
    }
    if (card.bonusOnIssue >= card.goal) {
      complain(['stampCards', i, 'bonusOnIssue'], 'a new card may not be full');
    }
  });
  const conditioned = [
    ...program.earn.map((rule, i) => [['earn', i, 'when'], rule.when] as const),
    ...program.multipliers.map((one, i) => [['multipliers', i, 'when'], one.when] as const),
    ...program.coupons.map((one, i) => [['coupons', i, 'when'], one.when] as const),
    ...program.rewards.map((one, i) => [['rewards', i, 'when'], one.when] as const),
    ...program.gifts.map((one, i) => [['gifts', i, 'when'], one.when] as const),
    ...program.stampCards.map((one, i) => [['stampCards', i, 'when'], one.when] as const),
  ];
  for (const [path, condition] of conditioned) {
    if (condition.tierIds.some((id) => !tierIds.has(id))) {
      complain([...path, 'tierIds'], 'no such tier');
    }
  }
}

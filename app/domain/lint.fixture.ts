import type { CouponId } from './ids.ts';
import type { LintFinding } from './lint-finding.ts';
import { lintProgram } from './lint-program.ts';
import { always, everyLine } from './program-conditions.ts';
import { unlimited } from './program-coupon.ts';
import { couponDefaults, earnPerAmount, programDefaults } from './program-defaults.ts';
import type {
  Conditions,
  Coupon,
  CouponEffect,
  EarnGive,
  EarnRule,
  Gift,
  LineScope,
  LocalizedText,
  Multiplier,
  PointReward,
  Program,
  StampCard,
  Tier,
} from './program.ts';
import { starterProgram } from './starter-program.ts';

/** A program in which nothing is wrong: 1% back, two tiers, no coupons. */
export const cleanProgram: Program = {
  ...starterProgram,
  effectiveFrom: '2026-01-01',
  effectiveUntil: '2026-12-31',
  tiers: [makeTier('basic', 0), makeTier('gold', 10_000, 15_000)],
  redemption: {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 0,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
  },
};

/** A name that is the id in both languages. */
export function named(id: string): LocalizedText {
  return { 'zh-TW': id, en: id };
}

export function makeTier(tierId: string, thresholdMinor: number, multiplierBps = 10_000): Tier {
  return { tierId, name: named(tierId), thresholdMinor, multiplierBps };
}

export function makeWhen(part: Partial<Conditions>): Conditions {
  return { ...always, ...part };
}

export function makeScope(part: Partial<LineScope>): LineScope {
  return { ...everyLine, ...part };
}

export function makeRule(give: EarnGive, part: Partial<EarnRule> = {}): EarnRule {
  return { ...earnPerAmount(100, 1), give, name: named('rule'), ...part };
}

/** A voucher; its name is its id. */
export function makeCoupon(id: string, effect: CouponEffect, part: Partial<Coupon> = {}): Coupon {
  return { ...couponDefaults, couponId: id as CouponId, name: named(id), effect, ...part };
}

export function makeMultiplier(factorBps: number, part: Partial<Multiplier> = {}): Multiplier {
  return {
    multiplierId: 'multiplier',
    name: named('multiplier'),
    target: 'sale',
    factorBps,
    scope: everyLine,
    when: always,
    ...part,
  };
}

export function makeReward(
  costPoints: number,
  effect: CouponEffect,
  part: Partial<PointReward> = {},
): PointReward {
  return {
    rewardId: 'reward',
    name: named('reward'),
    costPoints,
    unitsPerClaim: 1,
    effect,
    scope: everyLine,
    when: always,
    rounding: 'floor',
    priority: 100,
    limits: unlimited,
    ...part,
  };
}

export function makeGift(part: Partial<Gift>): Gift {
  return {
    giftId: 'gift',
    name: named('gift'),
    on: 'sale',
    tierId: null,
    scope: everyLine,
    when: always,
    give: { kind: 'goods', sku: 'BAG', name: named('bag') },
    limits: unlimited,
    ...part,
  };
}

export function makeCard(part: Partial<StampCard>): StampCard {
  return {
    cardId: 'card',
    name: named('card'),
    goal: 10,
    bonusOnIssue: 0,
    per: { kind: 'visit' },
    scope: everyLine,
    when: makeWhen({ minSpendMinor: 100 }),
    limit: { kind: 'once-a-day' },
    reward: { kind: 'points', points: 10 },
    next: { kind: 'same' },
    ...part,
  };
}

/** The policies of a program that says nothing about them. */
export const defaultPolicies: Program['policies'] = programDefaults.policies;

/** What lint says of the clean program with `part` in it. */
export function lintWith(part: Partial<Program>): LintFinding[] {
  return lintProgram({ ...cleanProgram, ...part });
}

/** Findings as lines: severity, code, place, and both sentences. */
export function lintLines(part: Partial<Program>): string[] {
  return lintWith(part).flatMap(({ severity, code, path, words }) => [
    `${severity} ${code} ${path.join('.')}`,
    `  ${words['zh-TW']}`,
    `  ${words.en}`,
  ]);
}

/** The codes alone, for what is about when and not how it is said. */
export function lintCodes(part: Partial<Program>): string[] {
  return lintWith(part).map(({ code }) => code);
}

import { evaluateSale } from './evaluate-sale.ts';
import type { MemberId } from './ids.ts';
import type { Gift, GiftContent, Program, StampCard } from './program.ts';
import { always, everyLine } from './program-conditions.ts';
import { unlimited } from './program-coupon.ts';
import { earnPerAmount } from './program-defaults.ts';
import type { EvaluatedSale, MemberState, SaleInput, SaleRefusal } from './sale.ts';
import { lineOfAmount } from './sale.ts';
import { testMember, testProgram, testSale } from './sale-context.fixture.ts';

/** Programs, gifts and short ways to run a sale, for tests of the evaluator. */

export function words(text: string) {
  return { 'zh-TW': text, en: text };
}

function tier(tierId: string, thresholdMinor: number, multiplierBps = 10_000) {
  return { tierId, name: words(tierId), thresholdMinor, multiplierBps };
}

const tiers = [tier('general', 0), tier('gold', 5_000, 15_000)];
const redemption = {
  pointsPerStep: 1,
  minorPerStep: 1,
  pointsMin: 0,
  cartMinMinor: 0,
  shareMaxBps: 10_000,
  block: null,
};
export const perHundred = { earn: [earnPerAmount(100, 1)], tiers };
export const perDollar = { earn: [earnPerAmount(1, 1)], tiers, redemption };
export const inviterId = 'inviter' as MemberId;

export function gift(giftId: string, give: GiftContent, parts: Partial<Gift> = {}): Gift {
  return {
    giftId,
    name: words(giftId),
    on: 'sale',
    tierId: null,
    scope: everyLine,
    when: always,
    give,
    limits: unlimited,
    ...parts,
  };
}

export function card(parts: Partial<StampCard> = {}): StampCard {
  return {
    cardId: 'card',
    name: words('card'),
    goal: 2,
    bonusOnIssue: 1,
    per: { kind: 'visit' },
    scope: everyLine,
    when: always,
    limit: { kind: 'none' },
    reward: { kind: 'points', points: 40 },
    next: { kind: 'same' },
    ...parts,
  };
}

type Asked = { readonly sale?: Partial<SaleInput>; readonly state?: Partial<MemberState> };

export function run(program: Partial<Program>, amountMinor: number, asked: Asked = {}) {
  const sale = testSale([lineOfAmount(amountMinor)], asked.sale);
  return evaluateSale(testProgram(program), testMember(asked.state), sale);
}

export function evaluated(program: Partial<Program>, amountMinor: number, asked: Asked = {}) {
  const result = run(program, amountMinor, asked);
  if (result.kind === 'refused') throw new Error(`refused: ${result.refusal.code}`);
  return result;
}

export function refusal(program: Partial<Program>, amountMinor: number, asked: Asked = {}) {
  const result: EvaluatedSale | SaleRefusal = run(program, amountMinor, asked);
  return result.kind === 'refused' ? result.refusal : null;
}

import type { LocalizedText } from '../../../app/domain/program-text.ts';
import type { Program } from '../../../app/domain/program.ts';
import { couponWords, giftWords, rewardWords, stampCardWords } from './coupon-words.ts';
import { countingWords, earnRuleWords, multiplierWords } from './earn-words.ts';
import {
  expiryWords,
  otherWords,
  policyWords,
  redemptionWords,
  spendingWords,
  tierRuleWords,
  tierWords,
} from './house-words.ts';
import { both } from './words.ts';

export const sectionKeys = [
  'earn',
  'spend',
  'tiers',
  'coupons',
  'gifts',
  'stamps',
  'policies',
] as const;
export type SectionKey = (typeof sectionKeys)[number];

/** One rule in words. `source` is what it says in the program, to see whether two are the same. */
export type RuleItem = {
  readonly id: string;
  /** Null for what has no name of its own. */
  readonly name: LocalizedText | null;
  readonly words: readonly LocalizedText[];
  readonly source: unknown;
};

export type RuleSection = { readonly key: SectionKey; readonly items: readonly RuleItem[] };

/** A program in plain words, part by part; parts without rules are left out. */
export function programSections(program: Program): RuleSection[] {
  const sections: RuleSection[] = [
    { key: 'earn', items: earnItems(program) },
    { key: 'spend', items: spendItems(program) },
    { key: 'tiers', items: tierItems(program) },
    {
      key: 'coupons',
      items: program.coupons.map((coupon) => ({
        id: coupon.couponId,
        name: coupon.name,
        words: couponWords(coupon, program),
        source: coupon,
      })),
    },
    {
      key: 'gifts',
      items: program.gifts.map((gift) => ({
        id: gift.giftId,
        name: gift.name,
        words: giftWords(gift, program),
        source: gift,
      })),
    },
    {
      key: 'stamps',
      items: program.stampCards.map((card) => ({
        id: card.cardId,
        name: card.name,
        words: stampCardWords(card, program),
        source: card,
      })),
    },
    { key: 'policies', items: policyItems(program) },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

function earnItems(program: Program): RuleItem[] {
  const { earnBase, combine, multiplierRounding, invoiceAgeDaysMax } = program;
  return [
    ...program.earn.map((rule) => ({
      id: `rule ${rule.ruleId}`,
      name: rule.name,
      words: earnRuleWords(rule, program),
      source: rule,
    })),
    ...program.multipliers.map((one) => ({
      id: `multiplier ${one.multiplierId}`,
      name: one.name,
      words: multiplierWords(one, program),
      source: one,
    })),
    {
      id: 'counting',
      name: null,
      words: countingWords(program),
      source: { earnBase, combine, multiplierRounding, invoiceAgeDaysMax },
    },
  ];
}

function spendItems(program: Program): RuleItem[] {
  const { redemption, sameSalePoints, redeemNeeds, vouchersPerSaleMax, orderPercentsMax } = program;
  return [
    {
      id: 'redemption',
      name: both('點數折抵', 'Paying with points'),
      words:
        redemption === null
          ? [both('點數不能折抵現金', 'Points cannot pay')]
          : redemptionWords(redemption),
      source: redemption,
    },
    ...program.rewards.map((reward) => ({
      id: `reward ${reward.rewardId}`,
      name: reward.name,
      words: rewardWords(reward, program),
      source: reward,
    })),
    {
      id: 'spending',
      name: null,
      words: spendingWords(program),
      source: { sameSalePoints, redeemNeeds, vouchersPerSaleMax, orderPercentsMax },
    },
  ];
}

function tierItems(program: Program): RuleItem[] {
  return [
    ...program.tiers.map((tier) => ({
      id: tier.tierId,
      name: tier.name,
      words: tierWords(tier),
      source: tier,
    })),
    {
      id: 'tier rules',
      name: null,
      words: tierRuleWords(program),
      source: program.tierRules,
    },
  ];
}

function policyItems(program: Program): RuleItem[] {
  const { policies, referral, storedValue, milestones, expiry } = program;
  return [
    {
      id: 'expiry',
      name: both('點數期限', 'Points last'),
      words: [expiryWords(expiry)],
      source: expiry,
    },
    {
      id: 'policies',
      name: both('退貨與作廢', 'Refunds and voids'),
      words: policyWords(policies),
      source: policies,
    },
    {
      id: 'others',
      name: both('推薦、儲值、通知', 'Invitations, stored value, messages'),
      words: otherWords(program),
      source: { referral, storedValue, milestones },
    },
  ];
}

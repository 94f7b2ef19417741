import { expect, test } from 'vitest';
import { evaluateSale } from './evaluate-sale.ts';
import { card, gift, perHundred } from './evaluate-sale.fixture.ts';
import type { CouponId } from './ids.ts';
import type { NextStep } from './next-steps.ts';
import type { Program } from './program.ts';
import { bringsWords, nextStepWords, noticeWords } from './reason-words.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState, SaleNotice } from './sale.ts';
import { testLot, testMember, testProgram, testSale } from './sale-context.fixture.ts';

const name = { 'zh-TW': '金卡', en: 'Gold' };

test.each<[SaleNotice, string, string]>([
  [{ code: 'tier-up', tierId: 'gold', name }, '升級為「金卡」', 'Raised to Gold'],
  [{ code: 'milestone', points: 1 }, '點數達到 1 點', 'The balance reached 1 point'],
  [
    { code: 'voucher-issued', couponId: 'c' as CouponId, name },
    '送券「金卡」',
    'Voucher “Gold” given',
  ],
  [
    { code: 'stamp-card-full', cardId: 'c', name },
    '集點卡「金卡」集滿了',
    'Stamp card “Gold” is full',
  ],
  [{ code: 'hand-over', name, units: 2 }, '請交給客人：「金卡」2 份', 'Hand over: 2 × “Gold”'],
  [
    { code: 'referral-rewarded', inviter: true, invitee: true },
    '推薦禮已送給雙方',
    'Both sides of the invitation got their reward',
  ],
  [
    { code: 'referral-rewarded', inviter: true, invitee: false },
    '推薦禮已送給推薦人',
    'The inviter got the reward for the invitation',
  ],
  [
    { code: 'referral-rewarded', inviter: false, invitee: true },
    '推薦禮已送給這位會員',
    'The member got the reward for being invited',
  ],
  [
    { code: 'balance-negative', points: -30 },
    '點數還欠 30 點，之後集的點會先補上',
    'Owed: 30 points; the next points earned repay that',
  ],
])('%o', (notice, chinese, english) => {
  expect(noticeWords(notice)).toEqual({ 'zh-TW': chinese, en: english });
});

test.each<[NextStep, string, string]>([
  [
    { code: 'next-tier', name, missingMinor: 1_200 },
    '再消費 NT$1,200 升級「金卡」',
    'NT$1,200 more to reach Gold',
  ],
  [
    { code: 'next-voucher', name, missingMinor: 20 },
    '再買 NT$20 可用「金卡」',
    'NT$20 more to use “Gold”',
  ],
  [
    { code: 'next-gift', name, missingMinor: 20 },
    '再買 NT$20 可得「金卡」',
    'NT$20 more to get “Gold”',
  ],
  [
    { code: 'next-stamp', name, missingStamps: 3 },
    '集點卡「金卡」再 3 格集滿',
    'Stamp card “Gold”: 3 more to fill it',
  ],
  [
    { code: 'next-point', missingMinor: 5, points: 1 },
    '再買 NT$5 多 1 點',
    'NT$5 more for 1 point more',
  ],
])('%o', (step, chinese, english) => {
  expect(nextStepWords(step)).toEqual({ 'zh-TW': chinese, en: english });
});

function brings(parts: Partial<Program>, amountMinor: number, state: Partial<MemberState> = {}) {
  const program = testProgram(parts);
  const sale = testSale([lineOfAmount(amountMinor)]);
  const result = evaluateSale(program, testMember(state), sale);
  if (result.kind === 'refused') throw new Error(result.refusal.code);
  return bringsWords(program, result).map(({ code, words }) => [code, words['zh-TW'], words.en]);
}

test('what a sale brings: the tier, what is given, stamps; milestones and debts are no gain', () => {
  const goods = { kind: 'goods', sku: 'CUP', name: { 'zh-TW': '杯', en: 'Cup' } } as const;
  const program = {
    ...perHundred,
    milestones: [1],
    gifts: [gift('cup', goods)],
    stampCards: [card({ goal: 10 })],
  };
  const stamps = ['stamps', '集點卡「card」2／10 格', 'Stamp card “card”: 2 of 10'];
  const handOver = ['hand-over', '請交給客人：「杯」1 份', 'Hand over: 1 × “Cup”'];
  const gold = { tierId: 'gold', tierUntil: '2026-11-21', spentMinor: 4_950 };
  expect([
    brings(perHundred, 100),
    brings(program, 50, { lots: [testLot('debt', -5)] }),
    brings(program, 100, { spentMinor: 4_900 }),
    brings(program, 50, gold),
    brings(program, 49, gold),
  ]).toEqual([
    [],
    [handOver, stamps],
    [['tier-up', '升級為「gold」', 'Raised to gold'], handOver, stamps],
    [['tier-renewed', '「gold」續到 2027/11/22', 'gold until 2027-11-22'], handOver, stamps],
    [
      ['tier-lowered', '原等級期滿，改為「general」', 'The earlier tier has ended; now general'],
      handOver,
      stamps,
    ],
  ]);
});

test('at most twenty lines are told', () => {
  const goods = { kind: 'goods', sku: 'CUP', name } as const;
  const gifts = Array.from({ length: 21 }, (_, i) => gift(`g${i}`, goods));
  expect(brings({ gifts }, 100)).toHaveLength(20);
});

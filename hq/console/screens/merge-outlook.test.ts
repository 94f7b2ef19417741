import { expect, test } from 'vitest';
import { memberDetailAnswerSchema } from '../../../app/contract/hq-admin-members.ts';
import { mergeOutlook } from './merge-outlook.ts';

function detail(change: object, counts: object = {}) {
  return memberDetailAnswerSchema.parse({
    member: {
      memberId: '0198b3a0-0000-7000-8000-000000000001',
      nameMasked: '林○',
      mobileMasked: '0912***678',
      cardCode: 'a',
      tierId: 'general',
      points: 5,
      lineState: 'none',
      joinedOn: '2026-05-01',
      cardCodes: ['a'],
      weakCodes: [],
      tierName: { 'zh-TW': '一般', en: 'Member' },
      tierRank: 0,
      tierUntil: null,
      tierSince: null,
      spentMinor: 0,
      inviterName: null,
      placeholder: false,
      mergedCount: 0,
      ...change,
    },
    remarks: [],
    lots: [],
    movements: [],
    vouchers: [],
    stamps: [{ cardId: 'bread', name: null, cardNo: 1, stamps: 3, goal: 10, completed: 0 }],
    sales: [],
    refunds: [],
    counts: { remarks: 0, movements: 0, vouchers: 2, sales: 3, refunds: 0, ...counts },
    today: '2026-11-22',
  });
}

test('the survivor keeps its name and number, gets the higher tier and all the rest added', () => {
  const gold = { 'zh-TW': '金卡', en: 'Gold' };
  const into = detail({ mobileMasked: null });
  const from = detail(
    {
      nameMasked: '王○明',
      tierId: 'gold',
      tierName: gold,
      tierRank: 2,
      points: -2,
      joinedOn: '2024-01-01',
      cardCodes: ['b', 'c'],
    },
    { sales: 4 },
  );
  expect(mergeOutlook(from, into)).toEqual({
    name: '林○',
    mobile: '0912***678',
    cardCodes: 3,
    tierName: gold,
    tierId: 'gold',
    points: 3,
    vouchers: 4,
    stampCards: 1,
    sales: 7,
    joinedOn: '2024-01-01',
  });
});

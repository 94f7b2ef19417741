import fc from 'fast-check';
import { expect, test } from 'vitest';
import { programSchema } from '../contract/program.ts';
import { memberRowSchema, postingRowSchema, voucherRowSchema } from '../contract/sync.ts';
import { practiceItemSchema, practiceKindSchema } from '../contract/training.ts';
import { classifyCode } from '../domain/classify-code.ts';
import { makeTrainingShop } from './make-training-shop.ts';

const nowMs = Date.parse('2026-11-22T09:00:00+08:00');

test('every part is of its schema on any day, and every kind of practice is there once', () => {
  fc.assert(
    fc.property(fc.nat(0xff_ffff), fc.integer({ min: -400, max: 4_000 }), (seed, days) => {
      const shop = makeTrainingShop({ seed, nowMs: nowMs + days * 86_400_000 });
      programSchema.parse(shop.program);
      for (const row of shop.members) memberRowSchema.parse(row);
      for (const row of shop.vouchers) voucherRowSchema.parse(row);
      for (const row of shop.postings) postingRowSchema.parse(row);
      for (const item of shop.practice) practiceItemSchema.parse(item);
      expect(shop.practice.map(({ kind }) => kind)).toEqual(practiceKindSchema.options);
    }),
    { numRuns: 50 },
  );
});

test('the codes of the practice card are what a scanner reads them as', () => {
  const shop = makeTrainingShop({ seed: 7, nowMs });
  const read = shop.practice.map(({ kind, code }) => [
    kind,
    classifyCode(new TextEncoder().encode(code)).kind,
  ]);
  expect(Object.fromEntries(read)).toEqual({
    'gold-member': 'member-code',
    'plain-member': 'member-code',
    'birthday-member': 'member-code',
    voucher: 'voucher-code',
    'expired-voucher': 'voucher-code',
    'others-voucher': 'voucher-code',
    'e-invoice': 'einvoice-left',
    'unknown-card': 'member-code',
    'misread-card': 'member-code-bad-check',
    product: 'product',
  });
});

test('nobody can be taken for a real person: marked names, a number of no customer, all told apart', () => {
  const { members, practice } = makeTrainingShop({ seed: 7, nowMs });
  const tails = members.map(({ mobile }) => mobile?.slice(-3));
  expect({
    names: members.filter(({ name }) => !/^練習.$/u.test(name)),

    numbers: members.filter(({ mobile }) => !mobile?.startsWith('+886900000')),
    twice: tails.length - new Set(tails).size,
    cards: members.length - new Set(members.flatMap(({ cardCodes }) => cardCodes)).size,
    shown: practice[0],
  }).toMatchObject({
    names: [],

    numbers: [],
    twice: 0,
    cards: 0,
    shown: { nameMasked: '練○甲', phoneTail: '101' },
  });
});

test('each making has codes of its own: a picture of an old practice card is not the new one', () => {
  const [one, other] = [1, 2].map((seed) => makeTrainingShop({ seed, nowMs }));
  const codes = (shop: typeof one) => new Set(shop?.vouchers.map(({ code }) => code));
  expect([...codes(one)].filter((code) => codes(other).has(code))).toEqual([]);
});

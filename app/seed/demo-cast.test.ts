import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyCode } from '../domain/classify-code.ts';
import { evaluateSale } from '../domain/evaluate-sale.ts';
import { demoCastOf } from './demo-cast.ts';
import { makeDemoShop } from './make-demo-shop.ts';

const nowMs = Date.UTC(2026, 10, 22, 4);
const kindOf = (code: string) => classifyCode(new TextEncoder().encode(code)).kind;

test('every shop from four members up has a cast that can play the demo', () => {
  const anyShop = fc
    .record({
      seed: fc.maxSafeNat(),
      memberCount: fc.integer({ min: 4, max: 30 }),
      salesPerMember: fc.constantFrom(0, 5),
      historyMonths: fc.integer({ min: 1, max: 24 }),
      atMs: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 11, 31) }),
    })
    .map(({ atMs, ...options }) => makeDemoShop({ ...options, nowMs: atMs }));
  fc.assert(
    fc.property(anyShop, (shop) => {
      const cast = demoCastOf(shop);
      const { goldMember, goldVoucher, goldPercentVoucher, amountVoucher, expiredVoucher } = cast;
      expect(goldMember).toMatchObject({
        tierId: 'gold',
        lineState: 'bound',
        cardCodes: { length: 2 },
      });
      expect(cast.homeStore.storeId).not.toBe(cast.otherStore.storeId);
      expect([cast.unboundMember.lineState, cast.blockedMember.lineState]).toEqual([
        'none',
        'blocked',
      ]);
      const tryOn = (vouchers: (typeof goldVoucher)['voucher'][]) =>
        evaluateSale(shop.program, goldMember, { amountMinor: 2000, vouchers }, shop.today);
      expect(tryOn([goldVoucher.voucher, goldPercentVoucher.voucher])).toMatchObject({
        kind: 'evaluated',
        discounts: { length: 2 },
      });
      expect(tryOn([amountVoucher.voucher])).toMatchObject({ code: 'voucher-of-other-member' });
      const { voucher, member } = expiredVoucher;
      const asked = { amountMinor: 2000, vouchers: [voucher] };
      expect(evaluateSale(shop.program, member, asked, shop.today)).toMatchObject({
        code: 'voucher-expired',
      });
      expect([kindOf(cast.unknownCardCode), kindOf(cast.misreadCardCode)]).toEqual([
        'member-code',
        'member-code-bad-check',
      ]);
      const codes = shop.members.flatMap((one) => one.cardCodes);
      expect(codes).not.toContain(cast.unknownCardCode);
    }),
    { numRuns: 60 },
  );
});

test('a shop too small says so', () => {
  expect(() => demoCastOf(makeDemoShop({ seed: 1, memberCount: 0, nowMs }))).toThrow(
    'no gold member',
  );
});

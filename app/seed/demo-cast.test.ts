import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyCode } from '../domain/classify-code.ts';
import { evaluateSale } from '../domain/evaluate-sale.ts';
import type { VoucherRow } from '../contract/sync.ts';
import type { LotId } from '../domain/ids.ts';
import { lineOfAmount } from '../domain/sale.ts';
import type { MemberState, SaleInput } from '../domain/sale.ts';
import type { DemoMember } from './demo-shop.ts';
import { demoCastOf } from './demo-cast.ts';
import { makeDemoShop } from './make-demo-shop.ts';

/** NT$2,000 of goods with these vouchers. */
function askFor(date: string, vouchers: readonly VoucherRow[]): SaleInput {
  return {
    date,
    time: '12:00',
    atMs: nowMs,
    storeId: null,
    channel: 'counter',
    identifiedBy: 'scan',
    lines: [lineOfAmount(2_000)],
    vouchers: vouchers.map((voucher) => ({ ...voucher, uses: 1 })),
    codes: [],
    rewards: [],
    spendPoints: 0,
    storedValueMinor: 0,
    giftCards: [],
    lotIds: Array.from({ length: 4 }, () => '01970000-0000-7000-8000-0000000000aa' as LotId),
  };
}

function factsOf({ memberId, tierId, joinedOn }: DemoMember): MemberState {
  return {
    memberId,
    tierId,
    tierUntil: null,
    joinedOn,
    birthday: 'no',
    spentMinor: 0,
    spentSinceTierMinor: 0,
    saleCount: 1,
    inviterId: null,
    lots: [],
    storedValue: [],
    stamps: [],
    useCounts: [],
  };
}

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
      const tryOn = (vouchers: VoucherRow[], buyer = goldMember) =>
        evaluateSale(shop.program, factsOf(buyer), askFor(shop.today, vouchers));
      expect(tryOn([goldVoucher.voucher, goldPercentVoucher.voucher])).toMatchObject({
        kind: 'evaluated',
        discounts: { length: 2 },
      });
      expect(tryOn([amountVoucher.voucher])).toMatchObject({
        refused: [{ why: { code: 'voucher-of-other-member' } }],
      });
      const { voucher, member } = expiredVoucher;
      expect(tryOn([voucher], member)).toMatchObject({
        refused: [{ why: { code: 'voucher-expired' } }],
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

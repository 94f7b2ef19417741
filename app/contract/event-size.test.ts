import { expect, test } from 'vitest';
import { evaluateSale } from '../domain/evaluate-sale.ts';
import { discountsMax } from '../domain/choose-coupons.ts';
import type {
  CouponId,
  EventId,
  LotId,
  MemberId,
  ProgramId,
  SaleId,
  VoucherId,
} from '../domain/ids.ts';
import { lotsOfSaleMax } from '../domain/lots-of-sale.ts';
import type { Coupon, Gift, Program } from '../domain/program.ts';
import { always, everyLine } from '../domain/program-conditions.ts';
import {
  limitsOf,
  scopeOf,
  testCoupon,
  testMember,
  testProgram,
  testReward,
  testSale,
  testVoucher,
} from '../domain/sale-context.fixture.ts';
import type { MemberState, SaleInput } from '../domain/sale.ts';
import { awardEventSchema } from './events.ts';
import type { AwardEvent, IssuedVoucherRef } from './events.ts';
import { pushBytesMax } from './sync.ts';

/** As long as a real id, and readable as one. */
function idOf<Id extends string>(group: number, n: number): Id {
  const [hex, last] = [group.toString(16).padStart(4, '0'), n.toString(16).padStart(12, '0')];
  return `0198b3a0-${hex}-7000-8000-${last}` as Id;
}
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

const buyer = idOf<MemberId>(1, 1);
const limits = limitsOf({ perMember: 999_999, perStorePerDay: 999_999 });
const automatic = (n: number): Coupon =>
  testCoupon(
    idOf(2, n),
    { kind: 'percent', offBps: 200, maxMinor: null },
    {
      trigger: 'auto',
      scope: scopeOf({ delivery: false, exceptSkus: ['none'], categories: ['all'] }),
      priority: n,
      limits,
    },
  );
const onVoucher = (n: number): Coupon =>
  testCoupon(idOf(3, n), { kind: 'amount', amountMinor: 10 }, { limits });
const gift = (n: number): Gift => ({
  giftId: `gift-with-a-longer-name-${n}`,
  name: { 'zh-TW': '禮', en: 'Gift' },
  on: 'sale',
  tierId: null,
  scope: everyLine,
  when: always,
  give: { kind: 'voucher', couponId: idOf<CouponId>(3, 0), uses: 10, usesPerUnit: 1 },
  limits: limitsOf({}),
});

/** As much as one sale can be at once: lines, automatic coupons, vouchers, rewards, gifts, lots, counts. */
function largestSale(): { program: Program; state: MemberState; sale: SaleInput } {
  const vouchers = times(20, (n) => onVoucher(n));
  const program = testProgram({
    programId: idOf<ProgramId>(4, 1),
    expiry: { kind: 'sliding', months: 24 },
    coupons: [...times(480, automatic), ...vouchers],
    vouchersPerSaleMax: 10,
    gifts: times(100, gift),
    rewards: times(20, (n) =>
      testReward(`reward-${n}`, { kind: 'amount', amountMinor: 10 }, { limits }),
    ),
    redemption: {
      pointsPerStep: 1,
      minorPerStep: 1,
      pointsMin: 0,
      cartMinMinor: 0,
      shareMaxBps: 1e4,
      block: null,
    },
  });
  const lots = times(lotsOfSaleMax, (n) => ({
    lotId: idOf<LotId>(5, n),
    points: 12_345,
    expiresOn: '2027-12-31',
  }));
  const counted = program.coupons.map((one) => one.couponId as string);
  const useCounts = times(500, (n) => ({
    id: counted[n] ?? `reward-${n}`,
    program: 0,
    day: 0,
    storeDay: 12345,
    member: 12345,
    memberDay: 0,
  }));
  const lines = times(200, (n) => ({
    sku: `471234567${String(n).padStart(4, '0')}`,
    name: '特級冷壓初榨橄欖油禮盒組',
    qty: 1,
    unitMinor: 49999,
    category: 'all',
    labels: ['organic', 'gift'],
    kind: 'goods' as const,
  }));
  const state = testMember({ memberId: buyer, lots, useCounts });
  const sale = testSale(lines, {
    storeId: idOf(6, 1),
    vouchers: vouchers.map(({ couponId }, n) =>
      testVoucher(couponId, { voucherId: idOf<VoucherId>(7, n), memberId: buyer }),
    ),
    codes: times(20, (n) => `SOME-LONGER-CODE-${n}`),
    rewards: times(20, (n) => ({ rewardId: `reward-${n}`, units: 1 })),
    spendPoints: 12_345 * lotsOfSaleMax - 500,
    lotIds: times(16, (n) => idOf<LotId>(8, n)),
  });
  return { program, state, sale };
}

function awardOf({ program, state, sale }: ReturnType<typeof largestSale>): AwardEvent {
  const result = evaluateSale(program, state, sale);
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.refusal));
  const { kind: _k, refused: _r, goods: _g, reasons: _s, notices: _n, ...outcome } = result;
  const issued: IssuedVoucherRef[] = result.issued.map((one, n) => ({
    ...one,
    voucherId: idOf<VoucherId>(9, n),
    code: `CF1-${String(n).padStart(26, '0')}`,
  }));
  return {
    eid: idOf<EventId>(10, 1),
    v: 2,
    type: 'award',
    store: sale.storeId,
    bizDate: sale.date,
    t: {
      wallMs: sale.atMs,
      monoMs: 1e9,
      hqOffsetMs: 1e3,
      hqAgeS: 100,
      boot: idOf(11, 1),
    },
    member: buyer,
    body: {
      ...outcome,
      lines: [...outcome.lines],
      discounts: outcome.discounts.map((one) => ({ ...one, byLine: [...one.byLine] })),
      giftIds: [...outcome.giftIds],
      stamps: [...outcome.stamps],
      entries: [...outcome.entries],
      values: [...outcome.values],
      saleId: idOf<SaleId>(12, 1),
      saleNo: '1122-0042',
      amountSource: 'typed',
      invoice: null,
      program: { id: program.programId, version: 1 },
      tierId: state.tierId,
      asked: structuredClone(sale) as AwardEvent['body']['asked'],
      facts: structuredClone(state) as AwardEvent['body']['facts'],
      vouchers: result.discounts.flatMap(({ source, discountMinor, uses }) =>
        source.kind !== 'voucher'
          ? []
          : [
              {
                voucherId: source.voucherId,
                couponId: source.couponId,
                discountMinor,
                uses,
                code: `CF1-${source.voucherId}`,
                validFrom: sale.date,
                validUntil: sale.date,
              },
            ],
      ),
      issued,
    },
  };
}

test('the largest sale there is fits into one push, and its event is one', () => {
  const event = awardOf(largestSale());
  const { body } = event;
  expect([body.discounts.length, body.issued.length, body.facts.lots.length]).toEqual([
    discountsMax,
    100,
    lotsOfSaleMax,
  ]);
  expect(body.entries.length).toBeGreaterThan(lotsOfSaleMax);
  expect(awardEventSchema.parse(event)).toEqual(event);
  const bytes = (part: unknown) => new TextEncoder().encode(JSON.stringify(part)).length;
  expect(bytes(event)).toBeLessThan(pushBytesMax);
});

import type {
  CouponId,
  LotId,
  MemberId,
  ProgramId,
  StoreId,
  VoucherId,
} from '../../app/domain/ids.ts';
import { always, everyLine } from '../../app/domain/program-conditions.ts';
import { couponDefaults, programDefaults } from '../../app/domain/program-defaults.ts';
import type {
  Coupon,
  CouponEffect,
  EarnRule,
  Multiplier,
  Program,
} from '../../app/domain/program.ts';
import type { MemberState, SaleInput, SaleLine } from '../../app/domain/sale.ts';

/** How big the measured case is: what the bar of 20,000 evaluations a second is about. */
export const sampleSize = { lines: 10, rules: 30, vouchers: 10 };

const idOf = <T extends string>(kind: number, n: number): T =>
  `0197000${kind}-0000-7000-8000-${String(n).padStart(12, '0')}` as T;
const textOf = (name: string) => ({ 'zh-TW': name, en: name });
const categories = ['bread', 'cake', 'drink', 'gift', 'tool'];

/** 22 earn rules of every kind, limited to goods, amounts and hours, so that most lines meet several. */
function makeEarnRules(): EarnRule[] {
  const gives: readonly EarnRule['give'][] = [
    { kind: 'per-amount', perMinor: 100, points: 1, rounding: 'floor' },
    { kind: 'per-amount', perMinor: 30, points: 2, rounding: 'half-up' },
    { kind: 'percent', bps: 150, per: 'line', rounding: 'floor' },
    { kind: 'percent', bps: 80, per: 'sale', rounding: 'half-up' },
    { kind: 'per-unit', points: 1 },
    { kind: 'per-line', points: 3 },
    { kind: 'per-order', points: 5 },
  ];
  return Array.from({ length: 22 }, (_, i): EarnRule => {
    const give = gives[i % gives.length] as EarnRule['give'];
    const category = categories[i % categories.length] as string;
    const scope = i % 3 === 0 ? everyLine : { ...everyLine, categories: [category] };
    const when = {
      ...always,
      minSpendMinor: (i % 5) * 100,
      weekdays: i % 4 === 0 ? [1, 2, 3, 4, 5, 6, 7] : [],
      hours: i % 6 === 0 ? [{ from: '08:00', until: '22:00' }] : [],
    };
    const multiplied = give.kind === 'per-amount' || give.kind === 'percent';
    return {
      ruleId: `rule-${i}`,
      name: textOf(`規則 ${i}`),
      scope,
      when,
      give,
      base: null,
      multiplied,
      pointsMax: null,
    };
  });
}

function makeMultipliers(): Multiplier[] {
  return Array.from({ length: 8 }, (_, i): Multiplier => ({
    multiplierId: `times-${i}`,
    name: textOf(`加倍 ${i}`),
    target: i % 2 === 0 ? 'lines' : 'sale',
    factorBps: 10_000 + (i + 1) * 1_000,
    scope: i % 2 === 0 ? { ...everyLine, labels: [`label-${i % 3}`] } : everyLine,
    when: i % 3 === 0 ? { ...always, birthday: 'month' } : always,
  }));
}

/** Ten vouchers' coupons, every effect that takes something off at least once, all of which go together. */
function makeCoupons(): Coupon[] {
  const effects: readonly CouponEffect[] = [
    { kind: 'percent', offBps: 500, maxMinor: 200 },
    { kind: 'amount', amountMinor: 50 },
    { kind: 'unit-price', unitMinor: 70, unitsMax: 2 },
    { kind: 'cheapest', offBps: 5_000, units: 1 },
    { kind: 'free-units', units: 1 },
    { kind: 'buy-get', buyUnits: 2, getUnits: 1, offBps: 5_000, timesMax: 2 },
    { kind: 'bundle-price', units: 3, priceMinor: 150, timesMax: 1 },
    { kind: 'percent', offBps: 1_000, maxMinor: null },
    { kind: 'amount', amountMinor: 30 },
    { kind: 'goods', sku: 'BAG', name: textOf('紙袋'), units: 1, everyUnits: null, unitWeight: 1 },
  ];
  return effects.map((effect, i) => ({
    ...couponDefaults,
    couponId: idOf<CouponId>(1, i),
    name: textOf(`券 ${i}`),
    effect,
    scope: i === 0 ? everyLine : { ...everyLine, categories: [categories[i % 5] as string] },
    when: { ...always, minSpendMinor: 100, measureOn: 'sale' },
    priority: i * 10,
  }));
}

/** A program of 30 rules (22 earn rules, 8 multipliers) with 10 coupons. */
export const sampleProgram: Program = {
  ...programDefaults,
  programId: idOf<ProgramId>(2, 1),
  version: 1,
  name: textOf('量測用'),
  effectiveFrom: '2026-01-01',
  earn: makeEarnRules(),
  multipliers: makeMultipliers(),
  combine: 'add',
  tiers: [
    { tierId: 'general', name: textOf('一般'), thresholdMinor: 0, multiplierBps: 10_000 },
    { tierId: 'gold', name: textOf('金卡'), thresholdMinor: 20_000, multiplierBps: 15_000 },
  ],
  redemption: {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 0,
    cartMinMinor: 0,
    shareMaxBps: 5_000,
    block: null,
  },
  coupons: makeCoupons(),
  vouchersPerSaleMax: 10,
};

const memberId = idOf<MemberId>(3, 1);

/** A gold member with eight lots, in the birthday month. */
export const sampleMember: MemberState = {
  memberId,
  tierId: 'gold',
  tierUntil: '2027-06-30',
  joinedOn: '2024-03-01',
  birthday: 'month',
  spentMinor: 26_500,
  spentSinceTierMinor: 9_000,
  saleCount: 31,
  inviterId: null,
  lots: Array.from({ length: 8 }, (_, i) => ({
    lotId: idOf<LotId>(4, i),
    points: 40 + i,
    expiresOn: `2027-${String(i + 1).padStart(2, '0')}-28`,
  })),
  storedValue: [],
  stamps: [],
  useCounts: [],
};

/** Ten lines, ten vouchers and 60 points to pay with. `nth` varies prices, so that no run repeats. */
export function sampleSale(nth: number): SaleInput {
  const lines = Array.from({ length: sampleSize.lines }, (_, i): SaleLine => ({
    sku: `SKU-${i}`,
    name: `商品 ${i}`,
    qty: 1 + (i % 3),
    unitMinor: 45 + ((nth * 7 + i * 31) % 400),
    category: categories[i % categories.length] as string,
    labels: [`label-${i % 3}`],
    kind: 'goods',
  }));
  return {
    date: '2026-11-22',
    time: '15:30',
    atMs: Date.UTC(2026, 10, 22, 7, 30),
    storeId: idOf<StoreId>(5, 1),
    channel: 'counter',
    identifiedBy: 'scan',
    lines,
    vouchers: sampleProgram.coupons.map((coupon, i) => ({
      voucherId: idOf<VoucherId>(6, i),
      couponId: coupon.couponId,
      memberId,
      validFrom: '2026-11-01',
      validUntil: '2026-12-31',
      usesLeft: 1,
      uses: 1,
    })),
    codes: [],
    rewards: [],
    spendPoints: 60,
    storedValueMinor: 0,
    giftCards: [],
    lotIds: Array.from({ length: 4 }, (_, i) => idOf<LotId>(7, i)),
  };
}

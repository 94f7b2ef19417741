import { always, everyLine } from './program-conditions.ts';
import type { Conditions, LineScope } from './program-conditions.ts';
import { couponDefaults, programDefaults } from './program-defaults.ts';
import { unlimited } from './program-coupon.ts';
import type { Coupon, CouponEffect, PointReward, UseLimits } from './program-coupon.ts';
import type { Program } from './program.ts';
import type { CouponId, LotId, MemberId, ProgramId, VoucherId } from './ids.ts';
import type { Lot } from './lots.ts';
import { saleContext } from './sale-conditions.ts';
import type { SaleContext } from './sale-conditions.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState, OfferedVoucher, SaleInput, SaleLine, UseCount } from './sale.ts';

/** Small makers for tests of pricing and paying: a program without rules, a member, a sale. */

export const memberId = 'm' as MemberId;

export function testProgram(parts: Partial<Program> = {}): Program {
  return {
    ...programDefaults,
    programId: 'p' as ProgramId,
    version: 1,
    name: { 'zh-TW': '方案', en: 'Program' },
    effectiveFrom: '2025-01-01',
    tiers: [
      {
        tierId: 'general',
        name: { 'zh-TW': '一般', en: 'General' },
        thresholdMinor: 0,
        multiplierBps: 10_000,
      },
    ],
    vouchersPerSaleMax: 5,
    ...parts,
  };
}

export function testCoupon(
  id: string,
  effect: CouponEffect,
  parts: Partial<Omit<Coupon, 'couponId' | 'effect'>> = {},
): Coupon {
  return {
    ...couponDefaults,
    couponId: id as CouponId,
    name: { 'zh-TW': `券${id}`, en: `Coupon ${id}` },
    effect,
    ...parts,
  };
}

export function testReward(
  id: string,
  effect: CouponEffect,
  parts: Partial<Omit<PointReward, 'rewardId' | 'effect'>> = {},
): PointReward {
  return {
    rewardId: id,
    name: { 'zh-TW': `贈${id}`, en: `Reward ${id}` },
    costPoints: 10,
    unitsPerClaim: 1,
    effect,
    scope: everyLine,
    when: always,
    rounding: 'floor',
    priority: 100,
    limits: unlimited,
    ...parts,
  };
}

export function testMember(parts: Partial<MemberState> = {}): MemberState {
  return {
    memberId,
    tierId: 'general',
    tierUntil: null,
    joinedOn: '2026-01-01',
    birthday: 'no',
    spentMinor: 0,
    spentSinceTierMinor: 0,
    saleCount: 0,
    inviterId: null,
    lots: [],
    storedValue: [],
    stamps: [],
    useCounts: [],
    ...parts,
  };
}

export function testSale(lines: readonly SaleLine[], parts: Partial<SaleInput> = {}): SaleInput {
  return {
    date: '2026-11-22',
    time: '12:00',
    atMs: 1_795_320_000_000,
    storeId: null,
    channel: 'counter',
    identifiedBy: 'scan',
    lines,
    vouchers: [],
    codes: [],
    rewards: [],
    spendPoints: 0,
    storedValueMinor: 0,
    giftCards: [],
    lotIds: ['l1', 'l2', 'l3', 'l4'] as LotId[],
    ...parts,
  };
}

export function testLine(sku: string, qty: number, unitMinor: number): SaleLine {
  return { ...lineOfAmount(unitMinor), sku, qty };
}

export function testVoucher(
  couponId: string,
  parts: Partial<Omit<OfferedVoucher, 'couponId'>> = {},
): OfferedVoucher {
  return {
    voucherId: `v-${couponId}` as VoucherId,
    couponId: couponId as CouponId,
    memberId,
    validFrom: '2026-11-01',
    validUntil: '2026-11-30',
    usesLeft: 1,
    uses: 1,
    ...parts,
  };
}

export function testLot(id: string, points: number, expiresOn: string | null = null): Lot {
  return { lotId: id as LotId, points, expiresOn };
}

export function scopeOf(parts: Partial<LineScope>): LineScope {
  return { ...everyLine, ...parts };
}

export function whenOf(parts: Partial<Conditions>): Conditions {
  return { ...always, ...parts };
}

export function limitsOf(parts: Partial<UseLimits>): UseLimits {
  return { ...unlimited, ...parts };
}

export function testCount(id: string, used: number): UseCount {
  return { id, program: used, day: used, storeDay: used, member: used, memberDay: used };
}

export function testContext(
  program: Program,
  sale: SaleInput,
  state: MemberState = testMember(),
): SaleContext {
  return saleContext({
    program,
    state,
    sale,
    grossByLine: sale.lines.map((line) => line.qty * line.unitMinor),
    tierId: state.tierId,
  });
}

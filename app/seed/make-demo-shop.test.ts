import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { awardEventSchema } from '../contract/events.ts';
import { programSchema } from '../contract/program.ts';
import { memberRowSchema, storeSchema, voucherRowSchema } from '../contract/sync.ts';
import { classifyCode } from '../domain/classify-code.ts';
import { evaluateSale } from '../domain/evaluate-sale.ts';
import type { MemberId } from '../domain/ids.ts';
import { balanceOf, lotsFromEntries } from '../domain/lots.ts';
import { starterProgram } from '../domain/starter-program.ts';
import { isTaxId } from '../domain/tax-id.ts';
import { addMonths, businessDate, minuteOfDay } from '../domain/time.ts';
import { tierForSpend } from './demo-program.ts';
import type { DemoSale } from './demo-shop.ts';
import { makeDemoShop } from './make-demo-shop.ts';

/** 22 November 2026, noon in Taipei. */
const nowMs = Date.UTC(2026, 10, 22, 4);
const shop = makeDemoShop({ seed: 1, memberCount: 5000, nowMs });

const kindOf = (code: string) => classifyCode(new TextEncoder().encode(code)).kind;

function shareOf<T>(list: readonly T[], fits: (one: T) => boolean): number {
  return list.filter(fits).length / list.length;
}

describe('the demo shop', () => {
  test('is of the shapes HQ stores and sends', () => {
    expect(programSchema.parse(shop.program)).toEqual(shop.program);
    expect(z.array(storeSchema).length(3).parse(shop.stores)).toEqual(shop.stores);
    expect(z.array(voucherRowSchema).parse(shop.vouchers)).toEqual(shop.vouchers);
    expect(
      shop.members.map(({ lineUserId, ...row }) => ({
        ...memberRowSchema.strict().parse(row),
        lineUserId,
      })),
    ).toEqual(shop.members);
    const body = awardEventSchema.shape.body.strict();
    const storeIds = new Set(shop.stores.map((store) => store.storeId));
    const misshapen = shop.sales.filter(({ storeId, memberId, atMs, bizDate, ...sale }) => {
      const isPlaced = storeIds.has(storeId) && businessDate(atMs) === bizDate;
      const isOwn = sale.entries.every((entry) => entry.memberId === memberId);
      return !isPlaced || !isOwn || !body.safeParse(sale).success;
    });
    expect(misshapen).toEqual([]);
    expect(shop.stores.every((store) => isTaxId(store.taxId))).toBe(true);
  });

  test('has the size and the mix a chain has', () => {
    const { members, vouchers, sales } = shop;
    expect(members).toHaveLength(5000);
    expect(shop.program.coupons.map((coupon) => coupon.effect.kind)).toEqual([
      'amount',
      'amount',
      'amount',
      'percent',
      'percent',
      'percent',
      'amount',
      'amount',
    ]);
    const tierShares = shop.program.tiers.map((tier) =>
      shareOf(members, (one) => one.tierId === tier.tierId),
    );
    const shares = {
      salesPerMember: sales.length / members.length,
      withoutSale: 1 - new Set(sales.map((sale) => sale.memberId)).size / members.length,
      inLine: shareOf(members, (one) => one.lineUserId !== null),
      expiredVouchers: shareOf(
        vouchers,
        (one) => one.state === 'issued' && one.validUntil < shop.today,
      ),
      usedVouchers: shareOf(vouchers, (one) => one.state === 'used'),
      homeStore: shareOf(sales, (one) => one.storeId === shop.stores[0]?.storeId),
    };
    expect(tierShares.every((share, index) => share > (tierShares[index + 1] ?? 0.01))).toBe(true);
    expect(shares.salesPerMember).toBeCloseTo(5, 0);
    expect(shares.inLine).toBeCloseTo(0.6, 1);
    for (const share of [
      shares.withoutSale,
      shares.expiredVouchers,
      shares.usedVouchers,
      shares.homeStore,
    ]) {
      expect(share).toBeGreaterThan(0.05);
      expect(share).toBeLessThan(0.5);
    }
  });

  test('names everyone and everything once', () => {
    const lists = {
      memberIds: shop.members.map((one) => one.memberId),
      mobiles: shop.members.map((one) => one.mobile),
      cardCodes: shop.members.flatMap((one) => one.cardCodes),
      lineUserIds: shop.members.flatMap((one) => one.lineUserId ?? []),
      voucherIds: shop.vouchers.map((one) => one.voucherId),
      voucherCodes: shop.vouchers.map((one) => one.code),
      saleIds: shop.sales.map((one) => one.saleId),
      lotIds: shop.sales.flatMap((one) => one.entries.map((entry) => entry.lotId)),
      saleNumbers: shop.sales.map((one) => `${one.storeId} ${one.bizDate} ${one.saleNo}`),
    };
    for (const [name, list] of Object.entries(lists))
      expect([name, new Set(list).size]).toEqual([name, list.length]);
    expect(lists.lineUserIds.every((id) => /^U[0-9a-f]{32}$/.test(id))).toBe(true);
  });

  test('has codes the counter takes for what they are', () => {
    expect(new Set(shop.members.flatMap((one) => one.cardCodes).map(kindOf))).toEqual(
      new Set(['member-code']),
    );
    expect(new Set(shop.vouchers.map((one) => kindOf(one.code)))).toEqual(
      new Set(['voucher-code']),
    );
  });

  test('has believable names', () => {
    const names = shop.members.map((one) => one.name);
    expect(shareOf(names, (name) => name.startsWith('陳'))).toBeCloseTo(0.12, 1);
    expect(shareOf(names, (name) => /^\p{Script=Han}{2,4}$/u.test(name))).toBeGreaterThan(0.97);
    expect(new Set(names).size).toBeGreaterThan(3500);
  });
});

describe('the demo history', () => {
  test('is what the product’s own rules give for each sale', () => {
    const wrong = shop.sales.filter((sale) => {
      const result = evaluateSale(shop.program, sale.facts, sale.asked);
      const { memberId, bizDate, tierId } = sale;
      const isItsOwn =
        sale.facts.memberId === memberId &&
        sale.facts.tierId === tierId &&
        sale.asked.date === bizDate &&
        sale.asked.vouchers.length === sale.vouchers.length;
      const { paidMinor, points, entries, lines, stamps, tier } = sale;
      const recorded = { paidMinor, points, entries, lines, stamps, tier, issued: [] };
      if (result.kind === 'refused' || !isItsOwn) return true;
      return !isDeepStrictEqual(recorded, {
        paidMinor: result.paidMinor,
        points: result.points,
        entries: result.entries,
        lines: result.lines,
        stamps: result.stamps,
        tier: result.tier,
        issued: result.issued,
      });
    });
    expect(wrong).toEqual([]);
  });

  test('leads each member to the tier the member has', () => {
    const salesOf = new Map<MemberId, DemoSale[]>();
    for (const sale of shop.sales) {
      salesOf.set(sale.memberId, [...(salesOf.get(sale.memberId) ?? []), sale]);
    }
    const paidAfter = (memberId: MemberId, day: string) =>
      (salesOf.get(memberId) ?? [])
        .filter((sale) => sale.bizDate > addMonths(day, -12))
        .reduce((sum, sale) => sum + sale.paidMinor, 0);
    for (const member of shop.members) {
      expect(member.tierId).toBe(
        tierForSpend(shop.program, paidAfter(member.memberId, shop.today)).tierId,
      );
      const first = salesOf.get(member.memberId)?.[0];
      if (first !== undefined) expect(first.tierId).toBe('general');
    }
  });

  test('lies within shop hours, after joining and before today, oldest first', () => {
    const memberById = new Map(shop.members.map((one) => [one.memberId, one]));
    const misplaced = shop.sales.filter((sale, index) => {
      const minute = minuteOfDay(sale.atMs);
      const joinedOn = memberById.get(sale.memberId)?.joinedOn ?? '9999';
      const isInHours = minute >= 660 && minute < 1290;
      const isInTime = sale.bizDate >= '2025-11-22' && sale.bizDate < shop.today;
      const isInOrder = sale.atMs >= (shop.sales[index - 1]?.atMs ?? 0);
      return !(isInHours && isInTime && isInOrder && sale.bizDate >= joinedOn);
    });
    expect(misplaced).toEqual([]);
  });

  test('used each used voucher in exactly one sale', () => {
    const used = shop.vouchers.filter((one) => one.state === 'used');
    const inSales = shop.sales.flatMap((sale) =>
      sale.vouchers.map((one) => [one.voucherId, one.code, sale.memberId, sale.atMs]),
    );
    const byId = (a: readonly unknown[], b: readonly unknown[]) =>
      String(a[0]) < String(b[0]) ? -1 : 1;
    expect(
      used.map((one) => [one.voucherId, one.code, one.memberId, one.used?.atMs]).sort(byId),
    ).toEqual(inSales.sort(byId));
  });

  test('leaves balances with points that stop being usable next', () => {
    const balance = balanceOf(
      lotsFromEntries(shop.sales.flatMap((sale) => sale.entries)),
      shop.today,
    );
    const points = shop.sales.reduce((sum, sale) => sum + sale.points, 0);
    expect([
      balance.availablePoints,
      balance.lapsedPoints,
      balance.expiringNext?.expiresOn,
    ]).toEqual([points, 0, '2026-12-31']);
  });
});

describe('the options', () => {
  test('the same seed gives the same shop, another seed another', () => {
    const small = { memberCount: 30, nowMs };
    expect(makeDemoShop({ ...small, seed: 7 })).toEqual(makeDemoShop({ ...small, seed: 7 }));
    expect(makeDemoShop({ ...small, seed: 7 })).not.toEqual(makeDemoShop({ ...small, seed: 8 }));
  });

  test('more members leave the first ones as they were', () => {
    const few = makeDemoShop({ seed: 1, memberCount: 40, nowMs });
    expect(few.members).toEqual(shop.members.slice(0, 40));
    expect(few.vouchers).toEqual(shop.vouchers.slice(0, few.vouchers.length));
  });

  test('without sales tiers are drawn and nothing was used', () => {
    const plain = makeDemoShop({ seed: 1, memberCount: 2000, nowMs, salesPerMember: 0 });
    expect([
      plain.sales.length,
      plain.vouchers.filter((one) => one.state === 'used').length,
    ]).toEqual([0, 0]);
    expect(new Set(plain.members.map((one) => one.tierId))).toEqual(
      new Set(['general', 'silver', 'gold', 'black']),
    );
    expect(makeDemoShop({ seed: 1, memberCount: 20, nowMs, historyMonths: 0 }).sales).toEqual([]);
  });

  test('a longer history keeps twelve months for the tier', () => {
    const long = makeDemoShop({
      seed: 2,
      memberCount: 200,
      nowMs,
      historyMonths: 36,
      salesPerMember: 15,
    });
    const [gold] = long.members;
    expect(gold?.tierId).toBe('gold');
    expect(long.sales.some((sale) => sale.bizDate < '2024-12-31')).toBe(true);
  });
});

test('the starter program passes the program schema', () => {
  expect(programSchema.parse(starterProgram)).toEqual(starterProgram);
});

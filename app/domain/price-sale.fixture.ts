import { priceSale } from './price-sale.ts';
import type { PricedSale } from './price-sale.ts';
import type { CouponEffect, Program } from './program.ts';
import { scopeOf, testContext, testMember, testProgram, testSale } from './sale-context.fixture.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState, SaleInput, SaleLine, SaleRefusal, VoucherRefusal } from './sale.ts';

/** Short words for tests of pricing: effects, scopes, and what came of a sale. */

export const percent = (offBps: number, maxMinor: number | null = null): CouponEffect => {
  return { kind: 'percent', offBps, maxMinor };
};
export const amount = (amountMinor: number): CouponEffect => ({ kind: 'amount', amountMinor });
export const free = (units: number): CouponEffect => ({ kind: 'free-units', units });
export const goods = (units: number, everyUnits: number | null = null): CouponEffect => {
  const name = { 'zh-TW': '贈品', en: 'Gift' };
  return { kind: 'goods', sku: 'G', name, units, everyUnits, unitWeight: 1 };
};
export const skuA = scopeOf({ skus: ['A'] });
export const skuB = scopeOf({ skus: ['B'] });
export const auto = { trigger: 'auto' } as const;
export const code = (name: string) => ({ trigger: 'code', code: name }) as const;

export type Asked = Partial<SaleInput> & { readonly lines?: readonly SaleLine[] };

export function price(
  program: Partial<Program>,
  asked: Asked = {},
  member: Partial<MemberState> = {},
): PricedSale | SaleRefusal {
  const { lines = [lineOfAmount(1000)], ...parts } = asked;
  return priceSale(testContext(testProgram(program), testSale(lines, parts), testMember(member)));
}

export function priced(
  program: Partial<Program>,
  asked: Asked = {},
  member: Partial<MemberState> = {},
): PricedSale {
  const result = price(program, asked, member);
  if (result.kind === 'refused') throw new Error(result.refusal.code);
  return result;
}

export function idOf(source: PricedSale['refused'][number]['source']): string {
  if (source.kind === 'code') return source.code;
  if (source.kind === 'reward') return source.rewardId;
  return source.kind === 'voucher' ? source.voucherId : source.couponId;
}

/** `id: NT$` of what was applied, in order; `id: code` of what was refused. */
export function outcome({ discounts, refused }: PricedSale) {
  return {
    applied: discounts.map((one) => [idOf(one.source), one.discountMinor]),
    refused: refused.map((one) => [idOf(one.source), one.why.code]),
  };
}

export const lastWhy = (result: PricedSale): VoucherRefusal | undefined =>
  result.refused.at(-1)?.why;

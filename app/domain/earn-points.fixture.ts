import { earnPoints } from './earn-points.ts';
import type { EarnGive, EarnRule, Multiplier, Program } from './program.ts';
import { always, everyLine } from './program-conditions.ts';
import type { PricedLine, SaleLine } from './sale.ts';
import {
  scopeOf,
  testContext,
  testLine,
  testMember,
  testProgram,
  testSale,
} from './sale-context.fixture.ts';

/** Rules, multipliers and a basket, for tests of earning. */

export function words(text: string) {
  return { 'zh-TW': text, en: text };
}

export function rule(ruleId: string, give: EarnGive, parts: Partial<EarnRule> = {}): EarnRule {
  const multiplied = give.kind === 'per-amount' || give.kind === 'percent';
  const name = words(ruleId);
  return {
    ruleId,
    name,
    scope: everyLine,
    when: always,
    give,
    base: null,
    multiplied,
    pointsMax: null,
    ...parts,
  };
}

export function perAmount(
  perMinor: number,
  points: number,
  rounding: 'floor' | 'half-up' = 'floor',
) {
  return { kind: 'per-amount', perMinor, points, rounding } as const;
}

export function percent(
  bps: number,
  per: 'line' | 'sale',
  rounding: 'floor' | 'half-up' = 'floor',
) {
  return { kind: 'percent', bps, per, rounding } as const;
}

export function multiplier(
  multiplierId: string,
  factorBps: number,
  parts: Partial<Multiplier> = {},
): Multiplier {
  const name = words(multiplierId);
  return {
    multiplierId,
    name,
    target: 'sale',
    factorBps,
    scope: everyLine,
    when: always,
    ...parts,
  };
}

export function labelled(multiplierId: string, factorBps: number, label: string): Multiplier {
  return multiplier(multiplierId, factorBps, {
    target: 'lines',
    scope: scopeOf({ labels: [label] }),
  });
}

const tiers = [
  { tierId: 'general', name: words('general'), thresholdMinor: 0, multiplierBps: 10_000 },
  { tierId: 'gold', name: words('gold'), thresholdMinor: 5000, multiplierBps: 15_000 },
  { tierId: 'paused', name: words('paused'), thresholdMinor: 9000, multiplierBps: 0 },
];

type Asked = {
  readonly priced?: readonly Partial<PricedLine>[];
  readonly qty?: readonly number[];
  readonly tierId?: string;
};

/** What the goods earn; `priced` says what was taken off or paid otherwise, `qty` what is left. */
export function earn(program: Partial<Program>, goods: readonly SaleLine[], asked: Asked = {}) {
  const lines = goods.map((line, i) => ({
    grossMinor: line.qty * line.unitMinor,
    discountMinor: 0,
    tiedDiscountMinor: 0,
    rewardMinor: 0,
    pointsMinor: 0,
    valueMinor: 0,
    ...asked.priced?.[i],
  }));
  const context = testContext(testProgram({ tiers, ...program }), testSale(goods), testMember());
  const qtyByLine = asked.qty ?? goods.map((line) => line.qty);
  return earnPoints(context, { lines, qtyByLine, multiplierTierId: asked.tierId ?? 'general' });
}

export function pointsOf(program: Partial<Program>, goods: readonly SaleLine[], asked: Asked = {}) {
  return earn(program, goods, asked).points;
}

export const red: SaleLine = { ...testLine('123', 1, 12), labels: ['red'] };
export const blue: SaleLine = { ...testLine('000', 1, 100), labels: ['blue'] };
export const fee: SaleLine = { ...testLine('DLV', 1, 40), kind: 'delivery' };
export const basket = [red, blue, fee];
export const one = (unitMinor: number) => [testLine('A', 1, unitMinor)];

import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { LineScope, Program } from '../../app/domain/program.ts';
import type { SaleLine } from '../../app/domain/sale.ts';
import { freeUnitsInside } from '../../app/domain/unit-runs.ts';
import { readClock } from './clock.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { stateOf } from './member-book.ts';
import { saleReason, voucherReason } from './reason-words.ts';
import { saleInput, type AskedSale } from './sale-input.ts';
import { answerStep, type Step } from './step.ts';
import { memberOf, type World } from './world.ts';

/** Whether a code can be used at a moment, on a sale that has all the goods and money it asks for. */
export function checkStep(world: World, op: Fields): Step {
  const code = op.text('code') ?? unsupported(`${op.where} without code`);
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const coupon = world.words.program.coupons.find((one) => isSame(one.code, code));
  const lines = coupon === undefined ? [goods(null, 1, 1000)] : linesFor(coupon);
  const sale = saleInput(world, asking(lines, [code]), []);
  const result = evaluateSale(world.words.program, stateOf(world, book), sale);
  if (result.kind === 'refused') {
    return answerStep('check', { valid: false }, saleReason(result));
  }
  const refused = result.refused[0];
  if (refused === undefined) return answerStep('check', { valid: true });
  const note = world.words.coupons.find((one) => isSame(one.code, code));
  return answerStep('check', { valid: false }, voucherReason(refused.why, note));
}

function isSame(a: string | null, b: string): boolean {
  return a !== null && a.toUpperCase() === b.toUpperCase();
}

function asking(lines: readonly SaleLine[], codes: readonly string[]): AskedSale {
  return {
    lines,
    codes,
    claimUnits: 0,
    redeemPoints: 0,
    storedValue: 0,
    giftCard: undefined,
    giftAmount: null,
  };
}

/** One line that lies in the coupon's scope and meets its minimum of units and spend, and goods it needs. */
function linesFor({ scope, when }: Program['coupons'][number]): SaleLine[] {
  const measured: LineScope = typeof when.measureOn === 'string' ? scope : when.measureOn;
  const units = Math.max(when.minUnits, 1);
  const unitMinor = Math.max(Math.ceil(when.minSpendMinor / units), 1000);
  const inScope = {
    ...goods(scope.skus[0] ?? null, units, unitMinor),
    category: scope.categories[0] ?? null,
    labels: scope.labels,
  };
  const others = [...when.needsSkus, ...measured.skus].filter((sku) => sku !== inScope.sku);
  return [inScope, ...others.map((sku) => goods(sku, units, unitMinor))];
}

function goods(sku: string | null, qty: number, unitMinor: number): SaleLine {
  return { sku, name: null, qty, unitMinor, category: null, labels: [], kind: 'goods' };
}

/** The last day of a code within its campaign. */
export function effectiveValidToStep(world: World, op: Fields): Step {
  const code = op.text('code') ?? unsupported(`${op.where} without code`);
  op.end();
  const note = world.words.coupons.find((one) => isSame(one.code, code));
  if (note === undefined) return unsupported(`${op.where}.code ${code}`);
  const { validUntil } = note;
  return answerStep('effective_valid_to', { valid_until: validUntil }, validUntil ?? 'none');
}

/** How many units come free with so many paid ones. */
export function freeQtyStep(world: World, op: Fields, name: 'free_qty_for' | 'set_free_qty'): Step {
  const paidQty = op.number('paid_qty') ?? unsupported(`${op.where} without paid_qty`);
  const requested = name === 'set_free_qty' ? op.number('requested') : undefined;
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const promo = world.words.promo ?? unsupported(`${op.where} without given.promo`);
  if (promo.freeInside) return unsupported(`${op.where}: the free units of the basket itself`);
  if (paidQty === 0) return answerStep(name, { free: 0 });
  const sale = saleInput(world, asking([goods(promo.sku, paidQty, 1)], []), []);
  const result = evaluateSale(world.words.program, stateOf(world, book), sale);
  if (result.kind === 'refused') return answerStep(name, { free: 0 }, saleReason(result));
  const units = result.goods.reduce((sum, one) => sum + one.units, 0);
  // Fewer than one is entitled to may be taken.
  return answerStep(name, { free: Math.min(units, requested ?? units) });
}

/** How many units of a basket are free under buy X get Y. */
export function freeInsideStep(op: Fields): Step {
  const items = op.number('items') ?? unsupported(`${op.where} without items`);
  const buy = op.number('buy') ?? unsupported(`${op.where} without buy`);
  const free = op.number('free') ?? unsupported(`${op.where} without free`);
  op.end();
  return answerStep('free_inside', { free: freeUnitsInside(items, buy, free) });
}

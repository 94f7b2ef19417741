import { evaluateRefund } from '../../app/domain/evaluate-refund.ts';
import type { SaleId } from '../../app/domain/ids.ts';
import { matchRefundKey } from '../../app/domain/refund-key.ts';
import type { RefundContext, RefundRequest, RefundResult } from '../../app/domain/refund.ts';
import { withRefund } from '../../app/domain/what-if-refund.ts';
import { readClock } from './clock.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { postToGiftCards } from './gift-card-book.ts';
import { lotsOf, pointsOf, stateOf } from './member-book.ts';
import { refundReason } from './reason-words.ts';
import { answerStep, okStep, rejectedStep, type Step } from './step.ts';
import { holdVouchers, newLotIds, post, survivorOf, type PostedSale, type World } from './world.ts';

/** A sale undone, or goods of it taken back, under a key or none. */
export function refundStep(world: World, op: Fields, mode: 'void' | 'refund'): Step {
  const of = op.text('of') ?? unsupported(`${op.where} without of`);
  const key = op.text('key');
  const total = op.number('total');
  const lines = op.list('lines');
  world.clock = readClock(op, world.clock);
  const sale = world.sales.get(of);
  if (sale === undefined) return refusedWithoutSale(op, mode);
  const request = readRequest(sale, total, lines);
  op.end();
  const keyed = { saleId: of as SaleId, mode, request };
  const balance = () => pointsOf(world, survivorOf(world, sale.book));
  const known = key === undefined ? null : (world.refundKeys.get(key) ?? null);
  const match = matchRefundKey(known, keyed);
  if (match !== 'new') return { ...okStep(mode, balance()), result: match };
  const outcome = evaluateRefund(world.words.program, contextOf(world, sale), mode, request);
  if (outcome.kind === 'refused') {
    return rejectedStep(mode, reasonFor(mode, refundReason(outcome)), balance());
  }
  if (key !== undefined) world.refundKeys.set(key, keyed);
  postRefund(world, sale, outcome.result);
  return okStep(mode, balance(), figuresOf(outcome.result));
}

function refusedWithoutSale(op: Fields, mode: string): Step {
  op.end();
  return rejectedStep(mode, 'unknown_sale', null);
}

/** A refund of a sale of which nothing is left asks for more than can be refunded. */
function reasonFor(mode: 'void' | 'refund', reason: string): string {
  return mode === 'refund' && reason === 'nothing_left' ? 'exceeds_refundable' : reason;
}

/** What a refund of so much would take back; nothing is posted. */
export function clawbackForStep(world: World, op: Fields): Step {
  const of = op.text('of') ?? unsupported(`${op.where} without of`);
  const amountMinor = op.number('refund') ?? unsupported(`${op.where} without refund`);
  world.clock = readClock(op, world.clock);
  op.end();
  const sale = world.sales.get(of) ?? unsupported(`${op.where}.of ${of}`);
  const request = { kind: 'amount', amountMinor } as const;
  const outcome = evaluateRefund(world.words.program, contextOf(world, sale), 'refund', request);
  if (outcome.kind === 'refused') {
    return answerStep('clawback_for', {}, `rejected:${refundReason(outcome)}`);
  }
  return answerStep('clawback_for', { clawback: outcome.result.clawedBack });
}

function readRequest(
  sale: PostedSale,
  total: number | undefined,
  lines: readonly Fields[] | undefined,
): RefundRequest {
  if (total !== undefined) {
    if (lines !== undefined) unsupported('a refund with total and lines');
    return { kind: 'amount', amountMinor: total };
  }
  if (lines === undefined) return { kind: 'all' };
  const left = sale.asked.lines.map((line, i) =>
    sale.refunds.reduce((qty, refund) => qty - (refund.qtyByLine[i] ?? 0), line.qty),
  );
  return { kind: 'lines', lines: lines.flatMap((line) => takeUnits(sale, left, line)) };
}

/** Units of a sku from the lines that still have some, the first line first. */
function takeUnits(
  { asked }: PostedSale,
  left: number[],
  from: Fields,
): { readonly line: number; readonly qty: number }[] {
  const sku = from.text('sku') ?? unsupported(`${from.where} without sku`);
  let wanted = from.number('qty') ?? 1;
  from.end();
  const places = asked.lines.flatMap((line, i) => (line.sku === sku ? [i] : []));
  const last = places.at(-1);
  if (last === undefined) return unsupported(`${from.where}.sku ${sku}`);
  const taken: { line: number; qty: number }[] = [];
  for (const line of places) {
    // What no line has left is asked of the last one, for the engine to refuse.
    const qty = line === last ? wanted : Math.min(wanted, left[line] ?? 0);
    if (qty <= 0) continue;
    taken.push({ line, qty });
    left[line] = (left[line] ?? 0) - qty;
    wanted -= qty;
  }
  return taken;
}

function contextOf(world: World, sale: PostedSale): RefundContext {
  const { asked, facts, result, book } = sale;
  const holder = survivorOf(world, book);
  const earned = result.entries.find((entry) => entry.kind === 'earn')?.lotId;
  const lapsed = book.entries.filter((one) => one.kind === 'expire' && one.lotId === earned);
  return {
    sale: {
      ...result,
      asked,
      facts,
      issued: sale.issued.map(({ voucherId, couponId, uses, usesLeft, because }) => ({
        voucherId,
        couponId,
        used: usesLeft < uses,
        because,
      })),
    },
    earlier: sale.refunds,
    lots: lotsOf(world, holder),
    otherLots: [...world.members.values()]
      .filter((one) => one !== book && result.entries.some((e) => e.memberId === one.memberId))
      .map((one) => ({ memberId: one.memberId, lots: lotsOf(world, survivorOf(world, one)) })),
    today: world.clock.date,
    atMs: world.clock.atMs,
    lotIds: newLotIds(world, 4),
    lapsedPoints: lapsed.reduce((sum, entry) => sum - entry.points, 0),
    stampsNow: holder.state.stamps,
  };
}

function postRefund(world: World, sale: PostedSale, result: RefundResult): void {
  const book = survivorOf(world, sale.book);
  post(world, result.entries);
  postToGiftCards(world, result.values);
  book.state = withRefund(stateOf(world, book), result);
  book.spends.push({ date: sale.asked.date, minor: -result.spentMinor });
  sale.refunds.push(result);
  for (const voucher of world.vouchers) {
    if (result.cancelled.includes(voucher.voucherId)) voucher.usesLeft = 0;
  }
  const { memberId } = sale.facts;
  holdVouchers(
    world,
    result.reissued.map((one) => ({ ...one, memberId, because: 'refund' })),
  );
  // A sale that is wholly taken back has used nothing.
  if (result.complete) world.uses = world.uses.filter((use) => use.sale !== sale.asked);
}

function figuresOf(result: RefundResult): Step['figures'] {
  return {
    clawback: result.clawedBack,
    returned: result.returned,
    shortfall: result.shortfall,
    refunded: result.amountMinor,
    refunded_money: result.moneyMinor,
  };
}

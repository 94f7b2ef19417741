import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type {
  DiscountSource,
  EvaluatedSale,
  SaleInput,
  SaleRefusal,
} from '../../app/domain/sale.ts';
import { withSale } from '../../app/domain/state-after-sale.ts';
import { readClock } from './clock.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { cardBalance, cardRefusal, offeredGiftCards, postToGiftCards } from './gift-card-book.ts';
import { pointsOf, stateOf } from './member-book.ts';
import { redeemAll } from './points-steps.ts';
import { saleReason, voucherReason } from './reason-words.ts';
import {
  issuedWord,
  readAskedSale,
  saleInput,
  withoutMember,
  type AskedSale,
} from './sale-input.ts';
import { okStep, rejectedStep, type Step } from './step.ts';
import { holdVouchers, memberOf, post, type MemberBook, type World } from './world.ts';

/** A sale, posted or refused. */
export function saleStep(world: World, op: Fields): Step {
  const id = op.text('id');
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  const asked = readAskedSale(world, op);
  op.end();
  return settle(world, book, asked, id);
}

/** A sale that is put together but not paid: `open_sale`, `park`, `resume`, and `pay` for the end of it. */
export function parkedSaleStep(
  world: World,
  op: Fields,
  name: 'open_sale' | 'park' | 'resume',
): Step {
  const id = op.text('id') ?? unsupported(`${op.where} without id`);
  if (name === 'open_sale') world.parked.set(id, op);
  const opened = world.parked.get(id) ?? unsupported(`${op.where}: sale ${id} was not opened`);
  const book = memberOf(world, opened.text('member'));
  world.clock = readClock(op, world.clock);
  const asked = readAskedSale(world, opened);
  op.end();
  // A parked sale is computed anew each time it is looked at, with the rules and points of then.
  const result = evaluateNow(world, book, asked).result;
  const balance = pointsOf(world, book);
  if (result.kind === 'refused') return rejectedStep(name, saleReason(result), balance);
  const preview_after_payment = balance + result.points - result.pointsSpent;
  return okStep(name, balance, { preview_after_payment });
}

/** Pays a sale that was opened before. */
export function paySaleStep(world: World, op: Fields): Step {
  const id = op.text('id') ?? unsupported(`${op.where} without id`);
  const opened = world.parked.get(id) ?? unsupported(`${op.where}: sale ${id} was not opened`);
  world.clock = readClock(op, world.clock);
  op.end();
  world.parked.delete(id);
  const book = memberOf(world, opened.text('member'));
  return settle(world, book, readAskedSale(world, opened), id);
}

/** A sale paid with as many points as the preview allows. */
export function redeemAllStep(world: World, op: Fields): Step {
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  const asked = redeemAll(world, op, book);
  const id = op.text('id');
  op.end();
  return settle(world, book, asked, id);
}

type Evaluated = { readonly sale: SaleInput; readonly result: EvaluatedSale | SaleRefusal };

/** A sale with a gift card is evaluated without it first: the card pays what is left, up to its value. */
function evaluateNow(world: World, book: MemberBook, asked: AskedSale): Evaluated {
  const { program } = world.words;
  const state = stateOf(world, book);
  const plain = saleInput(world, asked, []);
  const before = evaluateSale(program, state, plain);
  if (before.kind === 'refused' || asked.giftCard === undefined) {
    return { sale: plain, result: before };
  }
  const sale = saleInput(world, asked, offeredGiftCards(world, asked, before.paidMinor));
  return { sale, result: evaluateSale(program, state, sale) };
}

function settle(world: World, book: MemberBook, asked: AskedSale, id: string | undefined): Step {
  const refused = cardRefusal(world, asked.giftCard);
  if (refused !== null) return refusedSale(world, book, asked, refused);
  const facts = stateOf(world, book);
  const { sale, result } = evaluateNow(world, book, asked);
  if (result.kind === 'refused') return refusedSale(world, book, asked, saleReason(result));
  post(world, result.entries);
  postToGiftCards(world, result.values);
  book.state = withSale(facts, result, sale);
  book.spends.push({ date: sale.date, minor: result.spentMinor });
  const issued = holdVouchers(world, result.issued);
  if (id !== undefined) {
    world.sales.set(id, { book, asked: sale, facts, result, issued, refunds: [] });
  }
  const voucherPoints = useVouchers(world, sale, result);
  countUses(world, book, sale, result);
  return okStep('sale', pointsOf(world, book), {
    ...saleFigures(world, asked, result),
    ...voucherPoints,
    stored_value: valueOf(book),
    ...(asked.giftCard === undefined ? {} : { card_balance: cardBalance(world, asked.giftCard) }),
    ...(issued.length === 0
      ? {}
      : { issued_coupon_points: pointsOn(world, issued[0]?.usesLeft ?? 0) }),
    member: book.key,
  });
}

function pointsOn(world: World, uses: number): number {
  return uses * (world.words.issue?.pointsPerUse ?? 1);
}

/** Takes the uses off the vouchers, and says what is left on the one used. */
function useVouchers(world: World, sale: SaleInput, result: EvaluatedSale): Step['figures'] {
  for (const { source, uses } of result.discounts) {
    if (source.kind !== 'voucher') continue;
    const held = world.vouchers.find((one) => one.voucherId === source.voucherId);
    if (held !== undefined) held.usesLeft -= uses;
  }
  const offered = sale.vouchers[0];
  if (offered === undefined) return {};
  const held = world.vouchers.find((one) => one.voucherId === offered.voucherId);
  return { coupon_points_after: pointsOn(world, held?.usesLeft ?? 0) };
}

/** One use for each receipt a coupon, reward or gift stands on. */
function countUses(world: World, book: MemberBook, sale: SaleInput, result: EvaluatedSale): void {
  const ids = result.discounts.map(({ source }) => idOf(source));
  for (const id of [...ids, ...result.giftIds]) {
    world.uses.push({ id, memberId: book.memberId, date: sale.date, sale });
  }
}

function idOf(source: DiscountSource): string {
  return source.kind === 'reward' ? source.rewardId : source.couponId;
}

/** Nothing is posted; what the goods cost without what was refused is still said. */
function refusedSale(world: World, book: MemberBook, asked: AskedSale, reason: string): Step {
  const { result } = evaluateNow(world, book, withoutMember(asked));
  const cost =
    result.kind === 'refused' ? {} : { pay: result.paidMinor, discount: result.discountMinor };
  return rejectedStep('sale', reason, pointsOf(world, book), {
    ...cost,
    points: 0,
    spent: 0,
    gift_used: 0,
    free: 0,
    applied: false,
    applied_codes: [],
    rejected: [],
    replaced: [],
    notices: [],
    tier_after: world.words.tiers.nameOf(book.state.tierId),
    stored_value: valueOf(book),
    member: book.key,
  });
}

/** All stored value of the member, what is past its day included. */
function valueOf({ state }: MemberBook): number {
  return state.storedValue.reduce((sum, lot) => sum + lot.points, 0);
}

function saleFigures(world: World, asked: AskedSale, result: EvaluatedSale): Step['figures'] {
  const codes = result.discounts.map(
    (one) => [codeOf(world, one.source), one.discountMinor] as const,
  );
  const lines = result.lines.map((line) => line.discountMinor);
  return {
    points: result.points,
    spent: result.pointsSpent,
    discount: result.discountMinor + result.pointsValueMinor,
    pay: result.paidMinor,
    base: result.baseMinor,
    discounts: Object.fromEntries(codes),
    discount_lines: result.discounts.length,
    allocation: lines,
    allocation_sum: lines.reduce((sum, minor) => sum + minor, 0),
    gift_used: result.values
      .filter((value) => value.holder === 'gift-card')
      .reduce((sum, value) => sum - value.amountMinor, 0),
    free: result.goods.reduce((sum, goods) => sum + goods.units, 0),
    notices: result.notices.flatMap((one) => (one.code === 'milestone' ? [one.points] : [])),
    tier_after: world.words.tiers.nameOf(result.tier.tierId),
    expires_on: result.expiresOn,
    ...refusedFigures(world, asked, result),
  };
}

/** Coupons by their code, rewards and issued vouchers by what they are. */
function codeOf(world: World, source: DiscountSource): string {
  if (source.kind === 'reward') return source.rewardId;
  if (source.kind === 'voucher') return issuedWord;
  return world.words.coupons.find((one) => one.couponId === source.couponId)?.code ?? 'promo';
}

/** Why each code was not used. */
function reasonsByCode(world: World, { refused }: EvaluatedSale): Record<string, string> {
  const entries = refused.map(({ source, why }) => {
    const code = source.kind === 'code' ? source.code : codeOf(world, source);
    return [code, voucherReason(why, noteOf(world, code))];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function noteOf(world: World, code: string) {
  return world.words.coupons.find((one) => one.code === code);
}

/**
 * A code that lost to one entered before it was rejected; one that was there first and lost to a later
 * one was replaced.
 */
function refusedFigures(world: World, asked: AskedSale, result: EvaluatedSale): Step['figures'] {
  const placeOf = (code: string) =>
    asked.codes.findIndex((one) => one.toUpperCase() === code.toUpperCase());
  const rejected: string[] = [];
  const replaced: string[] = [];
  for (const { source, why } of result.refused) {
    const code = source.kind === 'code' ? source.code : codeOf(world, source);
    const winner = why.code === 'better-one-used' ? placeOf(codeOf(world, why.by)) : -1;
    if (winner > placeOf(code)) replaced.push(code);
    else rejected.push(code);
  }
  const applied =
    asked.codes.length > 0 ? result.refused.length === 0 : result.discounts.length > 0;
  const applied_codes = result.discounts.map(({ source }) => codeOf(world, source));
  return { rejected, replaced, applied, applied_codes, reasons: reasonsByCode(world, result) };
}

import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import { expiryFor } from '../../app/domain/expiry.ts';
import { planExpiry, planSpend } from '../../app/domain/lots.ts';
import { milestoneReached } from '../../app/domain/milestones.ts';
import { pointsRoom } from '../../app/domain/pay-sale.ts';
import type { Program } from '../../app/domain/program.ts';
import { lineOfAmount } from '../../app/domain/sale.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import { programSchema } from '../../app/contract/program.ts';
import { readClock } from './clock.ts';
import { readExpiry } from './expiry-words.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { lotsOf, pointsOf, stateOf } from './member-book.ts';
import { saleReason } from './reason-words.ts';
import { rewardId } from './reward-words.ts';
import { saleInput, type AskedSale } from './sale-input.ts';
import { answerStep, okStep, rejectedStep, type Step } from './step.ts';
import { memberOf, newLotIds, post, type MemberBook, type World } from './world.ts';

/** Points spent by themselves, soonest last day first. */
export function spendPointsStep(world: World, op: Fields): Step {
  const points = op.number('points') ?? unsupported(`${op.where} without points`);
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const plan = planSpend(lotsOf(world, book), points, world.clock.date);
  if (plan.kind === 'short') {
    return rejectedStep('spend_points', 'insufficient_points', pointsOf(world, book));
  }
  post(
    world,
    plan.takes.map((take, leg) => entryOf(book, 'spend', { ...take, points: -take.points }, leg)),
  );
  return okStep('spend_points', pointsOf(world, book), { spent: points });
}

function entryOf(
  { memberId }: MemberBook,
  kind: LedgerEntry['kind'],
  lot: Pick<LedgerEntry, 'lotId' | 'points' | 'expiresOn'>,
  leg: number,
): LedgerEntry {
  const { lotId, points, expiresOn } = lot;
  return { leg, kind, memberId, lotId, points, expiresOn };
}

/** The expiry job of a day. */
export function expireStep(world: World, op: Fields): Step {
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const planned = planExpiry(lotsOf(world, book), world.clock.date);
  post(
    world,
    planned.map((one, leg) => entryOf(book, 'expire', one, leg)),
  );
  const expired = planned.reduce((sum, one) => sum - one.points, 0);
  return okStep('expire', pointsOf(world, book), { expired });
}

/** A look at the balance on a day. */
export function balanceStep(world: World, op: Fields): Step {
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  return okStep('balance', pointsOf(world, book));
}

/** A balance corrected by hand, with the milestone it reaches. */
export function setBalanceStep(world: World, op: Fields): Step {
  const to = op.number('to') ?? unsupported(`${op.where} without to`);
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const before = pointsOf(world, book);
  const [lotId] = newLotIds(world, 1);
  if (lotId !== undefined && to !== before) {
    post(world, [entryOf(book, 'adjust', { lotId, points: to - before, expiresOn: null }, 0)]);
  }
  const after = pointsOf(world, book);
  const reached = milestoneReached(world.words.program.milestones, before, after);
  return okStep('set_balance', after, { notices: reached === null ? [] : [reached] });
}

/** The last day of points earned on a day. */
export function lastValidDayStep(world: World, op: Fields): Step {
  const earned = op.text('earned') ?? unsupported(`${op.where} without earned`);
  const own = op.fields('expiry');
  const rule = own === undefined ? world.words.program.expiry : readRule(world, own);
  op.end();
  return answerStep('last_valid_day', { last_valid_day: expiryFor(rule, earned) });
}

/** A rule of an op passes the same schema as a program's. */
function readRule(world: World, from: Fields): Program['expiry'] {
  const parsed = programSchema.safeParse({ ...world.words.program, expiry: readExpiry(from) });
  if (!parsed.success)
    return unsupported(`${from.where}: ${parsed.error.issues[0]?.message ?? ''}`);
  return parsed.data.expiry;
}

/** The most points a member can pay with, as the preview says. */
export function maxRedeemStep(world: World, op: Fields): Step {
  const total = op.number('total') ?? unsupported(`${op.where} without total`);
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const { maxPoints } = pointsRoom(world.words.program, total, pointsOf(world, book));
  return answerStep('max_redeem', { max_points: maxPoints });
}

/** A sale paid with as many points as the preview allows; returns what that sale asks for. */
export function redeemAll(world: World, op: Fields, book: MemberBook): AskedSale {
  const total = op.number('total') ?? unsupported(`${op.where} without total`);
  const { maxPoints } = pointsRoom(world.words.program, total, pointsOf(world, book));
  return { ...nothingBought(total), redeemPoints: maxPoints };
}

function nothingBought(total: number): AskedSale {
  return {
    lines: [lineOfAmount(total)],
    codes: [],
    claimUnits: 0,
    redeemPoints: 0,
    storedValue: 0,
    giftCard: undefined,
    giftAmount: null,
  };
}

/**
 * What claiming so many units does. A claim without a sale buys nothing: it is put on a sale of NT$1
 * under the same rewards without earning, coupons and gifts.
 */
function evaluateClaim(world: World, book: MemberBook, units: number) {
  const program = { ...world.words.program, earn: [], coupons: [], gifts: [], stampCards: [] };
  const sale = saleInput(world, { ...nothingBought(1), claimUnits: units }, []);
  return evaluateSale(program, stateOf(world, book), sale);
}

/** Goods for points, without a sale. */
export function claimStep(world: World, op: Fields): Step {
  const units = op.number('qty') ?? 1;
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const result = evaluateClaim(world, book, units);
  if (result.kind === 'refused') {
    return rejectedStep('claim_free_product', saleReason(result), pointsOf(world, book));
  }
  post(world, result.entries);
  const sale = {};
  world.uses.push({ id: rewardId, memberId: book.memberId, date: world.clock.date, sale });
  const free = result.goods.reduce((sum, goods) => sum + goods.units, 0);
  return okStep('claim_free_product', pointsOf(world, book), { spent: result.pointsSpent, free });
}

/** Most units a claim can ask for: the largest number that the engine accepts. */
export function maxClaimableStep(world: World, op: Fields): Step {
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  let accepted = 0;
  let refused = 10_001;
  while (refused - accepted > 1) {
    const units = Math.floor((accepted + refused) / 2);
    if (evaluateClaim(world, book, units).kind === 'refused') refused = units;
    else accepted = units;
  }
  return answerStep('max_claimable', { qty: accepted });
}

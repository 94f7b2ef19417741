import { itemAt } from '../../app/domain/item-at.ts';
import { issueCard, openCards, stampCard } from '../../app/domain/stamps.ts';
import type { StampState } from '../../app/domain/sale.ts';
import { tierAfter } from '../../app/domain/tiers.ts';
import { readClock } from './clock.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { stateOf } from './member-book.ts';
import { answerStep, okStep, rejectedStep, type Step } from './step.ts';
import { memberOf, type MemberBook, type World } from './world.ts';

const strong = ['scanned_member_code', 'scan', 'card', 'barcode', 'qr'] as const;
const weak = ['phone', 'name', 'search'] as const;

/** How the member of the following sales is known. */
export function identifyStep(world: World, op: Fields): Step {
  const by = op.word('by', [...strong, ...weak]) ?? unsupported(`${op.where} without by`);
  const book = memberOf(world, op.text('member'));
  op.end();
  world.identifiedBy = weak.some((word) => word === by) ? 'search' : 'scan';
  return answerStep('identify', { member: book.key });
}

/** The tier of a sale that is itself counted. */
export function tierForStep(world: World, op: Fields): Step {
  const before = op.number('spent_before') ?? 0;
  const sale = op.number('this_sale') ?? 0;
  world.clock = readClock(op, world.clock);
  op.end();
  const { program, tiers } = world.words;
  const facts = {
    tierId: itemAt(program.tiers, 0).tierId,
    tierUntil: null,
    spentMinor: before,
    spentSinceTierMinor: before,
  };
  const { tierId } = tierAfter(program, facts, sale, world.clock.date);
  return answerStep('tier_for', { tier: tiers.nameOf(tierId) });
}

/** A member spends what a tier asks for: reaches it, or renews it. */
export function reachTierStep(world: World, op: Fields, name: string): Step {
  const tier = op.text('tier') ?? unsupported(`${op.where} without tier`);
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const { program, tiers } = world.words;
  const wanted = program.tiers.find((one) => one.tierId === tiers.ids.get(tier));
  if (wanted === undefined) return unsupported(`${op.where}.tier ${tier}`);
  const { date } = world.clock;
  const minor = wanted.thresholdMinor;
  const { tierId, tierUntil } = tierAfter(program, stateOf(world, book), minor, date);
  book.state = { ...book.state, tierId, tierUntil, spentSinceTierMinor: 0 };
  book.spends.push({ date, minor });
  return answerStep(name, { tier: tiers.nameOf(tierId), valid_until: tierUntil });
}

/** A stamp card begun, with its bonus. */
export function issueCardStep(world: World, op: Fields): Step {
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const card =
    world.words.program.stampCards[0] ?? unsupported('an op on a stamp card without one');
  if (book.state.stamps.length > 0) {
    return { ...rejectedStep('issue', 'already_issued', null), figures: cardFigures(world, book) };
  }
  setCard(book, issueCard(card));
  return okStep('issue', null, cardFigures(world, book));
}

/** One stamp at an instant. */
export function stampStep(world: World, op: Fields): Step {
  const book = memberOf(world, op.text('member'));
  const wanted = op.number('stamps') ?? 1;
  world.clock = readClock(op, world.clock);
  op.end();
  const open = openCards(world.words.program, book.state.stamps)[0];
  if (open === undefined) {
    return { ...rejectedStep('stamp', 'card_full', null), figures: cardFigures(world, book) };
  }
  const stamped = stampCard(open.card, open.state, wanted, world.clock.atMs);
  if (stamped.limited) {
    return { ...rejectedStep('stamp', 'limit', null), figures: cardFigures(world, book) };
  }
  setCard(book, stamped.state);
  const rewards = { rewards_issued: stamped.completed ? 1 : 0 };
  return okStep('stamp', null, { ...cardFigures(world, book), ...rewards });
}

function setCard(book: MemberBook, state: StampState): void {
  const others = book.state.stamps.filter((one) => one.cardId !== state.cardId);
  book.state = { ...book.state, stamps: [...others, state] };
}

/** The card the member collects on now; a full one where none follows. */
function cardFigures(world: World, book: MemberBook): Step['figures'] {
  const open = openCards(world.words.program, book.state.stamps)[0];
  const state = open?.state ?? book.state.stamps[0];
  return { stamps: state?.stamps ?? 0, card: state?.cardNo ?? 1 };
}

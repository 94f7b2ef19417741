import { expiryFor } from '../../app/domain/expiry.ts';
import { occasionGifts } from '../../app/domain/gifts.ts';
import { readClock } from './clock.ts';
import type { Fields } from './fields.ts';
import { pointsOf, stateOf } from './member-book.ts';
import { okStep, type Step } from './step.ts';
import { memberOf, newLotIds, post, type World } from './world.ts';

/** Joining, or a birthday: the gifts for it, without a sale. */
export function occasionStep(world: World, op: Fields, on: 'sign-up' | 'birthday'): Step {
  const book = memberOf(world, op.text('member'));
  world.clock = readClock(op, world.clock);
  op.end();
  const { program } = world.words;
  const { date, time } = world.clock;
  const state = stateOf(world, book);
  const occasion = {
    at: { date, time, storeId: null, channel: 'counter' },
    state,
    tierId: state.tierId,
  };
  const given = occasionGifts(program, book.memberId, on, occasion, state.useCounts);
  const [lotId] = newLotIds(world, 1);
  const { points } = given;
  if (lotId !== undefined && points > 0) {
    const expiresOn = expiryFor(program.expiry, date);
    post(world, [{ leg: 0, kind: 'earn', memberId: book.memberId, lotId, points, expiresOn }]);
  }
  for (const id of given.giftIds) {
    world.uses.push({ id, memberId: book.memberId, date, sale: occasion });
  }
  return okStep(on, pointsOf(world, book), { points, member: book.key });
}

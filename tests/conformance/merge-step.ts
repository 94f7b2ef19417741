import { joinMembers, planMerge } from '../../app/domain/merge-members.ts';
import { readClock } from './clock.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { pointsOf, stateOf } from './member-book.ts';
import { okStep, type Step } from './step.ts';
import { memberOf, survivorOf, type World } from './world.ts';

/** Members made one. Their entries stay where they are. */
export function mergeStep(world: World, op: Fields): Step {
  const into = memberOf(world, op.text('into') ?? unsupported(`${op.where} without into`));
  const sources = op.texts('sources') ?? unsupported(`${op.where} without sources`);
  world.clock = readClock(op, world.clock);
  op.end();
  for (const key of sources) {
    const source = memberOf(world, key);
    const plan = planMerge(world.aliases, source.memberId, into.memberId);
    if (plan.kind !== 'merge') continue;
    const joined = joinMembers(world.words.program, stateOf(world, into), stateOf(world, source));
    world.aliases.set(plan.from, plan.into);
    into.spends.push(...source.spends);
    into.state = joined.state;
  }
  const survivor = survivorOf(world, into);
  return okStep('merge', pointsOf(world, survivor));
}

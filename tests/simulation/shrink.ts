import type { Act, Plan } from './plan.ts';

/**
 * The shortest list of acts found that still breaks the same promise: delta debugging (Zeller and
 * Hildebrandt, "Simplifying and isolating failure-inducing input", 2002). Acts carry their own numbers, so
 * that what is left means the same.
 */
export async function shrink(
  plan: Plan,
  breaks: (plan: Plan) => Promise<boolean>,
  isOver: () => boolean = () => false,
): Promise<Plan> {
  let acts = plan.acts;
  for (let parts = 2; acts.length > 1 && !isOver();) {
    const size = Math.ceil(acts.length / parts);
    let smaller: readonly Act[] | null = null;
    for (let from = 0; from < acts.length && smaller === null && !isOver(); from += size) {
      const rest = [...acts.slice(0, from), ...acts.slice(from + size)];
      if (await breaks({ ...plan, acts: rest })) smaller = rest;
    }
    if (smaller !== null) {
      acts = smaller;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) break;
    else parts = Math.min(acts.length, parts * 2);
  }
  return { ...plan, acts };
}

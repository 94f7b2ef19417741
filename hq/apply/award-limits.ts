import type { AwardEvent } from '../../app/contract/events.ts';
import type { Program, UseLimits } from '../../app/domain/program.ts';
import { useScopes } from '../db/coupon-uses.ts';
import type { CouponUse } from '../db/coupon-uses.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import type { Found } from './make-effects.ts';
import { limitedThings } from './use-limits.ts';
import type { LimitedThing } from './use-limits.ts';
import type { UseOfAward } from './uses-of-award.ts';

const limitKeys = [
  'program',
  'perDay',
  'perStorePerDay',
  'perMember',
  'perMemberPerDay',
] as const satisfies readonly (keyof UseLimits)[];

/** What a sale or a joining used of limited things, to be counted, and each limit that is exceeded by it. */
export function countUses(
  state: BatchState,
  event: Pick<AwardEvent, 'eid' | 'bizDate'> & { readonly uses: readonly UseOfAward[] },
  program: Program | null,
): { readonly uses: readonly CouponUse[]; readonly found: readonly Found[] } {
  const { storeId } = state.install;
  const { eid, bizDate } = event;
  const limited = program === null ? new Map<string, LimitedThing>() : limitedThings(program);
  const uses = event.uses.map(({ id, n, memberId }) => ({
    eid,
    useId: id,
    n,
    memberId,
    storeId,
    bizDate,
  }));
  const found = uses.flatMap((use): Found[] => {
    const thing = limited.get(use.useId);
    if (thing === undefined) return [];
    const exceeded = exceededLimits(state, use, thing.limits);
    if (exceeded.length === 0) return [];
    const detail = { id: use.useId, thing: thing.kind, uses: use.n, exceeded };
    return [{ kind: 'coupon-limit-exceeded', detail }];
  });
  return { uses, found };
}

function exceededLimits(state: BatchState, use: CouponUse, limits: UseLimits) {
  const scopes = useScopes({ ...use, memberId: rootOf(state, use.memberId) });
  return limitKeys.flatMap((limit) => {
    const max = limits[limit];
    const used = (state.useTotals.get(scopes[limit]) ?? 0) + use.n;
    return max === null || used <= max ? [] : [{ limit, max, used }];
  });
}

import type { Program, UseLimits } from '../../app/domain/program.ts';

/** What a limit is on. */
export type LimitedThing = {
  readonly kind: 'coupon' | 'reward' | 'gift';
  readonly limits: UseLimits;
};

/** Everything in a program whose use is limited, by id. */
export function limitedThings(program: Program): Map<string, LimitedThing> {
  const all: [string, LimitedThing][] = [
    ...program.coupons.map(({ couponId, limits }): [string, LimitedThing] => [
      couponId,
      { kind: 'coupon', limits },
    ]),
    ...program.rewards.map(({ rewardId, limits }): [string, LimitedThing] => [
      rewardId,
      { kind: 'reward', limits },
    ]),
    ...program.gifts.map(({ giftId, limits }): [string, LimitedThing] => [
      giftId,
      { kind: 'gift', limits },
    ]),
  ];
  return new Map(all.filter(([, { limits }]) => Object.values(limits).some((n) => n !== null)));
}

/** Which of these ids `lockUseTotals` locks, and of which it sums up all there ever was. */
export function useIdsByLimit(
  ids: readonly string[],
  limited: ReadonlyMap<string, LimitedThing>,
): { readonly useIds: string[]; readonly sharedIds: string[]; readonly foreverIds: string[] } {
  const useIds = ids.filter((id) => limited.has(id));
  const of = (has: (limits: UseLimits) => boolean) =>
    useIds.filter((id) => has((limited.get(id) as LimitedThing).limits));
  return {
    useIds,
    sharedIds: of(isSharedLimit),
    foreverIds: of(({ program }) => program !== null),
  };
}

/** Whether what one member uses takes from what is left to others. */
export function isSharedLimit(limits: UseLimits): boolean {
  return limits.program !== null || limits.perDay !== null || limits.perStorePerDay !== null;
}

import type { UseLimits } from './program.ts';
import type { UseCount, VoucherRefusal } from './sale.ts';

/** Whether there is any limit. */
export function isLimited(limits: UseLimits): boolean {
  return (
    limits.program !== null ||
    limits.perDay !== null ||
    limits.perStorePerDay !== null ||
    limits.perMember !== null ||
    limits.perMemberPerDay !== null
  );
}

/**
 * The first limit that `wanted` further uses would exceed, or null. Counts come from the ledger;
 * `alreadyInSale` are uses accepted in this very sale. No count = never used.
 */
export function limitReached(
  limits: UseLimits,
  useCounts: readonly UseCount[],
  id: string,
  alreadyInSale: number,
  wanted = 1,
): VoucherRefusal | null {
  if (!isLimited(limits)) return null;
  const { program, perDay, perStorePerDay, perMember, perMemberPerDay } = limits;
  const isFull = (limit: number | null, count: keyof Omit<UseCount, 'id'>): boolean => {
    if (limit === null) return false;
    const used = useCounts.find((one) => one.id === id)?.[count] ?? 0;
    return used + alreadyInSale + wanted > limit;
  };
  if (isFull(program, 'program')) return { code: 'limit-program' };
  if (isFull(perDay, 'day')) return { code: 'limit-day' };
  if (isFull(perStorePerDay, 'storeDay')) return { code: 'limit-store-day' };
  if (isFull(perMember, 'member')) return { code: 'limit-member' };
  if (isFull(perMemberPerDay, 'memberDay')) return { code: 'limit-member-day' };
  return null;
}

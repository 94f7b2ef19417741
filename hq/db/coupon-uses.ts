import type { EventId, MemberId, StoreId } from '../../app/domain/ids.ts';
import { lockForBrand } from './brand-lock.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/** A coupon, reward or gift used; `n` is negative where a refund gave it back. */
export type CouponUse = {
  readonly eid: EventId;
  readonly useId: string;
  readonly n: number;
  readonly memberId: MemberId;
  readonly storeId: StoreId | null;
  readonly bizDate: string;
};

/**
 * Uses so far, by scope (`useScopes`): of a whole program, a day, a store on a day, a member, a
 * member on a day. Member ids are survivors.
 */
export type UseTotals = Map<string, number>;

/** The five sums that one use counts in. */
export function useScopes(use: Omit<CouponUse, 'eid' | 'n'>): {
  readonly program: string;
  readonly perDay: string;
  readonly perStorePerDay: string;
  readonly perMember: string;
  readonly perMemberPerDay: string;
} {
  const { useId, memberId, storeId, bizDate } = use;
  return {
    program: useId,
    perDay: `${useId}|day|${bizDate}`,
    perStorePerDay: `${useId}|store|${storeId ?? ''}|${bizDate}`,
    perMember: `${useId}|member|${memberId}`,
    perMemberPerDay: `${useId}|member|${memberId}|${bizDate}`,
  };
}

export async function insertCouponUses(trx: HqTrx, uses: readonly CouponUse[]): Promise<void> {
  await insertMany(
    trx,
    'coupon_use',
    uses.map((use) => ({
      eid: use.eid,
      use_id: use.useId,
      n: use.n,
      member_id: use.memberId,
      store_id: use.storeId,
      biz_date: use.bizDate,
    })),
  );
}

/**
 * Sums up the uses of these things on these days and of these members. Those limited across members
 * (`sharedIds`) are locked until the transaction ends, or two pushes could both take the last use.
 */
export async function lockUseTotals(
  trx: HqTrx,
  wanted: {
    readonly useIds: readonly string[];
    readonly sharedIds: readonly string[];
    /** Of these all uses there ever were are summed: those with a limit on the whole. */
    readonly foreverIds: readonly string[];
    readonly bizDates: readonly string[];
    /** From each id asked for to its survivor. */
    readonly rootOf: ReadonlyMap<MemberId, MemberId>;
  },
): Promise<UseTotals> {
  const totals: UseTotals = new Map();
  if (wanted.useIds.length === 0) return totals;
  for (const useId of wanted.sharedIds.toSorted()) {
    await lockForBrand(trx, 'use', useId);
  }
  const add = (key: string, n: number) => totals.set(key, (totals.get(key) ?? 0) + n);
  if (wanted.foreverIds.length > 0) {
    const all = await trx
      .selectFrom('coupon_use')
      .select(['use_id', (eb) => eb.fn.sum<string>('n').as('n')])
      .where('use_id', 'in', wanted.foreverIds)
      .groupBy('use_id')
      .execute();
    for (const row of all) add(row.use_id, Number(row.n));
  }
  const days = await trx
    .selectFrom('coupon_use')
    .select(['use_id', 'biz_date', 'store_id', (eb) => eb.fn.sum<string>('n').as('n')])
    .where('use_id', 'in', wanted.useIds)
    .where('biz_date', 'in', wanted.bizDates)
    .groupBy(['use_id', 'biz_date', 'store_id'])
    .execute();
  for (const row of days) {
    add(`${row.use_id}|day|${row.biz_date}`, Number(row.n));
    add(`${row.use_id}|store|${row.store_id ?? ''}|${row.biz_date}`, Number(row.n));
  }
  await addOfMembers(trx, wanted, add);
  return totals;
}

async function addOfMembers(
  db: HqHandle,
  wanted: {
    readonly useIds: readonly string[];
    readonly rootOf: ReadonlyMap<MemberId, MemberId>;
  },
  add: (key: string, n: number) => void,
): Promise<void> {
  const ids = [...wanted.rootOf.keys()];
  if (ids.length === 0) return;
  const rows = await db
    .selectFrom('coupon_use')
    .select(['use_id', 'member_id', 'biz_date', (eb) => eb.fn.sum<string>('n').as('n')])
    .where('use_id', 'in', wanted.useIds)
    .where('member_id', 'in', ids)
    .groupBy(['use_id', 'member_id', 'biz_date'])
    .execute();
  for (const row of rows) {
    const root = wanted.rootOf.get(row.member_id) ?? row.member_id;
    add(`${row.use_id}|member|${root}`, Number(row.n));
    add(`${row.use_id}|member|${root}|${row.biz_date}`, Number(row.n));
  }
}

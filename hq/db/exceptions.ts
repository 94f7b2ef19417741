import type { EventId, InstallId } from '../../app/domain/ids.ts';
import type { HqHandle } from './hq-db.ts';

/** Something a person at HQ should look at. `detail` has what is needed to judge it. */
export type NewException = {
  /** Derived from what it is about, so that the same trouble is noted once. */
  readonly exceptionId: string;
  readonly kind: string;
  readonly eid: EventId | null;
  readonly inst: InstallId | null;
  readonly detail: Record<string, unknown>;
  readonly nowMs: number;
};

export async function insertExceptions(
  db: HqHandle,
  exceptions: readonly NewException[],
): Promise<void> {
  if (exceptions.length === 0) return;
  await db
    .insertInto('exception')
    .values(
      exceptions.map((exception) => ({
        exception_id: exception.exceptionId,
        kind: exception.kind,
        eid: exception.eid,
        inst: exception.inst,
        detail: JSON.stringify(exception.detail),
        state: 'open' as const,
        created_at_ms: exception.nowMs,
      })),
    )
    .onConflict((conflict) => conflict.column('exception_id').doNothing())
    .execute();
}

export type ExceptionOverview = {
  readonly exceptionId: string;
  readonly kind: string;
  readonly eid: EventId | null;
  readonly inst: InstallId | null;
  readonly storeName: string | null;
  readonly counterLabel: string | null;
  readonly detail: Record<string, unknown>;
  readonly state: 'open' | 'closed';
  readonly createdAtMs: number;
};

/** Newest first. */
export async function listExceptions(
  db: HqHandle,
  page: { readonly state: 'open' | 'closed'; readonly limit: number },
): Promise<ExceptionOverview[]> {
  return await db
    .selectFrom('exception')
    .leftJoin('install', 'install.install_id', 'exception.inst')
    .leftJoin('store', 'store.store_id', 'install.store_id')
    .select([
      'exception_id as exceptionId',
      'kind',
      'eid',
      'inst',
      'store.name as storeName',
      'counter_label as counterLabel',
      'detail',
      'state',
      'exception.created_at_ms as createdAtMs',
    ])
    .where('state', '=', page.state)
    .orderBy('exception_no', 'desc')
    .limit(page.limit)
    .execute();
}

/** A person has seen to it. */
export async function markExceptionClosed(db: HqHandle, exceptionId: string): Promise<boolean> {
  const result = await db
    .updateTable('exception')
    .set({ state: 'closed' })
    .where('exception_id', '=', exceptionId)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

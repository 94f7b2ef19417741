import { sql } from 'kysely';
import type { EventId, InstallId, SaleId, StoreId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

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

/** Those that were not noted before; how many these were. */
export async function insertExceptions(
  db: HqHandle,
  exceptions: readonly NewException[],
): Promise<number> {
  if (exceptions.length === 0) return 0;
  const result = await db
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
    .onConflict((conflict) => conflict.columns(['tenant_id', 'exception_id']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0);
}

/** What waits for its sale, which has not come for long. */
export const refundWithoutSale = 'refund-without-sale';
export const invoiceWithoutSale = 'invoice-without-sale';

/** A condition: nothing of this kind was noted about the event. */
export function notNoted(kind: string, eid: 'refund.eid' | 'invoice_wait.eid') {
  return sql<boolean>`NOT EXISTS (SELECT FROM exception
    WHERE exception.eid = ${sql.ref(eid)} AND exception.kind = ${kind})`;
}

export type ExceptionOverview = {
  readonly exceptionId: string;
  readonly kind: string;
  readonly eid: EventId | null;
  readonly inst: InstallId | null;
  readonly storeId: StoreId | null;
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
  return await selectExceptions(db)
    .where('state', '=', page.state)
    .orderBy('exception_no', 'desc')
    .limit(page.limit)
    .execute();
}

/** One of them; null when there is none of that id. */
export async function findException(
  db: HqHandle,
  exceptionId: string,
): Promise<ExceptionOverview | null> {
  const row = await selectExceptions(db).where('exception_id', '=', exceptionId).executeTakeFirst();
  return row ?? null;
}

/** Holds one until the end of the transaction, so that two people cannot decide about it at once. */
export async function lockException(
  trx: HqTrx,
  exceptionId: string,
): Promise<ExceptionOverview | null> {
  await trx
    .selectFrom('exception')
    .select('exception_id')
    .where('exception_id', '=', exceptionId)
    .forUpdate()
    .execute();
  return await findException(trx, exceptionId);
}

/** Those that were noted in a stretch of time (the end not included), oldest first, page by page. */
export async function listExceptionsBetween(
  db: HqHandle,
  range: { readonly fromMs: number; readonly toMs: number },
  page: { readonly afterNo: number; readonly limit: number },
): Promise<(ExceptionOverview & { readonly exceptionNo: number })[]> {
  return await selectExceptions(db)
    .select('exception_no as exceptionNo')
    .where('exception.created_at_ms', '>=', range.fromMs)
    .where('exception.created_at_ms', '<', range.toMs)
    .where('exception_no', '>', page.afterNo)
    .orderBy('exception_no')
    .limit(page.limit)
    .execute();
}

/** Open ones of some kinds, oldest first. `after`: the number of the last one that was read; 0 = none. */
export async function listOpenOfKinds(
  db: HqHandle,
  page: { readonly kinds: readonly string[]; readonly after: number; readonly limit: number },
): Promise<(ExceptionOverview & { readonly exceptionNo: number })[]> {
  return await selectExceptions(db)
    .select('exception_no as exceptionNo')
    .where('state', '=', 'open')
    .where('kind', 'in', page.kinds)
    .where('exception_no', '>', page.after)
    .orderBy('exception_no')
    .limit(page.limit)
    .execute();
}

/** Open ones about the same event. */
export async function listOpenExceptionsOf(
  db: HqHandle,
  eid: EventId,
): Promise<ExceptionOverview[]> {
  return await selectExceptions(db)
    .where('exception.eid', '=', eid)
    .where('state', '=', 'open')
    .orderBy('exception_no')
    .execute();
}

function selectExceptions(db: HqHandle) {
  return db
    .selectFrom('exception')
    .leftJoin('install', 'install.install_id', 'exception.inst')
    .leftJoin('store', 'store.store_id', 'install.store_id')
    .select([
      'exception_id as exceptionId',
      'kind',
      'eid',
      'inst',
      'store.store_id as storeId',
      'store.name as storeName',
      'counter_label as counterLabel',
      'detail',
      'state',
      'exception.created_at_ms as createdAtMs',
    ]);
}

/** Two sales earned on one e-invoice: the second was settled before it was told. */
export const lateInvoiceUsed = 'late-invoice-used';

/** Of two sales that earned on one e-invoice one was undone: no trouble any more. */
export async function closeLateInvoicesOf(trx: HqTrx, undone: readonly SaleId[]): Promise<void> {
  if (undone.length === 0) return;
  const open = await trx
    .selectFrom('exception')
    .select(['exception_id', 'detail'])
    .where('kind', '=', lateInvoiceUsed)
    .where('state', '=', 'open')
    .execute();
  const about = ({ first, second }: Partial<Record<string, { readonly saleId?: unknown }>>) =>
    undone.some((saleId) => saleId === first?.saleId || saleId === second?.saleId);
  for (const { exception_id: exceptionId, detail } of open)
    if (about(detail as Parameters<typeof about>[0])) await markExceptionClosed(trx, exceptionId);
}

/** Whatever waited for its sale, and waits no more: no trouble any more. */
export async function closeNotesOfCome(db: HqHandle): Promise<void> {
  await sql`UPDATE exception SET state = 'closed'
    WHERE state = 'open' AND (
      (kind = ${refundWithoutSale} AND NOT EXISTS (
        SELECT FROM refund WHERE refund.eid = exception.eid AND refund.state = 'awaiting'))
      OR (kind = ${invoiceWithoutSale} AND NOT EXISTS (
        SELECT FROM invoice_wait WHERE invoice_wait.eid = exception.eid)))`.execute(db);
}

/** Of one kind about an event: no trouble any more. */
export async function closeExceptionsOf(
  trx: HqTrx,
  { eid, kind }: { readonly eid: EventId; readonly kind: string },
): Promise<void> {
  await trx
    .updateTable('exception')
    .set({ state: 'closed' })
    .where('eid', '=', eid)
    .where('kind', '=', kind)
    .where('state', '=', 'open')
    .execute();
}

/** A person has seen to it. False where it was closed before. */
export async function markExceptionClosed(db: HqHandle, exceptionId: string): Promise<boolean> {
  const result = await db
    .updateTable('exception')
    .set({ state: 'closed' })
    .where('exception_id', '=', exceptionId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

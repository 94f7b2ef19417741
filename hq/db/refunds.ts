import { sql } from 'kysely';
import type {
  EventId,
  InstallId,
  MemberId,
  RefundId,
  SaleId,
  StoreId,
} from '../../app/domain/ids.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import { notNoted, refundWithoutSale } from './exceptions.ts';
import { saleNoOfEvent } from './event-text.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/** A refund as HQ holds it. Amounts in whole NT$. */
export type HqRefund = {
  readonly refundId: RefundId;
  readonly saleId: SaleId;
  readonly saleEid: EventId;
  readonly eid: EventId;
  readonly inst: InstallId;
  readonly seq: number;
  readonly storeId: StoreId;
  readonly memberId: MemberId;
  readonly atMs: number;
  readonly bizDate: string;
  /** Over everything that makes it this refund and no other. */
  readonly contentHash: string;
  readonly state: 'awaiting' | 'applied' | 'no-effect';
  readonly mode: 'void' | 'refund';
  /** Money handed back as the counter recorded it. */
  readonly moneyMinor: number;
  /** HQ's own; null while awaiting and without effect. */
  readonly result: RefundResult | null;
};

/** A refund with what people need to recognise it. */
export type KnownRefund = HqRefund & { readonly storeName: string };

function selectRefunds(db: HqHandle) {
  return db
    .selectFrom('refund')
    .innerJoin('store', 'store.store_id', 'refund.store_id')
    .selectAll('refund')
    .select('store.name as store_name')
    .orderBy('refund_no');
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRefunds>['execute']>>[number];

function refundOf(row: Row): KnownRefund {
  return {
    refundId: row.refund_id,
    saleId: row.sale_id,
    saleEid: row.sale_eid,
    eid: row.eid,
    inst: row.inst,
    seq: row.seq,
    storeId: row.store_id,
    storeName: row.store_name,
    memberId: row.member_id,
    atMs: row.at_ms,
    bizDate: row.biz_date,
    contentHash: row.content_hash,
    state: row.state,
    mode: row.mode,
    moneyMinor: row.money_minor,
    result: row.result as RefundResult | null,
  };
}

/** Refunds by their own id. */
export async function listRefundsById(
  db: HqHandle,
  refundIds: readonly RefundId[],
): Promise<KnownRefund[]> {
  if (refundIds.length === 0) return [];
  return (await selectRefunds(db).where('refund_id', 'in', refundIds).execute()).map(refundOf);
}

/** Refunds that took something of these sales, in the order HQ applied them. */
export async function listAppliedRefunds(
  db: HqHandle,
  saleIds: readonly SaleId[],
): Promise<KnownRefund[]> {
  if (saleIds.length === 0) return [];
  const rows = await selectRefunds(db)
    .where('sale_id', 'in', saleIds)
    .where('state', '=', 'applied')
    .execute();
  return rows.map(refundOf);
}

/** Refunds that wait for one of these sales, told by its id or its event, with their events' bytes. */
export async function listAwaitingRefunds(
  db: HqHandle,
  wanted: { readonly saleIds: readonly SaleId[]; readonly saleEids: readonly EventId[] },
): Promise<(KnownRefund & { readonly rawBody: string })[]> {
  if (wanted.saleIds.length === 0 && wanted.saleEids.length === 0) return [];
  const rows = await selectRefunds(db)
    .innerJoin('event', (join) =>
      join.onRef('event.eid', '=', 'refund.eid').on('event.first_of_eid', '=', true),
    )
    .select('event.raw_body')
    .where('refund.state', '=', 'awaiting')
    .where((eb) =>
      eb.or([
        ...(wanted.saleIds.length === 0 ? [] : [eb('refund.sale_id', 'in', wanted.saleIds)]),
        ...(wanted.saleEids.length === 0 ? [] : [eb('refund.sale_eid', 'in', wanted.saleEids)]),
      ]),
    )
    .execute();
  return rows.map((row) => ({
    ...refundOf(row),
    rawBody: Buffer.from(row.raw_body).toString('utf8'),
  }));
}

/** Refunds that have waited since before an instant and that nobody was told of, in the order they came. */
export async function listStaleRefunds(
  db: HqHandle,
  stale: { readonly beforeMs: number; readonly limit: number },
): Promise<(KnownRefund & { readonly saleNo: string })[]> {
  const rows = await selectRefunds(db)
    .innerJoin('event', (join) =>
      join.onRef('event.eid', '=', 'refund.eid').on('event.first_of_eid', '=', true),
    )
    .select(saleNoOfEvent.as('sale_no'))
    .where('refund.state', '=', 'awaiting')
    .where('refund.at_ms', '<', stale.beforeMs)
    .where(notNoted(refundWithoutSale, 'refund.eid'))
    // Its sale is here, and waits for its e-invoice.
    .where(
      sql<boolean>`NOT EXISTS (SELECT FROM invoice_wait WHERE invoice_wait.eid = refund.sale_eid)`,
    )
    .limit(stale.limit)
    .execute();
  return rows.map((row) => ({ ...refundOf(row), saleNo: row.sale_no }));
}

function resultColumns(result: RefundResult | null) {
  return {
    amount_minor: result?.amountMinor ?? 0,
    spent_minor: result?.spentMinor ?? 0,
    complete: result?.complete ?? false,
  };
}

export async function insertRefunds(trx: HqTrx, refunds: readonly HqRefund[]): Promise<void> {
  await insertMany(
    trx,
    'refund',
    refunds.map((refund) => ({
      refund_id: refund.refundId,
      sale_id: refund.saleId,
      sale_eid: refund.saleEid,
      eid: refund.eid,
      inst: refund.inst,
      seq: refund.seq,
      store_id: refund.storeId,
      member_id: refund.memberId,
      at_ms: refund.atMs,
      biz_date: refund.bizDate,
      content_hash: refund.contentHash,
      state: refund.state,
      mode: refund.mode,
      money_minor: refund.moneyMinor,
      ...resultColumns(refund.result),
      // A jsonb column inside the one JSON parameter takes the object itself.
      result: refund.result as unknown as string,
    })),
  );
}

/** A refund that waited has found its sale, or will never. */
export async function markRefundJudged(
  trx: HqTrx,
  refund: Pick<HqRefund, 'refundId' | 'state' | 'result'>,
): Promise<void> {
  const { refundId, state, result } = refund;
  const json = result === null ? null : JSON.stringify(result);
  await trx
    .updateTable('refund')
    .set({ state, ...resultColumns(result), result: json as string })
    .where('refund_id', '=', refundId)
    .execute();
}

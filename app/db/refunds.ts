import { sql } from 'kysely';
import type { EventId, MemberId, RefundId, SaleId, VoucherId } from '../domain/ids.ts';
import type { RefundResult } from '../domain/refund.ts';
import type { Reader, Trx } from './handles.ts';
import { refundStands } from './refused-event.ts';

/** A sale undone or refunded, here or (as far as HQ told) elsewhere. */
export type Refund = {
  readonly refundId: RefundId;
  readonly eid: EventId;
  readonly saleId: SaleId;
  readonly memberId: MemberId;
  readonly origin: 'own' | 'hq';
  /** Of HQ once it has spoken, until then as this counter had it. */
  readonly result: RefundResult;
  readonly atMs: number;
};

/** Stores refunds. One of a known id stays as it is: it had its effect before. */
export async function insertRefunds(trx: Trx, refunds: readonly Refund[]): Promise<void> {
  if (refunds.length === 0) return;
  const rows = refunds.map((refund) => ({
    ...refund,
    complete: refund.result.complete ? 1 : 0,
    resultText: JSON.stringify(refund.result),
  }));
  await sql`
    INSERT INTO refund (refund_id, eid, sale_id, member_id, mode, origin, amount_minor, spent_minor,
                        complete, result, at_ms)
    SELECT value->>'refundId', value->>'eid', value->>'saleId', value->>'memberId',
           value->>'$.result.mode', value->>'origin', value->>'$.result.amountMinor',
           value->>'$.result.spentMinor', value->>'complete', value->>'resultText', value->>'atMs'
    FROM json_each(${JSON.stringify(rows)}) WHERE true
    ON CONFLICT (refund_id) DO NOTHING`.execute(trx);
}

/** HQ did the sum again: what it says stands from now on. */
export async function setRefundResult(
  trx: Trx,
  { refundId, result }: { readonly refundId: RefundId; readonly result: RefundResult },
): Promise<void> {
  await trx
    .updateTable('refund')
    .set({
      mode: result.mode,
      amount_minor: result.amountMinor,
      spent_minor: result.spentMinor,
      complete: result.complete ? 1 : 0,
      result: JSON.stringify(result),
    })
    .where('refund_id', '=', refundId)
    .execute();
}

/** The refund of an id, whether or not HQ gave it effect. */
export async function findRefund(db: Reader, refundId: RefundId): Promise<Refund | null> {
  const row = await db
    .selectFrom('refund')
    .selectAll()
    .where('refund_id', '=', refundId)
    .executeTakeFirst();
  return row === undefined ? null : refundOf(row);
}

const saleEid = sql`(SELECT sale.eid FROM sale WHERE sale.sale_id = refund.sale_id)`;

/** What was taken back of a sale so far, oldest first; refunds that do not stand are left out. */
export async function listRefunds(db: Reader, saleId: SaleId): Promise<readonly Refund[]> {
  const rows = await db
    .selectFrom('refund')
    .selectAll()
    .where('sale_id', '=', saleId)
    .where(refundStands(saleEid))
    .orderBy('at_ms')
    .orderBy('refund_id')
    .execute();
  return rows.map(refundOf);
}

/** A refund took back vouchers that its sale had given. */
export async function insertVoucherCancels(
  trx: Trx,
  input: {
    readonly eid: EventId;
    readonly atMs: number;
    readonly voucherIds: readonly VoucherId[];
  },
): Promise<void> {
  if (input.voucherIds.length === 0) return;
  const { eid, atMs } = input;
  await trx
    .insertInto('voucher_cancel')
    .values(input.voucherIds.map((voucherId) => ({ voucher_id: voucherId, eid, at_ms: atMs })))
    .execute();
}

function refundOf(row: {
  refund_id: RefundId;
  eid: EventId;
  sale_id: SaleId;
  member_id: MemberId;
  origin: 'own' | 'hq';
  result: string;
  at_ms: number;
}): Refund {
  return {
    refundId: row.refund_id,
    eid: row.eid,
    saleId: row.sale_id,
    memberId: row.member_id,
    origin: row.origin,
    result: JSON.parse(row.result) as RefundResult,
    atMs: row.at_ms,
  };
}

import { sql } from 'kysely';
import type { ReceiptRow } from '../contract/sync.ts';
import type { LedgerEntry } from '../domain/evaluate-sale.ts';
import type { EventId } from '../domain/ids.ts';
import type { StampEntry } from '../domain/sale.ts';
import { businessDate } from '../domain/time.ts';
import { insertUses, listUseEffect, type NewUses } from './coupon-uses.ts';
import { correctInvoice } from './correct-invoice.ts';
import { insertForeignEffects, listKnownEids } from './foreign-effects.ts';
import { findRow, fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { insertEntries, listEffect } from './ledger.ts';
import { insertRefunds, setRefundResult } from './refunds.ts';
import { revertTier } from './revert-tier.ts';
import { insertForeignSales, insertUsedInvoicesFromHq, markToldInvoices } from './sales.ts';
import { insertStamps, listStampEffect } from './stamps.ts';
import { insertRedemptions } from './vouchers.ts';

/** A receipt and its place in HQ's stream. */
export type PlacedReceipt = { readonly pos: number; readonly receipt: ReceiptRow };

/**
 * Takes receipts. Afterwards each event weighs in the ledger exactly what HQ says: for an event
 * recorded here that is what it weighs already (the echo changes nothing) or, if HQ refused or
 * recomputed it, entries with origin `receipt:<pos>` make up the difference; stamps and uses
 * alike. Events of other counters bring their entries. Any receipt may come twice, under any `pos`. Other counters' events
 * go in together, a fixed number of statements whatever their number; own ones, which are few and
 * must be compared, one by one. The two never touch the same event, so their order is free.
 */
export async function applyReceipts(trx: Trx, placed: readonly PlacedReceipt[]): Promise<void> {
  if (placed.length === 0) return;
  const own = await listKnownEids(
    trx,
    placed.map(({ receipt }) => receipt.eid),
    [sql`event`],
  );
  const isOwn = ({ receipt }: PlacedReceipt): boolean => own.has(receipt.eid);
  await applyForeign(
    trx,
    placed.filter((one) => !isOwn(one) && one.receipt.status === 'applied'),
  );
  for (const one of placed.filter(isOwn)) await applyOwn(trx, one.pos, one.receipt);
}

async function applyForeign(trx: Trx, placed: readonly PlacedReceipt[]): Promise<void> {
  if (placed.length === 0) return;
  await insertForeignEffects(
    trx,
    placed.map(({ pos, receipt }) => {
      const { eid, atMs, entries, stamps, uses, storeName, sale, refund } = receipt;
      const memberId = sale?.memberId ?? refund?.memberId ?? entries[0]?.memberId ?? null;
      return { pos, eid, atMs, entries, stamps, uses, storeName, memberId };
    }),
  );
  await applyForeignFacts(
    trx,
    placed.map(({ receipt }) => receipt),
  );
}

/** Sales, refunds and what they used up: rows with a key of their own, that may come again. */
async function applyForeignFacts(trx: Trx, receipts: readonly ReceiptRow[]): Promise<void> {
  await insertRedemptions(
    trx,
    receipts.flatMap(({ usedVoucherIds, eid, atMs, storeName }) =>
      usedVoucherIds.map((voucherId) => ({
        voucherId,
        eid,
        origin: 'hq' as const,
        atMs,
        storeName,
        uses: 1,
      })),
    ),
  );
  const sales = receipts.flatMap(({ sale, eid, storeName, atMs }) => {
    if (sale === null) return [];
    const { spentMinor = sale.paidMinor } = sale;
    return [{ ...sale, spentMinor, eid, storeName, atMs, bizDate: businessDate(atMs) }];
  });
  await insertForeignSales(trx, sales);
  const ofSales = sales.flatMap(({ invoiceKey, eid, atMs, storeName }) =>
    invoiceKey === null ? [] : [{ invoiceKey, eid, atMs, storeName }],
  );
  const toldLater = receipts.flatMap(({ saleInvoice, atMs, storeName }) =>
    saleInvoice === undefined
      ? []
      : [{ invoiceKey: saleInvoice.invoiceKey, eid: saleInvoice.saleEid, atMs, storeName }],
  );
  await insertUsedInvoicesFromHq(trx, [...ofSales, ...toldLater]);
  await markToldInvoices(trx, toldLater);
  await insertRefunds(
    trx,
    receipts.flatMap(({ refund, eid, atMs }) =>
      refund === null ? [] : [{ ...refund, eid, atMs, origin: 'hq' as const }],
    ),
  );
}

async function applyOwn(trx: Trx, pos: number, receipt: ReceiptRow): Promise<void> {
  // HQ has not seen the sale of this refund yet and decides later: until then nothing is answered.
  if (receipt.status === 'awaiting') return;
  const before = await findReceiptStatus(trx, receipt.eid);
  await trx
    .insertInto('receipt')
    .values({
      eid: receipt.eid,
      pos,
      status: receipt.status,
      exceptions: JSON.stringify(receipt.exceptions),
      at_ms: receipt.atMs,
    })
    .onConflict((oc) => oc.columns(['eid', 'pos']).doNothing())
    .execute();
  // A second receipt of an applied event (offered again under a new install) says `duplicate`:
  // the effect stands, so it must not be taken back.
  if (before === 'applied' && receipt.status !== 'applied') return;
  const { eid, atMs } = receipt;
  const origin = `receipt:${pos}` as const;
  const entries = await correctionOf(trx, receipt);
  await insertEntries(trx, [{ eid, origin, recordedAtMs: atMs, entries }]);
  await insertStamps(trx, [{ eid, origin, stamps: await stampCorrectionOf(trx, receipt) }]);
  await correctUses(trx, origin, receipt);
  await correctInvoice(trx, receipt);
  if (receipt.status !== 'applied') await revertTier(trx, eid);
  else if (receipt.refund !== null) await setRefundResult(trx, receipt.refund);
}

/** What HQ said of an own event and stands; `awaiting` is no answer. */
export type ReceiptStatus = Exclude<ReceiptRow['status'], 'awaiting'>;

/** What HQ last said of an own event; once `applied` it stays so. Null = not heard of yet. */
export async function findReceiptStatus(db: Reader, eid: EventId): Promise<ReceiptStatus | null> {
  const rows = await listRows(db, statuses, { eid });
  if (rows.some((row) => row.status === 'applied')) return 'applied';
  return rows.at(-1)?.status ?? null;
}

const statuses = fixedQuery((db, { eid }: { readonly eid: EventId }) =>
  db.selectFrom('receipt').select('status').where('eid', '=', eid).orderBy('pos'),
);

/** The entries that turn an event's present effect into the one HQ gave it; none when they agree. */
async function correctionOf(trx: Trx, receipt: ReceiptRow): Promise<readonly LedgerEntry[]> {
  const wanted = receipt.status === 'applied' ? receipt.entries : [];
  const differences = new Map<string, Omit<LedgerEntry, 'leg' | 'kind'>>();
  const add = (line: Omit<LedgerEntry, 'leg' | 'kind'>, sign: 1 | -1): void => {
    const { memberId, lotId, expiresOn } = line;
    const key = `${memberId}|${lotId}|${expiresOn ?? ''}`;
    const points = (differences.get(key)?.points ?? 0) + sign * line.points;
    differences.set(key, { memberId, lotId, expiresOn, points });
  };
  for (const line of wanted) add(line, 1);
  for (const line of await listEffect(trx, receipt.eid)) add(line, -1);
  const used = await findRow(trx, lastLeg, { eid: receipt.eid });
  const firstLeg = (used?.leg ?? -1) + 1;
  return [...differences.values()]
    .filter((line) => line.points !== 0)
    .map((line, i) => ({ ...line, kind: 'adjust' as const, leg: firstLeg + i }));
}

const lastLeg = fixedQuery((db, { eid }: { readonly eid: EventId }) =>
  db
    .selectFrom('ledger_entry')
    .select(({ fn }) => fn.max('leg').as('leg'))
    .where('eid', '=', eid),
);

/** The same for stamps. */
async function stampCorrectionOf(trx: Trx, receipt: ReceiptRow): Promise<readonly StampEntry[]> {
  const wanted = receipt.status === 'applied' ? receipt.stamps : [];
  const differences = new Map<string, Omit<StampEntry, 'completed' | 'atMs'>>();
  const add = (line: Omit<StampEntry, 'completed' | 'atMs'>, sign: 1 | -1): void => {
    const { memberId, cardId, cardNo } = line;
    const key = `${memberId}|${cardId}|${cardNo}`;
    const stamps = (differences.get(key)?.stamps ?? 0) + sign * line.stamps;
    differences.set(key, { memberId, cardId, cardNo, stamps });
  };
  for (const line of wanted) add(line, 1);
  for (const line of await listStampEffect(trx, receipt.eid)) add(line, -1);
  return [...differences.values()]
    .filter((line) => line.stamps !== 0)
    .map((line) => ({ ...line, completed: false, atMs: receipt.atMs }));
}

/** The same for uses: they count for the member and day of the event. */
async function correctUses(
  trx: Trx,
  origin: NewUses['origin'],
  { eid, status, uses, atMs }: ReceiptRow,
): Promise<void> {
  const effect = await listUseEffect(trx, eid);
  const wanted = status === 'applied' ? uses : [];
  if (effect.length === 0 && wanted.length === 0) return;
  const { member_id: memberId } = await trx
    .selectFrom('event')
    .select('member_id')
    .where('eid', '=', eid)
    .executeTakeFirstOrThrow();
  const bizDate = effect[0]?.bizDate ?? businessDate(atMs);
  const undone = effect.map(({ id, n, memberId: whose }) => ({ id, n: -n, memberId: whose }));
  // A use counts for whom it was recorded for.
  const given = wanted.map((use) => {
    const known = effect.find((one) => one.id === use.id)?.memberId;
    return { ...use, memberId: known ?? use.memberId };
  });
  const corrected = { eid, origin, memberId, storeName: null, bizDate };
  await insertUses(trx, [{ ...corrected, uses: [...given, ...undone] }]);
}

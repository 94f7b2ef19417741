import { sql, type RawBuilder } from 'kysely';
import type { ReceiptRow } from '../contract/sync.ts';
import type { LedgerEntry } from '../domain/evaluate-sale.ts';
import type { EventId } from '../domain/ids.ts';
import { businessDate } from '../domain/time.ts';
import type { Reader, Trx } from './handles.ts';
import { insertEntries, listEffect, type NewEntries } from './ledger.ts';
import { insertForeignSales, insertUsedInvoicesFromHq } from './sales.ts';
import { insertRedemptions } from './vouchers.ts';

/** A receipt and its place in HQ's stream. */
export type PlacedReceipt = { readonly pos: number; readonly receipt: ReceiptRow };

/**
 * Takes receipts. Afterwards each event weighs in the ledger exactly what HQ says: for an event
 * recorded here that is what it weighs already (the echo changes nothing) or, if HQ refused or
 * recomputed it, entries with origin `receipt:<pos>` make up the difference. Events of other
 * counters bring their entries. Any receipt may come twice, under any `pos`. Other counters' events
 * go in together, a fixed number of statements whatever their number; own ones, which are few and
 * must be compared, one by one. The two never touch the same event, so their order is free.
 */
export async function applyReceipts(trx: Trx, placed: readonly PlacedReceipt[]): Promise<void> {
  if (placed.length === 0) return;
  const own = await listKnownEids(trx, placed, sql`event`);
  const isOwn = ({ receipt }: PlacedReceipt): boolean => own.has(receipt.eid);
  await applyForeign(
    trx,
    placed.filter((one) => !isOwn(one) && one.receipt.status === 'applied'),
  );
  for (const one of placed.filter(isOwn)) await applyOwn(trx, one.pos, one.receipt);
}

/** Which of the receipts' events appear in a table. */
async function listKnownEids(
  trx: Trx,
  placed: readonly PlacedReceipt[],
  table: RawBuilder<unknown>,
): Promise<ReadonlySet<EventId>> {
  const eids = JSON.stringify(placed.map(({ receipt }) => receipt.eid));
  const { rows } = await sql<{ eid: EventId }>`
    SELECT DISTINCT eid FROM ${table} WHERE eid IN (SELECT value FROM json_each(${eids}))`.execute(
    trx,
  );
  return new Set(rows.map((row) => row.eid));
}

async function applyForeign(trx: Trx, placed: readonly PlacedReceipt[]): Promise<void> {
  if (placed.length === 0) return;
  const weighed = new Set(await listKnownEids(trx, placed, sql`ledger_entry`));
  const fresh: NewEntries[] = [];
  for (const { pos, receipt } of placed) {
    const { eid, atMs, entries } = receipt;
    if (weighed.has(eid)) continue;
    fresh.push({ eid, origin: `receipt:${pos}`, recordedAtMs: atMs, entries });
    if (entries.length > 0) weighed.add(eid);
  }
  await insertEntries(trx, fresh);
  const receipts = placed.map(({ receipt }) => receipt);
  await insertRedemptions(
    trx,
    receipts.flatMap(({ usedVoucherIds, eid, atMs, storeName }) =>
      usedVoucherIds.map((voucherId) => ({ voucherId, eid, origin: 'hq', atMs, storeName })),
    ),
  );
  const sales = receipts.flatMap(({ sale, eid, storeName, atMs }) =>
    sale === null ? [] : [{ ...sale, eid, storeName, atMs, bizDate: businessDate(atMs) }],
  );
  await insertForeignSales(trx, sales);
  await insertUsedInvoicesFromHq(
    trx,
    sales.flatMap(({ invoiceKey, eid, atMs, storeName }) =>
      invoiceKey === null ? [] : [{ invoiceKey, eid, atMs, storeName }],
    ),
  );
}

async function applyOwn(trx: Trx, pos: number, receipt: ReceiptRow): Promise<void> {
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
  const entries = await correctionOf(trx, receipt);
  await insertEntries(trx, [
    { eid: receipt.eid, origin: `receipt:${pos}`, recordedAtMs: receipt.atMs, entries },
  ]);
}

/** What HQ last said of an own event; once `applied` it stays so. Null = not heard of yet. */
export async function findReceiptStatus(
  db: Reader,
  eid: EventId,
): Promise<ReceiptRow['status'] | null> {
  const rows = await db
    .selectFrom('receipt')
    .select('status')
    .where('eid', '=', eid)
    .orderBy('pos')
    .execute();
  if (rows.some((row) => row.status === 'applied')) return 'applied';
  return rows.at(-1)?.status ?? null;
}

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
  const used = await trx
    .selectFrom('ledger_entry')
    .select(({ fn }) => fn.max('leg').as('leg'))
    .where('eid', '=', receipt.eid)
    .executeTakeFirst();
  const firstLeg = (used?.leg ?? -1) + 1;
  return [...differences.values()]
    .filter((line) => line.points !== 0)
    .map((line, i) => ({ ...line, kind: 'adjust' as const, leg: firstLeg + i }));
}

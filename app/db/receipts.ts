import type { ReceiptRow } from '../contract/sync.ts';
import type { LedgerEntry } from '../domain/evaluate-sale.ts';
import type { EventId } from '../domain/ids.ts';
import { businessDate } from '../domain/time.ts';
import type { Reader, Trx } from './handles.ts';
import { insertEntries, listEffect } from './ledger.ts';
import { insertForeignSale, insertUsedInvoiceFromHq } from './sales.ts';
import { insertRedemptions } from './vouchers.ts';

/**
 * Takes one receipt. Afterwards the event weighs in the ledger exactly what HQ says: for an event
 * recorded here that is what it weighs already (the echo changes nothing) or, if HQ refused or
 * recomputed it, entries with origin `receipt:<pos>` make up the difference. Events of other
 * counters bring their entries. Any receipt may come twice, under any `pos`.
 */
export async function applyReceipt(
  trx: Trx,
  { pos, receipt }: { readonly pos: number; readonly receipt: ReceiptRow },
): Promise<void> {
  const own = await trx
    .selectFrom('event')
    .select('eid')
    .where('eid', '=', receipt.eid)
    .executeTakeFirst();
  if (own === undefined) await applyForeign(trx, pos, receipt);
  else await applyOwn(trx, pos, receipt);
}

async function applyForeign(trx: Trx, pos: number, receipt: ReceiptRow): Promise<void> {
  if (receipt.status !== 'applied') return;
  const { eid, atMs, storeName, sale } = receipt;
  if ((await listEffect(trx, eid)).length === 0) {
    await insertEntries(trx, [
      { eid, origin: `receipt:${pos}`, recordedAtMs: atMs, entries: receipt.entries },
    ]);
  }
  await insertRedemptions(
    trx,
    receipt.usedVoucherIds.map((voucherId) => ({
      voucherId,
      eid,
      origin: 'hq' as const,
      atMs,
      storeName,
    })),
  );
  if (sale === null) return;
  await insertForeignSale(trx, { ...sale, eid, storeName, atMs, bizDate: businessDate(atMs) });
  if (sale.invoiceKey !== null) {
    await insertUsedInvoiceFromHq(trx, { invoiceKey: sale.invoiceKey, eid, atMs, storeName });
  }
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

import type { CounterCallIn } from '../contract/counter-calls.ts';
import { counterEventSchema } from '../contract/events.ts';
import type { ReceiptRow } from '../contract/sync.ts';
import type { RefundId, SaleId } from '../domain/ids.ts';
import { applyChanges } from '../db/apply-changes.ts';
import { listUnsent } from '../db/events.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { getSyncState } from '../db/sync-state.ts';
import { countingIds } from '../db/test-database.ts';
import { shop, type TestCounter } from './test-counter.ts';

export type Settle = CounterCallIn<'refund:settle'>;

export const newRefundId = countingIds(900_000);

/** What the screen does: shows what it would do, then does it. */
export async function refundAs(
  rig: TestCounter,
  saleId: SaleId,
  request: Settle['request'] | 'void',
  changes: Partial<Settle> = {},
) {
  const asked =
    request === 'void'
      ? { saleId, mode: 'void' as const, request: { kind: 'all' as const } }
      : { saleId, mode: 'refund' as const, request };
  const preview = await rig.counter.handlers['refund:preview'](asked);
  if (preview.kind === 'refused') return { preview, answer: null, input: null };
  const input: Settle = {
    ...asked,
    refundId: newRefundId<RefundId>(),
    why: 'mistake',
    expectedMoneyMinor: preview.moneyMinor,
    expectedClawedBack: preview.clawedBack,
    ...changes,
  };
  return { preview, input, answer: await rig.counter.handlers['refund:settle'](input) };
}

export async function eventsOf(db: Db) {
  const unsent = await listUnsent(db, { limit: 99, bytesMax: 1e7 });
  return unsent.map((event) => counterEventSchema.parse(JSON.parse(event.rawBody)));
}

/** HQ's word about the nth event of this counter; it takes what the counter said, or nothing. */
export async function answerFor(db: Db, n: number, status: ReceiptRow['status']): Promise<void> {
  const event = (await eventsOf(db))[n];
  if (event?.type !== 'award' && event?.type !== 'refund') throw new Error('no such event');
  const isApplied = status === 'applied';
  const { entries, stamps } = event.type === 'award' ? event.body : event.body.result;
  const common = { inst: shop.install, seq: n + 1, eid: event.eid, atMs: 5, storeName: '信義店' };
  const receipt: ReceiptRow = {
    ...common,
    status,
    sale: null,
    usedVoucherIds: [],
    exceptions: [],
    entries: isApplied ? entries : [],
    stamps: isApplied ? stamps : [],
    uses: isApplied ? await usesNow(db, event.eid) : [],
    refund:
      event.type === 'refund' && isApplied
        ? {
            ...event.body,
            memberId: event.member,
            result: event.body.result,
          }
        : null,
  };
  await pullReceipt(db, receipt);
}

export async function pullReceipt(db: Db, receipt: ReceiptRow): Promise<void> {
  const { cursor } = await getSyncState(db);
  const pos = cursor + 1;
  await inTransaction(db, (trx) =>
    applyChanges(trx, {
      from: cursor,
      to: pos,
      rows: [{ pos, kind: 'receipt', receipt }],
      skipped: [],
    }),
  );
}

async function usesNow(db: Db, eid: string): Promise<ReceiptRow['uses']> {
  const rows = await db
    .selectFrom('coupon_use')
    .select(['use_id', 'n'])
    .where('eid', '=', eid as never)
    .where('origin', '=', 'record')
    .execute();
  return rows.map((row) => ({ id: row.use_id, n: row.n }));
}

/** What is true of a member, whatever happened on the way. */
export async function booksOf(rig: TestCounter, card: string) {
  await rig.counter.handlers['sale:clear']({});
  const { member } = await rig.scan(card);
  await rig.counter.handlers['sale:set-amount']({ amountText: '1000' });
  const { preview } = rig.last().sale;
  await rig.counter.handlers['sale:clear']({});
  return {
    points: member?.points,
    stamps: member?.stamps.map(({ cardNo, stamps }) => [cardNo, stamps]),
    vouchers: member?.vouchers.map(({ couponId }) => couponId),
    // Day limits, gift limits and tier in one: what a sale would cost and bring now.
    next: preview,
  };
}

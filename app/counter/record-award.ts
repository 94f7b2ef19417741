import type { AwardEvent } from '../contract/events.ts';
import { invoiceKey } from '../domain/einvoice.ts';
import { insertUses } from '../db/coupon-uses.ts';
import { appendEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import { insertEntries } from '../db/ledger.ts';
import { setTier } from '../db/members.ts';
import { emptySale, putOpenSale } from '../db/open-sale.ts';
import { insertOwnSale, insertUsedInvoice } from '../db/sales.ts';
import { insertStamps } from '../db/stamps.ts';
import { raiseTimeFloor } from '../db/sync-state.ts';
import { insertOwnVouchers, insertRedemptions } from '../db/vouchers.ts';
import type { EvaluatedScene } from './evaluate-scene.ts';
import type { Scene } from './scene.ts';
import { usesOf } from './uses-of.ts';

/** Writes everything a settled sale changes, the event first, and clears the open sale. */
export async function recordAward(
  trx: Trx,
  { moment }: Scene,
  event: AwardEvent,
  { program, result: { reasons } }: Pick<EvaluatedScene, 'program' | 'result'>,
): Promise<void> {
  const { eid, member: memberId, bizDate, body } = event;
  const atMs = moment.nowMs;
  await appendEvent(trx, { event, recordedAtMs: atMs });
  const { tierId, tierUntil, kind } = body.tier;
  const tierAfter = kind === 'same' ? null : { tierId, tierUntil };
  await insertOwnSale(trx, { ...body, eid, memberId, atMs, bizDate, reasons, tierAfter });
  await insertEntries(trx, [{ eid, origin: 'record', recordedAtMs: atMs, entries: body.entries }]);
  await insertStamps(trx, [{ eid, origin: 'record', stamps: body.stamps }]);
  await insertUses(trx, [
    { eid, origin: 'record', memberId, storeName: null, bizDate, uses: usesOf(body, program) },
  ]);
  await insertRedemptions(
    trx,
    body.vouchers.map(({ voucherId, uses }) => ({
      voucherId,
      eid,
      origin: 'own' as const,
      atMs,
      storeName: null,
      uses,
    })),
  );
  await insertOwnVouchers(trx, { eid, issued: body.issued });
  if (tierAfter !== null) await setTier(trx, { memberId, ...tierAfter });
  if (body.invoice !== null) {
    const { number, date } = body.invoice;
    const key = invoiceKey(number, date);
    await insertUsedInvoice(trx, { invoiceKey: key, eid, atMs, storeName: null });
  }
  await raiseTimeFloor(trx, atMs);
  await putOpenSale(trx, emptySale);
}

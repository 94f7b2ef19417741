import type { MemberId, RefundId, SaleId } from '../../app/domain/ids.ts';
import { insertCouponUses } from '../db/coupon-uses.ts';
import { insertEvents } from '../db/events.ts';
import {
  closeExceptionsOf,
  closeLateInvoicesOf,
  insertExceptions,
  markExceptionClosed,
} from '../db/exceptions.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { deleteInvoiceWaits, insertInvoiceWaits } from '../db/invoice-waits.ts';
import { insertEntries } from '../db/ledger.ts';
import { insertLineMessages } from '../db/line-outbox.ts';
import { insertCodes, insertMembersOnly, markMember } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';
import { insertPostings } from '../db/postings.ts';
import { insertRefunds, markRefundJudged } from '../db/refunds.ts';
import type { HqRefund } from '../db/refunds.ts';
import { insertSales, markSaleInvoice, markSalesVoided } from '../db/sales.ts';
import { markSaleRefunded } from '../db/settled-sales.ts';
import { markRights } from '../db/spend-rights.ts';
import { insertStampEntries } from '../db/stamps.ts';
import { insertUsedTokens } from '../db/used-tokens.ts';
import { insertRedemptions, insertVouchers, markVouchersCancelled } from '../db/vouchers.ts';
import { freesInvoice, refundRow } from './batch-state.ts';
import type { Effects } from './batch-state.ts';
import { withoutSaleIdOf } from './make-effects.ts';

/** Writes everything but the changes, which come last of all (see `insertChanges`). */
export async function writeEffects(trx: HqTrx, all: readonly Effects[]): Promise<void> {
  await writeMembers(trx, all);
  await insertEvents(
    trx,
    all.flatMap(({ event }) => (event === null ? [] : [event])),
  );
  await insertEntries(
    trx,
    all.flatMap(({ eid, entries }) => entries.map((entry) => ({ ...entry, eid }))),
  );
  await insertPostings(
    trx,
    all.flatMap(({ postings }) => postings),
  );
  await writeSales(trx, all);
  await writeRefunds(trx, all);
  await insertVouchers(
    trx,
    all.flatMap(({ vouchers }) => vouchers),
  );
  await markVouchersCancelled(
    trx,
    all.flatMap(({ cancelled }) => cancelled),
  );
  await insertRedemptions(
    trx,
    all.flatMap(({ redemptions }) => redemptions),
  );
  await insertCouponUses(
    trx,
    all.flatMap(({ uses }) => uses),
  );
  await insertStampEntries(trx, all);
  await markRights(trx, {
    spends: all.flatMap(({ rights }) => rights.spends),
    closes: all.flatMap(({ rights }) => rights.closes),
  });
  await insertUsedTokens(
    trx,
    all.flatMap(({ tokens }) => tokens),
  );
  await insertExceptions(
    trx,
    all.flatMap(({ exceptions }) => exceptions),
  );
  // What waited counts: that its e-invoice was used is no trouble any more, however often it was judged before.
  for (const { eid, invoiceWait, sale } of all) {
    if (invoiceWait?.kind !== 'ends' || sale === null) continue;
    await closeExceptionsOf(trx, { eid, kind: 'invoice-used-twice' });
  }
  for (const { eid, refund, awaitingInvoice } of all) {
    if (refund?.kind === 'judged')
      await markExceptionClosed(trx, withoutSaleIdOf('refund', refund.refund.refundId));
    // Its sale counts after all.
    if (refund?.kind === 'judged' && refund.refund.state === 'applied')
      await closeExceptionsOf(trx, { eid, kind: 'refund-of-uncounted-sale' });
    if (awaitingInvoice?.kind === 'ends')
      await markExceptionClosed(trx, withoutSaleIdOf('invoice', awaitingInvoice.awaiting.wait.eid));
  }
  await closeLateInvoicesOf(trx, [...voidedBy(all)]);
  await insertLineMessages(
    trx,
    all.flatMap(({ lineMessages }) => lineMessages),
  );
}

/** Sales that these effects undo as a whole. */
function voidedBy(all: readonly Effects[]): Set<SaleId> {
  return new Set(
    all.flatMap(({ refund }) => {
      const result = refund?.refund.result ?? null;
      return refund !== null && result !== null && freesInvoice(result)
        ? [refund.refund.saleId]
        : [];
    }),
  );
}

/** What is voided frees its e-invoice first: a sale that comes after it in the batch may have taken it. */
async function writeSales(trx: HqTrx, all: readonly Effects[]): Promise<void> {
  const voided = voidedBy(all);
  await markSalesVoided(trx, [...voided]);
  await insertSales(
    trx,
    all.flatMap(({ sale }) => (sale === null ? [] : [sale.row])),
    voided,
  );
  for (const { saleInvoice } of all)
    if (saleInvoice !== null) await markSaleInvoice(trx, saleInvoice);
  const of = (kind: 'begins' | 'ends') =>
    all.flatMap(({ invoiceWait, awaitingInvoice }) => [
      ...(invoiceWait?.kind === kind ? [invoiceWait.waiting.wait] : []),
      ...(awaitingInvoice?.kind === kind ? [awaitingInvoice.awaiting.wait] : []),
    ]);
  await insertInvoiceWaits(trx, of('begins'));
  await deleteInvoiceWaits(
    trx,
    of('ends').map(({ eid }) => eid),
  );
}

/** A member may be new first and changed later in the same batch: only its last face is written. */
async function writeMembers(trx: HqTrx, all: readonly Effects[]): Promise<void> {
  const effects = all.flatMap(({ members }) => members);
  const isNew = new Set(effects.filter((m) => m.kind === 'new').map((m) => m.member.memberId));
  const last = new Map<MemberId, HqMember>(effects.map((m) => [m.member.memberId, m.member]));
  await insertMembersOnly(
    trx,
    [...last.values()].filter((member) => isNew.has(member.memberId)),
  );
  for (const member of last.values()) {
    if (!isNew.has(member.memberId)) await markMember(trx, member);
  }
  await insertCodes(
    trx,
    effects.flatMap(({ codes }) => codes),
  );
}

async function writeRefunds(trx: HqTrx, all: readonly Effects[]): Promise<void> {
  const effects = all.flatMap(({ refund }) => (refund === null ? [] : [refund]));
  const isNew = new Set(effects.filter((r) => r.kind === 'new').map((r) => r.refund.refundId));
  const last = new Map<RefundId, HqRefund>(
    effects.map(({ refund }) => [refund.refundId, refundRow(refund)]),
  );
  await insertRefunds(
    trx,
    [...last.values()].filter((refund) => isNew.has(refund.refundId)),
  );
  for (const refund of last.values()) {
    if (!isNew.has(refund.refundId)) await markRefundJudged(trx, refund);
  }
  for (const { saleId, result } of last.values()) {
    if (result === null) continue;
    const { amountMinor, spentMinor, complete } = result;
    await markSaleRefunded(trx, { saleId, amountMinor, spentMinor, complete });
  }
}

import type { MemberId, SaleId } from '../../app/domain/ids.ts';
import { useScopes } from '../db/coupon-uses.ts';
import { addUse } from '../db/vouchers.ts';
import type { FirstUse } from '../db/vouchers.ts';
import type { HqMember } from '../db/members.ts';
import { absorbedBy } from './absorbed-points.ts';
import type { BatchState, Effects, RefundEffect } from './batch-state.ts';
import { freesInvoice, rootOf } from './batch-state.ts';
import { clawedAfter, noneClawed } from './clawed-points.ts';
import { eventAtMs } from './event-at.ts';
import { recordRights } from './reserved-points.ts';

/** Brings the state to what it is after these effects. */
export function recordEffects(state: BatchState, effects: Effects): void {
  const { event, merge } = effects;
  if (event?.firstOfEid === true) state.knownEvents.set(event.eid, { bodyHash: event.bodyHash });
  for (const { member } of effects.members) recordMember(state, member);
  if (merge !== null) recordMerge(state, merge);
  recordSale(state, effects);
  for (const entry of effects.entries) {
    addTo(state.entries, rootOf(state, entry.memberId), entry);
  }
  for (const { entries, stamps } of effects.postings) {
    for (const entry of entries) addTo(state.entries, rootOf(state, entry.memberId), entry);
    for (const entry of stamps) addTo(state.stamps, rootOf(state, entry.memberId), entry);
  }
  for (const entry of effects.stamps) addTo(state.stamps, rootOf(state, entry.memberId), entry);
  if (effects.refund !== null) recordRefund(state, effects.refund, effects.postings);
  recordWait(state, effects.invoiceWait);
  recordSaleInvoice(state, effects);
  recordAwaitingInvoice(state, effects.awaitingInvoice);
  recordRights(state.rights, effects.rights);
  for (const voucher of effects.vouchers) state.vouchers.set(voucher.voucherId, voucher);
  for (const voucherId of effects.cancelled) {
    const voucher = state.vouchers.get(voucherId);
    if (voucher !== undefined) state.vouchers.set(voucherId, { ...voucher, cancelled: true });
  }
  for (const { tokenKey, use } of effects.tokens) state.usedTokens.set(tokenKey, use);
  for (const use of effects.uses) {
    const scopes = useScopes({ ...use, memberId: rootOf(state, use.memberId) });
    for (const key of Object.values(scopes)) {
      state.useTotals.set(key, (state.useTotals.get(key) ?? 0) + use.n);
    }
  }
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function moveTo<K, V>(map: Map<K, V[]>, from: K, into: K): void {
  for (const value of map.get(from) ?? []) addTo(map, into, value);
  map.delete(from);
}

function recordMember(state: BatchState, member: HqMember): void {
  state.members.set(member.memberId, member);
  if (member.mobile !== null && !member.mobileShared)
    state.ownerOfMobile.set(member.mobile, member.memberId);
  for (const code of member.cardCodes) state.ownerOfCode.set(code, member.memberId);
}

function recordMerge(
  state: BatchState,
  merge: { readonly memberId: MemberId; readonly into: MemberId },
): void {
  const { memberId, into } = merge;
  for (const [id, root] of state.roots) if (root === memberId) state.roots.set(id, into);
  state.roots.set(memberId, into);
  moveTo(state.entries, memberId, into);
  moveTo(state.stamps, memberId, into);
  moveTo(state.memberSales, memberId, into);
}

function recordSale(state: BatchState, effects: Effects): void {
  const { sale, eid, storeName, atMs } = effects;
  const use: FirstUse = {
    eid,
    saleId: sale?.row.saleId ?? null,
    saleNo: sale?.row.saleNo ?? null,
    storeName,
    atMs,
  };
  for (const { voucherId, uses } of effects.redemptions) {
    state.voucherUses.set(voucherId, addUse(state.voucherUses.get(voucherId), use, uses));
  }
  if (sale === null) return;
  const { row, award } = sale;
  state.sales.set(row.saleId, use);
  if (row.invoiceKey !== null) state.invoices.set(row.invoiceKey, use);
  const { storeId, bizDate, spentMinor, saleId } = row;
  const absorbedPoints = absorbedBy(effects.postings);
  const { invoiceKey } = row;
  const counted = {
    eid,
    award,
    storeId,
    bizDate,
    invoiceKey,
    absorbedPoints,
    clawedPoints: noneClawed,
  };
  state.counted.set(saleId, { ...counted, refunds: [] });
  addTo(state.memberSales, rootOf(state, row.memberId), {
    saleId,
    bizDate,
    spentMinor,
    undone: false,
  });
}

function recordRefund(
  state: BatchState,
  { refund, event }: RefundEffect,
  postings: Effects['postings'],
): void {
  const { refundId, saleId, eid, storeName, atMs, result } = refund;
  state.refunds.set(refundId, refund);
  if (refund.state === 'awaiting') {
    state.awaiting.set(refundId, { refund, event });
    return;
  }
  state.awaiting.delete(refundId);
  const sale = state.counted.get(saleId);
  if (sale === undefined || result === null) return;
  const refunds = [...sale.refunds, { refundId, eid, storeName, atMs, result }];
  const absorbedPoints = sale.absorbedPoints + absorbedBy(postings);
  const clawedPoints = clawedAfter(sale.clawedPoints, postings);
  state.counted.set(saleId, { ...sale, refunds, absorbedPoints, clawedPoints });
  takeFromSpend(state, sale.award.member, saleId, result);
  const key = sale.invoiceKey;
  if (key !== null && freesInvoice(result) && state.invoices.get(key)?.eid === sale.eid)
    state.invoices.delete(key);
}

/** Of a sale that was undone before, it is free at once. */
function recordSaleInvoice(state: BatchState, { saleInvoice, storeName }: Effects): void {
  if (saleInvoice === null) return;
  const { saleId, invoiceKey } = saleInvoice;
  const sale = state.counted.get(saleId);
  if (sale === undefined) return;
  state.counted.set(saleId, { ...sale, invoiceKey });
  if (sale.refunds.some(({ result }) => freesInvoice(result))) return;
  const { eid, award } = sale;
  const { saleNo } = award.body;
  state.invoices.set(invoiceKey, { eid, saleId, saleNo, storeName, atMs: eventAtMs(award) });
}

function recordWait(state: BatchState, effect: Effects['invoiceWait']): void {
  if (effect === null) return;
  const { eid } = effect.waiting.wait;
  if (effect.kind === 'begins') state.invoiceWaits.set(eid, effect.waiting);
  else state.invoiceWaits.delete(eid);
}

function recordAwaitingInvoice(state: BatchState, effect: Effects['awaitingInvoice']): void {
  if (effect === null) return;
  const { eid } = effect.awaiting.wait;
  if (effect.kind === 'begins') state.awaitingInvoices.set(eid, effect.awaiting);
  else state.awaitingInvoices.delete(eid);
}

function takeFromSpend(
  state: BatchState,
  memberId: MemberId,
  saleId: SaleId,
  taken: { readonly spentMinor: number; readonly complete: boolean },
): void {
  const root = rootOf(state, memberId);
  const sales = (state.memberSales.get(root) ?? []).map((sale) =>
    sale.saleId === saleId
      ? { ...sale, spentMinor: sale.spentMinor - taken.spentMinor, undone: taken.complete }
      : sale,
  );
  state.memberSales.set(root, sales);
}

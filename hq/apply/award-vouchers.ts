import type { AwardEvent, IssuedVoucherRef } from '../../app/contract/events.ts';
import type { EventId } from '../../app/domain/ids.ts';
import type { NewSale } from '../db/sales.ts';
import { addUse } from '../db/vouchers.ts';
import type { HqVoucher, NewRedemption, NewVoucher, VoucherUses } from '../db/vouchers.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { compareResults } from './compare-results.ts';
import type { Found } from './make-effects.ts';

/**
 * The redemptions of a sale. The first ones to arrive count, up to the uses the voucher has, and never
 * flip; one that is over is an exception and has no effect. What HQ knows of the voucher is compared
 * with what the counter was told.
 */
export function redeemVouchers(
  state: BatchState,
  event: AwardEvent,
  sale: NewSale,
): { readonly redemptions: readonly NewRedemption[]; readonly found: readonly Found[] } {
  const redemptions: NewRedemption[] = [];
  const found: Found[] = [];
  const { eid, saleId, saleNo, atMs, storeId } = sale;
  const second = { eid, saleId, saleNo, storeName: state.install.storeName, atMs };
  for (const used of event.body.vouchers) {
    const { voucherId, code, discountMinor, uses } = used;
    const about = { voucherId, code, discountMinor };
    const before = state.voucherUses.get(voucherId);
    const known = state.vouchers.get(voucherId);
    const usesMax = known?.uses ?? Math.max(1, usesTold(event, used));
    if ((before?.uses ?? 0) + uses > usesMax) {
      const detail = {
        ...about,
        ...overuse(before, uses, usesMax),
        first: before?.first ?? second,
      };
      found.push({ kind: 'voucher-used-twice', detail: { ...detail, second } });
      continue;
    }
    if (known === undefined) found.push({ kind: 'unknown-voucher', detail: about });
    else found.push(...findWrongVoucher(state, event, used, known));
    redemptions.push({
      voucherId,
      nth: addUse(before, second, uses).count,
      uses,
      eid,
      storeId,
      atMs,
    });
  }
  return { redemptions, found };
}

type UsedVoucher = AwardEvent['body']['vouchers'][number];

/** Of a voucher HQ does not know: what the counter thought was left of it. */
function usesTold({ body }: AwardEvent, used: UsedVoucher): number {
  return body.asked.vouchers.find((one) => one.voucherId === used.voucherId)?.usesLeft ?? 1;
}

function overuse(before: VoucherUses | undefined, uses: number, usesMax: number) {
  return { uses, usesBefore: before?.uses ?? 0, usesMax };
}

function findWrongVoucher(
  state: BatchState,
  event: AwardEvent,
  used: UsedVoucher,
  known: HqVoucher,
): Found[] {
  const { voucherId, code, discountMinor, couponId, validFrom, validUntil } = used;
  const about = { voucherId, code, discountMinor };
  if (known.cancelled) return [{ kind: 'voucher-cancelled', detail: about }];
  const asked = event.body.asked.vouchers.find((one) => one.voucherId === voucherId);
  const recorded = {
    couponId,
    memberId: rootOf(state, asked?.memberId ?? event.member),
    validFrom,
    validUntil,
  };
  const memberId = rootOf(state, known.memberId);
  const differences = compareResults(recorded, { ...known, memberId });
  return differences.length === 0
    ? []
    : [{ kind: 'voucher-differs', detail: { ...about, differences } }];
}

/** A voucher as an event gives it; `copyOf` of one given back. */
export type GivenVoucher = IssuedVoucherRef & Pick<HqVoucher, 'copyOf'>;

/**
 * The vouchers an event gave, as HQ keeps them. One whose id HQ has already is left as it is: a
 * counter never makes an id twice.
 */
export function issueVouchers(
  state: BatchState,
  eid: EventId,
  issued: readonly GivenVoucher[],
  cancelled = false,
): { readonly vouchers: readonly NewVoucher[]; readonly found: readonly Found[] } {
  const vouchers: NewVoucher[] = [];
  const found: Found[] = [];
  for (const voucher of issued) {
    const { voucherId, code } = voucher;
    if (state.vouchers.has(voucherId) || vouchers.some((one) => one.voucherId === voucherId)) {
      found.push({ kind: 'voucher-id-known', detail: { voucherId, code } });
      continue;
    }
    vouchers.push({ ...voucher, cancelled, issuedBy: eid });
  }
  return { vouchers, found };
}

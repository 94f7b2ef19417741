import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import type { RefundEvent } from '../../app/contract/events.ts';
import type { VoucherId } from '../../app/domain/ids.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import { makeVoucherCode } from '../../app/domain/voucher-code.ts';
import type { NewVoucher } from '../db/vouchers.ts';
import { issueVouchers } from './award-vouchers.ts';
import type { GivenVoucher } from './award-vouchers.ts';
import type { BatchState, CountedSale } from './batch-state.ts';
import { derivedIdNamespace } from './make-effects.ts';
import type { Found } from './make-effects.ts';

/**
 * The vouchers a refund gives back, under new ids: those the counter gave, where HQ's sum gives them
 * too. One the counter gave too many is kept cancelled; one it should have given HQ gives itself.
 */
export function returnVouchers(
  state: BatchState,
  {
    event,
    sale,
    result,
  }: {
    readonly event: RefundEvent;
    readonly sale: CountedSale;
    readonly result: RefundResult;
  },
): { readonly vouchers: readonly NewVoucher[]; readonly found: readonly Found[] } {
  const open = [...event.body.issued];
  const right: GivenVoucher[] = [];
  for (const { voucherId, couponId, uses, validFrom, validUntil } of result.reissued) {
    const at = open.findIndex((one) => one.couponId === couponId && one.uses === uses);
    const given = at === -1 ? undefined : open.splice(at, 1)[0];
    const own = given ?? {
      voucherId: v5(`${event.eid}:${voucherId}:returned`, derivedIdNamespace) as VoucherId,
      code: makeVoucherCode(secretBytes(event, voucherId)),
      because: 'refund',
    };
    const memberId = sale.award.member;
    const days = { validFrom, validUntil };
    right.push({ ...own, memberId, couponId, uses, ...days, copyOf: voucherId });
  }
  const issued = issueVouchers(state, event.eid, right);
  const refused = issueVouchers(state, event.eid, open, true);
  return {
    vouchers: [...issued.vouchers, ...refused.vouchers],
    found: [...issued.found, ...refused.found],
  };
}

/** Bytes that come out the same when a push is done again; the ids in them carry 74 random bits each. */
function secretBytes(event: RefundEvent, voucherId: VoucherId): Uint8Array {
  return createHash('sha256').update(`${event.eid}:${event.body.refundId}:${voucherId}`).digest();
}

import type { CouponId, EventId, MemberId } from '../../app/domain/ids.ts';
import type { LocalizedText } from '../../app/domain/program.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { buildExchangeMessage } from '../../app/line/build-gift-message.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertLineMessages } from '../db/line-outbox.ts';
import { gatherReceivers } from './gather-receivers.ts';
import { makeMemberMessage } from './make-member-message.ts';

/** Points a member exchanged for a voucher, as it was posted. */
export type Exchange = {
  readonly memberId: MemberId;
  readonly postingId: EventId;
  readonly pointsSpent: number;
  readonly voucher: {
    readonly couponId: CouponId;
    readonly validFrom: CalendarDate;
    readonly validUntil: CalendarDate;
    readonly uses: number;
  };
  /** The coupon's name in the program. */
  readonly name: LocalizedText;
  readonly nowMs: number;
  /** See `memberPageUrl`. */
  readonly memberPageUrl: string | null;
};

/** Puts the message on an exchange in the outbox, in the transaction that posted it and after that. */
export async function tellExchange(trx: HqTrx, exchange: Exchange): Promise<void> {
  const { memberId, postingId, nowMs, memberPageUrl, pointsSpent, voucher, name } = exchange;
  const told = await gatherReceivers(trx, [memberId], businessDate(nowMs));
  for (const [id, member] of told.members) {
    const about = { kind: 'exchange', eid: postingId, nowMs, tellFromMs: nowMs } as const;
    const { messages } = makeMemberMessage(member, about, (language) =>
      buildExchangeMessage({
        brandName: told.brandName,
        atMs: nowMs,
        language,
        memberPageUrl,
        pointsSpent,
        balancePoints: told.balances.get(id)?.availablePoints ?? 0,
        voucher: { ...voucher, name },
      }),
    );
    await insertLineMessages(trx, messages);
  }
}

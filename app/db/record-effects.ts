import type {
  AwardEvent,
  CounterEvent,
  MemberStubEvent,
  RefundEvent,
  SaleInvoiceEvent,
} from '../contract/events.ts';
import { invoiceKey } from '../domain/einvoice.ts';
import type { MemberId, VoucherId } from '../domain/ids.ts';
import type { SaleReason } from '../domain/sale-reason.ts';
import { businessDate, type CalendarDate } from '../domain/time.ts';
import { insertUses, type Use } from './coupon-uses.ts';
import type { Trx } from './handles.ts';
import { insertEntries } from './ledger.ts';
import { findMember, setTier } from './members.ts';
import { insertRefunds, insertVoucherCancels } from './refunds.ts';
import { insertShift, markShiftClosed } from './shifts.ts';
import { insertOwnSale, insertUsedInvoice, markSaleInvoice, putBackUsedInvoice } from './sales.ts';
import { insertStamps } from './stamps.ts';
import { raiseTimeFloor, setTimeFloor } from './sync-state.ts';
import { upsertMembers } from './upsert-members.ts';
import { insertOwnVouchers, insertRedemptions, putBackRedemption } from './vouchers.ts';

/** What an event does here that its body does not tell; the tape carries it beside the body. */
export type LocalEffects = {
  /** Why the points, in the member's words. */
  readonly reasons: readonly SaleReason[];
  /** Coupons, rewards and gifts used up (or, below 0, given back), and the day whose limits they count for. */
  readonly uses: readonly Use[];
  readonly usesOn: CalendarDate;
  /** Vouchers the sale had given and a refund took back. */
  readonly cancelled: readonly VoucherId[];
  readonly inviterId: MemberId | null;
};

export type RecordedEvent<E extends CounterEvent = CounterEvent> = {
  readonly event: E;
  readonly atMs: number;
  readonly effects: LocalEffects;
  /** The event comes from the tape: what others did meanwhile may be known already, and is no bug. */
  readonly isPutBack?: boolean;
};

/**
 * Everything a recorded event changes at this counter beside the log: ledgers, sale, vouchers, limits,
 * member. The one way for an event that happens now and for one put back from the tape.
 */
export async function insertEffects(trx: Trx, recorded: RecordedEvent): Promise<void> {
  const { event } = recorded;
  if (event.type === 'award') await insertAwardEffects(trx, { ...recorded, event });
  else if (event.type === 'refund') await insertRefundEffects(trx, { ...recorded, event });
  else if (event.type === 'member_stub') await insertStubEffects(trx, { ...recorded, event });
  else if (event.type === 'staff_act') await insertShift(trx, { ...recorded, event });
  else if (event.type === 'shift_close') await markShiftClosed(trx, { event });
  else if (event.type === 'sale_invoice') await enterInvoice(trx, { ...recorded, event });
  // A person said that the clock is right: the one event that takes time back.
  const isClockSet = event.type === 'staff_act' && event.body.what === 'clock-set';
  if (isClockSet) await setTimeFloor(trx, recorded.atMs);
  // A clock that jumped is not believed until HQ has spoken.
  else if (event.t.conf !== 'unknown') await raiseTimeFloor(trx, recorded.atMs);
}

async function insertAwardEffects(trx: Trx, recorded: RecordedEvent<AwardEvent>): Promise<void> {
  const { event, atMs, effects, isPutBack = false } = recorded;
  const { eid, member: memberId, bizDate, body } = event;
  const { tierId, tierUntil, kind } = body.tier;
  const tierAfter = kind === 'same' ? null : { tierId, tierUntil };
  const { reasons } = effects;
  await insertOwnSale(trx, { ...body, eid, memberId, atMs, bizDate, reasons, tierAfter });
  await insertEntries(trx, [{ eid, origin: 'record', recordedAtMs: atMs, entries: body.entries }]);
  await insertStamps(trx, [{ eid, origin: 'record', stamps: body.stamps }]);
  await insertOwnUses(trx, recorded);
  const redemptions = body.vouchers.map(({ voucherId, uses }) => ({
    voucherId,
    eid,
    origin: 'own' as const,
    atMs,
    storeName: null,
    uses,
  }));
  if (isPutBack) for (const one of redemptions) await putBackRedemption(trx, one);
  else await insertRedemptions(trx, redemptions);
  await insertOwnVouchers(trx, { eid, issued: body.issued });
  if (tierAfter !== null) await setTier(trx, { memberId, bizDate, ...tierAfter });
  if (body.invoice === null) return;
  const { number, date } = body.invoice;
  const used = { invoiceKey: invoiceKey(number, date), eid, atMs, storeName: null };
  if (isPutBack) await putBackUsedInvoice(trx, used);
  else await insertUsedInvoice(trx, used);
}

/** Used by its sale, and free again with it. */
async function enterInvoice(
  trx: Trx,
  { event, atMs, isPutBack = false }: RecordedEvent<SaleInvoiceEvent>,
): Promise<void> {
  const { saleId, saleEid: eid, invoice } = event.body;
  await markSaleInvoice(trx, { saleId, invoice });
  const used = { invoiceKey: invoiceKey(invoice.number, invoice.date), eid, atMs, storeName: null };
  if (isPutBack) await putBackUsedInvoice(trx, used);
  else await insertUsedInvoice(trx, used);
}

async function insertRefundEffects(trx: Trx, recorded: RecordedEvent<RefundEvent>): Promise<void> {
  const { event, atMs, effects } = recorded;
  const { eid, member: memberId, body } = event;
  const { refundId, saleId, result } = body;
  await insertRefunds(trx, [{ refundId, eid, saleId, memberId, origin: 'own', result, atMs }]);
  const { entries, stamps } = result;
  await insertEntries(trx, [{ eid, origin: 'record', recordedAtMs: atMs, entries }]);
  await insertStamps(trx, [{ eid, origin: 'record', stamps }]);
  await insertOwnUses(trx, recorded);
  await insertVoucherCancels(trx, { eid, atMs, voucherIds: effects.cancelled });
  const copyOf = (place: number) => result.reissued[place]?.voucherId ?? null;
  await insertOwnVouchers(trx, { eid, issued: body.issued, copyOf });
}

async function insertStubEffects(
  trx: Trx,
  recorded: RecordedEvent<MemberStubEvent>,
): Promise<void> {
  const { event, atMs, effects } = recorded;
  const { eid, member: memberId, bizDate, body } = event;
  const { name, mobile, birthday, tierId, cardCode } = body;
  const { inviterId } = effects;
  const row = { memberId, name, mobile, birthday, tierId, cardCodes: [cardCode], inviterId };
  const { joinedOn = bizDate, tierUntil = null } = body;
  const { atMs: agreedAtMs, textVersion: version } = body.consent;
  const agreed = { on: businessDate(agreedAtMs), at: 'counter' as const, version };
  // Told anew to a restored HQ (only then with the day of joining) nobody agreed to anything.
  const consent = body.joinedOn === undefined ? agreed : undefined;
  const fresh = { lineState: 'none' as const, joinedOn, tierUntil, weakCodes: [] };
  // Who is told anew may be here still, with more than the event holds: other cards, LINE, what they agreed to.
  const isHere = body.joinedOn !== undefined && (await findMember(trx, memberId)) !== null;
  if (!isHere)
    await upsertMembers(trx, {
      members: [{ ...row, ...fresh, ...(consent && { consent }) }],
      source: 'counter',
    });
  await insertEntries(trx, [{ eid, origin: 'record', recordedAtMs: atMs, entries: body.entries }]);
  await insertOwnVouchers(trx, { eid, issued: body.issued });
  await insertOwnUses(trx, recorded);
}

async function insertOwnUses(trx: Trx, { event, effects }: RecordedEvent): Promise<void> {
  const { uses, usesOn: bizDate } = effects;
  const { eid, member: memberId } = event;
  await insertUses(trx, [{ eid, origin: 'record', memberId, storeName: null, bizDate, uses }]);
}

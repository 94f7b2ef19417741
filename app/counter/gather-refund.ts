import type { AwardEvent } from '../contract/events.ts';
import type { LotId, MemberId, SaleId } from '../domain/ids.ts';
import { evaluateRefund } from '../domain/evaluate-refund.ts';
import { coverDebtsByLapsed } from '../domain/lots.ts';
import type { Program } from '../domain/program.ts';
import { evaluateUncounted } from '../domain/refund-of-uncounted.ts';
import type { RefundContext, RefundRequest, SettledSale } from '../domain/refund.ts';
import { issuedNow } from '../domain/vouchers-now.ts';
import type { CalendarDate } from '../domain/time.ts';
import { findEvent } from '../db/events.ts';
import type { Reader } from '../db/handles.ts';
import { getExpiredPoints, listLots } from '../db/ledger.ts';
import { findOwnSale, type OwnSale } from '../db/own-sales.ts';
import { findProgram } from '../db/programs.ts';
import { listRefunds } from '../db/refunds.ts';
import { listVouchers, listVouchersAndCopies, type Voucher } from '../db/vouchers.ts';
import { listStampStates } from './gather-member-state.ts';
import type { Moment } from './moment.ts';
import { say, type NoticeDraft } from './notice-codes.ts';

/** A sale of this counter with all that taking it back depends on. */
export type RefundScene = {
  readonly kind: 'found';
  readonly sale: OwnSale;
  readonly event: AwardEvent;
  /** The version the sale was settled under. */
  readonly program: Program;
  readonly context: RefundContext;
  /** The vouchers the sale gave, with those given back for them. */
  readonly given: readonly Voucher[];
};

/** As many ids as a refund can make lots (see `evaluateRefund`); previews need no real ones. */
export const refundLotsMax = 2;
const previewLotIds = ['1', '2'].map((n) => `ffffffff-ffff-7fff-8fff-fffffffffff${n}` as LotId);

/**
 * Reads a sale to take back: the event as it was recorded, what was taken back before, and what the
 * members it gave points to hold now. Refused when the sale is not this counter's.
 */
export async function gatherRefund(
  db: Reader,
  input: {
    readonly saleId: SaleId;
    readonly moment: Moment;
    readonly lotIds?: readonly LotId[];
  },
): Promise<RefundScene | { readonly kind: 'refused'; readonly notice: NoticeDraft }> {
  const { saleId, moment, lotIds = previewLotIds } = input;
  const sale = await findOwnSale(db, saleId);
  const event = sale === null ? null : await findEvent(db, sale.eid);
  if (sale === null || event?.type !== 'award')
    return { kind: 'refused', notice: say('refund-sale-unknown', {}) };
  const program = await findProgram(db, event.body.program);
  if (program === null) return { kind: 'refused', notice: say('program-missing', {}) };
  const given = await listVouchersAndCopies(
    db,
    event.body.issued.map((voucher) => voucher.voucherId),
  );
  const settled = await settledSale(db, event, given);
  const { memberId } = settled.facts;
  const own = settled.entries.find((one) => one.kind === 'earn' && one.memberId === memberId);
  const context: RefundContext = {
    sale: settled,
    earlier: (await listRefunds(db, saleId)).map((refund) => refund.result),
    lots: coverDebtsByLapsed(await listLots(db, memberId), moment.today),
    otherLots: await listOtherLots(db, settled, moment.today),
    today: moment.today,
    atMs: moment.nowMs,
    lotIds,
    lapsedPoints:
      own === undefined ? 0 : await getExpiredPoints(db, { memberId, lotId: own.lotId }),
    stampsNow: await listStampStates(db, program, memberId),
  };
  return { kind: 'found', sale, event, program, context, given };
}

/**
 * What taking the sale back does. One that HQ sent back may count later (its e-invoice comes free, or a
 * person lets it): goods that come back meanwhile are recorded, and move nothing here.
 */
export function evaluateTakingBack(
  { sale, program, context }: RefundScene,
  mode: 'void' | 'refund',
  request: RefundRequest,
): ReturnType<typeof evaluateRefund> {
  const evaluate = sale.atHq === 'rejected' ? evaluateUncounted : evaluateRefund;
  return evaluate(program, context, mode, request);
}

/**
 * The sale as the rules take it back: with what became of the vouchers it gave, and without those it
 * used whose own sale is gone, as nothing is given back for them.
 */
async function settledSale(
  db: Reader,
  { body }: AwardEvent,
  given: readonly Voucher[],
): Promise<SettledSale> {
  const { asked } = body;
  const used = await listVouchers(
    db,
    asked.vouchers.map((voucher) => voucher.voucherId),
  );
  const gone = used.filter((voucher) => voucher.state === 'cancelled');
  const vouchers = asked.vouchers.filter(
    (one) => !gone.some(({ voucherId }) => voucherId === one.voucherId),
  );
  return { ...body, asked: { ...asked, vouchers }, issued: issuedNow(body.issued, given) };
}

/** Who else got points by the sale: the inviter of the buying member. */
async function listOtherLots(
  db: Reader,
  { entries, facts }: SettledSale,
  today: CalendarDate,
): Promise<RefundContext['otherLots']> {
  const others = new Set<MemberId>(entries.map((entry) => entry.memberId));
  others.delete(facts.memberId);
  const held: { memberId: MemberId; lots: RefundContext['lots'] }[] = [];
  for (const memberId of others) {
    held.push({ memberId, lots: coverDebtsByLapsed(await listLots(db, memberId), today) });
  }
  return held;
}

import type { CounterCallIn } from '../contract/counter-calls.ts';
import { refundEventSchema, type IssuedVoucherRef, type RefundEvent } from '../contract/events.ts';
import type { EventId, LotId, VoucherId } from '../domain/ids.ts';
import type { RefundResult } from '../domain/refund.ts';
import { makeVoucherCode } from '../domain/voucher-code.ts';
import { voidedVouchers } from '../domain/vouchers-now.ts';
import { appendEvent, findEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import { insertEffects } from '../db/record-effects.ts';
import { findRefund, type Refund } from '../db/refunds.ts';
import { deny, done, type Act } from './act.ts';
import { storeOf } from './evaluate-scene.ts';
import {
  evaluateTakingBack,
  gatherRefund,
  refundLotsMax,
  type RefundScene,
} from './gather-refund.ts';
import { say } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { refundRefusalNotice } from './refund-notices.ts';
import type { Scene } from './scene.ts';
import { usesOf } from './uses-of.ts';

type Intent = CounterCallIn<'refund:settle'>;
type Made = Pick<CounterDeps, 'newId' | 'randomBytes'>;

/**
 * Undoes a sale of this counter or takes goods back: event, ledgers, vouchers, all in the given
 * transaction, with HQ or without. The intent's id is its key: sent again it is answered as done and
 * does nothing; with other content it is refused.
 */
export async function settleRefund(
  trx: Trx,
  scene: Scene,
  { input, ...made }: { readonly input: Intent } & Made,
): Promise<Act> {
  const known = await findRefund(trx, input.refundId);
  if (known !== null)
    return (await isSameIntent(trx, known, input))
      ? { notice: 'keep', answer: done }
      : deny(say('refund-conflict', {}));
  const { newId } = made;
  const lotIds = Array.from({ length: refundLotsMax }, () => newId<LotId>());
  const { moment } = scene;
  const found = await gatherRefund(trx, { saleId: input.saleId, moment, lotIds });
  if (found.kind === 'refused') return deny(found.notice);
  const evaluated = evaluateTakingBack(found, input.mode, input.request);
  if (evaluated.kind === 'refused') return deny(refundRefusalNotice(evaluated.refusal));
  const { result } = evaluated;
  const { moneyMinor, clawedBack, returned } = result;
  if (moneyMinor !== input.expectedMoneyMinor || clawedBack !== input.expectedClawedBack)
    return deny(say('refund-changed', {}));
  const event = composeRefund(scene, found, { input, result, ...made });
  await recordRefund(trx, scene, event, found);
  const told = { saleNo: found.sale.saleNo, moneyMinor, clawedBack, returned };
  const notice = input.mode === 'void' ? say('sale-undone', told) : say('sale-refunded', told);
  return { notice, answer: done };
}

/** Whether the same was asked before under this id. Of another counter's refund only the sale is known. */
async function isSameIntent(trx: Trx, known: Refund, input: Intent): Promise<boolean> {
  if (known.saleId !== input.saleId) return false;
  const event = await findEvent(trx, known.eid);
  if (event?.type !== 'refund') return known.result.mode === input.mode;
  const { request, why } = event.body;
  return (
    event.body.result.mode === input.mode &&
    why === input.why &&
    JSON.stringify(request) === JSON.stringify(input.request)
  );
}

function composeRefund(
  { moment, settings, who }: Scene,
  { sale, event: award, context }: RefundScene,
  {
    input,
    result,
    newId,
    randomBytes,
  }: { readonly input: Intent; readonly result: RefundResult } & Made,
): RefundEvent {
  const { memberId } = context.sale.facts;
  // A returned voucher comes back as a new one: the old code was used and stays used.
  const issued: IssuedVoucherRef[] = result.reissued.map(({ couponId, uses, ...days }) => ({
    voucherId: newId<VoucherId>(),
    code: makeVoucherCode(randomBytes(16)),
    memberId,
    couponId,
    uses,
    validFrom: days.validFrom,
    validUntil: days.validUntil,
    because: 'refund',
  }));
  return refundEventSchema.parse({
    eid: newId<EventId>(),
    v: 1,
    type: 'refund',
    store: storeOf(settings),
    bizDate: moment.today,
    t: moment.eventTime,
    ...who,
    member: memberId,
    body: {
      refundId: input.refundId,
      saleId: sale.saleId,
      saleEid: sale.eid,
      saleNo: sale.saleNo,
      program: award.body.program,
      request: input.request,
      why: input.why,
      result,
      ...(sale.atHq === 'rejected' ? { uncounted: true } : {}),
      issued,
    },
  });
}

async function recordRefund(
  trx: Trx,
  { moment }: Scene,
  event: RefundEvent,
  { event: award, sale, program, context, given }: RefundScene,
): Promise<void> {
  const { result } = event.body;
  const atMs = moment.nowMs;
  await appendEvent(trx, { event, recordedAtMs: atMs });
  // Only what takes the last of a sale gives its coupons and gifts back.
  const counts = sale.atHq !== 'rejected';
  const used = counts && result.complete ? usesOf(award.body, program) : [];
  const effects = {
    reasons: [],
    uses: used.map((use) => ({ ...use, n: -use.n })),
    // Given back on the day of the sale, whose limits they had used up.
    usesOn: award.bizDate,
    cancelled: counts ? voidedVouchers(program, context.sale.issued, given, result) : [],
    inviterId: null,
  };
  await insertEffects(trx, { event, atMs, effects });
}

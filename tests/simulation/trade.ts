import { enrolMember } from '../../app/counter/enrol-member.ts';
import { evaluateScene } from '../../app/counter/evaluate-scene.ts';
import { evaluateTakingBack, gatherRefund } from '../../app/counter/gather-refund.ts';
import { gatherScene } from '../../app/counter/scene.ts';
import { settleRefund } from '../../app/counter/settle-refund.ts';
import { settleSale } from '../../app/counter/settle-sale.ts';
import type { CounterEvent } from '../../app/contract/events.ts';
import { appendEvent } from '../../app/db/events.ts';
import { emptySale, putOpenSale } from '../../app/db/open-sale.ts';
import type { EventId, MemberId, RefundId, SaleId, VoucherId } from '../../app/domain/ids.ts';
import { putFromPos } from './trade-pos.ts';
import { attempt, type Told } from './attempt.ts';
import type { Machine } from './machine.ts';
import type { World } from './world.ts';

/** A sale of one amount, with points or a voucher, settled as the screen shows it. */
export async function sell(
  world: World,
  machine: Machine,
  sale: {
    readonly memberId: MemberId;
    readonly amountMinor: number;
    readonly spendPoints: number;
    readonly voucherIds: readonly VoucherId[];
    readonly invoice: {
      readonly number: string;
      readonly date: string;
      readonly sellerTaxId: string;
    } | null;
    /** Under which number a POS handed it over; null = it did not. */
    readonly posSaleNo: string | null;
  },
): Promise<Told> {
  return await attempt(world, machine, async (trx, deps) => {
    const { amountMinor, ...asked } = sale;
    await putFromPos(trx, deps, sale);
    await putOpenSale(trx, {
      ...emptySale,
      ...asked,
      identifiedBy: 'scan',
      amountText: String(amountMinor),
    });
    const scene = await gatherScene(trx, deps);
    const shown = evaluateScene(scene);
    if (shown === null) return 'nothing-to-settle';
    if (shown.kind === 'refused') return shown.notice.code;
    const { paidMinor, points } = shown.result;
    const expected = { expectedPaidMinor: paidMinor, expectedPoints: points };
    const act = await settleSale(trx, scene, { expected, ...deps });
    if (act.answer.kind === 'done') return null;
    return 'code' in act.answer ? act.answer.code : act.answer.kind;
  });
}

/** Undoes a sale of this counter, or takes a part of its amount back. */
export async function refund(
  world: World,
  machine: Machine,
  given: { readonly saleId: SaleId; readonly share: number | null },
): Promise<Told> {
  return await attempt(world, machine, async (trx, deps) => {
    const scene = await gatherScene(trx, deps);
    const { saleId } = given;
    const found = await gatherRefund(trx, { saleId, moment: scene.moment });
    if (found.kind === 'refused') return found.notice.code;
    const mode: 'void' | 'refund' = given.share === null ? 'void' : 'refund';
    const whole = found.event.body.amountMinor;
    const amountMinor = Math.max(1, Math.floor(whole * (given.share ?? 1)));
    const request =
      mode === 'void' ? { kind: 'all' as const } : { kind: 'amount' as const, amountMinor };
    const evaluated = evaluateTakingBack(found, mode, request);
    if (evaluated.kind === 'refused') return evaluated.refusal.code;
    const { moneyMinor, clawedBack } = evaluated.result;
    const input = {
      refundId: world.ids.next<RefundId>(),
      saleId,
      mode,
      request,
      why: 'mistake' as const,
      expectedMoneyMinor: moneyMinor,
      expectedClawedBack: clawedBack,
    };
    const act = await settleRefund(trx, scene, { input, ...deps });
    return act.answer.kind === 'done' ? null : act.answer.code;
  });
}

/** Somebody joins at this counter. */
export async function join(
  world: World,
  machine: Machine,
  person: { readonly name: string; readonly mobile: string },
): Promise<Told> {
  return await attempt(world, machine, async (trx, deps) => {
    const scene = await gatherScene(trx, deps);
    const input = { ...person, birthday: null, invitedByCode: null };
    const act = await enrolMember(trx, scene, { input, ...deps });
    return act.answer.kind === 'done' ? null : act.answer.code;
  });
}

/** An event no HQ of today understands: a later version's, or a broken one. */
export async function recordPoison(
  world: World,
  machine: Machine,
  memberId: MemberId,
): Promise<Told> {
  return await attempt(world, machine, async (trx) => {
    const eid = world.ids.next<EventId>();
    const event = { eid, v: 9, type: 'of-tomorrow', member: memberId };
    await appendEvent(trx, {
      event: event as unknown as CounterEvent,
      recordedAtMs: world.nowMs(),
    });
    return null;
  });
}

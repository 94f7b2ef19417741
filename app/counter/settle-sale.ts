import { awardEventSchema, type AwardEvent } from '../contract/events.ts';
import { invoiceKey } from '../domain/einvoice.ts';
import type { EvaluatedSale } from '../domain/evaluate-sale.ts';
import type { EventId, LotId, SaleId } from '../domain/ids.ts';
import { balanceOf } from '../domain/lots.ts';
import { maskName } from '../domain/member-name.ts';
import type { Program } from '../domain/program.ts';
import { appendEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import { insertEntries, listLots } from '../db/ledger.ts';
import type { Member } from '../db/members.ts';
import { emptySale, putOpenSale } from '../db/open-sale.ts';
import { getOwnSaleCount, insertOwnSale, insertUsedInvoice } from '../db/sales.ts';
import { raiseTimeFloor } from '../db/sync-state.ts';
import { insertRedemptions } from '../db/vouchers.ts';
import { deny, done, type Act } from './act.ts';
import { judgeSpent } from './judge-voucher.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { evaluateScene, voucherName } from './preview-sale.ts';
import { judgeUsedInvoice } from './scan-invoice.ts';
import type { Scene } from './scene.ts';

export type SettleInput = {
  /** What the screen showed; another result is refused and nothing is posted. */
  readonly expectedPaidMinor: number;
  readonly expectedPoints: number;
};

/**
 * Settles the open sale: event, chain, ledger, sale, used vouchers and invoice, and the cleared
 * open sale, all in the given transaction. When that commits the sale is on disk and will reach HQ.
 */
export async function settleSale(
  trx: Trx,
  scene: Scene,
  { expected, newId }: { readonly expected: SettleInput; readonly newId: CounterDeps['newId'] },
): Promise<Act> {
  const { member } = scene;
  if (member === null) return deny(say('settle-needs-member', {}));
  const evaluated = evaluateScene(scene);
  if (evaluated === null) return deny(say('settle-needs-amount', {}));
  if (evaluated.kind === 'refused') return deny(evaluated.notice);
  const objection = await judgeAgain(trx, scene);
  if (objection !== null) return deny(objection);
  const { program, result } = evaluated;
  if (
    result.paidMinor !== expected.expectedPaidMinor ||
    result.points !== expected.expectedPoints
  ) {
    return deny(say('preview-changed', {}));
  }
  const saleNo = await nextSaleNo(trx, scene.moment.today);
  const event = awardEventSchema.parse(
    composeAward({ scene, member, program, result, saleNo, newId }),
  );
  await record(trx, scene, event, result);
  const { availablePoints } = balanceOf(await listLots(trx, member.memberId), scene.moment.today);
  const settled = { paidMinor: result.paidMinor, points: result.points, balance: availablePoints };
  return { notice: say('sale-settled', { name: maskName(member.name), ...settled }), answer: done };
}

/** What may have changed since it was put on the sale: another counter's use came down by sync. */
async function judgeAgain(trx: Trx, scene: Scene): Promise<NoticeDraft | null> {
  for (const voucher of scene.vouchers) {
    const spent = judgeSpent(scene, voucher);
    if (spent !== null) return spent;
    if (scene.sale.identifiedBy !== 'scan')
      return say('voucher-needs-card', { name: voucherName(scene.program, voucher) });
  }
  return scene.sale.invoice === null
    ? null
    : await judgeUsedInvoice(trx, scene, scene.sale.invoice);
}

/** `MMDD-0042`: the forty-second sale of this counter on that day. */
async function nextSaleNo(trx: Trx, today: string): Promise<string> {
  const count = await getOwnSaleCount(trx, today);
  return `${today.slice(5, 7)}${today.slice(8, 10)}-${String(count + 1).padStart(4, '0')}`;
}

type AwardParts = {
  readonly scene: Scene;
  readonly member: Member;
  readonly program: Program;
  readonly result: EvaluatedSale;
  readonly saleNo: string;
  readonly newId: CounterDeps['newId'];
};

function composeAward({ scene, member, program, result, saleNo, newId }: AwardParts): AwardEvent {
  const { moment, settings, sale } = scene;
  const { amountMinor, discountMinor, paidMinor, baseMinor, points, expiresOn } = result;
  const earned = { leg: 0, kind: 'earn' as const, memberId: member.memberId, points, expiresOn };
  return {
    eid: newId<EventId>(),
    v: 1,
    type: 'award',
    store: settings.mode === 'hq' ? settings.storeId : null,
    bizDate: moment.today,
    t: moment.eventTime,
    member: member.memberId,
    body: {
      saleId: newId<SaleId>(),
      saleNo,
      amountSource: sale.invoice === null ? 'typed' : 'einvoice',
      invoice: sale.invoice,
      program: { id: program.programId, version: program.version },
      tierId: member.tierId,
      amountMinor,
      discountMinor,
      paidMinor,
      baseMinor,
      points,
      expiresOn,
      vouchers: result.discounts.map(({ voucherId, discountMinor: voucherMinor }) => {
        const voucher = scene.vouchers.find((v) => v.voucherId === voucherId);
        if (voucher === undefined)
          throw new Error('the rules discounted a voucher that was not offered');
        const { couponId, code, validFrom, validUntil } = voucher;
        return { voucherId, couponId, code, validFrom, validUntil, discountMinor: voucherMinor };
      }),
      entries: points === 0 ? [] : [{ ...earned, lotId: newId<LotId>() }],
    },
  };
}

async function record(
  trx: Trx,
  { moment }: Scene,
  event: AwardEvent,
  result: EvaluatedSale,
): Promise<void> {
  const { eid, member: memberId, body } = event;
  const atMs = moment.nowMs;
  await appendEvent(trx, { event, recordedAtMs: atMs });
  await insertOwnSale(trx, {
    ...body,
    eid,
    memberId,
    atMs,
    bizDate: event.bizDate,
    reasons: result.reasons,
  });
  await insertEntries(trx, [{ eid, origin: 'record', recordedAtMs: atMs, entries: body.entries }]);
  await insertRedemptions(
    trx,
    body.vouchers.map(({ voucherId }) => ({
      voucherId,
      eid,
      origin: 'own' as const,
      atMs,
      storeName: null,
    })),
  );
  if (body.invoice !== null) {
    const { number, date } = body.invoice;
    await insertUsedInvoice(trx, {
      invoiceKey: invoiceKey(number, date),
      eid,
      atMs,
      storeName: null,
    });
  }
  await raiseTimeFloor(trx, atMs);
  await putOpenSale(trx, emptySale);
}

import { awardEventSchema, type AwardEvent, type InvoiceRef } from '../contract/events.ts';
import type { PosInvoice, PosSale } from '../contract/pos-api.ts';
import { balanceOf } from '../domain/lots.ts';
import { maskName } from '../domain/member-name.ts';
import type { Reader, Trx } from '../db/handles.ts';
import { listLots } from '../db/ledger.ts';
import { findMember } from '../db/members.ts';
import {
  findLivePosSale,
  findPosEvent,
  findPosSale,
  insertSettledPosSale,
  markPosSale,
  type PosKey,
  type PosSaleRow,
} from '../db/pos-sales.ts';
import { findProgram } from '../db/programs.ts';
import type { Moment } from './moment.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { requestOf, resultOf, tierName, type PosSettled } from './pos-view.ts';
import type { Scene } from './scene.ts';

/** What stands in the event of a sale that the POS handed over; null for any other. */
export async function posOf(trx: Trx, { sale }: Scene): Promise<AwardEvent['body']['pos'] | null> {
  if (sale.posSaleNo === null) return null;
  const row = await findLivePosSale(trx);
  if (row === null || row.posSaleNo !== sale.posSaleNo) return null;
  return { name: row.posName, no: row.posSaleNo, digest: row.digest };
}

/**
 * Ties the POS's number to the award, in the transaction that records it and before the open sale is
 * cleared: a number that is settled is settled with all that came of it, or not at all.
 */
export async function linkPosSale(trx: Trx, event: AwardEvent, moment: Moment): Promise<void> {
  const { pos, saleId } = event.body;
  if (pos === undefined) return;
  const key = { posName: pos.name, posSaleNo: pos.no };
  const row = await findPosSale(trx, key);
  const request = row === null ? null : requestOf(row);
  await markPosSale(trx, key, {
    state: 'settled',
    saleId,
    result: JSON.stringify(await settledOf(trx, { event, request, moment })),
    updatedAtMs: moment.nowMs,
  });
}

async function settledOf(
  db: Reader,
  given: {
    readonly event: AwardEvent;
    readonly request: PosSale | null;
    readonly moment: Pick<Moment, 'today' | 'nowMs'>;
  },
): Promise<PosSettled> {
  const { event, request, moment } = given;
  const { body } = event;
  const member = await findMember(db, event.member);
  const program = await findProgram(db, body.program);
  const { availablePoints } = balanceOf(await listLots(db, event.member), moment.today);
  return {
    member: {
      nameMasked: maskName(member?.name ?? ''),
      tier: tierName(program, body.tier.tierId),
      points: availablePoints,
    },
    result: resultOf(body, request),
    saleNo: body.saleNo,
    settledAtMs: moment.nowMs,
    closedBy: null,
  };
}

/**
 * A sale by its number. Where the list of the POS's sales lacks it, but the log has its award (the file
 * was made again from the tape), the list learns of it: a number counts once for ever.
 */
export async function findOrRecoverPosSale(
  trx: Trx,
  key: PosKey,
  moment: Moment,
): Promise<PosSaleRow | null> {
  const known = await findPosSale(trx, key);
  if (known !== null) return known;
  const raw = await findPosEvent(trx, key);
  if (raw === null) return null;
  const event = awardEventSchema.parse(JSON.parse(raw));
  const { body, t } = event;
  const request = {
    amountMinor: body.amountMinor,
    discountBeforeMinor: 0,
    lines: null,
    invoice: null,
    memberCode: null,
  } satisfies PosSale;
  const at = { today: moment.today, nowMs: t.wallMs };
  const row: PosSaleRow = {
    ...key,
    digest: body.pos?.digest ?? '',
    request: JSON.stringify(request),
    state: 'settled',
    closedBy: null,
    saleId: body.saleId,
    refundId: null,
    result: JSON.stringify(await settledOf(trx, { event, request: null, moment: at })),
    sourceFile: null,
    createdAtMs: t.wallMs,
    updatedAtMs: moment.nowMs,
  };
  await insertSettledPosSale(trx, row);
  return row;
}

/** The e-invoice as a sale carries it; null where neither the POS nor the store names a tax id. */
export function invoiceRefOf({ store }: Scene, invoice: PosInvoice): InvoiceRef | null {
  const sellerTaxId = invoice.sellerTaxId ?? store?.taxId ?? '';
  if (!/^\d{8}$/.test(sellerTaxId)) return null;
  return { number: invoice.number, date: invoice.date, sellerTaxId };
}

/** A payment that the POS says it has taken. */
export type PosSettling = PosKey & { readonly invoice: PosInvoice | null };

/** The counter's sale with the e-invoice of the payment, or why it is not the POS's to settle. */
export async function posScene(
  trx: Trx,
  scene: Scene,
  { posName, posSaleNo, invoice }: PosSettling,
): Promise<Scene | NoticeDraft> {
  const live = await findLivePosSale(trx);
  const isIt = live?.posName === posName && live.posSaleNo === posSaleNo;
  if (!isIt || scene.sale.posSaleNo !== posSaleNo) return say('pos-sale-gone', { posSaleNo });
  if (invoice === null) return scene;
  const ref = invoiceRefOf(scene, invoice);
  if (ref === null) return say('pos-no-tax-id', { posSaleNo });
  return { ...scene, sale: { ...scene.sale, invoice: ref } };
}

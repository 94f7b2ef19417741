import {
  saleInvoiceEventSchema,
  type AwardEvent,
  type InvoiceRef,
  type SaleInvoiceEvent,
} from '../contract/events.ts';
import type { PosInvoice } from '../contract/pos-api.ts';
import type { EventId, NewId } from '../domain/ids.ts';
import { appendEvent, findEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import { findOwnSale } from '../db/own-sales.ts';
import type { PosKey } from '../db/pos-sales.ts';
import { insertEffects } from '../db/record-effects.ts';
import { findSaleInvoice } from '../db/sales.ts';
import { storeOf } from './evaluate-scene.ts';
import { refusedAs, type PosAnswer } from './pos-answer.ts';
import { findOrRecoverPosSale, invoiceRefOf } from './pos-award.ts';
import type { PosAct } from './pos-put.ts';
import { judgeUsedInvoice } from './scan-invoice.ts';
import type { Scene } from './scene.ts';

const keep = (answer: PosAnswer | null): PosAct => ({ notice: 'keep', answer });

/**
 * The POS made the e-invoice of a sale that the cashier had settled already: from now on it is used by that
 * sale. Refused when it is another sale's, or the sale has another one; told again it changes nothing.
 */
export async function enterPosInvoice(
  trx: Trx,
  scene: Scene,
  given: { readonly key: PosKey; readonly invoice: PosInvoice; readonly newId: NewId },
): Promise<PosAct & { readonly isEntered?: true }> {
  const { key, invoice, newId } = given;
  const row = await findOrRecoverPosSale(trx, key, scene.moment);
  const sale = row?.saleId == null ? null : await findOwnSale(trx, row.saleId);
  const award = sale === null ? null : await findEvent(trx, sale.eid);
  if (award?.type !== 'award') return keep(null);
  const ref = invoiceRefOf(scene, invoice);
  if (ref === null) return keep(refusedAs('no-tax-id'));
  const had = await findSaleInvoice(trx, award.body.saleId);
  if (had !== null)
    return keep(had.number === ref.number && had.date === ref.date ? null : differs(had, ref));
  if ((await judgeUsedInvoice(trx, scene, ref)) !== null) return keep(refusedAs('invoice-used'));
  const event = compose(scene, award, { invoice: ref, newId });
  const atMs = scene.moment.nowMs;
  await appendEvent(trx, { event, recordedAtMs: atMs });
  const effects = { reasons: [], uses: [], usesOn: event.bizDate, cancelled: [], inviterId: null };
  await insertEffects(trx, { event, atMs, effects });
  return { ...keep(null), isEntered: true };
}

type Named = Pick<InvoiceRef, 'number' | 'date'>;

function differs(had: Named, got: Named): PosAnswer {
  const textOf = ({ number, date }: Named) => JSON.stringify({ date, number });
  return {
    kind: 'refused',
    code: 'sale-settled-differs',
    differences: [{ field: 'invoice', had: textOf(had), got: textOf(got) }],
  };
}

function compose(
  { moment, settings, who }: Scene,
  { eid, member, body }: AwardEvent,
  { invoice, newId }: { readonly invoice: InvoiceRef; readonly newId: NewId },
): SaleInvoiceEvent {
  return saleInvoiceEventSchema.parse({
    eid: newId<EventId>(),
    v: 1,
    type: 'sale_invoice',
    store: storeOf(settings),
    bizDate: moment.today,
    t: moment.eventTime,
    ...who,
    member,
    body: { saleId: body.saleId, saleEid: eid, saleNo: body.saleNo, invoice },
  });
}

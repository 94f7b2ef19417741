import type { EventId, InstallId, SaleId } from '../../app/domain/ids.ts';
import { lockForBrand } from './brand-lock.ts';
import { invoiceWithoutSale, notNoted } from './exceptions.ts';
import { saleNoOfEvent } from './event-text.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/**
 * An award that came while its e-invoice was used has no effect until that is free; an e-invoice that was told before
 * its sale came has none until then.
 */
export type NewInvoiceWait = {
  readonly eid: EventId;
  readonly saleId: SaleId;
  readonly invoiceKey: string;
  readonly inst: InstallId;
  readonly seq: number;
};

/** As many for each e-invoice or sale as are looked at: more is no accident but a broken counter. */
const waitsMax = 20;

/**
 * Holds e-invoices until the transaction ends: a void that frees one and an award that finds it used
 * must not pass each other unseen.
 */
export async function lockInvoices(trx: HqTrx, invoiceKeys: readonly string[]): Promise<void> {
  for (const key of [...new Set(invoiceKeys)].toSorted()) {
    await lockForBrand(trx, 'invoice', key);
  }
}

/** Those that wait, each with its event, in the order they came. */
function selectWaits(db: HqHandle) {
  return db
    .selectFrom('invoice_wait')
    .innerJoin('event', (join) =>
      join.onRef('event.eid', '=', 'invoice_wait.eid').on('event.first_of_eid', '=', true),
    )
    .select([
      'invoice_wait.eid',
      'sale_id as saleId',
      'invoice_key as invoiceKey',
      'invoice_wait.inst',
      'invoice_wait.seq',
    ])
    .orderBy('wait_no');
}

/**
 * What waits for one of these e-invoices, or is of one of these sales, in the order it came: awards and e-invoices
 * told before their sale, to be told apart by their events.
 */
export async function listInvoiceWaits(
  db: HqHandle,
  wanted: { readonly invoiceKeys: readonly string[]; readonly saleIds: readonly SaleId[] },
): Promise<(NewInvoiceWait & { readonly rawBody: string })[]> {
  const { invoiceKeys, saleIds } = wanted;
  if (invoiceKeys.length + saleIds.length === 0) return [];
  const rows = await selectWaits(db)
    .select('raw_body')
    .where((eb) =>
      eb.or([
        ...(invoiceKeys.length === 0 ? [] : [eb('invoice_key', 'in', invoiceKeys)]),
        ...(saleIds.length === 0 ? [] : [eb('sale_id', 'in', saleIds)]),
      ]),
    )
    .limit(waitsMax * (invoiceKeys.length + saleIds.length))
    .execute();
  return rows.map(({ raw_body, ...wait }) => ({
    ...wait,
    rawBody: Buffer.from(raw_body).toString('utf8'),
  }));
}

type StaleWait = { readonly storeName: string; readonly atMs: number; readonly saleNo: string };

/** E-invoices that HQ has held since before an instant without their sale and that nobody was told of, in that order. */
export async function listStaleInvoices(
  db: HqHandle,
  stale: { readonly beforeMs: number; readonly limit: number },
): Promise<(NewInvoiceWait & StaleWait)[]> {
  return await selectWaits(db)
    .innerJoin('install', 'install.install_id', 'invoice_wait.inst')
    .innerJoin('store', 'store.store_id', 'install.store_id')
    .select(['store.name as storeName', 'event.at_ms as atMs', saleNoOfEvent.as('saleNo')])
    .where('event.type', '=', 'sale_invoice')
    .where('event.received_at_ms', '<', stale.beforeMs)
    .where(notNoted(invoiceWithoutSale, 'invoice_wait.eid'))
    .limit(stale.limit)
    .execute();
}

export async function insertInvoiceWaits(
  trx: HqTrx,
  waits: readonly NewInvoiceWait[],
): Promise<void> {
  await insertMany(
    trx,
    'invoice_wait',
    waits.map((wait) => ({
      eid: wait.eid,
      sale_id: wait.saleId,
      invoice_key: wait.invoiceKey,
      inst: wait.inst,
      seq: wait.seq,
    })),
  );
}

/** These wait no longer. */
export async function deleteInvoiceWaits(trx: HqTrx, eids: readonly EventId[]): Promise<void> {
  if (eids.length === 0) return;
  await trx.deleteFrom('invoice_wait').where('eid', 'in', eids).execute();
}

import { findSaleInvoice, findUsedInvoice } from '../../app/db/sales.ts';
import type { EventId, SaleId } from '../../app/domain/ids.ts';
import { counterDeps, type Machine } from './machine.ts';
import { invoicesOf } from './model.ts';
import { demand } from './violation.ts';
import type { World } from './world.ts';

/**
 * I11: an e-invoice is at most one standing sale's. Of the sales on one that nobody undid exactly one counts where it
 * was read before Enter; where it was told later all of them count and one has it.
 */
export function checkInvoicesAtHq(world: World, held: ReadonlySet<EventId>): void {
  const { hq, model } = world;
  const told = readTold(world);
  for (const sale of hq.store.rows('sale')) {
    const [eid, key] = [sale['eid'] as string, sale['invoice_key']];
    demand(
      (told.slipOf.get(eid) ?? null) === key,
      'I11',
      () => `HQ has ${eid} on ${String(key)}, and told ${told.slipOf.get(eid) ?? 'nothing'}`,
    );
  }
  checkLateUses(world, told);
  const undone = new Set<string>();
  for (const { eid, saleEid, isWhole } of model.undone.values())
    if (isWhole && held.has(eid)) undone.add(saleEid);
  const standing = new Map<string, EventId[]>();
  for (const { eid, invoice } of model.sales.values())
    if (invoice !== null && held.has(eid) && !undone.has(eid))
      standing.set(invoice, [...(standing.get(invoice) ?? []), eid]);
  const counted = new Set(hq.store.rows('sale').map((row) => row['eid']));
  for (const [invoice, eids] of standing) {
    const counting = eids.filter((eid) => counted.has(eid));
    const holder = told.holderOf.get(invoice);
    const isRead = holder !== undefined && eids.some((eid) => eid === holder);
    demand(
      holder !== undefined && counting.length === (isRead ? 1 : 0),
      'I11',
      () =>
        `${counting.length} of ${eids.length} sales on ${invoice} count, ${holder ?? 'none'} has it`,
    );
  }
}

/** Each two sales that earned on one e-invoice are one exception, closed once one of them is undone. */
function checkLateUses({ hq }: World, { lateUses, voided }: Told): void {
  const noted = hq.store
    .rows('exception')
    .filter((row) => row['kind'] === 'late-invoice-used')
    .map(({ detail, state }) => {
      const { first, second } = detail as Record<'first' | 'second', { readonly eid: string }>;
      return `${first.eid} ${second.eid} ${String(state)}`;
    });
  const expected = [...lateUses].map((pair) => {
    const isOpen = pair.split(' ').every((eid) => !voided.has(eid));
    return `${pair} ${isOpen ? 'open' : 'closed'}`;
  });
  demand(
    JSON.stringify(noted.toSorted()) === JSON.stringify(expected.toSorted()),
    'I11',
    () => `late e-invoices: ${expected.join(', ')}; noted are ${noted.join(', ')}`,
  );
}

type Told = {
  /** The sale that stands on each e-invoice. */
  readonly holderOf: ReadonlyMap<string, string>;
  /** The e-invoice of each sale, undone or not. */
  readonly slipOf: ReadonlyMap<string, string>;
  readonly voided: ReadonlySet<string>;
  /** Which has it, and which earned on it as well and was told it too late. */
  readonly lateUses: ReadonlySet<string>;
};

type Receipt = {
  readonly inst: string;
  readonly seq: number;
  readonly eid: EventId;
  readonly status: string;
  readonly entries: readonly unknown[];
  readonly sale: { readonly saleId: string; readonly invoiceKey: string | null } | null;
  readonly refund: {
    readonly saleId: string;
    readonly result: { readonly mode: string; readonly complete: boolean };
  } | null;
};

/**
 * Goes through HQ's stream from its start: nobody is given an e-invoice that is another's, nobody is refused one
 * that is free, being refused moves nothing, and one waits for its sale as long as that has not come.
 */
function readTold({ hq, model }: World): Told {
  const holderOf = new Map<string, string>();
  const slipOf = new Map<string, string>();
  const judged = new Set<string>();
  const eidOf = new Map<string, string>();
  const counted = new Set<string>();
  const voided = new Set<string>();
  const came = new Set<string>();
  const waiting = new Map<string, string>();
  const lateUses = new Set<string>();
  const give = (eid: string, key: string): void => {
    slipOf.set(eid, key);
    if (voided.has(eid)) return;
    const holder = holderOf.get(key) ?? eid;
    demand(holder === eid, 'I11', () => `${key} is given to ${eid} and is ${holder}'s`);
    holderOf.set(key, eid);
  };
  const judge = ({ inst, seq, eid, status, entries }: Receipt): void => {
    const entered = model.entered.get(eid);
    if (entered === undefined) return;
    const { saleEid, invoice } = entered;
    const place = `${inst}|${seq}`;
    if (status === 'awaiting') {
      demand(!came.has(saleEid), 'I11', () => `${eid} waits, HQ had its sale`);
      waiting.set(eid, place);
      return;
    }
    // One that waits and is offered again waits on, where it stood first.
    if ((waiting.get(eid) ?? place) !== place) return;
    waiting.delete(eid);
    demand(entries.length === 0, 'I11', () => `${eid} names an e-invoice and moves points`);
    const had = slipOf.get(saleEid);
    const isFirst = !judged.has(eid);
    judged.add(eid);
    if (status === 'applied') {
      demand(had === undefined || had === invoice, 'I11', () => `${saleEid} has ${String(had)}`);
      give(saleEid, invoice);
    } else if (status === 'duplicate' && isFirst) {
      const holder = holderOf.get(invoice);
      const isFree = had === undefined && holder === undefined;
      demand(!isFree, 'I11', () => `${eid} was refused ${invoice}, which is free`);
      if (had === undefined && holder !== undefined && !voided.has(saleEid))
        lateUses.add(`${holder} ${saleEid}`);
    } else if (status === 'quarantined' && isFirst)
      demand(
        came.has(saleEid) && !counted.has(saleEid),
        'I14',
        () => `${eid} is in quarantine, though its sale counts or may yet`,
      );
  };
  for (const { kind, payload } of changesOf(hq)) {
    if (kind !== 'receipt') continue;
    const { receipt } = payload;
    judge(receipt);
    came.add(receipt.eid);
    if (receipt.status !== 'applied') continue;
    const { eid, sale, refund } = receipt;
    if (sale !== null) counted.add(eid);
    if (sale !== null) eidOf.set(sale.saleId, eid);
    if (sale !== null && sale.invoiceKey !== null) give(eid, sale.invoiceKey);
    if (refund === null || refund.result.mode !== 'void' || !refund.result.complete) continue;
    const undone = eidOf.get(refund.saleId) ?? '';
    const key = slipOf.get(undone) ?? '';
    voided.add(undone);
    if (holderOf.get(key) === undone) holderOf.delete(key);
  }
  for (const eid of waiting.keys()) {
    const saleEid = model.entered.get(eid as EventId)?.saleEid ?? '';
    demand(!came.has(saleEid), 'I11', () => `${eid} still waits, HQ has its sale`);
  }
  return { holderOf, slipOf, voided, lateUses };
}

function changesOf({ store }: World['hq']) {
  return store.rows('change').toSorted((a, b) => (a['pos'] as number) - (b['pos'] as number)) as {
    kind: string;
    payload: { receipt: Receipt };
  }[];
}

/** I7 for e-invoices: the counter takes for used what a standing sale at HQ has, and knows which sale that is. */
export async function checkInvoicesAt(world: World, machine: Machine): Promise<void> {
  const { store } = machine;
  const { db } = counterDeps(machine, world);
  const sales = new Map(world.hq.store.rows('sale').map((row) => [row['eid'] as string, row]));
  const holders = new Map(
    [...sales.values()].flatMap((row) =>
      row['invoice_key'] === null || row['voided'] === true
        ? []
        : [[row['invoice_key'] as string, row['eid'] as string]],
    ),
  );
  for (const key of invoicesOf(world.model)) {
    const [used, holder] = [await findUsedInvoice(db, key), holders.get(key)];
    demand(
      (used !== null) === (holder !== undefined),
      'I7',
      () => `${machine.name} takes ${key} for ${used === null ? 'free' : 'used'}`,
    );
  }
  const uses = store.rows('used_invoice');
  for (const [key, eid] of holders)
    demand(
      uses.some((row) => row['invoice_key'] === key && row['eid'] === eid),
      'I7',
      () => `${machine.name} has not heard that ${key} is ${eid}'s`,
    );
  for (const { eid, invoice_key: key } of uses) {
    // One that waits at HQ for its e-invoice is none of HQ's sales yet.
    const known = sales.get(eid as string);
    demand(
      known === undefined || known['invoice_key'] === key,
      'I7',
      () => `${machine.name} takes ${String(key)} for ${String(eid)}'s`,
    );
  }
  for (const { eid, sale_id: saleId, origin } of store.rows('sale')) {
    const known = sales.get(eid as string);
    if (origin !== 'own' || known === undefined) continue;
    const had = await findSaleInvoice(db, saleId as SaleId);
    const key = had === null ? null : `${had.number}:${had.date}`;
    demand(
      key === known['invoice_key'],
      'I7',
      () => `${machine.name} has ${String(eid)} on ${key ?? 'none'}`,
    );
  }
}

/**
 * What must be true, told apart from the code that makes it so: a list of what was recorded, sums over it,
 * and who is excused because the only disk that held it is gone. It reads events as bytes of JSON and
 * knows the shop's rules as three numbers; nothing of the core is imported here but types.
 */
import type { EventId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import { readEventText } from './memory/event-text.ts';
import { demand } from './violation.ts';

/** The rules of the simulated shop as the model knows them. */
export type ModelRules = {
  readonly pointsPerAmount: number;
  readonly discountMinor: number;
  readonly openingPoints: number;
};

type Sale = {
  readonly eid: EventId;
  readonly saleId: string;
  readonly memberId: MemberId;
  readonly amountMinor: number;
  readonly earned: number;
  readonly spent: number;
  readonly voucherIds: readonly VoucherId[];
  readonly invoice: string | null;
};
/** An e-invoice told of a sale that was settled without it. */
type EnteredInvoice = {
  readonly eid: EventId;
  readonly saleEid: string;
  readonly invoice: string;
};
type Undone = {
  readonly eid: EventId;
  readonly saleEid: string;
  readonly isWhole: boolean;
  readonly amountMinor: number;
};

/** Everything that was ever recorded at a counter, confirmed to a cashier or not. */
export type Model = {
  readonly rules: ModelRules;
  readonly raw: Map<EventId, string>;
  /** What a cashier was told is done: it must not be lost. */
  readonly confirmed: Set<EventId>;
  readonly sales: Map<EventId, Sale>;
  readonly undone: Map<EventId, Undone>;
  readonly entered: Map<EventId, EnteredInvoice>;
  readonly poison: Set<EventId>;
  /** Ids that are one person, by mobile number. */
  readonly people: Map<string, Set<MemberId>>;
  /** The event by which somebody joined at a counter. */
  readonly joined: Map<MemberId, EventId>;
  /** Who was there from the start. */
  readonly first: ReadonlySet<MemberId>;
  /** No disk that still exists holds these, and HQ does not either. */
  readonly excused: Set<EventId>;
};

export function createModel(
  rules: ModelRules,
  members: readonly { readonly memberId: MemberId; readonly mobile: string }[],
): Model {
  return {
    rules,
    raw: new Map(),
    confirmed: new Set(),
    sales: new Map(),
    undone: new Map(),
    entered: new Map(),
    poison: new Set(),
    people: new Map(members.map(({ memberId, mobile }) => [mobile, new Set([memberId])])),
    joined: new Map(),
    first: new Set(members.map(({ memberId }) => memberId)),
    excused: new Set(),
  };
}

type Body = {
  readonly type: string;
  readonly member: MemberId;
  readonly body: Record<string, unknown> & {
    readonly saleId: string;
    readonly amountMinor: number;
    readonly discountMinor: number;
    readonly paidMinor: number;
    readonly points: number;
    readonly pointsSpent: number;
    readonly vouchers: readonly { readonly voucherId: VoucherId }[];
    readonly invoice: { readonly number: string; readonly date: string } | null;
    readonly saleEid: string;
    readonly mobile: string;
    readonly result: {
      readonly mode: string;
      readonly complete: boolean;
      readonly amountMinor: number;
    };
  };
};

/** Takes down an event that stands on a counter's disk, and does its sum by hand. */
export function recordEvent(
  model: Model,
  event: { readonly eid: EventId; readonly type: string; readonly rawBody: string },
  isConfirmed: boolean,
): void {
  const { eid, type, rawBody } = event;
  demand(!model.raw.has(eid), 'I2', () => `event id ${eid} was given twice`);
  model.raw.set(eid, rawBody);
  if (isConfirmed) model.confirmed.add(eid);
  const { member, body } = readEventText(rawBody) as Body;
  if (type === 'award') model.sales.set(eid, saleOf(model, eid, member, body));
  else if (type === 'refund') {
    const { result, saleEid } = body;
    const isWhole = result.mode === 'void' && result.complete;
    model.undone.set(eid, { eid, saleEid, isWhole, amountMinor: result.amountMinor });
  } else if (type === 'member_stub') {
    const ids = model.people.get(body.mobile) ?? new Set();
    ids.add(member);
    model.joined.set(member, eid);
    model.people.set(body.mobile, ids);
  } else if (type === 'sale_invoice') {
    const invoice = nameOf(body.invoice) ?? '';
    model.entered.set(eid, { eid, saleEid: body.saleEid, invoice });
  } else if (type === 'of-tomorrow') model.poison.add(eid);
}

function saleOf({ rules }: Model, eid: EventId, memberId: MemberId, body: Body['body']): Sale {
  const { amountMinor, pointsSpent: spent, invoice } = body;
  const discount = body.vouchers.length === 0 ? 0 : Math.min(rules.discountMinor, amountMinor);
  const paid = amountMinor - discount - spent;
  const earned = Math.floor(paid / rules.pointsPerAmount);
  demand(
    body.points === earned,
    'I3',
    () => `${amountMinor} − ${discount} − ${spent} earned ${body.points}, not ${earned}`,
  );
  return {
    eid,
    saleId: body.saleId,
    memberId,
    amountMinor,
    earned,
    spent,
    voucherIds: body.vouchers.map((voucher) => voucher.voucherId),
    invoice: nameOf(invoice),
  };
}

/** What names an e-invoice: numbers come again after years. */
function nameOf(invoice: Body['body']['invoice']): string | null {
  return invoice === null ? null : `${invoice.number}:${invoice.date}`;
}

/** Which events are out of reach once a disk is gone: neither at HQ nor on any disk that is left. */
export function excuseLost(model: Model, reachable: ReadonlySet<EventId>): void {
  for (const eid of model.raw.keys()) {
    if (reachable.has(eid)) model.excused.delete(eid);
    else model.excused.add(eid);
  }
}

/** What a person must have, of the events HQ holds; null where the model's three numbers cannot tell. */
export function expectedPoints(
  model: Model,
  ids: ReadonlySet<MemberId>,
  held: ReadonlySet<EventId>,
): number | null {
  const { rules, sales, undone } = model;
  let points = 0;
  for (const sale of sales.values()) {
    if (!ids.has(sale.memberId) || !held.has(sale.eid)) continue;
    if (sale.invoice !== null && countOn(model, sale.invoice) > 1) return null;
    const takenBack = [...undone.values()].filter(
      (one) => one.saleEid === sale.eid && held.has(one.eid),
    );
    if (takenBack.some((one) => !one.isWhole)) return null;
    if (takenBack.length === 0) points += sale.earned - sale.spent;
  }
  return points + (startsOpen(model, ids) ? rules.openingPoints : 0);
}

/**
 * How many sales name an e-invoice, told later or not: of several that were read from it one counts at most, and
 * which is not for the model to say. One that was settled without keeps its points.
 */
function countOn({ sales, entered }: Model, invoice: string): number {
  const on = [...sales.values()].filter((sale) => sale.invoice === invoice).map(({ eid }) => eid);
  const later = [...entered.values()].filter((one) => one.invoice === invoice);
  return new Set([...on, ...later.map(({ saleEid }) => saleEid)]).size;
}

/** Every e-invoice that was ever named. */
export function invoicesOf({ sales, entered }: Model): Set<string> {
  const read = [...sales.values()].flatMap(({ invoice }) => invoice ?? []);
  return new Set([...read, ...[...entered.values()].map(({ invoice }) => invoice)]);
}

/** Members there were from the start have points already; those who join at a counter begin with nothing. */
function startsOpen({ first }: Model, ids: ReadonlySet<MemberId>): boolean {
  return [...ids].some((id) => first.has(id));
}

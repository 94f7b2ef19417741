import { v5 } from 'uuid';
import { receiptRowSchema } from '../../app/contract/sync.ts';
import type { ReceiptRow } from '../../app/contract/sync.ts';
import type { AwardEvent } from '../../app/contract/events.ts';
import type { EventId, InstallId, MemberId, RefundId } from '../../app/domain/ids.ts';
import type { NewChange } from '../db/changes.ts';
import type { NewException } from '../db/exceptions.ts';
import { publicMember } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';
import { publicPosting } from '../db/postings.ts';
import { addUse, publicVoucher } from '../db/vouchers.ts';
import { rootOf } from './batch-state.ts';
import type { BatchState, Effects, PushedEvent } from './batch-state.ts';

/** The namespace of ids derived from what they are about, so that doing a thing twice gives one id. */
export const derivedIdNamespace = '6f1c1e0a-4f0a-5b7e-9a51-0c6f2b9d7e11';

/** A kind of exception with what is needed to judge it. */
export type Found = {
  readonly kind: string;
  readonly detail: Record<string, unknown>;
  /** Where it is about another event than the one it was found at, and is noted once however often it is found. */
  readonly of?: { readonly eid: EventId; readonly name: string };
};

/** What an event came to, before it is put into the form of rows. What is left out is none. */
export type Verdict = {
  readonly status: ReceiptRow['status'];
  readonly eid: EventId;
  readonly firstOfEid: boolean;
  readonly type: string;
  readonly atMs: number;
  readonly found: readonly Found[];
  /**
   * The buyer as HQ has them now, told after the receipt: until that has come their counter holds on to the
   * tier it gave itself, and drops what HQ said of it before.
   */
  readonly buyer?: HqMember | null;
} & Partial<
  Pick<
    Effects,
    | 'members'
    | 'merge'
    | 'entries'
    | 'sale'
    | 'refund'
    | 'invoiceWait'
    | 'saleInvoice'
    | 'awaitingInvoice'
    | 'vouchers'
    | 'cancelled'
    | 'redemptions'
    | 'uses'
    | 'stamps'
    | 'postings'
    | 'rights'
    | 'tokens'
    | 'lineMessages'
  >
>;

/** Where an event stands: its chain, and its bytes where they are not stored yet. */
export type Place = {
  readonly inst: InstallId;
  readonly seq: number;
  readonly storeName: string;
  /** Null for an event that is stored already and judged a second time. */
  readonly pushed: PushedEvent | null;
};

/** The place of an event of this push. */
export function placeOf(state: BatchState, pushed: PushedEvent): Place {
  const { installId, storeName } = state.install;
  return { inst: installId, seq: pushed.seq, storeName, pushed };
}

/** The buyer, to be told after the receipt of an award that gave a tier and has no effect: HQ's word stands. */
export function buyerToTell(state: BatchState, { member, body }: AwardEvent): HqMember | null {
  if (body.tier.kind === 'same') return null;
  return state.members.get(rootOf(state, member)) ?? null;
}

const exceptionsPerReceiptMax = 10;

/**
 * The rows of a verdict: the event as stored, one exception per finding, and the receipt that tells
 * every counter (always exactly one), after the members, merges and vouchers it brings and before the buyer. Throws when
 * the receipt would not be one.
 */
export function makeEffects(state: BatchState, place: Place, verdict: Verdict): Effects {
  const effects = {
    eid: verdict.eid,
    atMs: verdict.atMs,
    storeName: place.storeName,
    event: eventRow(state, place, verdict),
    members: verdict.members ?? [],
    merge: verdict.merge ?? null,
    entries: verdict.entries ?? [],
    sale: verdict.sale ?? null,
    refund: verdict.refund ?? null,
    invoiceWait: verdict.invoiceWait ?? null,
    saleInvoice: verdict.saleInvoice ?? null,
    awaitingInvoice: verdict.awaitingInvoice ?? null,
    vouchers: verdict.vouchers ?? [],
    cancelled: verdict.cancelled ?? [],
    redemptions: verdict.redemptions ?? [],
    uses: verdict.uses ?? [],
    stamps: verdict.stamps ?? [],
    postings: verdict.postings ?? [],
    rights: verdict.rights ?? { spends: [], closes: [] },
    tokens: verdict.tokens ?? [],
    exceptions: verdict.found.map((found, i) => makeException(state, place, verdict, found, i)),
    lineMessages: verdict.lineMessages ?? [],
  };
  const buyer = verdict.buyer ?? null;
  const others = effects.members.filter(({ member }) => member.memberId !== buyer?.memberId);
  const changes: NewChange[] = [
    // First the merge: the codes of the one are free then for the other.
    ...mergeChanges(state, effects.merge),
    ...memberChanges(others.map(({ member }) => member)),
    ...voucherChanges(state, effects),
    { kind: 'receipt', receipt: makeReceipt(place, verdict, effects) },
    ...memberChanges(buyer === null ? [] : [buyer]),
    ...effects.postings.map((posting): NewChange => ({
      kind: 'posting',
      posting: publicPosting(posting),
    })),
  ];
  return { ...effects, changes };
}

function eventRow(state: BatchState, place: Place, verdict: Verdict): Effects['event'] {
  const { pushed } = place;
  if (pushed === null) return null;
  return {
    inst: place.inst,
    seq: pushed.seq,
    eid: verdict.eid,
    firstOfEid: verdict.firstOfEid,
    type: verdict.type,
    rawBody: Buffer.from(pushed.rawBody, 'utf8'),
    bodyHash: pushed.bodyHash,
    prev: pushed.prev,
    hash: pushed.hash,
    status: verdict.status,
    atMs: verdict.atMs,
    receivedAtMs: state.receivedAtMs,
  };
}

function memberChanges(members: readonly HqMember[]): NewChange[] {
  // Counters hear of a merged member by the merge, and of one nobody knows not at all.
  const told = members.filter((member) => !member.placeholder && member.mergedInto === null);
  return told.map((member) => ({ kind: 'member', member: publicMember(member) }));
}

/** Whatever was merged into the member before is now somebody else too. */
function mergeChanges(state: BatchState, merge: Effects['merge']): NewChange[] {
  if (merge === null) return [];
  const older = [...state.roots].flatMap(([id, root]): MemberId[] =>
    root === merge.memberId && id !== merge.memberId ? [id] : [],
  );
  return [merge.memberId, ...older].map((memberId) => ({
    kind: 'merge',
    merge: { memberId, into: merge.into },
  }));
}

function voucherChanges(
  state: BatchState,
  effects: Pick<Effects, 'vouchers' | 'cancelled' | 'redemptions' | 'eid' | 'storeName' | 'atMs'>,
): NewChange[] {
  const given = effects.vouchers.map((voucher) => publicVoucher(voucher, undefined));
  const cancelled = effects.cancelled.flatMap((voucherId) => {
    const voucher = state.vouchers.get(voucherId);
    const uses = state.voucherUses.get(voucherId);
    return voucher === undefined ? [] : [publicVoucher({ ...voucher, cancelled: true }, uses)];
  });
  // A plain voucher's end is told by the receipt; of a count ticket something is left.
  const ticked = effects.redemptions.flatMap(({ voucherId, uses }) => {
    const voucher = state.vouchers.get(voucherId);
    if (voucher === undefined || voucher.uses === 1) return [];
    const { eid, storeName, atMs } = effects;
    const use = { eid, saleId: null, saleNo: null, storeName, atMs };
    return [publicVoucher(voucher, addUse(state.voucherUses.get(voucherId), use, uses))];
  });
  return [...given, ...cancelled, ...ticked].map((voucher) => ({ kind: 'voucher', voucher }));
}

type Rows = Pick<
  Effects,
  'entries' | 'sale' | 'saleInvoice' | 'refund' | 'redemptions' | 'uses' | 'stamps'
>;

function makeReceipt(place: Place, verdict: Verdict, rows: Rows): ReceiptRow {
  const kinds = [...new Set(verdict.found.map((found) => found.kind))];
  const { sale, refund } = rows;
  const buyer = sale?.row.memberId ?? refund?.refund.memberId;
  return receiptRowSchema.parse({
    inst: place.inst,
    seq: place.seq,
    eid: verdict.eid,
    status: verdict.status,
    atMs: verdict.atMs,
    storeName: place.storeName,
    entries: [...rows.entries],
    stamps: [...rows.stamps],
    uses: rows.uses.map(({ useId, n, memberId }) =>
      memberId === buyer ? { id: useId, n } : { id: useId, n, memberId },
    ),
    sale: sale === null ? null : receiptSale(sale),
    refund: refund === null ? null : receiptRefund(refund),
    ...(rows.saleInvoice === null ? {} : { saleInvoice: receiptInvoice(rows.saleInvoice) }),
    usedVoucherIds: rows.redemptions.map((redemption) => redemption.voucherId),
    exceptions: kinds.slice(0, exceptionsPerReceiptMax),
  });
}

function receiptSale({
  row,
}: {
  readonly row: NonNullable<Effects['sale']>['row'];
  readonly award: AwardEvent;
}) {
  const { saleId, saleNo, memberId, paidMinor, points, invoiceKey, spentMinor } = row;
  return { saleId, saleNo, memberId, paidMinor, points, invoiceKey, spentMinor };
}

function receiptInvoice({ saleEid, invoiceKey }: NonNullable<Effects['saleInvoice']>) {
  return { saleEid, invoiceKey };
}

/** Only a refund that took something is told. */
function receiptRefund({ refund }: NonNullable<Effects['refund']>) {
  const { refundId, saleId, memberId, result } = refund;
  return result === null ? null : { refundId, saleId, memberId, result };
}

/** The exception of an event, by its chain and what it is: `0:` for the first finding of the first judgement. */
function exceptionIdOf(
  { inst, seq }: { readonly inst: InstallId; readonly seq: number },
  finding: string,
): string {
  return v5(`${inst}:${seq}:${finding}`, derivedIdNamespace);
}

/** The exception of what waits for its sale for too long, by its own id. */
export function withoutSaleIdOf(what: 'refund' | 'invoice', id: RefundId | EventId): string {
  return v5(`${what}-without-sale:${id}`, derivedIdNamespace);
}

function makeException(
  state: BatchState,
  place: Place,
  verdict: Verdict,
  found: Found,
  nth: number,
): NewException {
  const { inst, seq, pushed } = place;
  const again = pushed === null ? ':again' : '';
  return {
    exceptionId:
      found.of === undefined
        ? exceptionIdOf({ inst, seq }, `${nth}:${found.kind}${again}`)
        : v5(`${found.kind}:${found.of.name}`, derivedIdNamespace),
    kind: found.kind,
    eid: found.of?.eid ?? verdict.eid,
    inst,
    detail: { seq, status: verdict.status, ...found.detail },
    nowMs: state.receivedAtMs,
  };
}

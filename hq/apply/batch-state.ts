import type { LedgerEntry } from '../../app/domain/evaluate-sale.ts';
import type { EventId, MemberId, SaleId, StoreId, VoucherId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import type { NewChange } from '../db/changes.ts';
import type { NewEvent } from '../db/events.ts';
import type { NewException } from '../db/exceptions.ts';
import type { NewLineMessage } from '../db/line-outbox.ts';
import type { HqMember } from '../db/members.ts';
import type { NewSale } from '../db/sales.ts';
import type { FirstUse, HqVoucher } from '../db/vouchers.ts';
import type { HqInstall } from '../db/installs.ts';
import type { ReadEvent } from './read-event.ts';

/** An event of a push: its bytes, its place in the chain, and what could be read of it. */
export type PushedEvent = {
  readonly seq: number;
  readonly rawBody: string;
  readonly bodyHash: string;
  readonly prev: string;
  readonly hash: string;
  readonly read: ReadEvent;
};

/**
 * Everything the events of a batch may touch, as it stands before the next event. Gathered once,
 * under lock; `recordEffects` keeps it in step, so that later events see earlier ones.
 */
export type BatchState = {
  readonly install: HqInstall;
  readonly brandName: string;
  readonly receivedAtMs: number;
  readonly knownEvents: Map<EventId, { readonly bodyHash: string }>;
  readonly members: Map<MemberId, HqMember>;
  readonly ownerOfMobile: Map<string, MemberId>;
  readonly ownerOfCode: Map<string, MemberId>;
  readonly programs: Map<string, Program>;
  readonly vouchers: Map<VoucherId, HqVoucher>;
  readonly redemptions: Map<VoucherId, FirstUse>;
  readonly sales: Map<SaleId, FirstUse>;
  readonly invoices: Map<string, FirstUse>;
  /** Only of members who are told in LINE. */
  readonly entries: Map<MemberId, LedgerEntry[]>;
};

/** A member to write: new, or the true face of a placeholder. */
export type MemberEffect = { readonly kind: 'new' | 'known-now'; readonly member: HqMember };

/** What one event writes; nothing is written while it is computed. */
export type Effects = {
  readonly event: NewEvent;
  readonly member: MemberEffect | null;
  readonly entries: readonly LedgerEntry[];
  readonly sale: NewSale | null;
  readonly redemptions: readonly {
    readonly voucherId: VoucherId;
    readonly eid: EventId;
    readonly storeId: StoreId;
    readonly atMs: number;
  }[];
  readonly exceptions: readonly NewException[];
  readonly lineMessage: NewLineMessage | null;
  readonly changes: readonly NewChange[];
};

/** Brings the state to what it is after these effects. */
export function recordEffects(state: BatchState, effects: Effects): void {
  const { event, member, sale } = effects;
  if (event.firstOfEid) state.knownEvents.set(event.eid, { bodyHash: event.bodyHash });
  if (member !== null) recordMember(state, member.member);
  const use: FirstUse = {
    eid: event.eid,
    saleId: sale?.saleId ?? null,
    saleNo: sale?.saleNo ?? null,
    storeName: state.install.storeName,
    atMs: event.atMs,
  };
  if (sale !== null) {
    state.sales.set(sale.saleId, use);
    if (sale.invoiceKey !== null) state.invoices.set(sale.invoiceKey, use);
  }
  for (const redemption of effects.redemptions) state.redemptions.set(redemption.voucherId, use);
  for (const entry of effects.entries) state.entries.get(entry.memberId)?.push(entry);
}

function recordMember(state: BatchState, member: HqMember): void {
  state.members.set(member.memberId, member);
  if (member.mobile !== null && !member.mobileShared)
    state.ownerOfMobile.set(member.mobile, member.memberId);
  for (const code of member.cardCodes) state.ownerOfCode.set(code, member.memberId);
}

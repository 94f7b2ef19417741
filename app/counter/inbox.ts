import { inboxDaysMax, inboxItemsMax, type InboxItem } from '../contract/inbox.ts';
import type { CounterView, ReadyView } from '../contract/counter-view.ts';
import { inboxKindOf, inboxSavedOf, type InboxKind } from '../domain/inbox-kind.ts';
import { maskName } from '../domain/member-name.ts';
import { businessDate } from '../domain/time.ts';
import type { Reader, Trx } from '../db/handles.ts';
import {
  countUnseenReceipts,
  deleteOldMarks,
  listSeen,
  listToldReceipts,
  markSeen,
  markUnseen,
  receiptKey,
  type ToldReceipt,
} from '../db/inbox.ts';
import { done, type Act } from './act.ts';
import type { Scene } from './scene.ts';

const dayMs = 86_400_000;
/** Marks outlive what they mark by this much, so that nothing seen comes back unseen. */
const markDaysMax = inboxDaysMax + 30;
/** A clock that is off by less is nobody's business. */
const clockOffMsMax = 120_000;

/** What this counter shows of itself, as far as the inbox tells of it. */
export type InboxFacts = Pick<ReadyView, 'sync' | 'tape' | 'devices' | 'mode' | 'posShut'>;

/** What the inbox holds: unseen items first, each group newest first. */
export async function listInbox(
  db: Reader,
  { facts, nowMs }: { readonly facts: InboxFacts | null; readonly nowMs: number },
): Promise<{ readonly items: InboxItem[]; readonly more: boolean }> {
  const fromMs = Math.max(0, dayStartOf(nowMs) - inboxDaysMax * dayMs);
  const told = await listToldReceipts(db, { fromMs, limit: inboxItemsMax + 1 });
  const seen = await listSeen(db);
  const ours = facts === null ? [] : ownItems(facts, nowMs);
  // An event offered again may be told of twice.
  const byKey = new Map([...ours, ...told.flatMap(receiptItem)].map((item) => [item.key, item]));
  const items = [...byKey.values()].map((item) => ({
    ...item,
    seenAtMs: seen.get(item.key) ?? null,
  }));
  const sorted = items.toSorted(
    (a, b) => Number(a.seenAtMs !== null) - Number(b.seenAtMs !== null) || b.atMs - a.atMs,
  );
  return { items: sorted.slice(0, inboxItemsMax), more: sorted.length > inboxItemsMax };
}

/**
 * How many items nobody has seen, for the header; with the same `nowMs` as the view, of which the day alone
 * counts, so that what was counted can be kept.
 */
export async function countUnseen(
  db: Reader,
  { facts, nowMs }: { readonly facts: InboxFacts; readonly nowMs: number },
): Promise<number> {
  const fromMs = Math.max(0, dayStartOf(nowMs) - inboxDaysMax * dayMs);
  const receipts = await countUnseenReceipts(db, { fromMs, limit: inboxItemsMax });
  const ours = ownItems(facts, nowMs);
  if (ours.length === 0) return receipts;
  const seen = await listSeen(db);
  return receipts + ours.filter((item) => !seen.has(item.key)).length;
}

function dayStartOf(nowMs: number): number {
  return Date.parse(`${businessDate(nowMs)}T00:00:00+08:00`);
}

/** Marks items as seen, or takes the mark off. Nothing is decided by it: HQ decides. */
export async function markInbox(
  trx: Trx,
  { moment }: Scene,
  { keys, seen }: { readonly keys: readonly string[]; readonly seen: boolean },
): Promise<Act> {
  const { nowMs } = moment;
  for (const key of keys) {
    if (seen) await markSeen(trx, { key, nowMs });
    else await markUnseen(trx, key);
  }
  await deleteOldMarks(trx, nowMs - markDaysMax * dayMs);
  return { notice: 'keep', answer: done };
}

/** The parts of the view that the inbox tells of. */
export function factsOfView(view: CounterView): InboxFacts | null {
  return view.kind === 'ready' ? view : null;
}

type Unmarked = Omit<InboxItem, 'seenAtMs'>;

function receiptItem(told: ToldReceipt): Unmarked[] {
  const kind = inboxKindOf(told.status, told.findings);
  if (kind === null) return [];
  const { atMs, saleId, saleNo, memberName, paidMinor } = told;
  return [
    {
      key: receiptKey(told),
      kind,
      atMs,
      saved: inboxSavedOf(kind, told.status === 'applied'),
      findings: told.findings.slice(0, 10),
      saleId,
      saleNo,
      nameMasked: memberName === null ? null : maskName(memberName),
      paidMinor,
      detail: null,
    },
  ];
}

/** What this counter knows of itself, now. What goes on is a new item on each day. */
function ownItems(facts: InboxFacts, nowMs: number): Unmarked[] {
  const { sync, tape, devices, mode, posShut } = facts;
  const today = businessDate(nowMs);
  const items: Unmarked[] = [];
  const add = (kind: InboxKind, key: string, atMs: number, detail: string | null): void => {
    const noSale = { saleId: null, saleNo: null, nameMasked: null, paidMinor: null };
    items.push({
      key: `${kind}:${key}`,
      kind,
      atMs,
      saved: inboxSavedOf(kind, null),
      findings: [],
      ...noSale,
      detail,
    });
  };
  const dayStartMs = dayStartOf(nowMs);
  const { healed, clockOffsetMs, clockBehindMs = null } = sync;
  if (healed != null) add(`healed-${healed.kind}`, String(healed.atMs), healed.atMs, null);
  if (mode === 'hq' && sync.state === 'attention')
    add('attention', `${sync.reason ?? 'unknown'}:${today}`, dayStartMs, sync.reason);
  if (sync.outbox != null)
    add('outbox', today, sync.oldestUnsentAtMs ?? dayStartMs, String(sync.unsentCount));
  if (sync.unreadCount !== undefined) add('unread', today, dayStartMs, String(sync.unreadCount));
  if (tape.state === 'failing') add('tape-failing', today, dayStartMs, tape.trouble);
  if (tape.found !== null) add('tape-found', `${tape.found}:${today}`, dayStartMs, tape.found);
  for (const device of devices) {
    if (device.health !== 'missing') continue;
    add('device', `${device.deviceId}:${today}`, dayStartMs, device.name);
  }
  if (posShut !== undefined) add('pos-shut', today, dayStartMs, posShut);
  if (clockOffsetMs !== null && Math.abs(clockOffsetMs) > clockOffMsMax)
    add('clock', today, dayStartMs, String(Math.round(clockOffsetMs / 60_000)));
  if (clockBehindMs !== null)
    add('clock-behind', today, dayStartMs, String(clockBehindMs / 60_000));
  return items;
}

import { listUntold } from '../../app/db/untold-members.ts';
import { listVouchers } from '../../app/db/vouchers.ts';
import type { EventId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import { pointsAtHq } from './check-hq.ts';
import { checkInvoicesAt } from './check-invoices.ts';
import { counterDeps, type Machine } from './machine.ts';
import { readEventText } from './memory/event-text.ts';
import type { Row } from './memory/tables.ts';
import { demand } from './violation.ts';
import type { World } from './world.ts';

function currentInstall({ store }: Machine): Row | undefined {
  return store.rows('install').find((row) => row['is_current'] === 1);
}

function stateOf({ store }: Machine): Row {
  return store.rows('sync_state')[0] ?? {};
}

/** Whether the counter has read the stream HQ has now; before that it cannot know what HQ lost. */
function isOnTimeline(world: World, machine: Machine): boolean {
  return stateOf(machine)['timeline'] === world.hq.store.rows('brand')[0]?.['timeline'];
}

/** I5: what counts as acknowledged is at HQ, hash for hash. */
export function checkAcked(world: World, machine: Machine): void {
  const install = currentInstall(machine);
  if (install === undefined || install['kind'] !== 'hq' || !isOnTimeline(world, machine)) return;
  const acked = install['acked_seq'] as number;
  if (acked === 0) return;
  const key = `${String(install['install_id'])}|${acked}`;
  const [own, held] = [machine.store.row('chain', key), world.hq.store.row('event', key)];
  demand(held !== undefined, 'I5', () => `${machine.name} believes HQ holds ${acked} events`);
  demand(
    own?.['hash'] === held?.['hash'],
    'I5',
    () => `${machine.name} took another history for its own at ${acked}`,
  );
}

type Receipt = {
  readonly eid: EventId;
  readonly status: string;
  readonly entries: readonly Entry[];
};
type Entry = { readonly memberId: string; readonly points: number };

/**
 * I6: what the screen shows is what HQ's stream says up to the cursor, and the counter's own events that
 * are not in that stretch. Added up anew from the stream and the events' bytes.
 */
export function checkShown(world: World, machine: Machine): void {
  if (!isOnTimeline(world, machine)) return;
  const { store } = machine;
  const cursor = stateOf(machine)['cursor'] as number;
  const points = new Map<string, number>();
  const add = ({ memberId, points: n }: Entry) =>
    points.set(memberId, (points.get(memberId) ?? 0) + n);
  const answered = new Set<string>();
  const applied = new Set<string>();
  for (let pos = 1; pos <= cursor; pos += 1) {
    const change = world.hq.store.row('change', String(pos));
    // A stream that was replaced by a shorter one: the next pull will say so.
    if (change === undefined) return;
    const { receipt, posting } = change['payload'] as {
      receipt?: Receipt;
      posting?: { postingId: string; entries: readonly Entry[] };
    };
    if (posting !== undefined && !applied.has(posting.postingId)) {
      applied.add(posting.postingId);
      posting.entries.forEach(add);
    }
    if (receipt === undefined || receipt.status === 'awaiting') continue;
    answered.add(receipt.eid);
    if (receipt.status !== 'applied' || applied.has(receipt.eid)) continue;
    applied.add(receipt.eid);
    receipt.entries.forEach(add);
  }
  for (const row of store.rows('event')) {
    if (answered.has(row['eid'] as string)) continue;
    const { body } = readEventText(row['raw_body'] as string) as {
      body?: { entries?: readonly Entry[]; result?: { entries: readonly Entry[] } };
    };
    (body?.entries ?? body?.result?.entries ?? []).forEach(add);
  }
  const aliases = store.rows('member_alias');
  for (const member of store.rows('member')) {
    const id = member['member_id'] as string;
    const ids = [
      id,
      ...aliases.filter((row) => row['into_id'] === id).map((row) => row['member_id'] as string),
    ];
    const sum = ids.reduce((n, one) => n + (points.get(one) ?? 0), 0);
    demand(
      member['points'] === sum,
      'I6',
      () => `${machine.name} shows ${String(member['points'])} points of ${id}, not ${sum}`,
    );
  }
}

/** I7: after the drain every counter shows what HQ's ledger says. */
export async function checkEven(world: World, machine: Machine): Promise<void> {
  const { store } = machine;
  const known = new Set<string>(
    world.hq.store.rows('member').map((row) => row['member_id'] as string),
  );
  // Of a placeholder HQ knows a number only.
  const named = new Set<string>(
    world.hq.store
      .rows('member')
      .flatMap((row) => (row['placeholder'] === true ? [] : [row['member_id'] as string])),
  );
  const aliases = store.rows('member_alias');
  const listed = store.rows('member').map((row) => row['member_id'] as MemberId);
  const untold = await listUntold(counterDeps(machine, world).db, listed);
  for (const member of store.rows('member')) {
    const id = member['member_id'] as MemberId;
    demand(
      untold.has(id) !== named.has(id),
      'I7',
      () => `${machine.name} takes ${id} for ${untold.has(id) ? 'unknown to' : 'known by'} HQ`,
    );
    if (!known.has(id)) {
      // Whom HQ lost together with the only disk that could tell it stays listed where he was known.
      const joined = world.model.joined.get(id);
      const isLost = joined !== undefined && world.model.excused.has(joined);
      demand(isLost, 'I7', () => `${machine.name} has ${id}, whom HQ does not know`);
      continue;
    }
    const ids = new Set<string>([
      id,
      ...aliases.filter((row) => row['into_id'] === id).map((row) => row['member_id'] as string),
    ]);
    const points = pointsAtHq(world, ids);
    demand(
      member['points'] === points,
      'I7',
      () => `${machine.name} shows ${String(member['points'])} points of ${id}, HQ has ${points}`,
    );
  }
  for (const { member_id: id, merged_into: into } of world.hq.store.rows('member')) {
    if (into === null) continue;
    const alias = aliases.find((row) => row['member_id'] === id);
    demand(
      alias?.['into_id'] === into,
      'I7',
      () => `${machine.name} has not heard that ${String(id)} is ${String(into)}`,
    );
  }
  await checkVouchers(world, machine);
  await checkInvoicesAt(world, machine);
}

/** I7: what the counter would take is what HQ has open. The counter's own answer, not its rows. */
async function checkVouchers(world: World, machine: Machine): Promise<void> {
  const atHq = world.hq.store.rows('voucher');
  const ids = atHq.map((row) => row['voucher_id'] as VoucherId);
  const held = await listVouchers(counterDeps(machine, world).db, ids);
  const leftOf = new Map(held.map(({ voucherId, usesLeft }) => [voucherId, usesLeft]));
  for (const voucher of atHq) {
    const id = voucher['voucher_id'] as VoucherId;
    const left = leftOf.get(id);
    demand(left !== undefined, 'I7', () => `${machine.name} lacks the voucher ${id}`);
    const isUsed = world.hq.store.rows('redemption').some((row) => row['voucher_id'] === id);
    const isOpen = voucher['cancelled'] !== true && !isUsed;
    demand(
      (left ?? 0) > 0 === isOpen,
      'I7',
      () => `${machine.name} holds ${id} for ${isOpen ? 'used' : 'open'}`,
    );
  }
}

/** Whether everything is sent and read, and nothing stands in the way. */
export function isEven(world: World, machine: Machine): boolean {
  const install = currentInstall(machine);
  if (install === undefined || install['kind'] !== 'hq') return false;
  const state = stateOf(machine);
  const stream = world.hq.store.rows('change').length;
  return (
    install['acked_seq'] === install['last_seq'] &&
    isOnTimeline(world, machine) &&
    state['cursor'] === stream &&
    (state['problem'] ?? null) === null
  );
}

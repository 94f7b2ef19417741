import { hash as hashOf } from 'node:crypto';
import type { EventId } from '../../app/domain/ids.ts';
import { checkInvoicesAtHq } from './check-invoices.ts';
import type { Row } from './memory/tables.ts';
import { expectedPoints } from './model.ts';
import { demand } from './violation.ts';
import type { World } from './world.ts';

/** How far the chains at HQ have been looked at, by install. */
export type SeenChains = Map<string, { seq: number; hash: string }>;

/** I2 and I4 for what came since the last look: bytes as recorded, no gaps, each hash over the one before. */
export function checkNewEvents(world: World, seen: SeenChains): void {
  const { store } = world.hq;
  for (const install of store.rows('install')) {
    const inst = install['install_id'] as string;
    const at = seen.get(inst) ?? { seq: 0, hash: '' };
    while (at.seq < (install['last_seq'] as number)) {
      const row = store.row('event', `${inst}|${at.seq + 1}`);
      demand(row !== undefined, 'I4', () => `HQ lacks ${inst} ${at.seq + 1}`);
      if (row !== undefined) checkLink(world, row, at);
    }
    demand(
      at.hash === install['head_hash'],
      'I4',
      () => `the head of ${inst} is not its last event's`,
    );
    seen.set(inst, at);
  }
}

function checkLink(world: World, row: Row, at: { seq: number; hash: string }): void {
  const raw = Buffer.from(row['raw_body'] as Uint8Array).toString('utf8');
  const eid = row['eid'] as EventId;
  const text = `${at.hash}|${String(row['inst'])}|${at.seq + 1}|${raw}`;
  const hash = hashOf('sha256', text, 'base64url');
  demand(row['prev'] === at.hash, 'I4', () => `${eid} does not follow the event before it`);
  demand(row['hash'] === hash, 'I4', () => `${eid} has another hash`);
  demand(world.model.raw.get(eid) === raw, 'I2', () => `HQ holds ${eid}, which nobody recorded so`);
  at.seq += 1;
  at.hash = hash;
}

/** Which events HQ holds. */
export function heldAtHq({ hq }: World): Set<EventId> {
  return new Set(hq.store.rows('event').map((row) => row['eid'] as EventId));
}

/** I2, I3, I10 and I11 over everything HQ holds. */
export function checkHq(world: World): void {
  const held = heldAtHq(world);
  checkEffects(world);
  checkLegs(world);
  checkPeople(world, held);
  checkVouchers(world, held);
  checkRefunds(world);
  checkInvoicesAtHq(world, held);
  for (const eid of world.model.poison) {
    if (!held.has(eid)) continue;
    const row = world.hq.store
      .rows('event')
      .find((one) => one['eid'] === eid && one['first_of_eid'] === true);
    demand(row?.['status'] === 'quarantined', 'I14', () => `${eid} is not in quarantine`);
  }
}

/** Each event has had its effect at most once, and says what came of it in the stream. */
function checkEffects({ hq, model }: World): void {
  const firsts = new Map<string, number>();
  for (const row of hq.store.rows('event'))
    if (row['first_of_eid'] === true)
      firsts.set(row['eid'] as string, (firsts.get(row['eid'] as string) ?? 0) + 1);
  for (const [eid, n] of firsts) demand(n === 1, 'I2', () => `${eid} came first ${n} times`);
  const told = new Map<string, number>();
  for (const { kind, payload } of hq.store.rows('change') as {
    kind: string;
    payload: { receipt: { eid: string } };
  }[])
    if (kind === 'receipt') told.set(payload.receipt.eid, (told.get(payload.receipt.eid) ?? 0) + 1);
  for (const row of hq.store.rows('event')) {
    const eid = row['eid'] as EventId;
    demand(model.raw.has(eid), 'I2', () => `HQ holds ${eid}, which nobody recorded`);
    demand(told.has(eid), 'F3', () => `${eid} has no receipt in the stream`);
  }
  const rows = hq.store.rows('event').length;
  const receipts = [...told.values()].reduce((sum, n) => sum + n, 0);
  demand(receipts >= rows, 'F3', () => `${rows} events at HQ, ${receipts} receipts`);
}

/** Σ legs = 0 per event, and the legs of an applied sale are the ones the counter recorded. */
function checkLegs({ hq, model }: World): void {
  const sums = new Map<string, number>();
  const members = new Map<string, number>();
  for (const row of hq.store.rows('entry')) {
    const [eid, points] = [row['eid'] as string, row['points'] as number];
    sums.set(eid, (sums.get(eid) ?? 0) + points);
    if (row['account'] !== 'liability') members.set(eid, (members.get(eid) ?? 0) + points);
  }
  for (const [eid, sum] of sums) demand(sum === 0, 'I3', () => `the legs of ${eid} come to ${sum}`);
  for (const sale of model.sales.values()) {
    const row = hq.store.rows('sale').find((one) => one['eid'] === sale.eid);
    if (row === undefined) continue;
    const points = members.get(sale.eid) ?? 0;
    demand(
      points === sale.earned - sale.spent,
      'I3',
      () => `${sale.eid} moved ${points} points, not ${sale.earned - sale.spent}`,
    );
  }
}

/** The points of all ids of one person, as HQ's ledger has them. */
export function pointsAtHq({ hq }: World, ids: ReadonlySet<string>): number {
  let points = 0;
  for (const row of hq.store.rows('entry')) {
    const account = row['account'] as string;
    if (account !== 'liability' && ids.has(account.slice('member:'.length)))
      points += row['points'] as number;
  }
  return points;
}

/** Opening + Σ effects, added up anew from what was recorded. */
function checkPeople(world: World, held: ReadonlySet<EventId>): void {
  for (const ids of world.model.people.values()) {
    const expected = expectedPoints(world.model, ids, held);
    if (expected === null) continue;
    const points = pointsAtHq(world, ids);
    demand(
      points === expected,
      'I3',
      () => `${[...ids].join(', ')} has ${points} points at HQ, not ${expected}`,
    );
  }
}

/** One use of each voucher counts; every further one is an exception of its own. */
function checkVouchers({ hq, model, stock }: World, held: ReadonlySet<EventId>): void {
  const noted = new Map<string, number>();
  for (const row of hq.store.rows('exception')) {
    if (row['kind'] !== 'voucher-used-twice') continue;
    const { voucherId } = row['detail'] as { voucherId: string };
    noted.set(voucherId, (noted.get(voucherId) ?? 0) + 1);
  }
  const counted = new Set(hq.store.rows('sale').map((row) => row['eid']));
  for (const { voucherId } of stock.vouchers) {
    const uses = [...model.sales.values()].filter(
      (sale) => sale.voucherIds.includes(voucherId) && held.has(sale.eid) && counted.has(sale.eid),
    ).length;
    const applied = hq.store
      .rows('redemption')
      .filter((row) => row['voucher_id'] === voucherId).length;
    demand(
      applied <= 1 || applied === uses,
      'I10',
      () => `${voucherId} counted ${applied} times of ${uses}`,
    );
    const extra = Math.max(0, uses - 1);
    const said = noted.get(voucherId) ?? 0;
    demand(said === extra, 'I10', () => `${voucherId} was used ${uses} times, noted ${said} times`);
  }
}

/** No sale is taken back beyond what it was, however often and wherever it is tried. */
function checkRefunds({ hq }: World): void {
  for (const sale of hq.store.rows('sale')) {
    const [back, amount] = [sale['refunded_minor'] as number, sale['amount_minor'] as number];
    demand(
      back <= amount,
      'I11',
      () => `${back} of ${amount} were taken back of ${String(sale['eid'])}`,
    );
    const whole = hq.store
      .rows('refund')
      .filter(
        (one) =>
          one['sale_id'] === sale['sale_id'] &&
          one['state'] === 'applied' &&
          one['complete'] === true,
      );
    demand(
      whole.length <= 1,
      'I11',
      () => `${String(sale['eid'])} was undone ${whole.length} times`,
    );
  }
}

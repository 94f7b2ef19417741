import { sql, type RawBuilder } from 'kysely';
import type { ShiftLine } from '../contract/shift.ts';
import type { StaffRef } from '../contract/staff.ts';
import type { EventId, ShiftId, StaffId } from '../domain/ids.ts';
import type { Reader } from './handles.ts';

/*
 * The figures of shifts: sums over the rows written together with the events, by who was at the counter.
 * What HQ said of an event afterwards is in rows of its own and is left out: a report stays what was printed.
 */

/** What one person did; null = nobody was signed in. */
export type StaffSums = {
  readonly staff: StaffRef | null;
  readonly line: ShiftLine;
  readonly events: number;
};

/**
 * Which events: those of a shift but its close, or those recorded in no shift after one event and before
 * another (`before` null = up to now).
 */
export type SumsOf =
  | { readonly kind: 'shift'; readonly shiftId: ShiftId }
  | { readonly kind: 'outside'; readonly after: EventId; readonly before: EventId | null };

/** Figures up to an event. What is summed stays so: later events are added, none before them changes. */
export type SumsSoFar = {
  /** The last event that is in them; 0 = none is. */
  readonly throughNo: number;
  /** By person: null first, then by name. */
  readonly people: readonly StaffSums[];
};

export const nothingSummed: SumsSoFar = { throughNo: 0, people: [] };

/** Events added up in one go: some 5 ms, so that a scan does not wait. */
export const sumRowsMax = 250;

/**
 * Adds every event up that is not in the sums yet. Of a shop that stopped using shifts that is years of them:
 * a stretch at a time, with `turn` between two, and never more than a stretch in memory.
 */
export async function sumUp(
  db: Reader,
  of: SumsOf,
  {
    sums: begun,
    turn = async () => {},
    rowsMax = sumRowsMax,
  }: {
    readonly sums: SumsSoFar;
    readonly turn?: (() => Promise<void>) | undefined;
    readonly rowsMax?: number;
  },
): Promise<SumsSoFar> {
  let sums = begun;
  for (;;) {
    const stretch = await listSums(db, of, { afterNo: sums.throughNo, rowsMax });
    sums = joined(sums, stretch);
    if (stretch.reduce((n, { events }) => n + events, 0) < rowsMax) return sums;
    await turn();
  }
}

/** The sums with those of the events that follow; who was renamed meanwhile is shown by the later name. */
function joined(before: SumsSoFar, stretch: readonly Stretch[]): SumsSoFar {
  const people = new Map<StaffId | null, StaffSums>(
    before.people.map((one) => [one.staff?.staffId ?? null, one]),
  );
  for (const { staff, line, events } of stretch) {
    const key = staff?.staffId ?? null;
    const known = people.get(key);
    people.set(key, {
      staff,
      line: known === undefined ? line : addLines([known.line, line]),
      events: events + (known?.events ?? 0),
    });
  }
  return {
    throughNo: stretch.reduce((max, { newestNo }) => Math.max(max, newestNo), before.throughNo),
    people: [...people.values()].toSorted(byName),
  };
}

/** By the bytes of the name, as SQLite would. */
function byName({ staff: a }: StaffSums, { staff: b }: StaffSums): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const order = Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
  return order === 0 ? (a.staffId < b.staffId ? -1 : 1) : order;
}

/** Events of a shift that HQ has not confirmed; 0 where there is no HQ to send them to. */
export async function countUnsentOfShift(db: Reader, shiftId: ShiftId): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM event
    JOIN chain ON chain.eid = event.eid
    JOIN install ON install.install_id = chain.install_id
    WHERE event.shift_id = ${shiftId} AND event.type <> 'shift_close'
      AND install.is_current = 1 AND install.kind = 'hq' AND chain.seq > install.acked_seq`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

export const emptyLine: ShiftLine = {
  sales: 0,
  paidMinor: 0,
  discountMinor: 0,
  refunds: 0,
  voids: 0,
  refundedMinor: 0,
  earned: 0,
  spent: 0,
  otherPoints: 0,
  vouchersUsed: 0,
  voucherMinor: 0,
  newMembers: 0,
  overrides: 0,
};

/** The names of the sums of a line, in the order they are shown. */
export const lineKeys = Object.keys(emptyLine) as readonly (keyof ShiftLine)[];

/** All lines together. */
export function addLines(lines: readonly ShiftLine[]): ShiftLine {
  const sum = { ...emptyLine };
  for (const line of lines) for (const key of lineKeys) sum[key] += line[key];
  return sum;
}

type SumsRow = ShiftLine & {
  readonly staffId: StaffId | null;
  readonly name: string | null;
  readonly events: number;
};

/** Points of one event's own ledger rows, of the kinds the condition leaves. */
const pointsOf = (kinds: RawBuilder<unknown>) => sql`coalesce(sum(
  (SELECT sum(entry.points) FROM ledger_entry AS entry
    WHERE entry.eid = own.eid AND entry.origin = 'record' AND ${kinds})), 0)`;

/** What was taken of the vouchers of one sale. */
const vouchersOf = (path: string) => sql`coalesce(sum(CASE WHEN own.type = 'award' THEN
  (SELECT sum(used.value->>${sql.lit(path)}) FROM json_each(own.raw_body, '$.body.vouchers') AS used) END), 0)`;

type Stretch = StaffSums & { readonly newestNo: number };

function isOneOf(of: SumsOf, afterNo: number): RawBuilder<unknown> {
  if (of.kind === 'shift')
    return sql`event.shift_id = ${of.shiftId} AND event.type <> 'shift_close'
      AND event.event_no > ${afterNo}`;
  const numberOf = (eid: EventId) => sql`(SELECT event_no FROM event WHERE eid = ${eid})`;
  const until = of.before === null ? sql`` : sql`AND event.event_no < ${numberOf(of.before)}`;
  // One bound: of two SQLite would begin each stretch at the first.
  return sql`event.shift_id IS NULL
    AND event.event_no > max(${afterNo}, ${numberOf(of.after)}) ${until}`;
}

/**
 * Sums of the next events after a number. A person renamed meanwhile is shown by the name they had last:
 * max() of a row takes its other columns along.
 */
async function listSums(
  db: Reader,
  of: SumsOf,
  { afterNo, rowsMax }: { readonly afterNo: number; readonly rowsMax: number },
): Promise<readonly Stretch[]> {
  const { rows } = await sql<SumsRow & { readonly newestNo: number }>`
    WITH own AS MATERIALIZED (
      SELECT event_no, eid, type, raw_body, staff_id FROM event
      WHERE ${isOneOf(of, afterNo)} ORDER BY event_no LIMIT ${rowsMax})
    SELECT own.staff_id AS staffId, own.raw_body->>'$.staff.name' AS name,
      max(own.event_no) AS newestNo, count(*) AS events,
      count(sale.sale_id) AS sales,
      coalesce(sum(sale.paid_minor), 0) AS paidMinor,
      coalesce(sum(sale.discount_minor), 0) AS discountMinor,
      count(*) FILTER (WHERE refund.mode = 'refund') AS refunds,
      count(*) FILTER (WHERE refund.mode = 'void') AS voids,
      coalesce(sum(CASE WHEN own.type = 'refund' THEN own.raw_body->>'$.body.result.moneyMinor' END), 0)
        AS refundedMinor,
      ${pointsOf(sql`entry.kind = 'earn'`)} AS earned,
      ${pointsOf(sql`entry.kind = 'spend'`)} AS spent,
      ${pointsOf(sql`entry.kind NOT IN ('earn', 'spend')`)} AS otherPoints,
      ${vouchersOf('$.uses')} AS vouchersUsed,
      ${vouchersOf('$.discountMinor')} AS voucherMinor,
      count(*) FILTER (WHERE own.type = 'member_stub' AND own.raw_body->>'$.body.joinedOn' IS NULL)
        AS newMembers,
      count(*) FILTER (WHERE own.type = 'staff_act' AND own.raw_body->>'$.body.what' = 'override')
        AS overrides
    FROM own
    LEFT JOIN sale ON sale.eid = own.eid AND sale.origin = 'own'
    LEFT JOIN refund ON refund.eid = own.eid AND refund.origin = 'own'
    GROUP BY own.staff_id`.execute(db);
  return rows.map(({ staffId, name, events, newestNo, ...line }) => ({
    staff: staffId === null ? null : { staffId, name: name ?? '?' },
    events,
    line,
    newestNo,
  }));
}

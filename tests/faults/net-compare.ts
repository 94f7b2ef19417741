import { sql } from 'kysely';
import type { HqDb } from '../../hq/db/hq-db.ts';
import { missingFrom } from '../rig/ledger-facts.ts';
import type { NetRunReport } from './net-run.ts';

/** What HQ holds of one run, compared with what its counters hold. */
export type NetComparison = {
  /** In words; empty = both sides tell the same. */
  readonly failures: readonly string[];
  readonly eventsAtHq: number;
  /** Events with an effect more than once, or held twice. */
  readonly duplicates: number;
  /** HQ's exceptions about this run's events, by kind. */
  readonly exceptions: readonly string[];
};

type Row = {
  readonly inst: string;
  readonly seq: number;
  readonly eid: string;
  readonly status: string;
};

/** Compares a finished run with HQ: each eid once, one whole chain, the same points on all sides. */
export async function compareWithHq(db: HqDb, report: NetRunReport): Promise<NetComparison> {
  const failures: string[] = [];
  const installs = report.counters.map(({ installId }) => installId).filter((id) => id !== '');
  if (installs.length === 0)
    return { failures: ['no counter'], eventsAtHq: 0, duplicates: 0, exceptions: [] };
  const own = sql.join(installs);
  const events = await sql<Row>`
    SELECT inst, seq, eid, status FROM event WHERE inst IN (${own}) ORDER BY inst, seq`.execute(db);
  const legs = await sql<{ eid: string; points: string | number; legs: string | number }>`
    SELECT eid, sum(points) AS points, count(*) AS legs FROM entry
    WHERE eid IN (SELECT eid FROM event WHERE inst IN (${own})) GROUP BY eid`.execute(db);
  const points = await sql<{ id: string; points: string | number }>`
    SELECT substr(account, 8) AS id, sum(points) AS points FROM entry
    WHERE account IN (SELECT account FROM entry JOIN event USING (eid)
      WHERE inst IN (${own}) AND account LIKE 'member:%') GROUP BY account`.execute(db);
  const exceptions = await sql<{ kind: string; detail: unknown }>`
    SELECT kind, detail FROM exception WHERE inst IN (${own})`.execute(db);

  for (const counter of report.counters) {
    const rows = events.rows.filter(({ inst }) => inst === counter.installId);
    const who = `counter ${counter.installId.slice(-6)}`;
    const lost = missingFrom(
      rows.map(({ eid }) => eid),
      counter.eids,
    );
    const strange = missingFrom(
      counter.eids,
      rows.map(({ eid }) => eid),
    );
    if (lost.length > 0) failures.push(`${who}: HQ lacks ${lost.length} events`);
    if (strange.length > 0) failures.push(`${who}: HQ holds ${strange.length} events of nobody`);
    if (rows.some(({ seq }, i) => seq !== i + 1))
      failures.push(`${who}: a hole in the chain at HQ`);
    if (counter.chainKind !== 'whole') failures.push(`${who}: its own chain is broken`);
    if (counter.wrongBalances > 0) failures.push(`${who}: cached balances are wrong`);
    if (counter.lostSales.length > 0) failures.push(`${who}: confirmed sales are gone`);
    const known = new Map(counter.points);
    const differ = points.rows.filter(({ id, points: n }) => (known.get(id) ?? 0) !== Number(n));
    for (const { id, points: n } of differ)
      failures.push(`${who}: member ${id.slice(-6)} has ${known.get(id) ?? 0}, at HQ ${n}`);
  }
  const notApplied = events.rows.filter(({ status }) => status !== 'applied');
  for (const { seq, status } of notApplied) failures.push(`event ${seq} is ${status} at HQ`);
  const unbalanced = legs.rows.filter((row) => Number(row.points) !== 0).length;
  if (unbalanced > 0) failures.push(`${unbalanced} events whose legs do not add up to 0`);
  const duplicates = events.rows.length - new Set(events.rows.map(({ eid }) => eid)).size;
  if (duplicates > 0) failures.push(`${duplicates} events are held twice`);
  // Nobody else sold to these members: HQ knows nothing this counter did not.
  if (report.counters.length === 1)
    for (const { kind, detail } of exceptions.rows)
      failures.push(`exception ${kind} about a lone counter: ${JSON.stringify(detail)}`);
  const eventsAtHq = events.rows.length;
  return { failures, eventsAtHq, duplicates, exceptions: exceptions.rows.map(({ kind }) => kind) };
}

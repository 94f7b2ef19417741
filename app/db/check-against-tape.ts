import { isDeepStrictEqual } from 'node:util';
import type Database from 'better-sqlite3';
import type { InstallId } from '../domain/ids.ts';
import type { TapeContents, TapedLink } from './read-tape.ts';
import type { EventRecord } from './tape-records.ts';
import type { TapeSource } from './tape-source.ts';

/** Tables that hold what was recorded here; each is checked with its indexes. */
const ownTables = [
  'event',
  'chain',
  'install',
  'sale',
  'ledger_entry',
  'stamp_entry',
  'coupon_use',
  'redemption',
  'refund',
  'voucher',
  'voucher_cancel',
  'used_invoice',
] as const;

const linksPerRead = 500;

/**
 * Whether a database that opens still holds, whole, what the tape says was recorded here: every event
 * byte for byte, its ledger entries, sale, uses and vouchers. Pages of two moments mixed in one file (an
 * old copy under a newer log, a log of another day) each look sound by themselves; only this tells.
 * Events the database lacks altogether are no matter of this check. Null = whole; else what is wrong.
 */
export function checkAgainstTape(
  raw: Database.Database,
  source: TapeSource,
  tape: TapeContents,
): string | null {
  for (const table of ownTables) {
    const result = raw.pragma(`integrity_check(${table})`, { simple: true });
    if (result !== 'ok') return `table-${table}`;
  }
  const sums = readSums(raw);
  for (const { installId, lastSeq } of source.installs()) {
    const links = tape.links.get(installId);
    const reached = checkLinks(source, installId, { links, sums, read: tape.read });
    if (typeof reached === 'string') return reached;
    if (reached !== lastSeq && reached !== 0) return 'chain-short';
  }
  return null;
}

type Sums = ReadonlyMap<string, { readonly n: number; readonly points: number }>;

function readSums(raw: Database.Database): Sums {
  const rows = raw
    .prepare<[], { eid: string; n: number; points: number }>(
      `SELECT eid, count(*) AS n, sum(points) AS points FROM ledger_entry
       WHERE origin = 'record' GROUP BY eid`,
    )
    .all();
  return new Map(rows.map((row) => [row.eid, row]));
}

/** The last seq there is, or what is wrong. */
function checkLinks(
  source: TapeSource,
  installId: InstallId,
  known: {
    readonly links: ReadonlyMap<number, TapedLink> | undefined;
    readonly sums: Sums;
    readonly read: TapeContents['read'];
  },
): number | string {
  let after = 0;
  for (;;) {
    const rows = source.links(installId, after, linksPerRead);
    for (const row of rows) {
      if (after !== 0 && row.seq !== after + 1) return 'chain-gap';
      after = row.seq;
      const taped = known.links?.get(row.seq);
      // Other hashes at one place are two histories, not damage: see the opening.
      if (taped === undefined || taped.hash !== row.hash) continue;
      if (!isSame(row, known.read(taped))) return `event-${row.seq}`;
      if (!isWeighed(row, known.sums)) return `ledger-${row.seq}`;
    }
    if (rows.length < linksPerRead) return after;
  }
}

function isSame(row: EventRecord, taped: EventRecord): boolean {
  const partsOf = ({ eid, prev, atMs, body, effects }: EventRecord) => {
    const { reasons, uses, usesOn, cancelled } = effects;
    return [eid, prev, atMs, body, reasons, sorted(uses), usesOn, sorted(cancelled)];
  };
  return isDeepStrictEqual(partsOf(row), partsOf(taped));
}

function sorted(list: readonly unknown[] | null): readonly string[] {
  return (list ?? []).map((item) => JSON.stringify(item)).sort();
}

type Entries = readonly { readonly points: number }[];

function isWeighed({ eid, body }: EventRecord, sums: Sums): boolean {
  const { body: inner } = JSON.parse(body) as {
    readonly body: { readonly entries?: Entries; readonly result?: { readonly entries: Entries } };
  };
  const entries = inner.entries ?? inner.result?.entries ?? [];
  const points = entries.reduce((sum, entry) => sum + entry.points, 0);
  const held = sums.get(eid) ?? { n: 0, points: 0 };
  return held.n === entries.length && held.points === points;
}

import { join } from 'node:path';
import { sql } from 'kysely';
import { checkBalances } from '../../app/db/check-balances.ts';
import { closeDatabase } from '../../app/db/handles.ts';
import { openDatabase } from '../../app/db/open-database.ts';
import { verifyChain } from '../../app/db/verify-chain.ts';
import type { HqDb } from '../../hq/db/hq-db.ts';
import { dataPaths } from '../../main/data-paths.ts';

/** What a side holds: every event and sale with how often, and each member's points. */
export type LedgerFacts = {
  readonly eids: readonly string[];
  readonly saleIds: readonly string[];
  readonly refundIds: readonly string[];
  /** Members with any ledger entry; points summed from the ledger itself, not from a cache. */
  readonly pointsByMember: ReadonlyMap<string, number>;
};

/** The counter's side, and whether its own checks of chain and balances pass. */
export type CounterFacts = LedgerFacts & {
  readonly chainKind: 'whole' | 'broken';
  readonly wrongBalances: number;
};

/** Opens a stopped counter's database and reads what it holds. Throws when it does not open. */
export async function readCounterFacts(dataDir: string, keyHex: string): Promise<CounterFacts> {
  const outcome = openDatabase({ filePath: dataPaths(dataDir).databasePath, keyHex });
  if (outcome.kind !== 'open') throw new Error(`the database was refused: ${outcome.code}`);
  const { db } = outcome;
  try {
    const eids = await sql<{ eid: string }>`SELECT eid FROM event ORDER BY eid`.execute(db);
    const sales = await sql<{ id: string }>`
      SELECT sale_id AS id FROM sale WHERE origin = 'own' ORDER BY sale_id`.execute(db);
    const refunds = await sql<{ id: string }>`
      SELECT refund_id AS id FROM refund WHERE origin = 'own' ORDER BY refund_id`.execute(db);
    const points = await sql<{ id: string; points: number }>`
      SELECT member_id AS id, sum(points) AS points FROM ledger_entry GROUP BY member_id`.execute(
      db,
    );
    const chain = await verifyChain(db);
    const balances = await checkBalances(db);
    return {
      eids: eids.rows.map((row) => row.eid),
      saleIds: sales.rows.map((row) => row.id),
      refundIds: refunds.rows.map((row) => row.id),
      pointsByMember: new Map(points.rows.map((row) => [row.id, row.points])),
      chainKind: chain.kind,
      wrongBalances: balances.wrong.length,
    };
  } finally {
    await closeDatabase(db);
  }
}

/** HQ's side, without the sales that were there before any counter (the seeded history). */
export async function readHqFacts(
  db: HqDb,
): Promise<LedgerFacts & { readonly entrySumsWrong: number }> {
  const eids = await sql<{ eid: string }>`
    SELECT event.eid FROM event JOIN install ON install.install_id = event.inst
    WHERE install.public_key IS NOT NULL ORDER BY event.eid`.execute(db);
  const sales = await sql<{ id: string }>`
    SELECT sale.sale_id AS id FROM sale JOIN install ON install.install_id = sale.inst
    WHERE install.public_key IS NOT NULL ORDER BY sale.sale_id`.execute(db);
  const refunds = await sql<{ id: string }>`
    SELECT refund_id AS id FROM refund WHERE state = 'applied' ORDER BY refund_id`.execute(db);
  const points = await sql<{ id: string; points: string | number }>`
    SELECT substr(account, 8) AS id, sum(points) AS points FROM entry
    WHERE account LIKE 'member:%' GROUP BY account`.execute(db);
  const sums = await sql<{ n: string | number }>`
    SELECT count(*) AS n FROM (SELECT eid FROM entry GROUP BY eid HAVING sum(points) <> 0) AS wrong`.execute(
    db,
  );
  return {
    eids: eids.rows.map((row) => row.eid),
    saleIds: sales.rows.map((row) => row.id),
    refundIds: refunds.rows.map((row) => row.id),
    pointsByMember: new Map(points.rows.map((row) => [row.id, Number(row.points)])),
    entrySumsWrong: Number(sums.rows[0]?.n ?? 0),
  };
}

/** Values that stand more than once. */
export function repeatedIn(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

/** Values of `wanted` that `held` lacks. */
export function missingFrom(held: readonly string[], wanted: readonly string[]): readonly string[] {
  const set = new Set(held);
  return wanted.filter((value) => !set.has(value));
}

/** Members whose points differ between two sides, zero and absence being the same. */
export function pointsThatDiffer(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter(
    (id) => (a.get(id) ?? 0) !== (b.get(id) ?? 0),
  );
}

/** Reads the key that the app keeps in its own folder where the system has no keyring. */
export async function readFileKey(dataDir: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(join(dataPaths(dataDir).keyPath), 'utf8');
  const { keyHex } = JSON.parse(text) as { keyHex?: string };
  if (keyHex === undefined) throw new Error('this key is sealed by the system');
  return keyHex;
}

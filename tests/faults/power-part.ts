/**
 * Replays a part of a trace: every so many-th disk state, opened by the real opening code. One JSON line
 * at the end. Run by power.ts; arguments: trace, traced folder, `full` or `normal`, part, parts, most
 * states to open, states per cut, seed.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { checkBalances } from '../../app/db/check-balances.ts';
import { closeDatabase, type Db } from '../../app/db/handles.ts';
import { openDatabase } from '../../app/db/open-database.ts';
import { testKeyHex } from '../../app/db/test-database.ts';
import { verifyChain } from '../../app/db/verify-chain.ts';
import { makeRandom } from '../../app/seed/random.ts';
import { readTrace } from './read-trace.ts';
import { createReplayDisk, type DiskImage, type ImageKind } from './replay-disk.ts';
import { databaseName, openShop } from './taped-shop.ts';

const [
  tracePath = '',
  folder = '',
  how = 'full',
  part = '0',
  parts = '1',
  statesMax = '0',
  perCut = '7',
  seed = '1',
] = process.argv.slice(2);

const work = mkdtempSync(
  join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-power-'),
);

function lay(image: DiskImage, into: string): void {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into);
  for (const [path, bytes] of image.files()) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), bytes);
  }
}

async function open(into: string): Promise<Db | string> {
  if (how === 'normal') {
    const opened = openDatabase({ filePath: join(into, databaseName), keyHex: testKeyHex });
    return opened.kind === 'open' ? opened.db : `${opened.code} ${opened.detail}`;
  }
  const opened = await openShop(into);
  return opened.kind === 'open' ? opened.db : `${opened.code} ${opened.detail}`;
}

/** What is wrong with a state; null when everything that was told is there and sound. */
async function judge(into: string, told: readonly string[]): Promise<string | null> {
  const db = await open(into);
  if (typeof db === 'string') return `refused: ${db}`;
  try {
    const { rows } = await sql<{ eid: string }>`
      SELECT event.eid FROM event JOIN ledger_entry ON ledger_entry.eid = event.eid
        AND ledger_entry.origin = 'record'
      UNION SELECT eid FROM event WHERE type <> 'award'`.execute(db);
    const held = new Set(rows.map(({ eid }) => eid));
    const lost = told.filter((eid) => !held.has(eid));
    if (lost.length > 0) return `lost ${lost.length} of ${told.length}`;
    const chain = await verifyChain(db);
    if (chain.kind !== 'whole') return `chain broken at ${chain.seq}`;
    const { wrong } = await checkBalances(db);
    return wrong.length > 0 ? `${wrong.length} wrong balances` : null;
  } finally {
    await closeDatabase(db);
  }
}

const kinds: readonly ImageKind[] = [
  'none',
  'all',
  'prefix',
  'subset',
  'subset',
  'prefix',
  'subset',
];

async function main(): Promise<void> {
  const steps = await readTrace(tracePath, folder);
  const disk = createReplayDisk();
  const random = makeRandom(Number(seed));
  const told: string[] = [];
  const seen = new Set<string>();
  // Where fewer states are wanted than there are, they are taken evenly from the whole run.
  const wanted = Number(statesMax) / (steps.length * Number(perCut));
  const bad = new Map<string, number>();
  const examples: string[] = [];
  let cuts = 0;
  let states = 0;
  for (const [n, step] of steps.entries()) {
    if (step.kind === 'told') {
      if (step.line.startsWith('ACK ')) told.push(step.line.slice(4));
      continue;
    }
    disk.take(step);
    cuts += 1;
    if (n % Number(parts) !== Number(part)) continue;
    for (let i = 0; i < Number(perCut); i += 1) {
      if (Number(statesMax) > 0 && !random.chance(wanted * Number(parts))) continue;
      const kind = kinds[i % kinds.length] ?? 'subset';
      const image = disk.image(kind, random);
      // The same bytes with the same told sales are the same state.
      const key = `${told.length} ${image.key}`;
      if (seen.has(key)) continue;
      seen.add(key);
      states += 1;
      if (states % 250 === 0)
        console.error(`  part ${part}: ${states} states, ${told.length} told`);
      const into = join(work, 'shop');
      lay(image, into);
      const wrong = await judge(into, told).catch((error: unknown) => `threw ${String(error)}`);
      if (wrong === null) continue;
      const word = wrong.replace(/\d+/g, 'n');
      bad.set(word, (bad.get(word) ?? 0) + 1);
      if (examples.length < 5)
        examples.push(`cut ${n} (${step.kind} ${step.path}) ${kind}: ${wrong}`);
    }
  }
  rmSync(work, { recursive: true, force: true });
  console.log(JSON.stringify({ cuts, states, told: told.length, bad: [...bad], examples }));
}

await main();

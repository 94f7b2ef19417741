/**
 * What is traced: the real recording code on real files. Opens (or makes) the shop in a folder with its
 * tape, trades, and writes `ACK <eid>` to standard output for each sale the cashier was shown as settled.
 * Run under strace by power.ts. Arguments: folder, number of sales, `full` or `normal`.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { closeDatabase } from '../../app/db/handles.ts';
import { openWithTape } from '../../app/db/open-with-tape.ts';
import { testKeyHex } from '../../app/db/test-database.ts';
import { databaseName, stock, tapeSizes, trade } from './taped-shop.ts';

const [folder = '', count = '10', how = 'full'] = process.argv.slice(2);
const opened = await openWithTape({
  filePath: join(folder, databaseName),
  keyHex: testKeyHex,
  randomBytes,
  tapeSizes,
  ...(how === 'normal' ? { tapeDisk: noTape() } : {}),
});
if (opened.kind === 'refused') throw new Error(`refused: ${opened.code}`);
const { db } = opened;
// After the opening, which would refuse it: what a database does that nobody set right.
if (how === 'normal') await sql`PRAGMA synchronous = normal`.execute(db);

await stock(db);
writeSync(1, 'START\n');
let told = 0;
await trade(opened, 1, Number(count), async () => {
  const { rows } = await sql<{ eid: string; event_no: number }>`
    SELECT eid, event_no FROM event WHERE event_no > ${told} ORDER BY event_no`.execute(db);
  for (const { eid, event_no: no } of rows) {
    writeSync(1, `ACK ${eid}\n`);
    told = no;
  }
});
if (how === 'full') await closeDatabase(db);
writeSync(1, 'END\n');
process.exit(0);

/** A disk for tapes on which nothing stays. */
function noTape() {
  const nothing = { writeAt: () => {}, sync: () => {}, truncate: () => {}, close: () => {} };
  return {
    list: () => [],
    read: () => new Uint8Array(),
    measure: () => ({ bytes: 0, changedMs: 0 }),
    open: () => nothing,
    setAside: () => {},
    remove: () => {},
  };
}

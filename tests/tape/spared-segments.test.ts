import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startMs } from '../../app/counter/test-counter.ts';
import { closeDatabase } from '../../app/db/handles.ts';
import { openWithTape, type OpenedWithTape } from '../../app/db/open-with-tape.ts';
import { folderTapeDisk, type TapeDisk } from '../../app/db/tape-disk.ts';
import { tapeRecordSchema } from '../../app/db/tape-records.ts';
import { testKeyHex } from '../../app/db/test-database.ts';
import { verifyLog } from '../../app/db/verify-log.ts';
import { makeRandom } from '../../app/seed/random.ts';
import { damageFiles, damageKinds } from '../faults/damage-files.ts';
import { databaseName, readShop, stock, tapeSizes, trade } from '../faults/taped-shop.ts';

/** SPARED_DAMAGES asks for more. */
const damageCount = Number(process.env['SPARED_DAMAGES'] ?? '40');

const dayMs = 86_400_000;

/** Made once, with segments that were read, noted and spared, the last end an orderly one. */
let made = '';
let facts: Readonly<Record<string, string>> = {};
let work = '';
let shop = '';

type Given = {
  readonly folder?: string;
  readonly sizes?: typeof tapeSizes;
  readonly hasClock?: boolean;
};

/** Opens a shop so many days later; `read` = the segments that were read for it. */
async function openOn(
  day: number,
  { folder = shop, sizes = tapeSizes, hasClock = true }: Given = {},
) {
  const real = folderTapeDisk(tapeOf(folder));
  const read: string[] = [];
  const tapeDisk: TapeDisk = {
    ...real,
    read: (name) => {
      read.push(name.slice(0, 6));
      return real.read(name);
    },
  };
  const opened = await openWithTape({
    filePath: join(folder, databaseName),
    keyHex: testKeyHex,
    randomBytes,
    tapeSizes: sizes,
    tapeDisk,
    ...(hasClock ? { nowMs: () => startMs + day * dayMs } : {}),
  });
  if (opened.kind === 'refused') throw new Error(`${opened.code} ${opened.detail}`);
  return { opened, read: [...new Set(read)].sort() };
}

async function openAndClose(day: number, given: Given = {}) {
  const { opened, read } = await openOn(day, given);
  const held = await readShop(opened.db);
  await closeDatabase(opened.db);
  return { found: opened.tape.findings.map(({ kind }) => kind), read, held };
}

async function readOn(day: number, given: Given = {}): Promise<readonly string[]> {
  return (await openAndClose(day, given)).read;
}

/** What an opening finds, and whether the shop is whole after it. */
async function foundOn(day: number, folder: string) {
  const { found, held } = await openAndClose(day, { folder });
  expect(held).toEqual(facts);
  return found;
}

const tapeOf = (folder: string): string => join(folder, `${databaseName}-tape`);
const segmentOf = (folder: string, no: number): string =>
  join(tapeOf(folder), `${String(no).padStart(6, '0')}.tape`);
const segmentsOf = (folder: string): readonly string[] =>
  folderTapeDisk(tapeOf(folder))
    .list()
    .map((name) => name.slice(0, 6));

async function close({ db }: OpenedWithTape): Promise<void> {
  await closeDatabase(db);
}

/** A copy that keeps the times of files: they are whole seconds, which every system can set. */
function copyTo(name: string, from = shop): string {
  const to = join(work, name);
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
  return to;
}

function setWholeTimes(folder: string): void {
  for (const no of segmentsOf(folder))
    utimesSync(segmentOf(folder, Number(no)), 1_790_000_000, 1_790_000_000);
}

/** A byte goes bad as on an old disk: nobody wrote the file. */
function rot(path: string): void {
  const { atimeMs, mtimeMs } = statSync(path);
  const bytes = readFileSync(path);
  const at = Math.trunc(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
}

const verify = async (folder: string) =>
  (
    await verifyLog({
      databasePath: join(folder, databaseName),
      disk: folderTapeDisk(tapeOf(folder)),
      keyHex: testKeyHex,
    })
  ).faults.map(({ code }) => code);

const tempRoot = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
beforeAll(async () => {
  made = mkdtempSync(join(tempRoot, 'counterfoil-spared-made-'));
  const { opened } = await openOn(0, { folder: made });
  await stock(opened.db);
  await trade(opened, 1, 30);
  await close(opened);
  setWholeTimes(made);
  const again = await openAndClose(0, { folder: made });
  facts = again.held;
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  work = mkdtempSync(join(tempRoot, 'counterfoil-spared-'));
  shop = join(work, 'shop');
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

test('a start reads the whole tape once, and after orderly ends only what was written since', async () => {
  mkdirSync(shop);
  const first = await openOn(0);
  await stock(first.opened.db);
  await trade(first.opened, 1, 20);
  await close(first.opened);
  const early = segmentsOf(shop);
  const once = await readOn(0);
  const second = await openOn(1);
  await trade(second.opened, 21, 20);
  await close(second.opened);
  const all = segmentsOf(shop);
  expect([early.length > 2, all.length > early.length + 1]).toEqual([true, true]);
  expect({
    once,
    second: second.read,
    third: await readOn(2),
    fourth: await readOn(3),
    small: await readOn(3, { sizes: { ...tapeSizes, alwaysReadBytes: 10_000_000 } }),
    noClock: await readOn(3, { hasClock: false }),
    again: await readOn(3),
    sixthDay: await readOn(6),
    // A week after all of it was read last.
    nextWeek: await readOn(8),
    dayAfterThat: await readOn(9),
    clockWentBack: await readOn(-30),
    dayAfterThatToo: await readOn(-29),
  }).toEqual({
    once: early,
    second: early.slice(-1),
    third: all.slice(early.length - 1),
    fourth: all.slice(-1),
    small: all,
    noClock: all,
    again: all.slice(-1),
    sixthDay: all.slice(-1),
    nextWeek: all,
    dayAfterThat: all.slice(-1),
    clockWentBack: all,
    dayAfterThatToo: all.slice(-1),
  });
});

test('after an end that was not orderly everything is read', async () => {
  copyTo('shop', made);
  const { opened, read } = await openOn(1);
  const killed = copyTo('killed');
  await close(opened);
  expect({
    orderly: read,
    killed: await readOn(1, { folder: killed }),
    afterThat: await readOn(2, { folder: killed }),
  }).toEqual({
    orderly: segmentsOf(made).slice(-1),
    killed: segmentsOf(made),
    afterThat: segmentsOf(made).slice(-1),
  });
});

test('a byte that went bad in a spared segment: verify-log finds it at once, an opening after a bad end or within a week', async () => {
  copyTo('shop', made);
  rot(segmentOf(shop, 1));
  const { opened } = await openOn(1);
  const killed = copyTo('killed');
  await close(opened);
  expect({
    verified: await verify(shop),
    nextDay: await foundOn(2, shop),
    killed: await foundOn(2, killed),
    nextWeek: await foundOn(9, shop),
    dayAfterThat: await foundOn(10, shop),
    verifiedThen: await verify(shop),
  }).toEqual({
    verified: ['tape-line', 'tape-lacks'],
    nextDay: [],
    killed: ['tape-rewritten'],
    nextWeek: ['tape-rewritten'],
    dayAfterThat: [],
    verifiedThen: [],
  });
});

test('an orderly start sees that a spared segment is gone, cut, older, another one, or was written on', async () => {
  const harms: Readonly<Record<string, (folder: string) => void>> = {
    gone: (folder) => rmSync(segmentOf(folder, 2)),
    oldestGone: (folder) => rmSync(segmentOf(folder, 1)),
    cut: (folder) => truncateSync(segmentOf(folder, 1), statSync(segmentOf(folder, 1)).size - 40),
    // As it lay while it was the last one, with its times.
    older: (folder) => {
      const bytes = readFileSync(segmentOf(folder, 2));
      writeFileSync(segmentOf(folder, 2), bytes.subarray(0, bytes.indexOf('\n', 4_000) + 1));
      setWholeTimes(folder);
    },
    swapped: (folder) => {
      renameSync(segmentOf(folder, 1), join(folder, 'x'));
      renameSync(segmentOf(folder, 2), segmentOf(folder, 1));
      renameSync(join(folder, 'x'), segmentOf(folder, 2));
    },
    otherOne: (folder) => copyFileSync(segmentOf(folder, 1), segmentOf(folder, 2)),
    written: (folder) => {
      rot(segmentOf(folder, 1));
      utimesSync(segmentOf(folder, 1), 1_790_000_060, 1_790_000_060);
    },
  };
  const found: Record<string, readonly string[]> = {};
  for (const [name, harm] of Object.entries(harms)) {
    const folder = copyTo(name, made);
    harm(folder);
    found[name] = [
      ...(await foundOn(1, folder)),
      ...(await foundOn(1, folder)),
      ...(await verify(folder)),
    ];
  }
  expect(found).toEqual(
    Object.fromEntries(Object.keys(harms).map((name) => [name, ['tape-rewritten']])),
  );
});

test('a database that is not the one of the tape is seen at an orderly start too', async () => {
  copyTo('shop', made);
  const backup = copyTo('backup');
  const { opened } = await openOn(1);
  await trade(opened, 31, 4);
  const later = await readShop(opened.db);
  await close(opened);
  // Until nothing of what was recorded stands on a segment that a start reads.
  const sizes = { ...tapeSizes, segmentBytes: 100 };
  for (let i = 0; i < 3; i += 1) {
    setWholeTimes(shop);
    await readOn(1, { sizes });
  }
  const whole = copyTo('whole');
  const gone = copyTo('gone');
  rmSync(join(gone, databaseName));
  copyFileSync(join(backup, databaseName), join(shop, databaseName));
  // A shop that went on from the backup without its tape, and has more events.
  const other = copyTo('other', backup);
  rmSync(tapeOf(other), { recursive: true });
  const strange = await openOn(1, { folder: other });
  await trade(strange.opened, 51, 6);
  await close(strange.opened);
  rmSync(tapeOf(other), { recursive: true });
  cpSync(tapeOf(gone), tapeOf(other), { recursive: true, preserveTimestamps: true });
  const all = segmentsOf(whole);
  const outcomes = [];
  for (const folder of [whole, shop, gone, other]) {
    const { found, held, read } = await openAndClose(2, { folder });
    const isAll = read.length === all.length;
    outcomes.push([found, isAll, held['event'] === later['event'], held['verified']]);
  }
  expect(outcomes).toEqual([
    [[], false, true, 'whole'],
    [['events-put-back'], true, true, 'whole'],
    [['database-rebuilt'], true, true, 'whole'],
    [['histories-differ'], true, false, 'whole'],
  ]);
});

test('segments that HQ has had for a month go, and the rest is spared', async () => {
  copyTo('shop', made);
  const { opened } = await openOn(1);
  await opened.db.updateTable('install').set({ acked_seq: 20 }).execute();
  await close(opened);
  const before = segmentsOf(shop);
  // The first of these reads all, the last look was weeks ago.
  const month = await readOn(32);
  const left = segmentsOf(shop);
  expect([left.length < before.length, month, await readOn(33), await verify(shop)]).toEqual([
    true,
    before,
    left.slice(-1),
    [],
  ]);
});

test('a look of another form is passed over, and one that was cut off is none', async () => {
  const mark = {
    kind: 'mark',
    v: 1,
    timeline: null,
    cursor: 0,
    houseRev: 1,
    wal: '',
    closed: false,
  };
  expect(tapeRecordSchema.parse({ ...mark, look: { v: 2 } })).toEqual(mark);
  copyTo('shop', made);
  // A week later: a new look is noted.
  const before = statSync(segmentOf(shop, segmentsOf(shop).length)).size;
  const { opened } = await openOn(8);
  const killed = copyTo('killed');
  await close(opened);
  const last = segmentsOf(killed).length;
  const random = makeRandom(16_07);
  for (let i = 0; i < 12; i += 1) {
    const folder = copyTo(`cut-${i}`, killed);
    truncateSync(segmentOf(folder, last), before + random.whole(1_500));
    const { read, held } = await openAndClose(9, { folder });
    expect({ read, held }).toEqual({ read: segmentsOf(made), held: facts });
    expect([await foundOn(9, folder), await verify(folder)]).toEqual([[], []]);
    rmSync(folder, { recursive: true });
  }
});

test(
  `${damageCount} random damages of the tape: no sale is lost, and after a week all is as it was recorded`,
  async () => {
    const random = makeRandom(20_261_123);
    for (let i = 0; i < damageCount; i += 1) {
      const folder = copyTo('case', made);
      const yesterday = copyTo('yesterday', made);
      rmSync(segmentOf(yesterday, segmentsOf(yesterday).length));
      const kind = damageKinds[i % damageKinds.length] ?? 'flip';
      const what = damageFiles(folder, yesterday, { target: 'tape', kind }, random);
      // Some of it happens without anybody writing the file.
      const isSilent = random.chance(0.5);
      if (isSilent) setWholeTimes(folder);
      const found = [...(await foundOn(1, folder)), ...(await foundOn(8.5, folder))];
      const after = { again: await foundOn(9, folder), verified: await verify(folder) };
      expect({ what, isSilent, isFound: found.length > 0, ...after }).toEqual({
        what,
        isSilent,
        isFound: true,
        again: [],
        verified: [],
      });
      rmSync(folder, { recursive: true });
      rmSync(yesterday, { recursive: true });
    }
  },
  Math.max(120_000, damageCount * 2_000),
);

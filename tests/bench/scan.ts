/**
 * `npm run bench:scan`: last byte on the serial line → new view at the screen → painted, in the
 * real app with 100,000 members, beside an empty key press → painted in the same run.
 * Options: `--members 100000 --scans 400`. Exit code 1 when a bar is missed.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { applyChanges } from '../../app/db/apply-changes.ts';
import { closeDatabase, inTransaction } from '../../app/db/handles.ts';
import { openDatabase } from '../../app/db/open-database.ts';
import { makeDemoShop } from '../../app/seed/make-demo-shop.ts';
import { dataPaths } from '../../main/data-paths.ts';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { rigDatabaseKeyHex, startNodeCounter } from '../rig/node-counter.ts';
import { startScannerPty, type ScannerPty } from '../rig/scanner-pty.ts';
import { formatPercentiles, percentilesOf, type Percentiles } from './percentiles.ts';

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '100000' },
    scans: { type: 'string', default: '400' },
  },
  allowPositionals: true,
});
const memberCount = Number(values.members);
const scanCount = Number(values.scans);

/** The bars, ms at p99. */
const pushedMsMax = 50;
const paintedMsMax = 100;
/** The first scans warm up caches and the compiler; they are not counted. */
const warmUpScans = 30;
const membersPerPage = 5_000;

/** A shop without HQ, with its members and one serial scanner, ready for the app to open. */
async function prepareCounter(dataDir: string, serialPath: string): Promise<readonly string[]> {
  const { keyPath, databasePath } = dataPaths(dataDir);
  await mkdir(dirname(keyPath), { recursive: true });
  await writeFile(
    keyPath,
    JSON.stringify({ v: 1, keyProtection: 'file', keyHex: rigDatabaseKeyHex }),
    { mode: 0o600 },
  );
  const composed = await startNodeCounter(dataDir);
  await composed.counter?.handlers['setup:start-local']({ shopName: 'Bench', taxId: null });
  await composed.counter?.handlers['device:add-serial']({
    name: 'pty',
    settings: { path: serialPath, baudRate: 9600 },
  });
  await composed.stop();

  const shop = makeDemoShop({ seed: 1, memberCount, nowMs: Date.now(), salesPerMember: 0 });
  const outcome = openDatabase({ filePath: databasePath, keyHex: rigDatabaseKeyHex });
  if (outcome.kind !== 'open') throw new Error(`the database was refused: ${outcome.code}`);
  const rows = shop.members.map(({ lineUserId: _, ...member }, i) => ({
    pos: i + 1,
    kind: 'member' as const,
    member: { ...member, tierId: 'general' },
  }));
  for (let from = 0; from < rows.length; from += membersPerPage) {
    const page = rows.slice(from, from + membersPerPage);
    await inTransaction(outcome.db, (trx) =>
      applyChanges(trx, { from, to: from + page.length, rows: page, skipped: [] }),
    );
  }
  await closeDatabase(outcome.db);
  return shop.members.map((member) => member.cardCodes[0] ?? '');
}

type PageTimes = {
  readonly pushedAtMs: number;
  readonly paintedAtMs: number;
  readonly shown: string;
};

/** Wall time of the page's clock less this process's, ms: both run on the same machine's clock. */
async function clockOffset(app: CounterApp): Promise<number> {
  const offsetHere = Date.now() - (performance.timeOrigin + performance.now());
  const offsetThere = await app.page.evaluate(
    () => Date.now() - (performance.timeOrigin + performance.now()),
  );
  return offsetThere - offsetHere;
}

/** Waits in the page for the next painted view, and gives when it came and when it was painted. */
function waitForPaint(
  app: CounterApp,
  afterRevision: number,
): Promise<PageTimes & { revision: number }> {
  return app.page.evaluate(
    (after) =>
      new Promise<{ pushedAtMs: number; paintedAtMs: number; shown: string; revision: number }>(
        (resolve, reject) => {
          const startedAt = performance.now();
          const look = (): void => {
            const painted = performance
              .getEntriesByType('mark')
              .filter((mark) => mark.name.startsWith('painted:'))
              .find((mark) => Number(mark.name.slice(8)) > after);
            if (painted !== undefined) {
              const revision = Number(painted.name.slice(8));
              const pushed = performance.getEntriesByName(`view:${revision}`)[0];
              resolve({
                revision,
                pushedAtMs: performance.timeOrigin + (pushed?.startTime ?? Number.NaN),
                paintedAtMs: performance.timeOrigin + painted.startTime,
                shown: document.querySelector('[data-card-code]')?.textContent ?? '',
              });
            } else if (performance.now() - startedAt > 5_000)
              reject(new Error('nothing was painted'));
            else setTimeout(look, 4);
          };
          look();
        },
      ),
    afterRevision,
  );
}

function newestRevision(app: CounterApp): Promise<number> {
  return app.page.evaluate(() =>
    Math.max(
      0,
      ...performance
        .getEntriesByType('mark')
        .filter((mark) => mark.name.startsWith('view:'))
        .map((mark) => Number(mark.name.slice(5))),
    ),
  );
}

async function measureScans(
  app: CounterApp,
  scanner: ScannerPty,
  cards: readonly string[],
): Promise<{ pushed: number[]; painted: number[] }> {
  const pushed: number[] = [];
  const painted: number[] = [];
  const offsetMs = await clockOffset(app);
  for (let i = 0; i < warmUpScans + scanCount; i += 1) {
    const card = cards[(i * 7_919) % cards.length] ?? '';
    const revision = await newestRevision(app);
    await app.page.waitForTimeout(15 + ((i * 13) % 30));
    const waiting = waitForPaint(app, revision);
    const sentAtMs = await scanner.send(`${card}\r`);
    const times = await waiting;
    if (times.shown !== card) throw new Error(`scanned ${card}, the screen shows ${times.shown}`);
    if (i < warmUpScans) continue;
    pushed.push(times.pushedAtMs - offsetMs - sentAtMs);
    painted.push(times.paintedAtMs - offsetMs - sentAtMs);
  }
  return { pushed, painted };
}

/** The floor: a key that does nothing, from its time stamp to the second frame after it. */
async function measureEmptyKey(app: CounterApp): Promise<number[]> {
  await app.page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { benchKeyTimes: times });
    addEventListener(
      'keydown',
      (event) => {
        if (event.code !== 'Pause') return;
        requestAnimationFrame(() =>
          requestAnimationFrame(() => times.push(performance.now() - event.timeStamp)),
        );
      },
      true,
    );
  });
  for (let i = 0; i < 100; i += 1) await app.page.keyboard.press('Pause');
  await app.page.waitForTimeout(200);
  return app.page.evaluate(
    () => (globalThis as unknown as { benchKeyTimes: number[] }).benchKeyTimes,
  );
}

function printBar(what: string, got: Percentiles, limitMs: number): boolean {
  const held = got.p99 <= limitMs;
  console.log(
    `${held ? 'held  ' : 'MISSED'}  ${what}: p99 ${got.p99.toFixed(1)} ms, bar ${limitMs} ms`,
  );
  return held;
}

async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  const dataDir = join(folder, 'counter');
  const scanner = await startScannerPty(folder);
  const startedAt = performance.now();
  const cards = await prepareCounter(dataDir, scanner.path);
  console.log(
    `bench:scan: ${memberCount.toLocaleString('en-US')} members brought in within ` +
      `${((performance.now() - startedAt) / 1000).toFixed(1)} s; ${scanCount} scans`,
  );
  const app = await launchCounterApp({ appDir: projectDir, dataDir });
  try {
    await app.page.waitForSelector('[data-amount]');
    await app.page.waitForTimeout(1_500);
    const { pushed, painted } = await measureScans(app, scanner, cards);
    const emptyKey = percentilesOf(await measureEmptyKey(app));
    const toPushed = percentilesOf(pushed);
    const toPainted = percentilesOf(painted);
    console.log(formatPercentiles('last byte → view at the screen', toPushed));
    console.log(formatPercentiles('last byte → painted', toPainted));
    console.log(formatPercentiles('empty key → painted (floor)', emptyKey));
    console.log(`painted / floor at the median: ${(toPainted.p50 / emptyKey.p50).toFixed(2)}`);
    const held = [
      printBar('last byte → view at the screen', toPushed, pushedMsMax),
      printBar('last byte → painted', toPainted, paintedMsMax),
    ];
    return held.every(Boolean) ? 0 : 1;
  } finally {
    await app.close();
    await scanner.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

process.exit(await main());

/**
 * `npm run bench:scan`: last byte of a scan → new view at the screen → painted, in the real app with a million
 * members, for each way a scan comes in: a serial line (a pty), a USB HID scanner (reports through a stand-in for
 * its library), a keyboard wedge (real keys); beside an empty key press → painted in the same run.
 * Options: `--members 1000000 --scans 400 --intakes serial,hid-pos,wedge --built dist/app`. Exit code 1 when a
 * bar is missed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { startScannerPty } from '../rig/scanner-pty.ts';
import { startAppWithHid } from './hid-stand-in.ts';
import { formatPercentiles, percentilesOf, type Percentiles } from './percentiles.ts';
import {
  clockOffset,
  lastEnterAtMs,
  measureEmptyKey,
  newestRevision,
  noteEnterKeys,
  waitForPaint,
} from './scan-page.ts';
import { cardOf, prepareShop } from './scan-shop.ts';

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '1000000' },
    scans: { type: 'string', default: '400' },
    intakes: { type: 'string', default: 'serial,hid-pos,wedge' },
    built: { type: 'string', default: join(projectDir, 'dist', 'app') },
  },
  allowPositionals: true,
});
const memberCount = Number(values.members);
const scanCount = Number(values.scans);

/** The bars, ms at p99. */
const pushedMsMax = 30;
const paintedMsMax = 100;
/** The first scans warm up caches and the compiler; they are not counted. */
const warmUpScans = 30;
/** Scans by keys that may be made again. */
const tornMax = 10;

/** Sends one scan; gives when its last byte went out, by the page's clock, once that is known. */
type SendScan = (card: string) => Promise<() => Promise<number>>;

type Times = { readonly pushedMs: number; readonly paintedMs: number };

/** Sends one scan and waits for it; null when the screen never showed the member. */
async function measureScan(app: CounterApp, send: SendScan, card: string): Promise<Times | null> {
  const afterRevision = await newestRevision(app);
  const waiting = waitForPaint(app, { afterRevision, card }).catch(() => null);
  const sentAtMs = await send(card);
  const times = await waiting;
  if (times === null) return null;
  const sentMs = await sentAtMs();
  return { pushedMs: times.pushedAtMs - sentMs, paintedMs: times.paintedAtMs - sentMs };
}

async function measureScans(
  app: CounterApp,
  { intake, send, firstScan }: { readonly intake: string; send: SendScan; firstScan: number },
): Promise<readonly Times[]> {
  const all: Times[] = [];
  let torn = 0;
  for (let i = 0; i < warmUpScans + scanCount; i += 1) {
    const card = cardOf(((firstScan + i) * 7_919) % memberCount);
    await app.page.waitForTimeout(15 + ((i * 13) % 30));
    let times = await measureScan(app, send, card);
    // On a busy machine xdotool itself may pause between two keys as long as a person does.
    while (times === null && intake === 'wedge' && torn < tornMax) {
      torn += 1;
      await app.keyboard.press('Escape', 'Escape');
      times = await measureScan(app, send, card);
    }
    if (times === null) throw new Error(`${intake}: ${card} was scanned and never shown`);
    if (i >= warmUpScans) all.push(times);
  }
  if (torn > 0) console.log(`${intake}: ${torn} scans were torn apart before they arrived`);
  return all;
}

function printBar(what: string, got: Percentiles, limitMs: number): boolean {
  const held = got.p99 <= limitMs;
  console.log(
    `${held ? 'held  ' : 'MISSED'}  ${what}: p99 ${got.p99.toFixed(1)} ms, bar ${limitMs} ms`,
  );
  return held;
}

async function measureAll(
  app: CounterApp,
  senders: Readonly<Record<string, SendScan>>,
): Promise<boolean> {
  const wanted = values.intakes.split(',');
  const results: { intake: string; pushed: Percentiles; painted: Percentiles }[] = [];
  for (const [place, [intake, send]] of Object.entries(senders).entries()) {
    if (!wanted.includes(intake)) continue;
    const firstScan = place * (warmUpScans + scanCount);
    const times = await measureScans(app, { intake, send, firstScan });
    results.push({
      intake,
      pushed: percentilesOf(times.map(({ pushedMs }) => pushedMs)),
      painted: percentilesOf(times.map(({ paintedMs }) => paintedMs)),
    });
  }
  const emptyKey = percentilesOf(await measureEmptyKey(app));
  for (const { intake, pushed, painted } of results) {
    console.log(formatPercentiles(`${intake}: last byte → view`, pushed));
    console.log(formatPercentiles(`${intake}: last byte → painted`, painted));
  }
  console.log(formatPercentiles('empty key → painted (floor)', emptyKey));
  const held = results.flatMap(({ intake, pushed, painted }) => [
    printBar(`${intake}: last byte → view`, pushed, pushedMsMax),
    printBar(`${intake}: last byte → painted`, painted, paintedMsMax),
  ]);
  return held.every(Boolean);
}

async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  const dataDir = join(folder, 'counter');
  const scanner = await startScannerPty(folder);
  const startedAt = performance.now();
  const { made } = await prepareShop(dataDir, { members: memberCount, serialPath: scanner.path });
  console.log(
    `bench:scan: ${memberCount.toLocaleString('en-US')} members ${made ? 'made' : 'copied'} within ` +
      `${((performance.now() - startedAt) / 1000).toFixed(1)} s; ${scanCount} scans each`,
  );
  const hid = await startAppWithHid(folder, resolve(values.built));
  const app = await launchCounterApp({ appDir: hid.appDir, dataDir });
  try {
    await app.page.waitForSelector('[data-amount]');
    await hid.opened;
    await noteEnterKeys(app);
    // What was copied is on the disk before anything is measured: each scan waits for the disk.
    spawnSync('sync');
    await app.page.waitForTimeout(1_500);
    const offsetMs = await clockOffset(app);
    const byPage = (atMs: number) => async () => atMs + offsetMs;
    const held = await measureAll(app, {
      serial: async (card) => byPage(await scanner.send(`${card}\r`)),
      'hid-pos': async (card) => byPage(hid.scan(card)),
      wedge: async (card) => {
        await app.keyboard.scan(card);
        return () => lastEnterAtMs(app);
      },
    });
    return held ? 0 : 1;
  } finally {
    await app.close();
    await hid.stop();
    await scanner.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

process.exit(await main());

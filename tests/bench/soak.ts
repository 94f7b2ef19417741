/**
 * `npm run bench:soak`: a day's trading without pause in the real app: sales scanned by a serial line and by keys,
 * amounts by keys, vouchers, undone sales, new members, and between them languages, themes, window sizes and all
 * pages. Every so many sales memory of all processes (PSS) and the page's heap after a collection are printed.
 * Options: `--sales 5000 --every 500`. Exit code 1 when memory grows by more than a tenth after the warm-up (the
 * first tenth of the sales), or anything is reported as an error: on the console, or in a log of the app. With
 * fewer than 2,000 sales growth is told, not judged. Linux only.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession } from 'playwright-core';
import { dataPaths } from '../../main/data-paths.ts';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { startScannerPty } from '../rig/scanner-pty.ts';
import { readTreeMemory, totalMib, type ProcessRole } from './process-memory.ts';
import { enrolOne, pastimes, scanByWedge, sellOnce, undoLast } from './soak-cashier.ts';
import { prepareSoakShop } from './soak-shop.ts';

const { values } = parseArgs({
  options: {
    sales: { type: 'string', default: '5000' },
    every: { type: 'string', default: '500' },
  },
  allowPositionals: true,
});
const salesWanted = Number(values.sales);
const every = Math.max(1, Math.min(Number(values.every), Math.floor(salesWanted / 2)));

/** The bar. */
const growthMax = 0.1;
/** Fewer tell nothing: caches still fill. */
const judgedSalesMin = 2_000;
/** Memory is read when what was just done has been tidied up. */
const settleMs = 2_500;

type Sample = {
  readonly sales: number;
  readonly pssMib: number;
  readonly byRole: ReadonlyMap<ProcessRole, number>;
  readonly heapMib: number;
  readonly nodes: number;
};

async function sample(app: CounterApp, controls: CDPSession, sales: number): Promise<Sample> {
  await app.page.keyboard.press('Escape');
  await app.page.waitForTimeout(settleMs);
  for (let round = 0; round < 2; round += 1) await controls.send('HeapProfiler.collectGarbage');
  const { usedSize } = await controls.send('Runtime.getHeapUsage');
  const { nodes } = await controls.send('Memory.getDOMCounters');
  const memory = await readTreeMemory(app.pid);
  const byRole = new Map<ProcessRole, number>();
  for (const { role, pssBytes } of memory)
    byRole.set(role, (byRole.get(role) ?? 0) + pssBytes / 1024 ** 2);
  return { sales, pssMib: totalMib(memory), byRole, heapMib: usedSize / 1024 ** 2, nodes };
}

function printSample({ sales, pssMib, byRole, heapMib, nodes }: Sample, seconds: number): void {
  const mib = (value: number): string => value.toFixed(1).padStart(7);
  const of = (role: ProcessRole): string => `${role} ${mib(byRole.get(role) ?? 0)}`;
  console.log(
    `${String(sales).padStart(5)} sales ${seconds.toFixed(0).padStart(5)} s  PSS ${mib(pssMib)} MiB ` +
      `(${of('main')}, ${of('renderer')}, ${of('counter')}, ${of('gpu')})  page heap ${mib(heapMib)} MiB  nodes ${nodes}`,
  );
}

/** Events in the app's own logs that tell of something broken. */
async function readTroubles(dataDir: string): Promise<readonly string[]> {
  const { mainLogPath, counterLogPath } = dataPaths(dataDir);
  const texts = await Promise.all(
    [mainLogPath, counterLogPath].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const isTrouble = /"event":"[^"]*(?:broke|trouble|fatal|failed|rejected|gone|exited|refused)/;
  return texts.flatMap((text) => text.split('\n').filter((line) => isTrouble.test(line)));
}

async function trade(
  app: CounterApp,
  parts: {
    readonly cards: readonly string[];
    readonly bySerial: (card: string) => Promise<unknown>;
    readonly onSales: (sales: number) => Promise<void>;
  },
): Promise<void> {
  const { cards, bySerial, onSales } = parts;
  const byWedge = (card: string) => scanByWedge(app, card);
  for (let i = 0; i < salesWanted; i += 1) {
    const card = cards[(i * 37) % cards.length] ?? '';
    const send = i % 3 === 0 ? byWedge : bySerial;
    await sellOnce(
      app,
      { card, send },
      { amountMinor: 40 + ((i * 97) % 900), useBest: i % 8 === 5 },
    );
    if (i % 29 === 17) await undoLast(app);
    if (i % 61 === 40) await enrolOne(app, i);
    const pastime = i % 20 === 19 ? pastimes[Math.floor(i / 20) % pastimes.length] : undefined;
    await pastime?.[1](app, Math.floor(i / (20 * pastimes.length))).catch((error: unknown) => {
      throw new Error(`${pastime[0]} after ${i} sales`, { cause: error });
    });
    if ((i + 1) % every === 0) await onSales(i + 1);
  }
}

function judge(what: string, before: number, after: number): boolean {
  const growth = after / before - 1;
  const isJudged = salesWanted >= judgedSalesMin;
  const word = growth <= growthMax ? 'held  ' : isJudged ? 'MISSED' : 'told  ';
  console.log(
    `${word}  ${what} after the warm-up: ${(growth * 100).toFixed(1)}%, bar ${growthMax * 100}%`,
  );
  return growth <= growthMax || !isJudged;
}

async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-soak-'));
  const dataDir = join(folder, 'counter');
  const scanner = await startScannerPty(folder);
  const { cards } = await prepareSoakShop(dataDir, {
    members: 600,
    serialPath: scanner.path,
    nowMs: Date.now(),
  });
  const app = await launchCounterApp({ appDir: projectDir, dataDir });
  try {
    await app.page.waitForSelector('[data-amount]');
    await app.page.waitForTimeout(1_000);
    const controls = await app.page.context().newCDPSession(app.page);
    const startedAt = performance.now();
    const samples: Sample[] = [];
    const onSales = async (sales: number): Promise<void> => {
      const one = await sample(app, controls, sales);
      samples.push(one);
      printSample(one, (performance.now() - startedAt) / 1000);
    };
    await onSales(0);
    const bySerial = (card: string) => scanner.sendAnew(`${card}\r`);
    await trade(app, { cards, bySerial, onSales });
    const troubles = [...app.consoleErrors, ...(await readTroubles(dataDir))];
    for (const line of troubles.slice(0, 20)) console.log(`ERROR   ${line}`);
    const [warm, last] = [samples[1], samples.at(-1)];
    if (warm === undefined || last === undefined) throw new Error('nothing was measured');
    const held = [
      judge('memory of all processes', warm.pssMib, last.pssMib),
      judge('heap of the page', warm.heapMib, last.heapMib),
    ];
    return troubles.length === 0 && held.every(Boolean) ? 0 : 1;
  } finally {
    await app.close().catch(() => undefined);
    await scanner.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

process.exit(await main());

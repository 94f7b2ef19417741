/**
 * `npm run bench:start`: process start → ready to scan of the built app beside a bare Electron window → its page
 * painted, by turns in the same run; memory of all processes (PSS) five seconds after, of both; sizes of the
 * bundles against their budget. Ready is what the app's own log calls `ready-to-scan`: the counter stands on the
 * glass and keys are listened to; one run more scans a card at that moment and waits for the member.
 * Options: `--pairs 10 --members 1000 --memory-pairs 3`. Exit code 1 when a bar is missed. Linux only.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findElectron } from '../../build/electron-runtime.ts';
import { dataPaths } from '../../main/data-paths.ts';
import { launchCounterApp, projectDir } from '../rig/counter-app.ts';
import { overBudget, readBudget, weighBundles } from './bundle-sizes.ts';
import { percentilesOf } from './percentiles.ts';
import { readTreeMemory, totalMib, type ProcessMemory } from './process-memory.ts';
import { cardOf, prepareShop } from './scan-shop.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10' },
    'memory-pairs': { type: 'string', default: '3' },
    members: { type: 'string', default: '1000' },
  },
  allowPositionals: true,
});
const pairs = Number(values.pairs);
const memoryPairs = Number(values['memory-pairs']);
const memberCount = Number(values.members);

/** The bars: times what a bare window takes. */
const startTimesMax = 1.6;
const memoryTimesMax = 1.6;
const idleMs = 5_000;
const startMsMax = 60_000;

type Started = { readonly child: ChildProcess; readonly readyMs: number };

/** The built app; another build may be put to the same test, as in the rig. */
const appDir = process.env['COUNTERFOIL_APP_DIR'] ?? projectDir;

function launch(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const runtime = findElectron();
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_'));
  return spawn(runtime.executablePath, [...runtime.args, ...args, '--password-store=basic'], {
    env: { ...Object.fromEntries(own), ...runtime.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

async function startCounter(dataDir: string): Promise<Started> {
  const startedAtMs = Date.now();
  const child = launch([appDir], { COUNTERFOIL_DATA_DIR: dataDir });
  const readyAtMs = await waitForReady(dataDir, startedAtMs);
  return { child, readyMs: readyAtMs - startedAtMs };
}

/** When the app's log says it takes scans, epoch ms. */
async function waitForReady(dataDir: string, afterMs: number): Promise<number> {
  const { mainLogPath } = dataPaths(dataDir);
  for (const until = afterMs + startMsMax; Date.now() < until; await sleep(20)) {
    const log = await readFile(mainLogPath, 'utf8').catch(() => '');
    for (const line of log.trimEnd().split('\n').slice(-5)) {
      if (!line.includes('"ready-to-scan"')) continue;
      const { atMs } = JSON.parse(line) as { readonly atMs: number };
      if (atMs >= afterMs) return atMs;
    }
  }
  throw new Error('the app was never ready to scan');
}

async function startBare(dataDir: string): Promise<Started> {
  const startedAtMs = Date.now();
  const child = launch([join(import.meta.dirname, 'bare-app')], { BARE_DATA_DIR: dataDir });
  let said = '';
  if (child.stdout === null) throw new Error('no output of the bare app');
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const paintedAtMs = /painted (\d+)/.exec(said)?.[1];
    if (paintedAtMs !== undefined) return { child, readyMs: Number(paintedAtMs) - startedAtMs };
  }
  throw new Error('the bare window never painted');
}

async function stop({ child }: Started): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 8_000);
  if (child.exitCode === null) await gone;
  clearTimeout(killer);
  // Its helpers end a moment later.
  await sleep(700);
}

type Measured = { readonly ms: number[]; readonly memory: (readonly ProcessMemory[])[] };

async function measureStart(
  start: () => Promise<Started>,
  into: Measured,
  withMemory: boolean,
): Promise<void> {
  const started = await start();
  try {
    into.ms.push(started.readyMs);
    if (!withMemory) return;
    await sleep(idleMs);
    into.memory.push(await readTreeMemory(started.child.pid ?? 0));
  } finally {
    await stop(started);
  }
}

/** The mark is worth what a scan at that moment is worth: it must find its member. */
async function checkReady(dataDir: string): Promise<void> {
  const startedAtMs = Date.now();
  const app = await launchCounterApp({ appDir: projectDir, dataDir });
  try {
    await waitForReady(dataDir, startedAtMs);
    const card = cardOf(7);
    await app.keyboard.scan(card);
    await app.page.waitForFunction(
      (code) => document.querySelector('[data-card-code]')?.textContent === code,
      card,
      { timeout: 5_000 },
    );
    console.log('a card scanned as soon as the app was ready was shown');
  } finally {
    await app.close();
  }
}

function printMemory(name: string, memory: Measured['memory']): number {
  const median = percentilesOf(memory.map(totalMib)).p50;
  const one = memory.at(-1) ?? [];
  const parts = one.map(({ role, pssBytes }) => `${role} ${(pssBytes / 1024 ** 2).toFixed(0)}`);
  console.log(`${name.padEnd(12)} ${median.toFixed(0)} MiB  (${parts.join(', ')})`);
  return median;
}

function judge(what: string, times: number, timesMax: number): boolean {
  const held = times <= timesMax;
  console.log(`${held ? 'held  ' : 'MISSED'}  ${what}: ${times.toFixed(2)} times, bar ${timesMax}`);
  return held;
}

function judgeBundles(): boolean {
  const sizes = weighBundles(join(appDir, 'dist', 'app'));
  const budget = readBudget();
  console.log('bundles, KiB (budget):');
  for (const [part, bytes] of Object.entries(sizes)) {
    const bytesMax = budget[part as keyof typeof sizes];
    console.log(
      `  ${part.padEnd(18)} ${(bytes / 1024).toFixed(0).padStart(6)} (${(bytesMax / 1024).toFixed(0)})`,
    );
  }
  const over = overBudget(sizes, budget);
  for (const line of over) console.log(`MISSED  ${line}`);
  return over.length === 0;
}

async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  const [dataDir, bareDir] = [join(folder, 'counter'), join(folder, 'bare')];
  try {
    await prepareShop(dataDir, { members: memberCount, serialPath: null });
    console.log(
      `bench:start: ${pairs} pairs by turns, a shop of ${memberCount.toLocaleString('en-US')} members`,
    );
    const counter: Measured = { ms: [], memory: [] };
    const bare: Measured = { ms: [], memory: [] };
    // The first start of each makes its profile and warms the file cache; it is not counted.
    await stop(await startCounter(dataDir));
    await stop(await startBare(bareDir));
    for (let pair = 0; pair < pairs; pair += 1) {
      const withMemory = pair < memoryPairs;
      await measureStart(() => startBare(bareDir), bare, withMemory);
      await measureStart(() => startCounter(dataDir), counter, withMemory);
      console.log(`pair ${pair + 1}: bare ${bare.ms.at(-1)} ms, counter ${counter.ms.at(-1)} ms`);
    }
    await checkReady(dataDir);
    const [bareStart, start] = [percentilesOf(bare.ms), percentilesOf(counter.ms)];
    console.log(`start, median: bare ${bareStart.p50} ms, counter ${start.p50} ms`);
    const [bareMib, mib] = [
      printMemory('bare', bare.memory),
      printMemory('counter', counter.memory),
    ];
    const held = [
      judge('start → ready to scan', start.p50 / bareStart.p50, startTimesMax),
      judge('memory at idle', mib / bareMib, memoryTimesMax),
      judgeBundles(),
    ];
    return held.every(Boolean) ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exit(await main());

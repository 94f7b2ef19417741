/**
 * The plug pulled at every moment: the real recording code (encrypted database, tape) runs under strace;
 * from the trace, at every call that touched the disk, the states are built that the disk may be left
 * in (what was synced for sure; of the rest nothing, all, a torn part, any sectors), and each is
 * opened by the real opening. Every sale that was shown as settled must be there, the chain and the
 * balances whole. Then the same with synchronous=NORMAL and no tape, which must lose some: else the
 * test would prove nothing. `node tests/faults/power.ts --states 20000 [--sales 60] [--seed 1]`.
 * Linux only. Ends with `N passed, N failed`; exit code 1 when a check fails.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatCheckTable, makeCheckList } from '../rig/check-list.ts';
import { tracedCalls } from './read-trace.ts';

const { values } = parseArgs({
  options: {
    states: { type: 'string', default: '20000' },
    sales: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

/** States built at each call; the same state is opened once. */
const statesPerCut = 14;
const partsMax = 2;

type Found = {
  readonly cuts: number;
  readonly states: number;
  readonly told: number;
  readonly bad: readonly (readonly [string, number])[];
  readonly examples: readonly string[];
};

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${String(code)}`)),
    );
  });
}

async function trace(folder: string, how: 'full' | 'normal', sales: number): Promise<string> {
  const shop = join(folder, how);
  mkdirSync(shop);
  const tracePath = join(folder, `${how}.trace`);
  const worker = join(import.meta.dirname, 'power-worker.ts');
  const options = [
    '-f',
    '-y',
    '-xx',
    '-s',
    '8000000',
    '-e',
    `trace=${tracedCalls}`,
    '-o',
    tracePath,
  ];
  const told = await run('strace', [
    ...options,
    process.execPath,
    worker,
    shop,
    String(sales),
    how,
  ]);
  if (!told.includes('END')) throw new Error('the traced counter did not come to its end');
  return tracePath;
}

async function replay(
  folder: string,
  how: 'full' | 'normal',
  { tracePath, states }: { readonly tracePath: string; readonly states: number },
): Promise<Found> {
  const parts = Math.min(partsMax, availableParallelism());
  const script = join(import.meta.dirname, 'power-part.ts');
  const common = [script, tracePath, join(folder, how), how];
  const outputs = await Promise.all(
    Array.from({ length: parts }, (_, part) => {
      // A little more than wanted: states that come twice are opened once.
      const rest = [part, parts, Math.ceil((states * 1.3) / parts), statesPerCut];
      return run(process.execPath, [...common, ...rest.map(String), String(values.seed)]);
    }),
  );
  const found = outputs.map((text) => JSON.parse(text) as Found);
  const bad = new Map<string, number>();
  for (const [word, n] of found.flatMap((one) => one.bad)) bad.set(word, (bad.get(word) ?? 0) + n);
  return {
    cuts: found[0]?.cuts ?? 0,
    states: found.reduce((sum, one) => sum + one.states, 0),
    told: found[0]?.told ?? 0,
    bad: [...bad],
    examples: found.flatMap((one) => one.examples),
  };
}

function wordsOf(found: Found): string {
  const bad = found.bad.map(([word, n]) => `${n} × ${word}`).join(', ');
  return `${found.states} disk states at ${found.cuts} calls, ${found.told} events told: ${bad || 'all whole'}`;
}

async function main(): Promise<number> {
  if (process.platform !== 'linux') {
    console.log('the power-loss replay needs strace, which is on Linux only\n0 passed, 0 failed');
    return 0;
  }
  const states = Number(values.states);
  const sales = Number(values.sales);
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-power-'));
  const list = makeCheckList(console.log);
  const startedAt = performance.now();
  console.log(`power: ${states} disk states of ${sales} sales, seed ${values.seed}`);
  try {
    const full = await replay(folder, 'full', {
      tracePath: await trace(folder, 'full', sales),
      states,
    });
    console.log(`  FULL with tape: ${wordsOf(full)}`);
    for (const example of full.examples) console.log(`    ${example}`);
    list.equal('states that lost a told sale or came up unsound', full.bad, []);
    list.that('as many states as asked for', full.states >= states, String(full.states));
    const fewer = Math.max(100, Math.round(states / 20));
    const tracePath = await trace(folder, 'normal', Math.min(sales, 20));
    const normal = await replay(folder, 'normal', { tracePath, states: fewer });
    console.log(`  NORMAL without tape: ${wordsOf(normal)}`);
    const losing = normal.bad.find(([word]) => word.startsWith('lost'))?.[1] ?? 0;
    list.that('the self-test with NORMAL loses some', losing > 0, `${losing} of ${normal.states}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`\n${formatCheckTable(list.rows)}\n\n${seconds} s`);
  console.log(`${list.passedCount()} passed, ${list.failedCount()} failed`);
  return list.failedCount() === 0 ? 0 : 1;
}

process.exit(await main());

/**
 * Hostile input against a running HQ: forged, mutated and random requests, and a counter gone mad
 * whose signature is right. `node tests/fuzz/hq.ts --n 1000000 [--seed S] [--pglite]`. HQ runs on a real
 * PostgreSQL, which takes a push four times as fast as PGlite. Fails on any
 * answer of 500 and above, any accepted forgery, any effect of a request without a right to it, any
 * effect of an event that was not applied, and on memory that grows. Ends with `N passed, N failed`.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../build/postgres.ts';
import { makeRandom } from '../../app/seed/random.ts';
import { runFuzz } from './run-fuzz.ts';
import type { AskHq } from './run-fuzz.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    pglite: { type: 'boolean', default: false },
  },
});

/** Asks the HQ process one thing at a time. */
function askOf(child: ChildProcess): AskHq {
  const waiting = new Map<number, { done: (value: unknown) => void; fail: (why: Error) => void }>();
  let ids = 0;
  child.on('message', (message: { id: number; value?: unknown; error?: string }) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) asked?.done(message.value);
    else asked?.fail(new Error(message.error));
  });
  child.once('exit', (code, signal) => {
    for (const { fail } of waiting.values()) fail(new Error(`HQ ended: ${code ?? signal}`));
  });
  return (question) =>
    new Promise((done, fail) => {
      ids += 1;
      waiting.set(ids, { done, fail });
      child.send({ id: ids, question });
    });
}

async function main(): Promise<number> {
  const count = Number(values.n);
  const seed = Number(values.seed);
  const server = values.pglite ? null : await startPostgres();
  console.log(
    `fuzz: ${count} requests, seed ${seed}, HQ on ${server === null ? 'PGlite' : 'PostgreSQL'}`,
  );
  const child = fork(join(import.meta.dirname, 'hq-process.ts'), [server?.url ?? ''], {
    execArgv: ['--expose-gc'],
  });
  const ask = askOf(child);
  try {
    const startedMs = performance.now();
    const { failures, summary } = await runFuzz(ask, { count, random: makeRandom(seed) });
    await ask('stop');
    console.log(`\n${summary}`);
    for (const words of failures) console.log(`  ✗ ${words}`);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    console.log(`${seconds} s; again with --seed ${seed}`);
    console.log(`${failures.length === 0 ? 1 : 0} passed, ${failures.length} failed`);
    return failures.length === 0 ? 0 : 1;
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    }
    await server?.stop();
  }
}

process.exit(await main());

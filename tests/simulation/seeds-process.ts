import { spawn } from 'node:child_process';
import path from 'node:path';
import type { SeedsResult, SeedsTask } from './run-seeds.ts';

const script = path.join(import.meta.dirname, 'run-seeds.ts');

/** Nearly all that an act makes is gone with it: a larger nursery saves half of the collector's time. */
const youngFlags = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

/** Runs seeds in a process of their own: the core is loaded afresh there, with the task's patches. */
export async function runSeeds(task: SeedsTask): Promise<SeedsResult> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=1500', ...youngFlags, script, JSON.stringify(task)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let trouble = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const line = out.split('\n').find((one) => one.startsWith('RESULT '));
  if (line === undefined)
    throw new Error(`the simulator's process ended with ${code}: ${trouble.slice(0, 2_000)}`);
  return JSON.parse(line.slice('RESULT '.length)) as SeedsResult;
}

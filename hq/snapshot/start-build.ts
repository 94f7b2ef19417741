import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { ActingAs } from '../db/hq-db.ts';
import type { BuildJob, BuiltSnapshot } from './build-snapshot.ts';
import type { RunningBuild, ShelfDeps } from './snapshot-shelf.ts';

/** A build that takes longer has hung. */
const buildMsMax = 10 * 60_000;

/** Builds in a process of its own, so that HQ answers meanwhile and a crash there is no crash here. */
export function buildInProcess(given: {
  readonly databaseUrl: string;
  readonly acting: ActingAs;
}): ShelfDeps['startBuild'] {
  return (job) => startBuild({ ...job, ...given });
}

function startBuild(job: BuildJob): RunningBuild {
  const child = fork(join(import.meta.dirname, 'build-process.ts'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const built = new Promise<BuiltSnapshot>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), buildMsMax);
    child.once('message', (outcome) => resolve(outcome as BuiltSnapshot));
    child.once('error', (error) => resolve({ kind: 'failed', detail: error.message }));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve({ kind: 'failed', detail: `the builder ended (${String(signal ?? code)})` });
    });
  });
  child.send(job);
  return { built, stop: () => void child.kill('SIGKILL') };
}

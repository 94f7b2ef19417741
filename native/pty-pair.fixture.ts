import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IntakeClock } from './intake-clock.ts';

/** The real clock. */
export const realClock: IntakeClock = {
  nowMs: () => Date.now(),
  setTimer: (delayMs, fn) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};

/** A real pty by socat: what a test sends comes out at `path`, the counter's end. */
export type PtyPair = {
  readonly path: string;
  readonly plug: () => Promise<void>;
  /** Both ends vanish at once. */
  readonly unplug: () => Promise<void>;
  readonly send: (bytes: string | Uint8Array) => Promise<void>;
};

/** Neither end is there before the first `plug`. */
export function ptyPair(folder: string, name = 'near'): PtyPair {
  const path = join(folder, name);
  const farPath = join(folder, `${name}-far`);
  let socat: ChildProcess | null = null;
  return {
    path,
    plug: async () => {
      const link = (at: string) => `pty,raw,echo=0,link=${at}`;
      socat = spawn('socat', [link(path), link(farPath)], { stdio: 'ignore' });
      await until(() => existsSync(path) && existsSync(farPath));
    },
    unplug: async () => {
      const killed = socat;
      socat = null;
      if (killed === null) return;
      const gone = new Promise((resolve) => killed.once('exit', resolve));
      killed.kill('SIGKILL');
      await gone;
      await Promise.all([rm(path, { force: true }), rm(farPath, { force: true })]);
    },
    send: (bytes) => appendFile(farPath, bytes, 'latin1'),
  };
}

/** Waits until it holds; throws after `limitMs`. */
export async function until(holds: () => boolean, limitMs = 10_000): Promise<void> {
  const startMs = Date.now();
  while (!holds()) {
    if (Date.now() - startMs > limitMs) throw new Error('waited too long');
    await sleep(5);
  }
}

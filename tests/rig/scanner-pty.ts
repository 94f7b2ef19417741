import { spawn, type ChildProcess } from 'node:child_process';
import { access, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAnewGate } from './anew-gate.ts';

/** A serial scanner as the counter sees one: a real pty whose other end is written by the test. */
export type ScannerPty = {
  /** The path that the counter opens. */
  readonly path: string;
  /** Writes bytes as a scanner would; resolves when the kernel has them, with that wall time in ms. */
  readonly send: (bytes: string | Uint8Array) => Promise<number>;
  /**
   * Sends as a cashier does who scans anew: the code sent last, but not so soon that it counts as the same
   * reading.
   */
  readonly sendAnew: (bytes: string | Uint8Array) => Promise<number>;
  /** Pulls the plug: the pty vanishes. */
  readonly unplug: () => Promise<void>;
  /** Puts it back under the same path. */
  readonly plug: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Starts a pty pair with socat in `folder`. Throws when socat is missing or gives no pty in 5 s. */
export async function startScannerPty(folder: string, name = 'scanner'): Promise<ScannerPty> {
  const path = join(folder, `${name}.counter`);
  const farPath = join(folder, `${name}.far`);
  let socat: ChildProcess | null = null;
  const anew = createAnewGate();

  async function plug(): Promise<void> {
    socat = spawn('socat', [`pty,raw,echo=0,link=${path}`, `pty,raw,echo=0,link=${farPath}`], {
      stdio: 'ignore',
    });
    for (let tries = 0; tries < 500; tries += 1) {
      if ((await exists(path)) && (await exists(farPath))) return;
      await sleep(10);
    }
    throw new Error('socat gave no pty pair within 5 s');
  }

  async function unplug(): Promise<void> {
    const running = socat;
    socat = null;
    if (running === null || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
    await Promise.all([rm(path, { force: true }), rm(farPath, { force: true })]);
  }

  async function send(bytes: string | Uint8Array): Promise<number> {
    const written = Buffer.from(bytes);
    const file = await open(farPath, 'w');
    try {
      await file.write(written);
      anew.mark(written.toString('latin1'));
      return performance.timeOrigin + performance.now();
    } finally {
      await file.close();
    }
  }

  async function sendAnew(bytes: string | Uint8Array): Promise<number> {
    await anew.wait(Buffer.from(bytes).toString('latin1'));
    return await send(bytes);
  }

  await plug();
  return { path, send, sendAnew, unplug, plug, stop: unplug };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

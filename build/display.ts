import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './step.mjs';

export interface Display {
  /** For the environment variable DISPLAY, e.g. ":3". */
  display: string;
  stop: () => Promise<void>;
}

const screenSize = '1920x1080x24';
const startMsMax = 15_000;

/**
 * Starts a virtual screen with a window manager and answers when both are up. Xvfb chooses the
 * free display number itself and tells it, so that several may start at the same moment.
 * @throws SetupError when Xvfb or openbox does not come up
 */
export async function startDisplay(): Promise<Display> {
  const xvfb = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', screenSize, '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const display = `:${await readDisplayNumber(xvfb)}`;
  const openbox = spawn('openbox', ['--sm-disable'], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: display },
  });
  const stop = async (): Promise<void> => {
    await end(openbox);
    await end(xvfb);
  };
  try {
    await waitForWindowManager(openbox);
  } catch (error) {
    await stop();
    throw error;
  }
  return { display, stop };
}

async function readDisplayNumber(xvfb: ChildProcess): Promise<string> {
  const pipe = xvfb.stdio[3];
  if (!pipe) throw new SetupError('Xvfb was started without its answer pipe.');
  const answer = (async () => {
    let text = '';
    for await (const chunk of pipe as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.includes('\n')) return text.trim();
    }
    return '';
  })();
  const failed = once(xvfb, 'error').then(() => '');
  const late = sleep(startMsMax, '', { ref: false });
  const number = await Promise.race([answer, failed, late]);
  if (!/^\d+$/.test(number)) {
    xvfb.kill('SIGKILL');
    throw new SetupError('The virtual screen (Xvfb) did not start.');
  }
  return number;
}

/** openbox has no ready signal; it dies within milliseconds when it cannot take the screen. */
async function waitForWindowManager(openbox: ChildProcess): Promise<void> {
  const died = once(openbox, 'exit').then(() => 'died' as const);
  const failed = once(openbox, 'error').then(() => 'died' as const);
  if ((await Promise.race([died, failed, sleep(300, 'up' as const)])) === 'died') {
    throw new SetupError('The window manager (openbox) of the virtual screen did not start.');
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), sleep(3_000, false, { ref: false })]);
  if (!inTime) {
    child.kill('SIGKILL');
    await ended;
  }
}

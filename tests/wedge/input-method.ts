import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Zhuyin as a cashier in Taiwan has it: fcitx5 with chewing, on a session bus of its own. */
export type InputMethod = {
  /** What an app needs in its environment to be typed in through it. */
  readonly env: Readonly<Record<string, string>>;
  /** Chinese on (the next letters are Zhuyin) or off. */
  readonly setChinese: (on: boolean) => Promise<void>;
  readonly isChinese: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

const profile = `[Groups/0]
Name=Default
Default Layout=us
DefaultIM=chewing

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=chewing
Layout=

[GroupOrder]
0=Default
`;

/** One state for all windows: turned on once, Chinese stays on wherever the focus goes. */
const config = `[Behavior]
ShareInputState=All
ActiveByDefault=False
`;

const startMsMax = 20_000;
const startsMax = 3;

/** Starts the input method on an X display. It reads no setting of the person who runs the test. */
export async function startInputMethod(display: string): Promise<InputMethod> {
  const home = await mkdtemp(join(tmpdir(), 'counterfoil-ime-'));
  await mkdir(join(home, 'config', 'fcitx5'), { recursive: true });
  await mkdir(join(home, 'run'), { mode: 0o700 });
  await writeFile(join(home, 'config', 'fcitx5', 'profile'), profile);
  await writeFile(join(home, 'config', 'fcitx5', 'config'), config);
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, XDG_RUNTIME_DIR: join(home, 'run') },
  });
  const address = await firstLine(bus);
  const ownEnv = {
    ...process.env,
    DISPLAY: display,
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: join(home, 'run'),
  };
  const startFcitx = (): ChildProcess =>
    spawn('fcitx5', ['--disable', 'wayland,notifications,clipboard,cloudpinyin'], {
      stdio: 'ignore',
      env: ownEnv,
    });
  let fcitx = startFcitx();
  const remote = async (...args: string[]): Promise<string> =>
    (await run('fcitx5-remote', args, { env: ownEnv, timeout: 5_000 })).stdout.trim();
  const stop = async (): Promise<void> => {
    await end(fcitx);
    await end(bus);
    await rm(home, { recursive: true, force: true });
  };
  try {
    for (let tries = 1; !(await isUp(remote)); tries += 1) {
      if (tries === startsMax) throw new Error('the input method (fcitx5) did not start');
      // Seldom it comes up without any input method and stays so; a fresh one has them.
      await end(fcitx);
      fcitx = startFcitx();
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env: {
      DBUS_SESSION_BUS_ADDRESS: address,
      GTK_IM_MODULE: 'fcitx',
      XMODIFIERS: '@im=fcitx',
    },
    setChinese: async (on) => {
      if (on) {
        await remote('-s', 'chewing');
        await remote('-o');
      } else await remote('-c');
      await sleep(100);
    },
    // fcitx5-remote prints 2 while the input method is active.
    isChinese: async () => (await remote()) === '2',
    stop,
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    text += chunk.toString();
    if (text.includes('\n')) break;
  }
  return text.trim();
}

/** Whether it names its group of input methods in time; which is in use it says only once a field has the focus. */
async function isUp(remote: (...args: string[]) => Promise<string>): Promise<boolean> {
  const until = performance.now() + startMsMax;
  while (performance.now() < until) {
    if ((await remote('-q').catch(() => '')) !== '') return true;
    await sleep(200);
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), sleep(3_000, false)]);
  if (!inTime) {
    child.kill('SIGKILL');
    await ended;
  }
}

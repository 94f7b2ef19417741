import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { findElectron } from '../../build/electron-runtime.ts';
import { enginesKeyboard, xKeyboard, type Keyboard } from './keyboard.ts';

/** The real app in a real window, driven from outside. */
export type CounterApp = {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly keyboard: Keyboard;
  readonly pid: number;
  /** What the page and the main process printed as errors, for the report. */
  readonly consoleErrors: readonly string[];
  readonly screenshot: (filePath: string) => Promise<void>;
  /** SIGKILL to every process of the app at once, as a power cut would. */
  readonly killHard: () => Promise<void>;
  /** An orderly end. */
  readonly close: () => Promise<void>;
};

export type LaunchOptions = {
  /** Folder with package.json whose `main` is the built app. */
  readonly appDir: string;
  /** The counter's data folder; the same one again continues the same counter. */
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: { readonly width: number; readonly height: number };
};

/**
 * Starts the app and waits for its first screen. Keys come from xdotool where there is an X
 * display, else from the engine's input pipeline.
 */
export async function launchCounterApp(options: LaunchOptions): Promise<CounterApp> {
  const runtime = findElectron();
  await mkdir(options.dataDir, { recursive: true });
  const electron = await _electron.launch({
    executablePath: runtime.executablePath,
    // `basic`: the rig has no keyring, and the run must be the same on a desktop that has one.
    args: [...runtime.args, testedApp(options.appDir), '--password-store=basic'],
    env: { ...cleanEnv(), ...runtime.env, ...options.env, COUNTERFOIL_DATA_DIR: options.dataDir },
    timeout: 60_000,
  });
  const page = await electron.firstWindow();
  const consoleErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  // The line that says that the counter process is awaited is no screen.
  await page.waitForSelector('#root > :not([role="status"])', { timeout: 30_000 });
  if (options.size !== undefined) await resizeWindow(electron, options.size);
  const display = process.env['DISPLAY'];
  const keyboard =
    process.platform === 'linux' && display !== undefined && display !== ''
      ? await xKeyboard(display, '^Counterfoil')
      : enginesKeyboard(page);
  const child = electron.process();
  const pid = child.pid ?? 0;
  return {
    electron,
    page,
    keyboard,
    pid,
    consoleErrors,
    screenshot: async (filePath) => {
      await page.screenshot({ path: filePath });
    },
    killHard: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      killTree(pid);
      await gone;
      // The window system and the kernel need a moment to let go of the files.
      await sleep(200);
    },
    close: () => electron.close(),
  };
}

/** Another build may be put to the same tests: its folder stands in the environment. */
function testedApp(appDir: string): string {
  return process.env['COUNTERFOIL_APP_DIR'] ?? appDir;
}

async function resizeWindow(
  electron: ElectronApplication,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await sleep(300);
}

/** Playwright starts Electron as the leader of its own process group, so one signal reaches all. */
function killTree(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    process.kill(pid, 'SIGKILL');
  }
}

function cleanEnv(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    // NODE_OPTIONS and the like are for the test process, not for the app.
    if (value !== undefined && !name.startsWith('NODE_') && !name.startsWith('VITEST'))
      env[name] = value;
  }
  return env;
}

/** Where the project stands: the folder with package.json. */
export const projectDir = join(import.meta.dirname, '..', '..');

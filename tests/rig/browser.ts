import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { findElectron } from '../../build/electron-runtime.ts';

/** A real browser window with one page of HQ in it. */
export type Browser = {
  readonly page: Page;
  readonly consoleErrors: readonly string[];
  readonly close: () => Promise<void>;
};

/** What the engine is told besides: command line switches and environment. */
export type BrowserExtras = {
  readonly switches: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** Opens `url` in the browser engine that the app brings along; `size` is the page's, in CSS pixels. */
export async function openBrowser(
  url: string,
  size?: { readonly width: number; readonly height: number },
  extras: BrowserExtras = { switches: [], env: {} },
): Promise<Browser> {
  const runtime = findElectron();
  const dataDir = await mkdtemp(join(tmpdir(), 'counterfoil-browser-'));
  const electron = await _electron.launch({
    executablePath: runtime.executablePath,
    args: [
      ...runtime.args,
      join(import.meta.dirname, 'browser-app'),
      '--password-store=basic',
      ...extras.switches,
    ],
    env: {
      ...extras.env,
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      DISPLAY: process.env['DISPLAY'] ?? '',
      BROWSER_URL: url,
      BROWSER_DATA_DIR: dataDir,
      ...(size === undefined ? {} : { BROWSER_SIZE: `${size.width}x${size.height}` }),
    },
    timeout: 60_000,
  });
  const page = await electron.firstWindow();
  const consoleErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  await page.waitForLoadState('domcontentloaded');
  return {
    page,
    consoleErrors,
    close: async () => {
      await electron.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

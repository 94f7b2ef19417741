import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchCounterApp, projectDir, type CounterApp } from './counter-app.ts';
import { startScannerPty, type ScannerPty } from './scanner-pty.ts';
import { waitForScreen, type Screen } from './screen.ts';

/** A shop that started without HQ: the app in its window, and a serial scanner. */
export type ShopApp = {
  readonly app: CounterApp;
  readonly scanner: ScannerPty;
  readonly dataDir: string;
  /** Scans over the serial line and waits for the screen that `test` wants. */
  readonly scan: (
    bytes: string | Uint8Array,
    what: string,
    test: (screen: Screen) => boolean,
  ) => Promise<Screen>;
  readonly stop: () => Promise<void>;
};

/** The shop's own tax id in these tests (valid under the check rule of 2023). */
export const shopTaxId = '90000006';

/** Opens the app, starts a shop without HQ, and plugs the scanner in, all by keys and clicks. */
export async function startShopApp(): Promise<ShopApp> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-shop-'));
  const dataDir = join(folder, 'counter');
  const scanner = await startScannerPty(folder);
  const app = await launchCounterApp({ appDir: projectDir, dataDir });
  await app.page.click('[name="shopName"]');
  await app.page.keyboard.insertText('晴禾烘焙');
  await app.page.click('[name="taxId"]');
  await app.keyboard.type(shopTaxId);
  await app.keyboard.press('Return');
  await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
  await addSerialScanner(app, scanner.path);
  return {
    app,
    scanner,
    dataDir,
    scan: async (bytes, what, test) => {
      const tail = new TextEncoder().encode('\r');
      const head = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
      await scanner.sendAnew(Buffer.concat([head, tail]));
      return waitForScreen(app.page, what, test);
    },
    stop: async () => {
      await app.close().catch(() => undefined);
      await scanner.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Adds a serial scanner on the settings page by its path, and comes back to the counter. */
export async function addSerialScanner(app: CounterApp, path: string): Promise<void> {
  const { page, keyboard } = app;
  await keyboard.press('F10');
  await page.click('[name="portPath"]');
  await keyboard.type(path);
  await keyboard.press('Return');
  await page.waitForSelector('[data-health="open"]', { timeout: 10_000 });
  await keyboard.press('Escape');
}

/** Enrols a member with the F6 form by keys; gives what the screen then shows. */
export async function enrolByKeys(
  app: CounterApp,
  member: { readonly mobile: string; readonly name: string },
): Promise<Screen> {
  const { page, keyboard } = app;
  await keyboard.press('F6');
  await page.waitForSelector('[name="mobile"]');
  await keyboard.type(member.mobile);
  await keyboard.press('Tab');
  // Chinese text does not come from a plain X keyboard; the engine types it.
  await page.keyboard.insertText(member.name);
  await page.check('[name="consent"]');
  await page.focus('[name="name"]');
  await keyboard.press('Return');
  return waitForScreen(page, 'the new member', (s) => s.memberName !== '');
}

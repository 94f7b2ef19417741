import { readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchCounterApp, projectDir } from '../rig/counter-app.ts';
import { readHqFacts } from '../rig/ledger-facts.ts';
import { listConnections } from '../rig/open-sockets.ts';
import { startRigHq, type RigHq } from '../rig/rig-hq.ts';
import { isSettled, waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, startShopApp, type ShopApp } from '../rig/shop-app.ts';

/** A shop with HQ in the midst of a sale, in which somebody has to be trained. */
describe('training', () => {
  let shop: ShopApp;
  let hq: RigHq;
  let card = '';
  let shopAtRest: Readonly<Record<string, string>> = {};
  let keptOpen: ReadonlySet<string> = new Set();

  beforeAll(async () => {
    hq = await startRigHq({ memberCount: 20 });
    shop = await startShopApp();
    const { page, keyboard } = shop.app;
    await enrolByKeys(shop.app, { mobile: '0987654321', name: '黃淑芬' });
    card = (await page.textContent('[data-card-code]')) ?? '';
    await connectToHq();
    await keyboard.type('300');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$300');
    await keyboard.press('Return');
    await waitForScreen(page, 'a sale at HQ', (s) => s.lastSales[0]?.sync === 'at-hq', 20_000);
    await keyboard.press('Escape');
    await shop.scan(card, 'the member', (s) => s.memberName !== '');
    await keyboard.type('640');
    await waitForScreen(page, 'an open sale', (s) => s.toPay === 'NT$640');
  });

  afterAll(async () => {
    await shop.stop();
    await hq.stop();
  });

  async function connectToHq(): Promise<void> {
    const { page, keyboard } = shop.app;
    await keyboard.press('F10');
    await page.click('[data-tab="hq"]');
    await page.fill('[name="hqUrl"]', hq.url);
    await page.fill('[name="code"]', await hq.makeEnrolmentCode());
    await page.click('[data-form="connect"] [type="submit"]');
    await page.waitForSelector('[data-sync-state="online"]', { timeout: 30_000 });
    await keyboard.press('Escape');
  }

  /** What lies in the shop's folder and is its own: database, log and tape, each by its hash. */
  async function hashShop(): Promise<Readonly<Record<string, string>>> {
    const files = await readdir(shop.dataDir, { recursive: true, withFileTypes: true });
    const own = files.filter((one) => {
      const place = join(one.parentPath, one.name).slice(shop.dataDir.length + 1);
      return one.isFile() && /^(counterfoil\.db|database-key)/.test(place);
    });
    const hashes = own.map(async (one) => {
      const bytes = await readFile(join(one.parentPath, one.name));
      return [one.name, createHash('sha256').update(bytes).digest('hex')] as const;
    });
    return Object.fromEntries(await Promise.all(hashes));
  }

  /** Connections of the app, each by the port it was opened from. */
  async function connections(): Promise<readonly string[]> {
    const all = await listConnections(shop.app.pid);
    return all.map(({ localPort, far }) => `${localPort} ${far.address}:${far.port}`);
  }

  const titleOf = () =>
    shop.app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.getTitle()),
    );

  it('goes over by key, says so everywhere, and lets go of the shop', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('shift+F11');
    await page.waitForSelector('[data-training-panel="begin"]');
    // The engine keeps the line of the last call for a while; nothing goes over it any more.
    keptOpen = new Set(await connections());
    await keyboard.press('Return');
    await page.waitForSelector('[data-training-panel="practice"] [data-practice]', {
      timeout: 10_000,
    });
    const screen = await waitForScreen(page, 'training', (s) => s.syncChip === '本機模式');
    expect([screen.memberName, screen.amount, screen.lastSales]).toEqual(['', '0', []]);
    expect(await titleOf()).toEqual(['Counterfoil · 訓練模式 Training']);
    for (const key of ['Escape', 'F10', 'F4', 'F5', 'Escape']) {
      await keyboard.press(key);
      const word = await page.textContent('[data-training-strip] strong');
      expect([key, word, await page.isVisible('[data-training-frame]')]).toEqual([
        key,
        '訓練模式',
        true,
      ]);
    }
    shopAtRest = await hashShop();
    expect(Object.keys(shopAtRest)).toContain('counterfoil.db');
  });

  it('sells to an invented member from the practice card, under numbers of its own', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('Escape', 'shift+F11');
    await page.click('[data-scan-practice="gold-member"]');
    await waitForScreen(page, 'the practice member', (s) => s.memberName === '練○甲');
    await keyboard.type('500');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$500');
    await keyboard.press('Return');
    const sold = await waitForScreen(page, 'the sale', isSettled);
    expect(sold.lastSales.map(({ saleNo }) => saleNo)).toEqual([
      expect.stringMatching(/^T\d{4}-0001$/),
    ]);
    await enrolByKeys(shop.app, { mobile: '0912121212', name: '練習新人' });
    await keyboard.press('Escape');
  });

  it('knows no real card, and says why; the scanner was opened again', async () => {
    const screen = await shop.scan(
      card,
      'the refusal',
      (s) => s.notice.code === 'training-card-unknown',
    );
    expect(screen.notice.sentence).toContain('訓練');
    await shop.app.keyboard.press('Return');
  });

  it('opens no socket, tells HQ nothing, and changes no byte of the shop', async () => {
    const before = await readHqFacts(hq.db);
    const opened = new Set<string>();
    for (let look = 0; look < 40; look += 1) {
      for (const one of await connections()) if (!keptOpen.has(one)) opened.add(one);
      await shop.app.page.waitForTimeout(50);
    }
    expect([...opened]).toEqual([]);
    expect(await hashShop()).toEqual(shopAtRest);
    expect((await readHqFacts(hq.db)).eids).toEqual(before.eids);
  });

  it('ends by its key; the open sale is there again, and can be settled', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('shift+F10');
    const back = await waitForScreen(page, 'the shop', (s) => s.memberName === '黃○芬');
    expect([back.toPay, back.notice.code, back.lastSales.length]).toEqual([
      'NT$640',
      'training-ended',
      1,
    ]);
    expect(await page.isVisible('[data-training-strip]')).toBe(false);
    expect(await titleOf()).toEqual(['Counterfoil']);
    expect(await readdir(shop.dataDir)).not.toContain('training');
    await keyboard.press('Return');
    const sold = await waitForScreen(page, 'the sale', isSettled);
    expect(sold.lastSales[0]?.saleNo).toMatch(/^\d{4}-0002$/);
    await waitForScreen(page, 'it at HQ', (s) => s.lastSales[0]?.sync === 'at-hq', 20_000);
  });

  it('starts in the shop again where the app ended in training, and says so', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('Escape', 'shift+F11');
    await page.click('[data-begin-training]');
    await page.waitForSelector('[data-training-strip]', { timeout: 10_000 });
    await shop.app.killHard();
    const app = await launchCounterApp({ appDir: projectDir, dataDir: shop.dataDir });
    try {
      const screen = await waitForScreen(app.page, 'the shop', (s) => s.lastSales.length === 2);
      expect(screen.notice).toMatchObject({ tone: 'warn', code: 'training-cut' });
      expect(await readdir(shop.dataDir)).not.toContain('training');
    } finally {
      await app.close();
    }
  });
});

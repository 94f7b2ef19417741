import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCuttableProxy, type CuttableProxy } from '../rig/cuttable-proxy.ts';
import { startRigHq, type RigHq } from '../rig/rig-hq.ts';
import { isSettled, waitForScreen } from '../rig/screen.ts';
import { startShopApp, type ShopApp } from '../rig/shop-app.ts';

const minuteMs = 60_000;

/** What can stand between a counter and its HQ: each is told apart, and none stops a sale. */
describe('trouble on the way to HQ', () => {
  let shop: ShopApp;
  let hq: RigHq;
  let wire: CuttableProxy;
  let hqAheadMs = 0;

  beforeAll(async () => {
    hq = await startRigHq({ memberCount: 30, nowMs: () => Date.now() + hqAheadMs });
    wire = await startCuttableProxy(hq.port);
    shop = await startShopApp();
    const { page, keyboard } = shop.app;
    await keyboard.press('F10');
    await page.click('[data-tab="hq"]');
    await page.fill('[name="hqUrl"]', wire.url);
    await page.fill('[name="code"]', await hq.makeEnrolmentCode());
    await page.click('[data-form="connect"] [type="submit"]');
    await waitForScreen(page, 'the counter online', (s) => s.syncChip === '線上', 30_000);
    await keyboard.press('Escape');
  });

  afterAll(async () => {
    await shop.stop();
    await wire.stop();
    await hq.stop();
  });

  /** Opens the details behind the chip, reads them, closes them. */
  async function readDetails(): Promise<string> {
    const { page } = shop.app;
    await page.click('[data-sync-state]');
    const text = (await page.textContent('[data-sync-details]')) ?? '';
    await page.click('[data-sync-state]');
    return text;
  }

  async function sellOne(nth: number): Promise<void> {
    const { page, keyboard } = shop.app;
    const before = await waitForScreen(page, 'the counter', () => true);
    await shop.scan(hq.cardCodes[nth] ?? '', 'the member', (s) => s.memberName !== '');
    await keyboard.type('300');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$300');
    await keyboard.press('Return');
    await waitForScreen(
      page,
      'the sale',
      (s) => isSettled(s) && s.lastSales[0]?.saleNo !== before.lastSales[0]?.saleNo,
    );
  }

  it.each([
    { mode: 'captive-portal', nth: 10, words: /登入|不是總部/ },
    { mode: 'cut', nth: 11, words: /連不上|連不到|無法連線/ },
  ] as const)('$mode: said in words, and a sale goes on', async ({ mode, nth, words }) => {
    const { page } = shop.app;
    wire.setMode(mode);
    await waitForScreen(page, 'the offline chip', (s) => s.syncChip.startsWith('離線'), 20_000);
    expect(await readDetails()).toMatch(words);
    await sellOne(nth);
    await waitForScreen(page, 'one unsent', (s) => /離線\s*1/.test(s.syncChip));
    wire.setMode('open');
    await waitForScreen(page, 'the counter online', (s) => s.syncChip === '線上', 20_000);
  });

  it('a wrong clock is said with how much, and sync goes on', async () => {
    const { page } = shop.app;
    hqAheadMs = 15 * minuteMs;
    await page.waitForFunction(
      () => /時鐘慢了 15 分鐘/.test(document.querySelector('header')?.textContent ?? ''),
      undefined,
      {
        timeout: 20_000,
      },
    );
    await sellOne(12);
    const after = await waitForScreen(
      page,
      'the sale at HQ',
      (s) => s.lastSales[0]?.sync === 'at-hq',
      20_000,
    );
    expect(after.syncChip).toBe('線上');
  });

  it('HQ gone for good: everything stays here, and the manager sees since when', async () => {
    const { page } = shop.app;
    await hq.stop();
    await sellOne(13);
    const after = await waitForScreen(
      page,
      'one unsent',
      (s) => /離線\s*1/.test(s.syncChip),
      20_000,
    );
    expect(after.lastSales[0]?.sync).toBe('waiting');
    expect(await readDetails()).toMatch(/1 筆/);
  });
});

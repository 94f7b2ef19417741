import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { waitForScreen } from '../rig/screen.ts';
import { enrolByKeys } from '../rig/shop-app.ts';

/** Taking sales back with the keyboard alone, in a shop without HQ. */
describe('undo and refund', () => {
  let app: CounterApp;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-refund-'));
    const size = { width: 1024, height: 768 };
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
    await app.page.click('[name="shopName"]');
    await app.page.keyboard.insertText('晴禾烘焙');
    await app.keyboard.press('Return');
    await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
    await enrolByKeys(app, { mobile: '0987654321', name: '黃淑芬' });
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Settles a typed amount for the member whose card is scanned. */
  async function sell(card: string, amount: string, salesAfter: number): Promise<void> {
    await app.keyboard.scan(card);
    await waitForScreen(app.page, 'the member', (s) => s.memberName !== '');
    await app.keyboard.type(amount);
    await waitForScreen(app.page, 'a preview', (s) => s.earned !== '—');
    await app.keyboard.press('Return');
    await waitForScreen(
      app.page,
      'the sale',
      (s) => s.lastSales.length === salesAfter && s.amount === '0',
    );
  }

  const text = async (selector: string): Promise<string> =>
    (await app.page.textContent(selector))?.trim() ?? '';

  it('undoes the sale just made with two keys', async () => {
    const { page, keyboard } = app;
    const card = await text('[data-card-code]');
    await keyboard.press('Escape', 'Escape');
    await sell(card, '1234', 1);
    await keyboard.press('ctrl+z');
    await page.waitForSelector('[data-refund="open"] [data-refund-money][data-empty="false"]');
    expect([await text('[data-refund-money]'), await text('[data-clawed-back]')]).toEqual([
      'NT$1,234',
      '-12 點',
    ]);
    await keyboard.press('Return');
    await waitForScreen(page, 'the undoing', (s) => s.notice.code === 'sale-undone');
    expect(await page.getAttribute('[data-sale-no]', 'data-undone')).toBe('true');
    await keyboard.scan(card);
    const after = await waitForScreen(page, 'the member', (s) => s.memberName !== '');
    expect(after.points).toBe(0);
    await keyboard.press('Escape', 'Escape');
  });

  it('refunds a part by amount, found by the end of its number; Enter twice counts once', async () => {
    const { page, keyboard } = app;
    await keyboard.press('F3');
    await keyboard.type('321');
    await page.waitForSelector('#found-members [role="option"]');
    await keyboard.press('Return');
    await waitForScreen(page, 'the member', (s) => s.memberName !== '');
    const card = await text('[data-card-code]');
    await keyboard.press('Escape', 'Escape');
    await sell(card, '1000', 2);
    const saleNo = (await page.getAttribute('[data-sale-no]', 'data-sale-no')) ?? '';
    await keyboard.press('F5');
    await page.waitForSelector('[name="refundFind"]');
    await keyboard.type(saleNo.slice(-4));
    await page.waitForSelector(`[data-refund-sale="${saleNo}"]`);
    await keyboard.press('Return');
    await page.waitForSelector('[data-refund="open"]');
    await keyboard.type('350');
    await page.waitForFunction(
      () => document.querySelector('[data-refund-money]')?.textContent === 'NT$350',
    );
    await keyboard.press('Return', 'Return');
    await waitForScreen(page, 'the refund', (s) => s.notice.code === 'sale-refunded');
    await keyboard.scan(card);
    const after = await waitForScreen(page, 'the member', (s) => s.memberName !== '');
    // NT$1,000 earned 10; the NT$650 that stay are worth 6.
    expect(after.points).toBe(6);
    expect(app.consoleErrors).toEqual([]);
  });
});

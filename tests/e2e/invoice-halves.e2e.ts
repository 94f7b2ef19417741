import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessDate } from '../../app/domain/time.ts';
import { makeEinvoiceLeft } from '../../app/seed/make-einvoice-left.ts';
import { waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, shopTaxId, startShopApp, type ShopApp } from '../rig/shop-app.ts';

const slip = makeEinvoiceLeft({
  number: 'CD87654321',
  date: businessDate(Date.now()),
  random: '1234',
  totalMinor: 300,
  sellerTaxId: shopTaxId,
  items: [
    { name: '綠茶', quantity: 2, unitPrice: 50 },
    { name: '麵包', quantity: 1, unitPrice: 100 },
    { name: '牛奶', quantity: 1, unitPrice: 100 },
  ],
});

describe('the two QRs of an e-invoice in the real app', () => {
  let shop: ShopApp;

  beforeAll(async () => {
    shop = await startShopApp();
  });

  afterAll(async () => {
    await shop.stop();
  });

  const goods = async () => {
    const shown = shop.app.page.locator('[data-goods]');
    return (await shown.count()) === 0 ? null : await shown.textContent();
  };

  it('gives the goods whichever comes first, and takes them off with another amount', async () => {
    const { page, keyboard } = shop.app;
    await enrolByKeys(shop.app, { mobile: '0912345678', name: '陳美玲' });
    for (const order of [
      [slip.left, slip.right],
      [slip.right, slip.left],
    ]) {
      for (const half of order) {
        const code = half === slip.left ? 'invoice-taken' : 'invoice-';
        await shop.scan(half, `word of ${code}`, (s) => s.notice.code.startsWith(code));
      }
      const screen = await waitForScreen(page, 'the amount', (s) => s.amount === '300');
      await page.waitForSelector('[data-goods="3"]');
      expect([screen.toPay, await goods()]).toEqual(['NT$300', '3 項：綠茶×2、麵包、牛奶']);
      await keyboard.type('1');
      await waitForScreen(page, 'that it is dropped', (s) => s.notice.code === 'invoice-dropped');
      expect(await goods()).toBeNull();
      // The right one comes again: not within the time of a code read twice in passing.
      await page.waitForTimeout(900);
    }
  });

  it('marks a code that comes twice at once, and the answer to the first one stays', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('Escape');
    await shop.scanner.send('8585\r8585\r');
    await page.waitForSelector('[data-repeated="1"]');
    await waitForScreen(page, 'the answer', (s) => s.notice.code === 'scan-donation-code');
    expect(await page.locator('[data-repeated]').textContent()).toBe('重複掃描 ×1，已略過');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, businessDate } from '../../app/domain/time.ts';
import { makeEinvoiceLeft } from '../../app/seed/make-einvoice-left.ts';
import { readScreen, waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, shopTaxId, startShopApp, type ShopApp } from '../rig/shop-app.ts';

const today = businessDate(Date.now());

function invoice(over: Partial<Parameters<typeof makeEinvoiceLeft>[0]>): {
  left: string;
  right: string;
} {
  return makeEinvoiceLeft({
    number: 'CD87654321',
    date: today,
    random: '1234',
    totalMinor: 300,
    sellerTaxId: shopTaxId,
    items: [{ name: '綠茶', quantity: 2, unitPrice: 150 }],
    ...over,
  });
}

/** What a scan that is wrong must lead to. */
const wrongScans: readonly {
  readonly name: string;
  readonly bytes: string | Uint8Array;
  readonly code: string;
}[] = [
  { name: 'unknown card', bytes: '2000012345678', code: 'card-unknown' },
  { name: 'card with a wrong check digit', bytes: '2000012345679', code: 'card-misread' },
  { name: 'product barcode', bytes: '4710088412348', code: 'scan-product' },
  { name: 'e-invoice right QR alone', bytes: '**牛奶:1:100', code: 'invoice-scan-left' },
  {
    name: 'e-invoice of another seller',
    bytes: invoice({ sellerTaxId: '04595257' }).left,
    code: 'invoice-foreign-seller',
  },
  {
    name: 'e-invoice from last month',
    bytes: invoice({ date: addDays(today, -31) }).left,
    code: 'invoice-too-old',
  },
  {
    name: 'e-invoice of tomorrow',
    bytes: invoice({ date: addDays(today, 1) }).left,
    code: 'invoice-future',
  },
  { name: 'e-invoice over nothing', bytes: invoice({ totalMinor: 0 }).left, code: 'invoice-zero' },
  { name: 'mobile barcode carrier', bytes: '/AB1.+-Z', code: 'scan-carrier' },
  { name: 'carrier through Full ASCII', bytes: '!B1.+-Z', code: 'scan-full-ascii' },
  { name: 'citizen certificate', bytes: 'AB12345678901234', code: 'scan-citizen-certificate' },
  { name: 'slip Code 39', bytes: '11508AB123456784321', code: 'invoice-slip-code39' },
  { name: 'unknown voucher', bytes: 'CFV*0000000000*', code: 'voucher' },
  { name: 'donation code', bytes: '8585', code: 'scan-donation-code' },
  { name: 'web page', bytes: 'https://line.me/R/ti/p/@shop', code: 'scan-web-address' },
  { name: 'too short', bytes: '12', code: 'scan-too-short' },
  { name: 'huge', bytes: 'A'.repeat(9_000), code: 'scan-too-long' },
  {
    name: 'binary',
    bytes: Uint8Array.from([0, 1, 2, 255, 254, 253, 7, 8, 200, 201]),
    code: 'scan-binary',
  },
];

describe('bad input at the counter', () => {
  let shop: ShopApp;

  beforeAll(async () => {
    shop = await startShopApp();
  });

  afterAll(async () => {
    await shop.stop();
  });

  it.each(wrongScans)('says what is wrong: $name', async ({ bytes, code }) => {
    const { page, keyboard } = shop.app;
    const screen = await shop.scan(bytes, `a sentence for ${code}`, (s) =>
      code === 'voucher' ? s.notice.code.startsWith('voucher-') : s.notice.code === code,
    );
    expect(screen.notice.tone).toMatch(/^(deny|warn)$/);
    // A sentence in Chinese that ends as one, not a code or an untranslated key.
    expect(screen.notice.sentence).toMatch(/[一-鿿].*[。！]$/);
    expect(screen.notice.sentence).not.toMatch(/notice\.|\{\{|undefined/);
    expect(screen).toMatchObject({ memberName: '', amount: '0' });
    await keyboard.press('Escape');
    await waitForScreen(page, 'no notice', (s) => s.notice.tone === 'idle');
  });

  it('takes no empty scan, and goes on after all of them', async () => {
    await shop.scanner.send('\r\n\r\n\r');
    const enrolled = await enrolByKeys(shop.app, { mobile: '0912345678', name: '陳美玲' });
    expect(enrolled.memberName).toBe('陳○玲');
    expect(enrolled.points).toBe(0);
  });

  it('refuses an amount of nothing and one of eight digits', async () => {
    const { page, keyboard } = shop.app;
    // On the heels of the Enter that closed the form it would be one wish with it.
    await page.waitForTimeout(500);
    await keyboard.press('Return');
    const nothing = await waitForScreen(page, 'a refusal', (s) => s.notice.tone === 'deny');
    expect(nothing.notice.code).toBe('settle-needs-amount');
    await keyboard.press('Escape');
    await keyboard.type('12345678');
    const tooLong = await waitForScreen(
      page,
      'a refusal',
      (s) => s.notice.code === 'amount-too-large',
    );
    expect(tooLong.notice.sentence).toMatch(/[一-鿿].*[。！]$/);
    await waitForScreen(page, 'seven digits', (s) => s.amount.replaceAll(',', '').length <= 7);
    expect((await readScreen(page)).lastSales).toEqual([]);
  });

  it('says the same in English', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('F10');
    await page.click('[data-tab="look"]');
    await page.click('[data-language="en"]');
    await keyboard.press('Escape');
    const screen = await shop.scan(
      '2000012345679',
      'a sentence',
      (s) => s.notice.code === 'card-misread',
    );
    expect(screen.notice.sentence).toMatch(/^[\x20-\x7e’“”–]+[.!]$/);
  });
});

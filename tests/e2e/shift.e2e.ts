import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { waitForScreen } from '../rig/screen.ts';
import { enrolByKeys } from '../rig/shop-app.ts';

/** A shift in the real app by keys alone: opened, worked in, looked at, closed, printed, saved. */
describe('a shift', () => {
  let app: CounterApp;
  let folder: string;
  const pictures = process.env['COUNTERFOIL_PICTURES'];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-shift-'));
    const size = { width: 1024, height: 768 };
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
    await app.page.click('[name="shopName"]');
    await app.page.keyboard.insertText('=晴禾烘焙');
    await app.keyboard.press('Return');
    await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const text = async (selector: string): Promise<string> =>
    (await app.page.textContent(selector))?.trim() ?? '';
  const figure = (key: string): Promise<string> =>
    text(`section [data-figure="${key}"] [data-total]`);
  const figures = async (...keys: readonly string[]): Promise<readonly string[]> =>
    await Promise.all(keys.map(figure));
  const picture = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await app.page.screenshot({ path: join(pictures, `${name}.png`) });
  };

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

  it('is opened with two keys, and what is done then belongs to it', async () => {
    const { page, keyboard } = app;
    await keyboard.press('shift+F12');
    await page.waitForSelector('[data-shift="none"] [data-main]:focus');
    await picture('none');
    await keyboard.press('Return');
    await page.waitForSelector('[data-shift="open"]');
    await keyboard.press('Escape');

    await enrolByKeys(app, { mobile: '0987654321', name: '黃淑芬' });
    const card = await text('[data-card-code]');
    await keyboard.press('Escape', 'Escape');
    await sell(card, '1000', 1);
    await sell(card, '1234', 2);
    await keyboard.press('ctrl+z');
    await page.waitForSelector('[data-refund="open"] [data-refund-money][data-empty="false"]');
    await keyboard.press('Return');
    await waitForScreen(page, 'the undoing', (s) => s.notice.code === 'sale-undone');

    // The list of sales and the report tell the same.
    const paid = await page.$$eval('[data-sale-no]', (rows) =>
      rows.map((row) => Number(/NT\$([\d,]+)/.exec(row.textContent ?? '')?.[1]?.replace(',', ''))),
    );
    const sumMinor = paid.reduce((sum, one) => sum + one, 0);
    await keyboard.press('shift+F12');
    await page.waitForSelector('[data-figure="sales"]');
    expect(
      await figures('sales', 'paidMinor', 'voids', 'refundedMinor', 'earned', 'newMembers'),
    ).toEqual(['2', `NT$${sumMinor.toLocaleString('en-US')}`, '1', 'NT$1,234', '22', '1']);
    expect(sumMinor).toBe(2_234);
    await picture('open');
  });

  it('is closed after one question, with figures that stay', async () => {
    const { page, keyboard } = app;
    await page.waitForSelector('[data-shown="now"] [data-main]:focus');
    await keyboard.press('Return');
    await page.waitForSelector('[data-shown="confirm"] [data-main]:focus');
    await picture('confirm');
    // Esc is one step back, to the figures, and the shift is as it was.
    await keyboard.press('Escape');
    await page.waitForSelector('[data-shown="now"][data-shift="open"] [data-main]:focus');
    expect(await figures('sales', 'paidMinor', 'voids')).toEqual(['2', 'NT$2,234', '1']);
    await keyboard.press('Return');
    await page.waitForSelector('[data-shown="confirm"] [data-main]:focus');
    await keyboard.press('Return');
    await page.waitForSelector('[data-shown="closed"][data-shift="none"]');
    expect(await figures('sales', 'paidMinor', 'voids')).toEqual(['2', 'NT$2,234', '1']);
    await page.waitForSelector('[data-shift-row]');
    await picture('closed');
  });

  it('is printed on a sheet and on a roll, and saved as a file no spreadsheet runs', async () => {
    const { page } = app;
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', '');
    });
    for (const paper of ['a4', 'narrow']) {
      await page.click(`[data-print="${paper}"]`);
      await page.waitForSelector(`[data-report][data-paper="${paper}"]`, { state: 'attached' });
      await page.waitForSelector('body[data-printed]', { state: 'attached' });
      await page.emulateMedia({ media: 'print' });
      const sheet = await page.$eval('[data-report]', (node) => ({
        text: node.textContent ?? '',
        width: node.getBoundingClientRect().width,
        overflow: node.scrollWidth - node.clientWidth,
        screen: getComputedStyle(document.querySelector('#root') ?? node).display,
      }));
      expect(sheet).toMatchObject({ overflow: 0, screen: 'none' });
      expect(sheet.text).toContain('NT$2,234');
      // 72 of the roll's 80 mm.
      if (paper === 'narrow') expect(Math.round(sheet.width)).toBe(272);
      await picture(`print-${paper}`);
      await page.emulateMedia({ media: null });
      await page.evaluate(() => document.body.removeAttribute('data-printed'));
    }
    await page.click('[data-shown="closed"] [data-export]');
    await page.click('[data-export-do]');
    await page.waitForSelector('[data-step="saved"]');
    const names = await readdir(join(folder, 'reports'));
    expect(names).toEqual([expect.stringMatching(/^shift-\d{4}-\d{2}-\d{2}-\d{4}-\d{6}Z\.csv$/)]);
    const csv = await readFile(join(folder, 'reports', names[0] ?? ''), 'utf8');
    const lines = csv.split('\r\n');
    expect(lines[0]).toContain("'=晴禾烘焙");
    expect(lines.find((line) => line.startsWith('合計'))).toMatch(/^合計,2,2234,0,0,1,1234,22,0,/);
    expect(csv.startsWith('\ufeff')).toBe(true);
    // The workbook is made by a bundle of its own.
    await page.click('[data-shown="closed"] [data-export]');
    await page.click('[data-export-xlsx]');
    await page.waitForSelector('[data-step="saved"]');
    const book =
      (await readdir(join(folder, 'reports'))).find((one) => one.endsWith('.xlsx')) ?? '';
    const bytes = await readFile(join(folder, 'reports', book));
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(app.consoleErrors).toEqual([]);
  });

  it('leaves the counter as it was: the next shift begins at nothing', async () => {
    const { page, keyboard } = app;
    // What stands over the page is closed first, and only then the page.
    await keyboard.press('Escape');
    await page.waitForSelector('[data-step="saved"]', { state: 'detached' });
    await page.waitForSelector('[data-shown="closed"]');
    await keyboard.press('Escape');
    await keyboard.press('shift+F12');
    await page.waitForSelector('[data-shift="none"] [data-main]:focus');
    await keyboard.press('Return');
    await page.waitForSelector('[data-shift="open"] [data-figure="sales"]');
    expect(await figures('sales', 'paidMinor', 'newMembers')).toEqual(['0', 'NT$0', '0']);
  });
});

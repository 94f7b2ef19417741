import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { waitForScreen } from '../rig/screen.ts';
import { enrolByKeys } from '../rig/shop-app.ts';

/** A stranger's first minutes, and help that leaves everything as it was. */
describe('help and the guide of the first days', () => {
  let app: CounterApp;
  let folder: string;
  let card = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-help-'));
    const size = { width: 1024, height: 768 };
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const doneSteps = (): Promise<string[]> =>
    app.page.$$eval('[data-guide-step][data-done="true"]', (rows) =>
      rows.map((row) => row.getAttribute('data-guide-step') ?? ''),
    );
  const topic = (): Promise<string | null> => app.page.getAttribute('[data-help]', 'data-help');
  const focused = (): Promise<string> =>
    app.page.evaluate(() => document.activeElement?.getAttribute('name') ?? 'none');

  it('the first run says what each choice is for, and the guide stands on the counter after it', async () => {
    const { page } = app;
    expect(await page.textContent('main')).toMatch(/連接碼.*一組只能用一次.*統一編號用來/s);
    await page.click('[name="shopName"]');
    await page.keyboard.insertText('晴禾烘焙');
    await app.keyboard.press('Return');
    await page.waitForSelector('[data-guide]');
    expect([await page.locator('[data-guide-step]').count(), await doneSteps()]).toEqual([6, []]);
  });

  it('the guide ticks itself off as things are done, and its steps lead there', async () => {
    const { page, keyboard } = app;
    await page.click('[data-guide-step="enrol"] button');
    await page.waitForSelector('[name="mobile"]');
    await keyboard.press('Escape');
    await enrolByKeys(app, { mobile: '0987654321', name: '黃淑芬' });
    card = (await page.textContent('[data-card-code]'))?.trim() ?? '';
    await keyboard.press('Escape', 'Escape');
    await page.waitForSelector('[data-guide]');
    expect(await doneSteps()).toEqual(['enrol']);
    await keyboard.scan(card);
    await waitForScreen(page, 'the member', (s) => s.memberName !== '');
    // Never in the way: nobody sees it while somebody is served.
    expect(await page.locator('[data-guide]').count()).toBe(0);
    await keyboard.type('1200');
    await waitForScreen(page, 'a preview', (s) => s.earned !== '—');
    await keyboard.press('Return');
    await waitForScreen(page, 'the sale', (s) => s.lastSales.length === 1);
    await page.waitForSelector('[data-guide]');
    expect(await doneSteps()).toEqual(['scan', 'enrol', 'sale']);
    await page.evaluate(() => Object.assign(window, { print: () => undefined }));
    await page.click('[data-guide-step="card"] button');
    await page.click('[data-print-card]');
    await keyboard.press('Escape');
    await page.waitForSelector('[data-guide-step="card"][data-done="true"]');
  });

  it('F1 at the refund desk tells of refunds; Esc leads back to the half-typed number', async () => {
    const { page, keyboard } = app;
    await keyboard.press('F5');
    await page.waitForSelector('[name="refundFind"]');
    await keyboard.type('99');
    await keyboard.press('F1');
    await page.waitForSelector('[data-help]');
    expect([await topic(), await focused()]).toEqual(['undo', 'helpFind']);
    await keyboard.press('Down');
    expect(await topic()).toBe('offline');
    await page.keyboard.insertText('離線');
    await page.waitForFunction(() => document.querySelectorAll('[data-topic]').length < 15);
    expect([await topic(), await page.textContent('[data-help] h2')]).toEqual([
      'offline',
      '離線與連線標示',
    ]);
    // Enter goes into the topic to read it.
    await keyboard.press('Return');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-help-article'));
    expect(await findAxeFaults(page)).toEqual([]);
    await keyboard.press('Escape');
    await page.waitForSelector('[data-help]', { state: 'detached' });
    expect([
      await page.inputValue('[name="refundFind"]'),
      await focused(),
      await page.getAttribute('main', 'data-place'),
    ]).toEqual(['99', 'refundFind', 'refund']);
  });

  it('keeps a half-typed refund, and nothing typed in help reaches it', async () => {
    const { page, keyboard } = app;
    await keyboard.press('BackSpace', 'BackSpace');
    await page.waitForSelector('[data-refund-sale]');
    await keyboard.press('Return');
    await page.waitForSelector('[data-refund="open"]');
    await keyboard.type('350');
    const money = () => page.textContent('[data-refund-money]');
    await page.waitForFunction(
      () => document.querySelector('[data-refund-money]')?.textContent === 'NT$350',
    );
    await keyboard.press('F1');
    await page.waitForSelector('[data-help]');
    await keyboard.type('7');
    expect(await page.inputValue('[name="helpFind"]')).toBe('7');
    await keyboard.press('Return', 'Return');
    await page.waitForSelector('[data-help]', { state: 'detached' });
    expect([await money(), await page.getAttribute('main', 'data-place')]).toEqual([
      'NT$350',
      'refund',
    ]);
    await keyboard.press('Escape', 'Escape', 'Escape');
  });

  it('a scan closes the help and does its work', async () => {
    const { page, keyboard } = app;
    await page.waitForSelector('main[data-place="counter"]');
    await keyboard.press('F1');
    await page.waitForSelector('[data-help]');
    await keyboard.scan(card);
    const shown = await waitForScreen(page, 'the member', (s) => s.memberName !== '');
    await page.waitForSelector('[data-help]', { state: 'detached' });
    expect(shown.memberName).toBe('黃○芬');
  });

  it('half-typed points are still there after the help', async () => {
    const { page, keyboard } = app;
    await keyboard.type('500');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$500');
    await keyboard.press('F1', 'Escape');
    await page.waitForSelector('[data-help]', { state: 'detached' });
    expect((await waitForScreen(page, 'the amount', (s) => s.amount !== '')).amount).toContain(
      '500',
    );
    await keyboard.press('Escape', 'Escape');
    await waitForScreen(page, 'nobody', (s) => s.memberName === '');
  });

  it('a red notice is looked up with F1, and ? shows every key on one screen', async () => {
    const { page, keyboard } = app;
    await keyboard.scan('2099999999998');
    await waitForScreen(page, 'a refusal', (s) => s.notice.code === 'card-unknown');
    await keyboard.press('F1');
    await page.waitForSelector('[data-notice="card-unknown"][data-asked]');
    expect(await topic()).toBe('codes');
    await keyboard.press('Escape', 'Return');
    await keyboard.press('question');
    const keys = await page.waitForSelector('[role="dialog"]');
    const box = await keys.boundingBox();
    expect(box !== null && box.y >= 0 && box.y + box.height <= 768).toBe(true);
    await keyboard.press('Escape');
  });

  it('the guide is hidden for good, comes back from the help, and survives a restart', async () => {
    const { page } = app;
    await page.waitForSelector('[data-guide]');
    await page.click('[data-hide-guide]');
    await page.waitForSelector('[data-guide]', { state: 'detached' });
    await app.keyboard.press('F1');
    await page.click('[data-show-guide]');
    await page.waitForSelector('[data-guide]');
    expect(await doneSteps()).toEqual(['scan', 'enrol', 'sale', 'card']);
    await app.close();
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder });
    await app.page.waitForSelector('[data-guide]');
    expect([await doneSteps(), app.consoleErrors]).toEqual([['scan', 'enrol', 'sale', 'card'], []]);
  });
});

/** A4 less 12 mm on each side, in CSS pixels. */
const pagePxMax = { width: (186 / 25.4) * 96, height: (273 / 25.4) * 96 };

describe('the card beside the counter', () => {
  it('is one page A4 in every language, and the only thing that is printed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'counterfoil-card-'));
    const app = await launchCounterApp({ appDir: projectDir, dataDir: folder });
    const { page } = app;
    const wrong: unknown[] = [];
    try {
      await page.fill('[name="shopName"]', '山海選物信義旗艦店');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-guide]');
      for (const language of ['zh-TW', 'en', 'ja', 'th']) {
        await page.emulateMedia({ media: 'screen' });
        await app.keyboard.press('F10');
        await page.click('[data-tab="look"]');
        await page.click(`[data-language="${language}"]`);
        await app.keyboard.press('F1');
        await page.click('[data-topic="card"]');
        await page.emulateMedia({ media: 'print' });
        const { width, height, shown } = await page.evaluate(() => {
          const box = document
            .querySelector('body > [data-cashier-card] > *')
            ?.getBoundingClientRect();
          const visible = [...document.body.children].filter(
            (child) => getComputedStyle(child).display !== 'none',
          );
          return { width: box?.width ?? 0, height: box?.height ?? 0, shown: visible.length };
        });
        const fits = width > 0 && width <= pagePxMax.width + 1 && height <= pagePxMax.height;
        if (!fits || shown !== 1) wrong.push({ language, width, height, shown });
      }
      expect(wrong).toEqual([]);
    } finally {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

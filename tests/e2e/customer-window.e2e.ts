import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { isSettled, waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, startShopApp, type ShopApp } from '../rig/shop-app.ts';

const run = promisify(execFile);
const hasDisplay = process.platform === 'linux' && (process.env['DISPLAY'] ?? '') !== '';

/** A second window that customers look at and nobody types into. */
describe('the window for the customer', () => {
  let shop: ShopApp;
  let customer: Page;
  let card = '';

  beforeAll(async () => {
    shop = await startShopApp();
    await enrolByKeys(shop.app, { mobile: '0922333444', name: '林志豪' });
    card = (await shop.app.page.textContent('[data-card-code]')) ?? '';
    await shop.app.keyboard.press('Escape');
    await waitForScreen(shop.app.page, 'nobody', (s) => s.memberName === '');
  });

  afterAll(async () => {
    await shop.stop();
  });

  const kindIs = (page: Page, kind: string, timeout = 10_000) =>
    page.waitForSelector(`[data-customer="${kind}"]`, { timeout });

  /** Which windows there are, and which of them has the keyboard. */
  const windowsOf = (app: CounterApp) =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .map((one) => ({ title: one.getTitle(), focused: one.isFocused() }))
        .sort((a, b) => (a.title < b.title ? -1 : 1)),
    );

  const both = [
    { title: 'Counterfoil', focused: true },
    { title: '顧客螢幕 · Counterfoil', focused: false },
  ];

  async function switchTo(value: 'on' | 'off'): Promise<void> {
    const { page, keyboard } = shop.app;
    await keyboard.press('F10');
    await page.click('[data-tab="training"]');
    await page.click(`[data-customer-window="${value}"]`);
    await page.waitForSelector(`[data-customer-window="${value}"][aria-pressed="true"]`);
    await keyboard.press('Escape');
  }

  it('opens by the setting, without taking the keyboard, and invites', async () => {
    const opening = shop.app.electron.waitForEvent('window');
    await switchTo('on');
    customer = await opening;
    await kindIs(customer, 'idle');
    expect(await customer.textContent('main')).toContain('晴禾烘焙');
    expect(await windowsOf(shop.app)).toEqual(both);
  });

  it('speaks a language of its own at once, while the cashier keeps theirs', async () => {
    const { page, keyboard } = shop.app;
    const heard = async (greeting: string) => {
      await customer.waitForSelector(`h1 >> text=${greeting}`);
      return [await customer.getAttribute('html', 'lang'), await page.getAttribute('html', 'lang')];
    };
    const choose = async (language: string) => {
      await page.click(`[data-customer-language="${language}"]`);
      await page.waitForSelector(`[data-customer-language="${language}"][aria-pressed="true"]`);
    };
    await keyboard.press('F10');
    await page.click('[data-tab="training"]');
    await page.waitForSelector('[data-customer-language="counter"][aria-pressed="true"]');
    await choose('th');
    const spoken = [await heard('ยินดีต้อนรับ')];
    await choose('counter');
    spoken.push(await heard('歡迎光臨'));
    await keyboard.press('Escape');
    expect(spoken).toEqual([
      ['th', 'zh-Hant-TW'],
      ['zh-Hant-TW', 'zh-Hant-TW'],
    ]);
  });

  it('shows the sale with a name in part, then thanks, then the invitation again', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.scan(card);
    await kindIs(customer, 'sale');
    await keyboard.type('880');
    await customer.waitForSelector('[data-to-pay] >> text=NT$880');
    const seen = (await customer.textContent('main')) ?? '';
    expect([seen.includes('林○豪'), /志|0922|333444/.test(seen), seen.includes(card)]).toEqual([
      true,
      false,
      false,
    ]);
    await keyboard.press('Return');
    await waitForScreen(page, 'the settled sale', isSettled);
    await kindIs(customer, 'thanks');
    const thankedAt = performance.now();
    expect(await customer.textContent('[data-earned]')).toContain('+8');
    await kindIs(customer, 'idle');
    expect(Math.round((performance.now() - thankedAt) / 1_000)).toBeGreaterThanOrEqual(5);
    expect(await windowsOf(shop.app)).toEqual(both);
  });

  it.runIf(hasDisplay)(
    'never keeps the keyboard: a scan typed after a press on it reaches the counter whole',
    async () => {
      const { page, electron, keyboard } = shop.app;
      await keyboard.press('Escape');
      const bounds = await electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((one) => one.getTitle().startsWith('顧客'))
          ?.getContentBounds(),
      );
      if (bounds === undefined) throw new Error('there is no such window');
      const place = [bounds.x + bounds.width / 2, bounds.y + bounds.height / 2].map(String);
      await run('xdotool', ['mousemove', ...place, 'click', '1']);
      await page.waitForTimeout(400);
      expect(await windowsOf(shop.app)).toEqual(both);
      // No window is brought forward here: keys go to whichever has them.
      await run('xdotool', ['type', '--delay', '10', `${card}\n`]);
      const screen = await waitForScreen(page, 'the member', (s) => s.memberName !== '');
      expect(screen.memberName).toBe('林○豪');
      await kindIs(customer, 'sale');
      await keyboard.press('Escape');
      await kindIs(customer, 'idle');
    },
  );

  it('can ask nothing: there is no call on its line, and it sees no address but its own', async () => {
    const answered = await customer.evaluate(async () => {
      const got: string[] = [];
      window.addEventListener('message', ({ ports }) => {
        const [port] = ports;
        if (port === undefined) return;
        port.onmessage = ({ data }: MessageEvent<{ kind: string }>) => got.push(data.kind);
        port.postMessage({ id: 1, name: 'counter:view', input: {} });
        port.postMessage({ id: 2, name: 'member:find', input: { text: '', offset: 0, limit: 9 } });
      });
      const { counterfoil } = window as unknown as { counterfoil: { connect: () => void } };
      counterfoil.connect();
      await new Promise((resolve) => setTimeout(resolve, 500));
      const fetched = await fetch('http://127.0.0.1:9/').then(
        () => 'fetched',
        () => 'refused',
      );
      return { got, fetched, node: 'require' in window || 'process' in window };
    });
    expect(answered).toEqual({ got: ['customer:changed'], fetched: 'refused', node: false });
  });

  it('shows training, and the shop again afterwards', async () => {
    const { page, keyboard } = shop.app;
    // The page of the test before listened in the place of its own script.
    await customer.reload();
    await kindIs(customer, 'idle');
    await keyboard.press('shift+F11');
    await page.click('[data-begin-training]');
    await customer.waitForSelector('[data-customer="idle"][data-training]', { timeout: 10_000 });
    await page.waitForSelector('[data-training-panel="practice"] [data-practice]');
    expect(await windowsOf(shop.app)).toMatchObject([
      { title: 'Counterfoil · 訓練模式 Training', focused: true },
      { focused: false },
    ]);
    await keyboard.press('shift+F10');
    await customer.waitForSelector('[data-customer]:not([data-training])', { timeout: 10_000 });
  });

  it('is there again after a restart, stays closed where it was closed, and ends with the app', async () => {
    await shop.app.close();
    const again = await launchCounterApp({ appDir: projectDir, dataDir: shop.dataDir });
    try {
      await expect.poll(async () => (await windowsOf(again)).length, { timeout: 10_000 }).toBe(2);
      await again.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((one) => one.getTitle().startsWith('顧客'))
          ?.close(),
      );
      await waitForScreen(again.page, 'the counter', (s) => s.syncChip === '本機模式');
      await again.keyboard.press('F10');
      await again.page.click('[data-tab="training"]');
      await again.page.waitForSelector('[data-customer-window="off"][aria-pressed="true"]');
    } finally {
      await again.close();
    }
  });
});

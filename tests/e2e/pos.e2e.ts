import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callPos, freePort } from '../pos/pos-rig.ts';
import { waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, startShopApp, type ShopApp } from '../rig/shop-app.ts';

/** The real app with the door for a POS, as bundled: switched on, paired and used. */
describe('a POS on the same PC', () => {
  let shop: ShopApp;
  let url = '';
  let token = '';
  let card = '';
  const pictures = process.env['POS_PICTURES'];
  const picture = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await shop.app.screenshot(join(pictures, `${name}.png`));
  };

  beforeAll(async () => {
    shop = await startShopApp();
    await enrolByKeys(shop.app, { mobile: '0987654321', name: '黃淑芬' });
    card = (await shop.app.page.textContent('[data-card-code]')) ?? '';
    await shop.app.keyboard.press('Escape');
    // The smallest screen that is promised.
    await shop.app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 768),
    );
  });
  afterAll(() => shop.stop());

  it('is off until it is switched on, and gives a code that pairs', async () => {
    const { page, keyboard } = shop.app;
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    await keyboard.press('F10');
    await page.click('[data-tab="pos"]');
    await picture('settings-off');
    await expect(callPos('http://127.0.0.1:46120', null, ['GET', '/v1/about'])).rejects.toThrow();
    await page.fill('[data-pos-settings] input >> nth=0', String(port));
    await page.click('[data-pos-settings] [type="submit"]');
    await page.click('[data-pos-switch]');
    await page.click('[data-pos-pair]:not([disabled])');
    const code = await page.getAttribute('[data-pos-code]', 'data-pos-code');
    await picture('settings-pairing');
    const paired = await callPos(url, null, ['POST', '/v1/pair', { code, posName: '櫃台 1' }]);
    token = String(paired.body['token']);
    await page.waitForSelector('[data-pos-client="櫃台 1"]');
    await keyboard.press('Escape');
  });

  it('hands a sale over while the cashier looks on, and is answered with the points', async () => {
    const { page, keyboard } = shop.app;
    const lines = [
      { name: '高山烏龍茶', qty: 2, unitMinor: 500 },
      { name: '茶杯', qty: 1, unitMinor: 280 },
    ];
    await callPos(url, token, ['PUT', '/v1/sales/20261122-0042', { amountMinor: 1280, lines }]);
    const shown = await waitForScreen(page, 'the sale', (s) => s.amount === '1,280');
    expect(shown.notice).toMatchObject({ tone: 'ok', code: 'pos-sale-taken' });
    expect(await page.getAttribute('[data-pos-sale]', 'data-pos-sale')).toBe('20261122-0042');
    await picture('counter-waiting');
    await keyboard.scan(card);
    await waitForScreen(page, 'the member', (s) => s.toPay === 'NT$1,280');
    await picture('counter-open');
    const path = '/v1/sales/20261122-0042';
    const settled = await callPos(url, token, ['POST', `${path}/settle`, { paidMinor: 1280 }]);
    expect(settled).toMatchObject({
      status: 200,
      body: { state: 'settled', result: { pointsEarned: 12 } },
    });
    await waitForScreen(page, 'the settled sale', (s) => s.lastSales.length === 1);
    await picture('counter-settled');
    await keyboard.press('F10');
    await page.click('[data-tab="pos"]');
    await page.waitForSelector('text=20261122-0042');
    await picture('settings-sales');
    await keyboard.press('Escape');
  });

  it('takes a Big5 file of an old POS out of its folder', async () => {
    const { page, keyboard } = shop.app;
    const folder = join(shop.dataDir, 'drop');
    await mkdir(folder);
    await keyboard.press('F10');
    await page.click('[data-tab="pos"]');
    await page.fill('[data-pos-settings] input >> nth=1', folder);
    await page.click('[data-pos-settings] [type="submit"]');
    // 茶 in Big5 is BD F9.
    const head = `sale_no,amount,action,member,name,qty,unit\r\nF-1,200,settle,${card},`;
    const parts = [Buffer.from(head), Buffer.from([0xbd, 0xf9]), Buffer.from(',1,200\r\n')];
    await writeFile(join(folder, 'old.csv'), Buffer.concat(parts));
    const read = () => readFile(join(folder, 'old.result.csv'), 'utf8').catch(() => '');
    await expect.poll(read, { timeout: 10_000 }).toContain('F-1,settled,,,');
    await keyboard.press('Escape');
  });

  it('goes on where it was when the counter process was killed', async () => {
    const before = await callPos(url, token, ['GET', '/v1/sales/20261122-0042']);
    await shop.app.electron.evaluate(({ app }) => {
      const counter = app
        .getAppMetrics()
        .find(({ serviceName }) => serviceName === 'node.mojom.NodeService');
      if (counter === undefined) throw new Error('there is no counter process');
      process.kill(counter.pid, 'SIGKILL');
    });
    for (let i = 0; i < 100; i += 1) {
      const answer = await callPos(url, token, ['GET', '/v1/sales/20261122-0042']).catch(
        () => null,
      );
      if (answer !== null && i > 0) {
        expect(answer).toEqual(before);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the counter never came back');
  });
});

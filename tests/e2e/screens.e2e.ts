import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { isSettled, waitForScreen } from '../rig/screen.ts';
import { enrolByKeys } from '../rig/shop-app.ts';

/** Every screen at the smallest size a shop has: readable for everybody, and without scrolling. */
describe('screens at 1024×768', () => {
  let app: CounterApp;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-screens-'));
    const size = { width: 1024, height: 768 };
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Readable for everybody, and nothing to scroll. */
  async function check(what: string): Promise<void> {
    const faults = await findAxeFaults(app.page);
    expect({ what, faults }).toEqual({ what, faults: [] });
    const overflow = await app.page.evaluate(() => {
      const root = document.documentElement;
      return {
        x: root.scrollWidth - root.clientWidth,
        y: root.scrollHeight - root.clientHeight,
      };
    });
    expect({ what, overflow }).toEqual({ what, overflow: { x: 0, y: 0 } });
  }

  it('first run, counter, member, refusal, find, enrol, list, settings', async () => {
    const { page, keyboard } = app;
    await check('first run');
    await page.click('[name="shopName"]');
    await page.keyboard.insertText('全台灣最長店名測試用旗艦概念門市台北信義計畫區分店');
    await keyboard.press('Return');
    await waitForScreen(page, 'the counter', (s) => s.syncChip === '本機模式');
    await check('idle');
    await keyboard.press('F6');
    await page.waitForSelector('[name="mobile"]');
    await check('new member');
    await keyboard.press('Escape');
    await enrolByKeys(app, { mobile: '0911222333', name: '歐陽司徒慕容長名字測試先生' });
    await keyboard.type('9999999');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$9,999,999');
    await check('member with a large amount');
    await keyboard.press('Return');
    await waitForScreen(page, 'the sale', isSettled);
    await check('settled');
    await keyboard.scan('4710088412348');
    await waitForScreen(page, 'a refusal', (s) => s.notice.code === 'scan-product');
    await check('refusal');
    await keyboard.press('Escape');
    await keyboard.press('F3');
    await page.waitForSelector('#found-members');
    await keyboard.type('333');
    await page.waitForSelector('#found-members [role="option"]');
    await check('find');
    await keyboard.press('Escape', 'Escape');
    await keyboard.press('F4');
    await page.waitForSelector('[data-place="members"]');
    await check('member list');
    await keyboard.press('F10');
    await page.waitForSelector('[data-form="add-scanner"]');
    await check('settings');
    expect(app.consoleErrors).toEqual([]);
  });
});

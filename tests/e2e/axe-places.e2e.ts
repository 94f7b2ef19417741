import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { waitForScreen } from '../rig/screen.ts';
import { enrolByKeys } from '../rig/shop-app.ts';

/** How each place opens, and what shows that it has. */
const places = [
  ['find', ['F3'], '#found-members'],
  ['new member', ['F6'], '[name="mobile"]'],
  ['refund', ['F5'], '[data-place="refund"]'],
  ['members', ['F4'], '[data-place="members"] [role="row"][aria-rowindex="2"]'],
  ['story', ['F4', 'Enter'], '[data-place="members"] [role="tabpanel"]'],
  ['figures', ['Shift+F4'], '[data-place="figures"]'],
  ['scanners', ['F11'], '[data-place="scanners"]'],
  ['shift', ['Shift+F12'], '[data-place="shift"]'],
  ['inbox', ['Shift+F3'], '[data-place="inbox"]'],
  ['help', ['F1'], '[data-help]'],
  ['keys', ['?'], '[role="dialog"]'],
] as const;

const settingsTabs = ['scanners', 'wedge', 'pos', 'hq', 'look', 'staff', 'training', 'about'];

/** WCAG 2.2 A and AA on the main places of the real app, in both themes. */
describe('axe finds nothing in the real app', () => {
  let app: CounterApp;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-axe-'));
    const size = { width: 1024, height: 768 };
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
    await app.page.click('[name="shopName"]');
    await app.page.keyboard.insertText('晴禾烘焙');
    await app.keyboard.press('Return');
    await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
    await enrolByKeys(app, { mobile: '0911222333', name: '王小明' });
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Back to the counter, whatever stands open. */
  async function goHome(): Promise<void> {
    for (let press = 0; press < 4; press += 1) {
      await app.page.keyboard.press('Escape');
      await app.page.waitForTimeout(60);
    }
    await app.page.waitForSelector('[data-place="counter"]');
  }

  it.each(['light', 'dark'])('%s', { timeout: 240_000 }, async (theme) => {
    const { page } = app;
    const found: string[] = [];
    const look = async (what: string): Promise<void> => {
      found.push(...(await findAxeFaults(page)).map((fault) => `${what}: ${fault}`));
    };
    await page.keyboard.press('F10');
    await page.click('[data-tab="look"]');
    await page.click(`[data-choice="theme:${theme}"]`);
    await page.waitForSelector(`html[data-theme="${theme}"]`);
    for (const tab of settingsTabs) {
      const button = page.locator(`[data-tab="${tab}"]`);
      if ((await button.count()) === 0) continue;
      await button.click();
      await look(`settings ${tab}`);
    }
    for (const [what, keys, shown] of places) {
      await goHome();
      for (const key of keys) {
        await page.keyboard.press(key);
        if (key !== keys.at(-1)) await page.waitForSelector('[role="row"][aria-rowindex="2"]');
      }
      await page.waitForSelector(shown);
      await look(what);
    }
    await goHome();
    await look('counter');
    expect([found, app.consoleErrors]).toEqual([[], []]);
  });
});

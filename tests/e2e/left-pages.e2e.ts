import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { waitForScreen } from '../rig/screen.ts';

/** A page with a field in it, once left, is let go: a day at the till must not gather pages. */
describe('pages that were left', () => {
  let app: CounterApp;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-left-'));
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder });
    await app.page.click('[name="shopName"]');
    await app.page.keyboard.insertText('晴禾烘焙');
    await app.keyboard.press('Return');
    await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['the members', 'F4', 'input[type="search"]'],
    ['the search', 'F3', '[role="combobox"]'],
    ['the new member', 'F6', '[name="mobile"]'],
  ])('%s', async (_what, key, field) => {
    const { page } = app;
    const before = await countHeld(page);
    await page.keyboard.press(key);
    // Not `waitForSelector`: its handle would hold the page that is to go.
    await page.waitForFunction((wanted) => document.querySelector(wanted) !== null, field);
    await page.focus(field);
    await page.keyboard.type('12', { delay: 120 });
    await page.keyboard.press('Escape');
    await page.waitForFunction((left) => document.querySelector(left) === null, field);
    await page.waitForTimeout(500);
    expect((await countHeld(page)) - before).toBeLessThan(25);
  });
});

/** How many nodes are kept that do not stand on the page. */
async function countHeld(page: Page): Promise<number> {
  const controls = await page.context().newCDPSession(page);
  // Twice: what the first round takes away may have held more.
  for (let round = 0; round < 2; round += 1) await controls.send('HeapProfiler.collectGarbage');
  const { nodes } = await controls.send('Memory.getDOMCounters');
  const shown = await page.evaluate(() => {
    const walker = document.createTreeWalker(document);
    let count = 1;
    while (walker.nextNode() !== null) count += 1;
    return count;
  });
  await controls.detach();
  return nodes - shown;
}

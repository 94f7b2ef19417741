import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { waitForScreen } from '../rig/screen.ts';

/** How the screen looks and sounds is the counter's setting: it holds at once and after a restart. */
describe('look and sound', () => {
  let app: CounterApp;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-look-'));
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

  const look = () =>
    app.page.evaluate(() => {
      const { theme, targets } = document.documentElement.dataset;
      const muted = [...document.querySelectorAll('header span')].some(
        ({ textContent }) => textContent === '靜音',
      );
      return { theme, targets, muted, paper: getComputedStyle(document.body).backgroundColor };
    });

  it('changes with the choice, says that it is silent, and stays over a restart', async () => {
    await app.keyboard.press('F10');
    await app.page.click('[data-tab="look"]');
    await app.page.click('[data-choice="theme:light"]');
    await app.page.waitForSelector('[data-choice="theme:light"][aria-pressed="true"]');
    const light = await look();
    for (const choice of ['theme:dark', 'targets:large', 'sound:off']) {
      await app.page.click(`[data-choice="${choice}"]`);
      await app.page.waitForSelector(`[data-choice="${choice}"][aria-pressed="true"]`);
    }
    const dark = await look();
    await app.close();
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder });
    await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
    const paper = { light: 'rgb(243, 241, 236)', dark: 'rgb(20, 24, 27)' };
    const chosen = { theme: 'dark', targets: 'large', muted: true, paper: paper.dark };
    expect([light, dark, await look()]).toEqual([
      { theme: 'light', targets: 'normal', muted: false, paper: paper.light },
      chosen,
      chosen,
    ]);
  });
});

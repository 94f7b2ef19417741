import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchCounterApp, projectDir } from '../rig/counter-app.ts';
import { waitForScreen } from '../rig/screen.ts';
import { findTextOverflow } from '../rig/text-overflow.ts';
import { openSceneWindows, type SceneWindows } from '../screens/each-scene.ts';
import { openScene } from '../screens/review-screen.ts';
import { scenes } from '../screens/scenes.ts';
import { startScreensPage } from '../screens/start-screens-page.ts';

/** Where pictures of each screen go; none are kept without it. */
const pictureDir = process.env['LANGUAGE_PICTURES'];

describe('texts of every language at 1024×768', () => {
  let site: Awaited<ReturnType<typeof startScreensPage>>;
  let windows: SceneWindows;

  beforeAll(async () => {
    site = await startScreensPage();
    windows = await openSceneWindows(`${site.url}dev.html#idle`, { width: 1024, height: 768 });
  });

  afterAll(async () => {
    await windows.close();
    await site.stop();
  });

  // The pseudo-locale is English, only longer. Thai lines are the highest, and large targets make them higher.
  it.each([
    { language: 'pseudo', targets: 'normal' },
    { language: 'ja', targets: 'normal' },
    { language: 'th', targets: 'normal' },
    { language: 'zh-TW', targets: 'normal' },
    { language: 'th', targets: 'large' },
  ])('$language fits, targets $targets', { timeout: 300_000 }, async ({ language, targets }) => {
    const dress = { origin: site.url, size: '1024x768', theme: 'light', targets };
    const found = await windows.each(scenes, async (page, scene) => {
      await openScene(page, { ...dress, language, scene });
      if (pictureDir !== undefined) {
        await mkdir(pictureDir, { recursive: true });
        await page.screenshot({
          path: join(pictureDir, `${language}-${targets}-${scene.name}.png`),
        });
      }
      return (await findTextOverflow(page)).map((text) => `${scene.name}: ${text}`);
    });
    expect(found.flat()).toEqual([]);
  });
});

describe('the language of the real app', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-languages-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is chosen at the first run, holds at once, and is still there after a restart', async () => {
    const size = { width: 1024, height: 768 };
    const first = await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
    const said: unknown[] = [];
    const look = () =>
      first.page.evaluate(async () => {
        await document.fonts.ready;
        return {
          lang: document.documentElement.lang,
          title: document.querySelector('h1')?.textContent,
          thai: [...document.fonts].some(
            (font) => /Thai/.test(font.family) && font.status === 'loaded',
          ),
        };
      });
    for (const language of ['en', 'ja', 'th']) {
      await first.page.click(`[data-language="${language}"]`);
      await first.page.waitForSelector(`html[lang="${language}"]`);
      said.push(await look());
    }
    await first.page.fill('[name="shopName"]', 'ร้านทดสอบ');
    await first.page.click(
      '[data-form="shop"] [type="submit"], form:has([name="shopName"]) [type="submit"]',
    );
    await waitForScreen(first.page, 'the counter', (screen) => screen.syncChip === 'โหมดในเครื่อง');
    expect([said, first.consoleErrors]).toEqual([
      [
        { lang: 'en', title: 'Welcome to Counterfoil', thai: true },
        { lang: 'ja', title: 'Counterfoil へようこそ', thai: true },
        { lang: 'th', title: 'ยินดีต้อนรับสู่ Counterfoil', thai: true },
      ],
      [],
    ]);
    await first.close();
    const second = await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
    await waitForScreen(second.page, 'Thai', (screen) => screen.syncChip === 'โหมดในเครื่อง');
    expect(await second.page.evaluate(() => document.documentElement.lang)).toBe('th');
    await second.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import react from '@vitejs/plugin-react';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { openBrowser, type Browser } from '../rig/browser.ts';
import { launchCounterApp, projectDir } from '../rig/counter-app.ts';
import { waitForScreen } from '../rig/screen.ts';
import { findTextOverflow } from '../rig/text-overflow.ts';

/** Where pictures of each screen go; none are kept without it. */
const pictureDir = process.env['LANGUAGE_PICTURES'];

/** A view of the dev page, and the keys that lead from there to the screen. */
const screens = [
  ['first-run', []],
  ['refused', []],
  ['idle', []],
  ['full', []],
  ['busy', []],
  ['bare', []],
  ['deny', []],
  ['settled', []],
  ['refused-sale', []],
  ['offline-long', []],
  ['token-needed', []],
  ['line-open', []],
  ['line-offline-bare', []],
  ['idle', ['F3']],
  ['idle', ['F6']],
  ['idle', ['F4']],
  ['idle', ['Shift+F4']],
  ['busy', ['F5']],
  ['idle', ['F1']],
  ['idle', ['F11']],
] as const;

const settingsTabs = ['scanners', 'wedge', 'pos', 'hq', 'look', 'about'] as const;

describe('texts of every language at 1024×768', () => {
  let server: ViteDevServer;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    server = await createServer({
      configFile: false,
      root: join(projectDir, 'renderer'),
      plugins: [react()],
      logLevel: 'error',
      server: { port: 0, fs: { allow: [projectDir] } },
    });
    await server.listen();
    origin = server.resolvedUrls?.local[0] ?? '';
    browser = await openBrowser(`${origin}dev.html#idle`, { width: 1024, height: 768 });
    await browser.page.waitForSelector('#root > *');
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function look(language: string, name: string): Promise<string[]> {
    const { page } = browser;
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(150);
    if (pictureDir !== undefined) {
      await mkdir(pictureDir, { recursive: true });
      await page.screenshot({ path: join(pictureDir, `${language}-${name}.png`) });
    }
    return (await findTextOverflow(page)).map((text) => `${name}: ${text}`);
  }

  async function open(language: string, view: string, name: string): Promise<void> {
    await browser.page.goto(`${origin}dev.html?language=${language}&screen=${name}#${view}`);
    await browser.page.waitForSelector('#root > *');
  }

  it.each(['pseudo', 'ja', 'th', 'en', 'zh-TW'])('%s fits', async (language) => {
    const found: string[] = [];
    for (const [view, keys] of screens) {
      const name = [view, ...keys].join('-');
      await open(language, view, name);
      for (const key of keys) await browser.page.keyboard.press(key);
      found.push(...(await look(language, name)));
    }
    await open(language, 'idle', 'settings');
    await browser.page.keyboard.press('F10');
    for (const [index, tab] of settingsTabs.entries()) {
      await browser.page.locator('[role="tab"]').nth(index).click();
      found.push(...(await look(language, `settings-${tab}`)));
    }
    expect(found).toEqual([]);
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

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, type Browser } from '../rig/browser.ts';
import { startScreensPage } from '../screens/start-screens-page.ts';
import { makeBlockFont } from './make-block-font.ts';

/** CSS pixels from the left upper corner of what it lies in. */
export type Area = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Where one kind of specimens stands on the page, and each of them within it. */
export type Sheet = Area & { readonly specimens: Readonly<Record<string, Area>> };

export type Dress = { readonly theme: 'light' | 'dark'; readonly language: 'zh-TW' | 'en' };

/** The gallery in one dress: a picture of the whole page, and what is where. */
export type DrawnGallery = {
  readonly picture: Buffer;
  readonly sheets: Readonly<Record<string, Sheet>>;
};

/** Every dress that has kept pictures: both themes, and the language with the longer words. */
export const dresses: readonly Dress[] = [
  { theme: 'light', language: 'zh-TW' },
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'zh-TW' },
];

/** Letters as they are drawn on every machine: no hinting, no coloured edges, whatever the desktop says. */
const fontConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
    <edit name="lcdfilter" mode="assign"><const>lcdnone</const></edit>
  </match>
</fontconfig>
`;

const switches = [
  '--force-device-scale-factor=1',
  '--force-color-profile=srgb',
  '--disable-lcd-text',
  '--disable-gpu',
];

/** The gallery in a browser whose pictures are the same on every machine with the same engine. */
export async function openGallery(): Promise<{
  readonly browser: Browser;
  readonly url: string;
  readonly close: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-gallery-'));
  const configFile = join(folder, 'fonts.conf');
  await writeFile(configFile, fontConfig);
  const site = await startScreensPage('gallery.html');
  const env = { FONTCONFIG_FILE: configFile };
  const url = `${site.url}gallery.html`;
  const browser = await openBrowser(url, { width: 1280, height: 900 }, { switches, env });
  return {
    browser,
    url,
    close: async () => {
      await browser.close();
      await site.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The letters that the app brings along, our squares for all others; nothing that moves or blinks. */
function pinnedStyle(): string {
  const font = makeBlockFont().toString('base64');
  return `
    @font-face {
      font-family: 'Counterfoil Blocks';
      font-weight: 100 900;
      src: url(data:font/ttf;base64,${font}) format('truetype');
    }
    * { --font: 'Noto Sans Thai Variable', 'Counterfoil Blocks' !important; }
    *, *::before, *::after {
      animation: none !important;
      transition: none !important;
      caret-color: transparent !important;
      scrollbar-width: none !important;
    }`;
}

/** Opens the gallery in a dress and waits until its letters are there. */
export async function dressGallery(page: Page, url: string, dress: Dress): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${url}?${new URLSearchParams(dress).toString()}`);
  await page.waitForSelector('[data-group="preview"] [data-specimen]');
  await page.addStyleTag({ content: pinnedStyle() });
  const height = await page.evaluate(async () => {
    await document.fonts.load('1rem "Noto Sans Thai Variable"', 'Aก');
    await document.fonts.load('1rem "Counterfoil Blocks"', '會');
    await document.fonts.ready;
    return document.documentElement.scrollHeight;
  });
  await page.setViewportSize({ width: 1280, height });
}

/** Takes the picture of the page as it is now and reads where everything stands. */
export async function drawGallery(page: Page): Promise<DrawnGallery> {
  const sheets = await page.evaluate(() => {
    const areaIn = (element: Element, origin: { x: number; y: number }) => {
      const rect = element.getBoundingClientRect();
      return {
        x: Math.round(rect.x) - origin.x,
        y: Math.round(rect.y) - origin.y,
        width: Math.round(rect.width),
        height: Math.round(rect.height),
      };
    };
    const groups = [...document.querySelectorAll<HTMLElement>('[data-group]')].map((group) => {
      const area = areaIn(group, { x: 0, y: 0 });
      const specimens = [...group.querySelectorAll<HTMLElement>('[data-specimen]')].map(
        (specimen) => [specimen.dataset['specimen'] ?? '', areaIn(specimen, area)] as const,
      );
      return [
        group.dataset['group'] ?? '',
        { ...area, specimens: Object.fromEntries(specimens) },
      ] as const;
    });
    return Object.fromEntries(groups);
  });
  return { picture: await page.screenshot(), sheets };
}

import type { CDPSession, Page } from 'playwright-core';
import { openBrowser, type Browser } from './browser.ts';

/** A browser window that thinks it is a phone. */
export type Phone = Browser & {
  /** The engine's own controls: processor, network, looks. */
  readonly controls: CDPSession;
  readonly setDark: (isDark: boolean) => Promise<void>;
  readonly setOnline: (isOnline: boolean) => Promise<void>;
};

/** A small phone of four years ago: 360 × 740, thumbs instead of a mouse. */
const viewport = { width: 360, height: 740, deviceScaleFactor: 2 };

/** Android's browser, without the mark of LINE's: what is LINE's own is for LINE's SDK, or its mock. */
const userAgent =
  'Mozilla/5.0 (Linux; Android 13; SM-A336E) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/130.0.0.0 Mobile Safari/537.36';

/** Opens `url` in the app's browser engine at phone size. `languages` is what the browser reads. */
export async function openPhone(url: string, languages = 'zh-TW,zh'): Promise<Phone> {
  const browser = await openBrowser('about:blank');
  const controls = await browser.page.context().newCDPSession(browser.page);
  await controls.send('Emulation.setDeviceMetricsOverride', {
    ...viewport,
    mobile: true,
    screenOrientation: { type: 'portraitPrimary', angle: 0 },
  });
  await controls.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 5 });
  await controls.send('Emulation.setUserAgentOverride', {
    userAgent,
    acceptLanguage: languages,
    platform: 'Linux armv81',
  });
  await controls.send('Network.enable');
  await browser.page.goto(url);
  return {
    ...browser,
    controls,
    setDark: (isDark) => setFeature(controls, 'prefers-color-scheme', isDark ? 'dark' : 'light'),
    setOnline: async (isOnline) => {
      await controls.send('Network.emulateNetworkConditions', {
        offline: !isOnline,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      });
    },
  };
}

async function setFeature(controls: CDPSession, name: string, value: string): Promise<void> {
  await controls.send('Emulation.setEmulatedMedia', { features: [{ name, value }] });
}

/**
 * A picture of the whole page, or of what stands on the screen now, as the phone draws it. Playwright's own
 * would ask the window for its size, which is not the phone's.
 */
export async function takePicture(
  phone: Pick<Phone, 'controls' | 'page'>,
  what: 'screen' | 'page' = 'screen',
): Promise<Buffer> {
  const { width, height } = viewport;
  const full = what === 'page' ? await pageHeight(phone.page) : height;
  // The engine counts from the top of the page, not of the screen.
  const y = what === 'page' ? 0 : await phone.page.evaluate(() => scrollY);
  const { data } = await phone.controls.send('Page.captureScreenshot', {
    format: 'png',
    captureBeyondViewport: what === 'page',
    clip: { x: 0, y, width, height: Math.max(full, height), scale: 1 },
  });
  return Buffer.from(data, 'base64');
}

function pageHeight(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollHeight);
}

import { openBrowser } from '../rig/browser.ts';
import type { CheckList } from '../rig/check-list.ts';
import type { DemoWorld } from './demo-world.ts';

/** HQ's page as whoever runs it sees it at the end, in a browser. */
export async function lookAtHq(world: DemoWorld, list: CheckList): Promise<void> {
  list.startStep('9. 總部的網頁');
  const { hq } = world.hq;
  const browser = await openBrowser(world.hq.url, { width: 1280, height: 800 });
  try {
    const { page } = browser;
    await page.fill('[name="token"]', hq.adminToken ?? '');
    await page.click('[type="submit"]');
    const counter = page.locator('tr', { hasText: '1 號櫃台' });
    await counter.waitFor({ timeout: 15_000 });
    const words = (await counter.textContent()) ?? '';
    list.that('the counter stands there, online', words.includes('連線中'), words);
    await world.keep('hq', await page.screenshot());
  } finally {
    await browser.close();
  }
}

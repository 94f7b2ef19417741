import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AxeBuilder } from '@axe-core/playwright';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComposedCounter } from '../../main/compose-counter.ts';
import { openBrowser, type Browser } from '../rig/browser.ts';
import { startNodeCounter } from '../rig/node-counter.ts';
import { startRigHq, type RigHq } from '../rig/rig-hq.ts';

/** HQ's web page in a real browser engine, with a real counter at the other end. */
describe('the web page of HQ', () => {
  let hq: RigHq;
  let browser: Browser;
  let folder: string;
  let counter: ComposedCounter;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-console-'));
    hq = await startRigHq({ memberCount: 40 });
    counter = await startNodeCounter(folder);
    browser = await openBrowser(hq.url);
  });

  afterAll(async () => {
    await browser.close();
    await counter.stop();
    await hq.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function expectAccessible(what: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page: browser.page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect({ what, violations: violations.map(({ id }) => id) }).toEqual({ what, violations: [] });
  }

  it('lets nobody in without the token', async () => {
    const { page } = browser;
    await page.fill('[name="token"]', 'not-the-token');
    await page.click('[type="submit"]');
    await page.waitForSelector('text=權杖');
    await expectAccessible('sign-in');
    await page.fill('[name="token"]', hq.hq.adminToken ?? '');
    await page.click('[type="submit"]');
    await page.waitForSelector('text=試用資料庫');
    await expectAccessible('overview');
  });

  it('makes a code, and the counter that uses it appears', async () => {
    const { page } = browser;
    await page
      .getByRole('button', { name: /連接碼/ })
      .first()
      .click();
    await page.getByRole('textbox').fill('2 號櫃台');
    await page.getByRole('button', { name: '建立', exact: true }).click();
    const shown = page.locator('p', { hasText: /^[B-Z]{4}-[B-Z]{4}$/ });
    const code = (await shown.textContent()) ?? '';
    await expectAccessible('code');
    const answer = await counter.counter?.handlers['setup:connect']({ hqUrl: hq.url, code });
    expect(answer).toEqual({ kind: 'done' });
    await page.getByText(/rig/).first().waitFor({ timeout: 15_000 });
    await page.keyboard.press('Escape');
  });

  it('shows a sale of the counter within seconds, masked', async () => {
    const { page } = browser;
    const handlers = counter.counter?.handlers;
    const member = hq.cast.goldMember;
    await page.getByRole('link', { name: '即時交易' }).click();
    for (let i = 0; i < 200; i += 1) {
      const view = await handlers?.['counter:view']({});
      if (view?.kind === 'ready' && view.memberCount === 40) break;
      await page.waitForTimeout(50);
    }
    await handlers?.['member:attach']({ memberId: member.memberId });
    await handlers?.['sale:set-amount']({ amountText: '4321' });
    await handlers?.['sale:settle']({ expectedPaidMinor: 4_321, expectedPoints: 64 });
    const row = page.locator('tr', { hasText: '4,321' });
    await row.waitFor({ timeout: 15_000 });
    const words = (await row.textContent()) ?? '';
    expect(words).toContain('2 號櫃台');
    expect(words).toContain('○');
    expect(words).not.toContain(member.name);
    await expectAccessible('sales');
  });

  it('finds members and says that there is no exception', async () => {
    const { page } = browser;
    await page.getByRole('link', { name: /^會員/ }).click();
    const search = page.getByRole('searchbox').or(page.getByRole('textbox')).first();
    await search.fill(hq.cardCodes[3] ?? '');
    await page.locator('td', { hasText: hq.cardCodes[3] ?? '' }).waitFor({ timeout: 10_000 });
    await expectAccessible('members');
    for (const name of [/^例外/, /^LINE/]) {
      await page.getByRole('link', { name }).click();
      await page.waitForTimeout(500);
      await expectAccessible(String(name));
    }
    // A wrong token is answered with 401, which the engine prints; nothing else may be there.
    expect(browser.consoleErrors.filter((line) => !line.includes('401'))).toEqual([]);
  });
});

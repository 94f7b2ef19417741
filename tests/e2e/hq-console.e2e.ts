import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { ComposedCounter } from '../../main/compose-counter.ts';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
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
    // What fades in is paler on its way.
    await browser.page.evaluate(async () => {
      await Promise.allSettled(document.getAnimations().map(async (one) => await one.finished));
    });
    const faults = await findAxeFaults(browser.page);
    expect({ what, faults }).toEqual({ what, faults: [] });
  }

  /** As a paste does it; the engine takes half a minute to type this many lines. */
  async function replaceText(area: Locator, text: string): Promise<void> {
    await area.evaluate((element: HTMLTextAreaElement, value: string) => {
      element.setRangeText(value, 0, element.value.length);
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
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

  it('lists what people did at the counter, by name and without the member’s', async () => {
    const { page } = browser;
    const handlers = counter.counter?.handlers;
    const member = hq.cast.goldMember;
    const person = { name: '林大同', role: 'manager', pin: '493817', badge: 'none' } as const;
    const added = await handlers?.['staff:put']({ staffId: null, ...person });
    expect(added).toMatchObject({ kind: 'done' });
    await handlers?.['member:reveal']({ memberId: member.memberId });
    await page.getByRole('link', { name: '即時交易' }).click();
    await page.getByRole('button', { name: '人員紀錄' }).click();
    const row = page.locator('tr', { hasText: '查看完整個資' });
    await row.waitFor({ timeout: 15_000 });
    const words = (await row.textContent()) ?? '';
    expect(words).toContain('林大同');
    expect(words).toContain('2 號櫃台');
    expect(words).not.toContain(member.name);
    await expectAccessible('acts');
    const picture = process.env['ACTS_PICTURE'];
    if (picture !== undefined) await page.screenshot({ path: picture });
  });

  it('shows the rules in words, judges a draft, tries it, publishes it for next week', async () => {
    const { page } = browser;
    await page.getByRole('link', { name: '集點規則' }).click();
    await page.getByRole('heading', { name: '怎麼累點' }).waitFor({ timeout: 10_000 });
    await expectAccessible('rules');
    await page.getByRole('link', { name: '修改規則' }).click();
    const area = page.getByRole('textbox', { name: '草稿內容' });
    await area.waitFor({ timeout: 10_000 });
    const program = JSON.parse(await area.inputValue()) as Record<string, unknown>;
    const wrong = JSON.stringify({ ...program, earnBase: 'nett' }, null, 2);
    await replaceText(area, wrong);
    const finding = page.getByRole('button', { name: /earnBase/ });
    await finding.waitFor({ timeout: 10_000 });
    await finding.click();
    const selected = await area.evaluate((element: HTMLTextAreaElement) =>
      element.value.slice(element.selectionStart, element.selectionEnd),
    );
    expect(selected.trim()).toBe('"earnBase": "nett",');
    const publish = page.getByRole('button', { name: '發布…' });
    expect(await publish.isDisabled()).toBe(true);
    await expectAccessible('draft with an error');

    const right = wrong.replace('"nett"', '"gross"');
    await replaceText(area, right.replace('"perMinor": 100', '"perMinor": 50'));
    await page.getByRole('button', { name: '變更', exact: true }).click();
    await page.getByText('每滿 NT$50 送 1 點').waitFor({ timeout: 10_000 });
    await expectAccessible('changes');
    await page.getByRole('button', { name: '試算', exact: true }).click();
    await page.getByRole('button', { name: '開始試算' }).click();
    await page.getByRole('heading', { name: '變化最大的交易' }).waitFor({ timeout: 60_000 });
    await expectAccessible('preview');
    await publish.click();
    const from = new Date(Date.now() + 15 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('從哪一天起生效').fill(from);
    await expectAccessible('publish');
    await page.getByRole('button', { name: '發布', exact: true }).click();
    await page.getByText('第 2 版已發布').waitFor({ timeout: 10_000 });
    await page.getByRole('link', { name: '回到規則' }).click();
    await page.locator('tr', { hasText: '第 2 版' }).getByText('即將生效').waitFor();
    await page.locator('tr', { hasText: '第 1 版' }).getByText('生效中').waitFor();
    expect(await page.getByRole('link', { name: '修改規則' }).count()).toBe(1);
  });

  it('shows one member whole, and merges another into it', async () => {
    const { page } = browser;
    const member = hq.cast.goldMember;
    const other = hq.shop.members.find(({ memberId }) => memberId !== member.memberId);
    await page.getByRole('link', { name: /^會員/ }).click();
    await page.getByRole('searchbox').fill(member.cardCodes[0] ?? '');
    const row = page.locator('tr', { hasText: member.cardCodes[0] ?? '' });
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: '點數異動' }).waitFor({ timeout: 10_000 });
    // The sale of above, with what its points come from.
    await page.getByText('+64').first().waitFor({ timeout: 10_000 });
    await expectAccessible('member');
    await page.getByRole('button', { name: '變更手機…' }).click();
    await page.getByLabel('新的手機號碼').fill('123');
    await page.keyboard.press('Enter');
    await page.getByText('手機號碼不對').waitFor();
    await expectAccessible('mobile');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '合併會員…' }).click();
    await page.getByLabel('搜尋另一位會員').fill(other?.cardCodes[0] ?? '');
    await page.getByRole('button', { name: /^選擇/ }).click();
    await page.getByRole('columnheader', { name: '合併後' }).waitFor();
    await expectAccessible('merge');
    await page.getByRole('button', { name: '合併', exact: true }).click();
    await page.getByRole('button', { name: '確定合併，不能復原' }).click();
    await page.getByText('已併入 1 位會員').waitFor({ timeout: 10_000 });
  });

  it('finds members and says that there is no exception', async () => {
    const { page } = browser;
    await page.getByRole('link', { name: /^會員/ }).click();
    const search = page.getByRole('searchbox').or(page.getByRole('textbox')).first();
    await search.fill(hq.cardCodes[3] ?? '');
    // Paler while the answer is awaited.
    const found = page.locator('[aria-busy="false"] td', { hasText: hq.cardCodes[3] ?? '' });
    await found.waitFor({ timeout: 10_000 });
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

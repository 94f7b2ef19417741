import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { MemberPage } from '../../hq/test-rig/member-page.ts';
import { startMemberRig, testLoginChannelId } from '../../hq/test-rig/member-rig.ts';
import type { MemberRig } from '../../hq/test-rig/member-rig.ts';
import { startLineStandIn } from '../line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../line-stand-in/start-line-stand-in.ts';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { openBrowser, type Browser } from '../rig/browser.ts';

const consoleDir = join(import.meta.dirname, '..', '..', 'dist', 'hq-console');
/** Where pictures of the pages go, for whoever looks at them; none when not set. */
const picturesDir = process.env['COUNTERFOIL_PICTURES'];
const noonMs = Date.parse('2026-11-23T12:00:00+08:00');

/** What members ask for of their data, answered by a person in a real browser engine. */
describe('requests on personal data', () => {
  let line: LineStandIn;
  let rig: MemberRig;
  let browser: Browser;
  let leaving: MemberPage;

  beforeAll(async () => {
    let nowMs = noonMs;
    line = await startLineStandIn({ loginChannelIds: [testLoginChannelId], nowMs: () => nowMs });
    rig = await startMemberRig('pglite', line, { consoleDir, nowMs: () => (nowMs += 1) });
    leaving = await rig.join({ name: '歐陽娜娜' });
    await leaving.post('delete-request');
    const asking = await rig.join({ name: '陳美玲' });
    await asking.post('delete-request');
    await rig.hq.db
      .updateTable('member_request')
      .set({ due_on: '2026-11-20' })
      .where('member_id', '=', asking.memberId)
      .execute();
    browser = await openBrowser(rig.hq.url);
  });

  afterAll(async () => {
    await browser.close();
    await rig.hq.stop();
    await line.stop();
  });

  /** No rule of WCAG is broken, at the smallest screen and at a large one; nothing sticks out sideways. */
  async function look(name: string): Promise<void> {
    const { page } = browser;
    for (const [width, height] of [
      [1024, 768],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      const faults = await findAxeFaults(page);
      expect({ name, width, overflow, faults }).toEqual({ name, width, overflow: 0, faults: [] });
      if (picturesDir !== undefined)
        await page.screenshot({ path: join(picturesDir, `${name}-${width}.png`) });
    }
  }

  const signIn = async (): Promise<void> => {
    const { page } = browser;
    await page.fill('[name="token"]', 'test-admin-token');
    await page.click('[type="submit"]');
    await page.getByRole('link', { name: '會員', exact: true }).waitFor({ timeout: 15_000 });
  };
  const openRequest = async (name: string): Promise<void> => {
    const row = browser.page.getByRole('row', { name: new RegExp(name) });
    await row.getByRole('button', { name: '處理…' }).click();
  };

  it('takes LINE off a member who cannot', async () => {
    const { page } = browser;
    const lost = await rig.join({ name: '李大同' });
    await signIn();
    await page.goto(`${rig.hq.url}/#members/${lost.memberId}`);
    await page.getByRole('button', { name: '解除 LINE…' }).click();
    await look('member-unlink');
    await page.getByRole('button', { name: '確定解除 LINE 綁定' }).click();
    await page.getByText('未綁定').waitFor({ timeout: 10_000 });
    expect((await lost.get('home')).status).toBe(409);
  });

  it('shows what is overdue on the way there, and first in the list', async () => {
    const { page } = browser;
    await page.getByRole('link', { name: '會員', exact: true }).click();
    await page.getByRole('link', { name: '個資請求（1 件逾期）' }).click();
    await page.getByText('逾期 3 天').waitFor({ timeout: 10_000 });
    const names = await page.getByRole('row').getByRole('link').allTextContents();
    expect(names).toEqual(['陳○玲', '歐陽○娜']);
    await look('requests');
  });

  it('deletes nothing without the tick, and all that names the member with it', async () => {
    const { page } = browser;
    await openRequest('歐陽');
    const dialog = page.getByRole('dialog');
    const submit = dialog.locator('[type="submit"]');
    expect(await submit.isDisabled()).toBe(true);
    await look('request-delete');
    await dialog.getByRole('checkbox').check();
    await submit.click();
    await page.getByText('已刪除個資並結案。').waitFor({ timeout: 10_000 });
    expect((await leaving.get('home')).status).toBe(409);
    await page.getByRole('row', { name: /（已刪除）/ }).waitFor({ timeout: 10_000 });
  });

  it('closes without deleting only with a word on how the member was answered', async () => {
    const { page } = browser;
    await openRequest('陳');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '不刪除，已回覆會員' }).click();
    await dialog.getByRole('button', { name: '結案' }).click();
    await dialog.getByText('請寫下如何回覆會員。').waitFor({ timeout: 10_000 });
    await dialog.getByLabel('備註').fill('11/23 電話說明');
    await dialog.getByRole('button', { name: '結案' }).click();
    await page.getByText('11/23 電話說明').waitFor({ timeout: 10_000 });
    await page.getByText('沒有待處理的請求').waitFor({ timeout: 10_000 });
    await look('requests-none');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { insertProgram } from '../../hq/db/programs.ts';
import { addMember, addVoucher } from '../../hq/test-rig/award-fixtures.ts';
import { lotsAtHq } from '../../hq/test-rig/balances.ts';
import { giftCouponId, richProgram as program } from '../../hq/test-rig/rich-program.ts';
import { sendSigned, tell } from '../../hq/test-rig/test-counter.ts';
import type { TestCounter } from '../../hq/test-rig/test-counter.ts';
import { makeAward, makeRefund } from '../../hq/test-rig/test-events.ts';
import { southStore, startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { TestHq } from '../../hq/test-rig/test-hq.ts';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { openBrowser, type Browser } from '../rig/browser.ts';

const consoleDir = join(import.meta.dirname, '..', '..', 'dist', 'hq-console');
/** Where pictures of the pages go, for whoever looks at them; none when not set. */
const picturesDir = process.env['COUNTERFOIL_PICTURES'];

/** HQ's exceptions in a real browser engine: decided by one person, by two, and what it all cost. */
describe('the exceptions workbench', () => {
  let hq: TestHq;
  let browser: Browser;
  let token = '';
  let counters: { readonly north: TestCounter; readonly south: TestCounter };

  beforeAll(async () => {
    hq = await startTestHq('pglite', { consoleDir, brandName: '好日子' });
    await insertProgram(hq.db, program);
    const north = await hq.enrol();
    const south = await hq.enrol(southStore);
    const gone = await hq.enrol(southStore);
    counters = { north, south };
    const memberId = await addMember(hq, 'general', { name: '陳小美' });
    // The same voucher at two stores, a sale by a revoked counter, and bytes of a later version.
    const voucher = await addVoucher(hq, memberId, { couponId: giftCouponId });
    const sale = () => makeAward({ memberId, program, amountMinor: 900, vouchers: [voucher] });
    await tell(north, JSON.stringify(sale()));
    await tell(south, JSON.stringify(sale()));
    const note = (text: string, change: object) => ({
      remarkId: crypto.randomUUID(),
      memberId,
      kind: 'note',
      text,
      atMs: Date.now(),
      by: { staffId: crypto.randomUUID(), name: '小君' },
      storeName: null,
      removedAtMs: null,
      ...change,
    });
    const remarks = [
      note('常客', { kind: 'tag', atMs: Date.now() - 60_000 }),
      note('對花生過敏\n習慣內用', { by: null }),
    ];
    const body = JSON.stringify({ proto: 1, inst: north.install, remarks });
    await sendSigned(north, 'POST', '/v1/sync/remarks', body);
    await tell(south, JSON.stringify({ eid: crypto.randomUUID(), type: 'survey', v: 1, body: {} }));
    await hq.db
      .updateTable('install')
      .set({ revoked_at_ms: 1 })
      .where('install_id', '=', gone.install)
      .execute();
    await tell(gone, JSON.stringify(makeAward({ memberId, program, amountMinor: 700 })));
    browser = await openBrowser(hq.url);
  });

  afterAll(async () => {
    await browser.close();
    await hq.stop();
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
        await page.screenshot({ path: join(picturesDir, `${name}-${width}.png`), fullPage: true });
    }
  }

  /** 20 points, all of them spent at two stores. */
  async function overdraw() {
    const memberId = await addMember(hq, 'general', { name: '林大同' });
    const { north, south } = counters;
    await tell(north, JSON.stringify(makeAward({ memberId, program, amountMinor: 2_000 })));
    const facts = { lots: await lotsAtHq(hq.db, memberId) };
    const asked = { spendPoints: 20 };
    const spend = () => makeAward({ memberId, program, amountMinor: 20, facts, asked });
    await tell(north, JSON.stringify(spend()));
    const sale = spend();
    await tell(south, JSON.stringify(sale));
    const { exception_id: exceptionId } = await hq.db
      .selectFrom('exception')
      .select('exception_id')
      .where('kind', '=', 'overdraft')
      .executeTakeFirstOrThrow();
    return { exceptionId, sale };
  }

  async function signIn(secret: string): Promise<void> {
    const { page } = browser;
    await page.fill('[name="token"]', secret);
    await page.click('[type="submit"]');
    await page.getByRole('link', { name: /^例外/ }).waitFor({ timeout: 15_000 });
  }

  async function openCase(title: string): Promise<void> {
    const { page } = browser;
    await page.goto(`${hq.url}/#exceptions`);
    const card = page.locator('article', { hasText: title }).first();
    await card.getByRole('link', { name: '處理…' }).click();
    await page.getByRole('heading', { name: '怎麼處理' }).waitFor({ timeout: 10_000 });
  }

  it('lists what happened with its cost', async () => {
    const { page } = browser;
    await signIn('test-admin-token');
    await page.getByRole('link', { name: /^例外/ }).click();
    await page.getByText('成本 NT$50').waitFor({ timeout: 10_000 });
    await look('list');
  });

  it('lets the owner name a second person and set the limit', async () => {
    const { page } = browser;
    await page.getByRole('link', { name: '管理者與上限' }).click();
    await page.getByLabel('一個人可以決定的上限（NT$）').fill('30');
    await page.getByRole('button', { name: '儲存上限' }).click();
    await page.getByLabel('姓名').fill('小陳');
    await page.getByRole('button', { name: '新增管理者' }).click();
    const shown = page.locator('p', { hasText: /^[\w-]{24}$/ });
    token = (await shown.textContent()) ?? '';
    expect(token).toMatch(/^[\w-]{24}$/);
    // What would say that it failed is there to be read out, and takes no room while it says nothing.
    const alert = page.locator('p[role="alert"]');
    expect([await alert.count(), (await alert.boundingBox())?.height]).toEqual([1, 0]);
    await look('people');
  });

  it('shows both receipts, and proposes what costs more than one person may decide', async () => {
    const { page } = browser;
    await openCase('同一張票券用了兩次');
    await page.getByRole('heading', { name: '先到的' }).waitFor();
    await page.getByRole('heading', { name: '後到的' }).waitFor();
    const remarks = page.getByRole('region', { name: '會員的標籤與備註' }).locator('li');
    expect(await remarks.allTextContents()).toEqual([
      expect.stringMatching(/^對花生過敏\n習慣內用台北店 · 未登入 · /),
      expect.stringMatching(/^標籤常客台北店 · 小君 · /),
    ]);
    await look('case');
    await page.getByRole('radio', { name: /由門市負擔/ }).check();
    await page.getByRole('button', { name: '執行' }).click();
    await page.getByText('請寫下原因。').waitFor();
    await page.getByLabel('原因（會留在紀錄）').fill('高雄店沒有連線就收券');
    await page.getByRole('button', { name: '執行' }).click();
    await page.getByRole('button', { name: '確定執行' }).click();
    await page.getByText('這是你提出的').waitFor({ timeout: 10_000 });
    expect(await page.getByRole('button', { name: '同意並執行' }).count()).toBe(0);
    await look('awaiting');
  });

  it('takes a quarantined sale after all, once', async () => {
    const { page } = browser;
    await openCase('已停用的櫃台送來紀錄');
    await page.getByLabel('原因（會留在紀錄）').fill('已向門市查明');
    await page.getByRole('button', { name: '執行' }).click();
    await page.getByRole('button', { name: '確定執行' }).click();
    await page.getByText('已執行並結案。').waitFor({ timeout: 10_000 });
    await page.getByText('負責人 · 執行').waitFor({ timeout: 10_000 });
    await page.getByText('已入帳').waitFor();
    await openCase('總部還不認得的事件');
    await page.getByRole('button', { name: '執行' }).click();
    await page.getByRole('button', { name: '確定執行' }).click();
    await page
      .getByText(/仍無法入帳/)
      .first()
      .waitFor({ timeout: 10_000 });
    await look('still-unfit');
  });

  it('is done once the second person agrees, and is in the report', async () => {
    const { page } = browser;
    await page.getByRole('button', { name: '登出' }).click();
    await signIn(token);
    await openCase('同一張票券用了兩次');
    await page.getByRole('button', { name: '同意並執行' }).click();
    await page.getByRole('button', { name: '確定同意' }).click();
    await page.getByText('小陳 · 執行').waitFor({ timeout: 10_000 });
    await look('closed');
    await page.goto(`${hq.url}/#exceptions/costs`);
    const row = page.locator('tr', { hasText: '同一張票券用了兩次' });
    await row.getByText('NT$50').waitFor({ timeout: 10_000 });
    await look('costs');
  });

  it('says what refunds made good after an overdraft was charged', async () => {
    const { page } = browser;
    const { exceptionId, sale } = await overdraw();
    await page.goto(`${hq.url}/#exceptions/${exceptionId}`);
    await page.getByRole('radio', { name: /由門市負擔/ }).check();
    await page.getByLabel('原因（會留在紀錄）').fill('店長同意');
    await page.getByRole('button', { name: '執行' }).click();
    await page.getByRole('button', { name: '確定執行' }).click();
    await page.getByText('已執行並結案。').waitFor({ timeout: 10_000 });
    await tell(counters.south, JSON.stringify(makeRefund({ of: sale, program, mode: 'void' })));
    await page.getByText('決定之後，退貨又還回 20 點；已決定的不變').waitFor({ timeout: 30_000 });
    await look('undone');
    await page.goto(`${hq.url}/#exceptions/costs`);
    const row = page.locator('tr', { hasText: '已決定的金額中，NT$20 後來因退貨還回' });
    await row.getByText('NT$20', { exact: true }).waitFor({ timeout: 10_000 });
    await look('undone-costs');
    expect(browser.consoleErrors.filter((line) => !line.includes('401'))).toEqual([]);
  });
});

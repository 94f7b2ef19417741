import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberHome } from '../../app/contract/member-pages.ts';
import { lineUser } from '../../hq/test-rig/member-page.ts';
import { startMemberRig, testLoginChannelId } from '../../hq/test-rig/member-rig.ts';
import type { MemberRig } from '../../hq/test-rig/member-rig.ts';
import { sendSigned } from '../../hq/test-rig/test-counter.ts';
import { startLineStandIn } from '../line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../line-stand-in/start-line-stand-in.ts';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { buildMemberPages } from '../rig/build-member-pages.ts';
import { openPhone, takePicture } from '../rig/phone.ts';
import type { Phone } from '../rig/phone.ts';
import { readCodes } from '../rig/read-codes.ts';

/** A folder that receives a picture of every page looked at; left out = none are kept. */
const picturesDir = process.env['MEMBER_PAGES_PICTURES'];
const mobile = '0955123456';

/** The member pages at phone size, with a real HQ behind them, LINE's mock on the page, a stand-in for LINE itself. */
describe('the member pages on a phone', () => {
  let folder: string;
  let line: LineStandIn;
  let rig: MemberRig;
  let phone: Phone;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-member-pages-'));
    const memberPagesDir = await buildMemberPages(join(folder, 'member-pages'));
    line = await startLineStandIn({ loginChannelIds: [testLoginChannelId] });
    rig = await startMemberRig('pglite', line, { memberPagesDir });
    phone = await openPhone(`${rig.hq.url}/member/api/config`);
    const idToken = line.issueIdToken({ userId: lineUser(901) });
    await phone.page.evaluate(
      (person) => localStorage.setItem('counterfoil.mock-line', JSON.stringify(person)),
      { idToken, inLine: true, language: 'zh-TW' },
    );
  });

  afterAll(async () => {
    await phone.close();
    await rig.hq.stop();
    await line.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(path: string): Promise<void> {
    await phone.page.goto(`${rig.hq.url}/m${path}`);
    await phone.page.locator('main').waitFor();
  }

  /** Nothing in the way of a screen reader or of weak eyes, by day and by night, and nothing wider than the phone. */
  async function expectGood(what: string): Promise<void> {
    for (const looks of ['light', 'dark'] as const) {
      await phone.setDark(looks === 'dark');
      const found = await findAxeFaults(phone.page);
      expect({ what, looks, found }).toEqual({ what, looks, found: [] });
      if (picturesDir !== undefined) {
        await mkdir(picturesDir, { recursive: true });
        await writeFile(
          join(picturesDir, `${what}-${looks}.png`),
          await takePicture(phone, 'page'),
        );
      }
    }
    await phone.setDark(false);
    const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
    expect({ what, width }).toEqual({ what, width: 360 });
  }

  const button = (name: string | RegExp) => phone.page.getByRole('button', { name });
  /** What stands on the screen once it is drawn, as an independent decoder reads it. */
  const shownCodes = async () => {
    await phone.page.evaluate(async () => {
      await Promise.all([...document.images].map((image) => image.decode()));
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    return await readCodes(await takePicture(phone));
  };

  it('lets somebody join with three fields, after the notice, with marketing left alone', async () => {
    const { page } = phone;
    await open('/');
    await page.locator('[data-page="welcome-join"] dl').waitFor();
    await expectGood('welcome-join');
    await button('加入會員').click();
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(3);
    await page.waitForFunction(() => document.activeElement?.id === 'mobile');
    await expectGood('welcome-join-wrong');
    await page.getByLabel('手機號碼').fill('０９５５ 123-456');
    await page.getByLabel('姓名').fill('林雅婷');
    await page.locator('[name="birthday-month"]').selectOption('2');
    expect(await page.locator('[name="birthday-day"] option').count()).toBe(30);
    await page.locator('[name="birthday-day"]').selectOption('29');
    expect(await page.locator('[name="marketing"]').isChecked()).toBe(false);
    await page.locator('#consent').check();
    await button('加入會員').click();
    await page.locator('[data-points]').waitFor();
    expect(await page.locator('[data-points]').textContent()).toBe('25');
    await expectGood('card');
    const kept = await rig.hq.db
      .selectFrom('line_account')
      .innerJoin('member', 'member.member_id', 'line_account.member_id')
      .select(['mobile', 'birthday', 'marketing', 'line_account.consent_version'])
      .execute();
    expect(kept).toEqual([
      {
        mobile: `+886${mobile.slice(1)}`,
        birthday: '02-29',
        marketing: false,
        consent_version: '2026-11-line',
      },
    ]);
  });

  it('shows the card’s barcode as any scanner reads it, small and large, by day and by night', async () => {
    const code = (await phone.page.locator('.code-number').textContent())?.replaceAll(' ', '');
    expect(code).toMatch(/^21\d{11}$/);
    const expected = [{ format: 'EAN13', text: code }];
    expect(await shownCodes()).toEqual(expected);
    await phone.setDark(true);
    expect(await shownCodes()).toEqual(expected);
    await phone.setDark(false);
    await button('放大條碼').click();
    expect(await shownCodes()).toEqual(expected);
    await expectGood('card-large');
    await button('關閉').click();
  });

  it('shows the signed QR of this minute', async () => {
    await phone.page.getByRole('radio', { name: '動態 QR' }).check({ force: true });
    await phone.page.locator('[data-code="shown"]').waitFor();
    await expectGood('card-qr');
    const [code] = await shownCodes();
    expect(code).toMatchObject({
      format: 'QRCode',
      text: expect.stringMatching(/^[0-9A-Z $%*+\-./:]{120}$/) as string,
    });
  });

  it('shows vouchers, and exchanges points once though the answer was lost', async () => {
    const { page } = phone;
    await page.getByRole('link', { name: /優惠券/ }).click();
    await page.locator('[data-section="offers"] article').first().waitFor();
    await expectGood('vouchers');
    await button(/^出示/).first().click();
    const shown = await page.locator('dialog .code-number').textContent();
    expect(await shownCodes()).toEqual([{ format: 'QRCode', text: expect.any(String) as string }]);
    expect(shown).not.toBe('');
    await expectGood('voucher-shown');
    await button('關閉').click();

    await page.route('**/member/api/exchange', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await button('兌換 十點換券').click();
    await expectGood('exchange-asked');
    await button('用 10 點兌換').click();
    await page.locator('[data-unsure]').waitFor();
    await expectGood('exchange-unsure');
    await page.unroute('**/member/api/exchange');
    // The page is closed and opened again meanwhile: the key outlives it.
    await open('/vouchers');
    await button('再問一次結果').click();
    await page.getByText('已兌換「十點換券」').waitFor();
    await expectGood('exchange-done');
    // Of the 25 points of joining, ten are gone, once.
    await page.getByRole('link', { name: '會員卡' }).click();
    expect(await page.locator('[data-points]').textContent()).toBe('15');
  });

  it('tells every posting with its reasons', async () => {
    const { page } = phone;
    await page.getByRole('link', { name: '紀錄' }).click();
    await page.locator('.posting').first().waitFor();
    expect(
      await page
        .locator('.posting')
        .evaluateAll((rows) =>
          rows.map((row) => [
            row.getAttribute('data-kind'),
            row.querySelector('.posting-change')?.textContent,
            row.querySelector('.posting-reasons')?.textContent,
          ]),
        ),
    ).toEqual([
      ['exchange', '−10 點', '點數換券「十點換券」'],
      ['gift', '+25 點', '入會禮'],
    ]);
    await expectGood('history');
  });

  it('gives the link for inviting with both sides’ reward', async () => {
    const { page } = phone;
    await page.getByRole('link', { name: '會員卡' }).click();
    await button('邀請朋友').click();
    await page.locator('#invite-link').waitFor();
    expect(await page.locator('.invite-reward dd').allTextContents()).toEqual([
      '好友首次消費後，你可得20 點',
      '好友首次消費可得10 點',
    ]);
    expect(await page.locator('#invite-link').inputValue()).toMatch(
      /^https:\/\/liff\.line\.me\/.+\?i=/,
    );
    await expectGood('invite');
  });

  it('keeps what the member decides: news, language, deletion, a copy', async () => {
    const { page } = phone;
    await page.getByRole('link', { name: '更多' }).click();
    await page.getByRole('switch').check();
    await page.getByText('隨時可以關閉').waitFor();
    await expectGood('more');
    await button('個人資料告知事項').click();
    await page.locator('dl').waitFor();
    await expectGood('privacy');
    await button('返回').click();
    await button('要求刪除我的資料').click();
    await expectGood('delete-asked');
    await button('送出刪除要求').click();
    await page.locator('[data-delete-asked]').waitFor();
    await expectGood('more-deleting');
    await button('撤回刪除要求').click();
    await button('要求刪除我的資料').waitFor();
    await button('取得我的資料副本').click();
    await page.locator('dialog pre').waitFor();
    expect(await page.locator('dialog pre').textContent()).toContain('林雅婷');
    await expectGood('copy');
    await button('關閉').click();
    for (const [language, title] of [
      ['English', 'More'],
      ['日本語', 'その他'],
      ['ไทย', 'เพิ่มเติม'],
      ['繁體中文', '更多'],
    ] as const) {
      await page.getByRole('radio', { name: language }).check();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await expectGood(`more-${language}`);
    }
    const [account] = await rig.hq.db
      .selectFrom('line_account')
      .select(['marketing', 'language'])
      .execute();
    expect(account?.marketing).toBe(true);
  });

  it('shows the last card without HQ, and says from when it is', async () => {
    const { page } = phone;
    await page.route('**/member/api/**', (route) => route.abort());
    await open('/');
    await page.locator('[data-trouble="offline"]').waitFor();
    expect(await shownCodes()).toMatchObject([{ format: 'EAN13' }]);
    await expectGood('offline');
    await page.unroute('**/member/api/**');
    await button('再試一次').click();
    await page.locator('[data-points]').waitFor();
  });

  it('unlinks, and binds again by card and mobile number', async () => {
    const { page } = phone;
    const code = (await page.locator('.code-number').textContent())?.replaceAll(' ', '') ?? '';
    await page.getByRole('link', { name: '更多' }).click();
    await button('解除 LINE 綁定').click();
    await expectGood('unlink-asked');
    await button('解除綁定').click();
    await page.locator('[data-page="gone"]').waitFor();
    await expectGood('gone');
    await open('/');
    await button('我已經有會員卡').click();
    await page.locator('[data-page="welcome-card"] dl').waitFor();
    await expectGood('welcome-card');
    await page.getByLabel('會員卡號').fill(code);
    await page.getByLabel('手機號碼').fill('0900000000');
    await page.locator('#consent').check();
    await button('綁定').click();
    await page.locator('[data-trouble="no-match"]').waitFor();
    await expectGood('welcome-card-refused');
    await page.getByLabel('手機號碼').fill(mobile);
    await button('綁定').click();
    await page.locator('[data-points]').waitFor();
    expect(await shownCodes()).toEqual([{ format: 'EAN13', text: code }]);
  });

  it('binds with one tap from the counter’s code, which works once', async () => {
    const { page } = phone;
    const home = await page.evaluate(async () => {
      const { idToken } = JSON.parse(localStorage.getItem('counterfoil.mock-line') ?? '') as {
        idToken: string;
      };
      const call = async (path: string, init: RequestInit) =>
        (await (await fetch(`/member/api/${path}`, init)).json()) as { session: string };
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ idToken, language: 'zh-TW' });
      const { session } = await call('session', { method: 'POST', headers, body });
      const signed = { ...headers, authorization: `Bearer ${session}` };
      const answer = await call('home', { headers: signed });
      await call('unlink', { method: 'POST', headers: signed, body: '{}' });
      return answer as unknown as MemberHome;
    });
    const counter = await rig.hq.enrol();
    const asked = JSON.stringify({ inst: counter.install, memberId: home.memberId });
    const made = await sendSigned(counter, 'POST', '/v1/line/tickets', asked);
    const outcome = made.body['outcome'] as { ticket: string; url: string };
    const query = new URL(outcome.url).search;
    await open(`/${query}`);
    await button('同意並綁定這個 LINE').waitFor();
    await page.locator('[data-notice] dl').waitFor();
    await expectGood('welcome-ticket');
    await button('同意並綁定這個 LINE').click();
    await page.locator('[data-points]').waitFor();
    expect(new URL(page.url()).search).toBe('');
    await open(`/${query}`);
    await page.locator('[data-trouble="bound-elsewhere"]').waitFor();
    await expectGood('card-needless-ticket');
    expect(phone.consoleErrors.filter((text) => !/Failed to load resource/.test(text))).toEqual([]);
  });
});

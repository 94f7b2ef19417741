import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberApiRoot } from '../../app/contract/member-pages.ts';
import {
  standInLoginChannelId,
  startLineStandIn,
  type LineStandIn,
} from '../line-stand-in/start-line-stand-in.ts';
import { buildMemberPages } from '../rig/build-member-pages.ts';
import { startCuttableProxy, type CuttableProxy } from '../rig/cuttable-proxy.ts';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { openPhone, takePicture, type Phone } from '../rig/phone.ts';
import { readCodes } from '../rig/read-codes.ts';
import { startRigHq, type RigHq } from '../rig/rig-hq.ts';
import { isSettled, waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, startShopApp, type ShopApp } from '../rig/shop-app.ts';

const liffId = '2000000001-AbCdEfGh';
const joinUrl = `https://liff.line.me/${liffId}`;
/** What the product promises from the phone's post to the counter's screen. */
const seenWithinMs = 2_000;

/** Where the pages' mock of LINE finds who holds the phone (`hq/member-pages/line/mock-port.ts`). */
const mockPersonKey = 'counterfoil.mock-line';

/** Somebody in LINE, as HQ never tells a counter. */
const person = { userId: `U${'7a'.repeat(16)}`, name: '王小明在LINE' };

describe('binding a member’s LINE at the counter', () => {
  let shop: ShopApp;
  let hq: RigHq;
  let wire: CuttableProxy;
  let line: LineStandIn;
  let folder: string;
  /** The members of the demo shop without LINE, by their cards. */
  let cards: readonly string[];
  const tickets: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-binding-'));
    const memberPagesDir = await buildMemberPages(join(folder, 'member-pages'));
    line = await startLineStandIn();
    hq = await startRigHq({
      memberCount: 60,
      memberPagesDir,
      line: {
        channelAccessToken: 'stand-in-token',
        baseUrl: line.url,
        loginChannelId: standInLoginChannelId,
        liffId,
      },
    });
    wire = await startCuttableProxy(hq.port);
    shop = await startShopApp();
    const { page, keyboard } = shop.app;
    await keyboard.press('F10');
    await page.click('[data-tab="hq"]');
    await page.fill('[name="hqUrl"]', wire.url);
    await page.fill('[name="code"]', await hq.makeEnrolmentCode());
    await page.click('[data-form="connect"] [type="submit"]');
    await waitForScreen(page, 'the counter online', (s) => s.syncChip === '線上', 30_000);
    await keyboard.press('Escape');
    const bound = await hq.db.selectFrom('line_account').select('member_id').execute();
    const boundIds = new Set(bound.map((row) => row.member_id));
    cards = hq.shop.members
      .filter((member) => !boundIds.has(member.memberId))
      .map((member) => member.cardCodes[0] ?? '');
  });

  afterAll(async () => {
    await shop.stop();
    await wire.stop();
    await hq.stop();
    await line.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const shows = (selector: string, timeout = 15_000) =>
    shop.app.page.waitForSelector(selector, { timeout });

  const isShown = (selector: string, timeout: number) =>
    shows(selector, timeout).then(
      () => true,
      () => false,
    );

  /** What a phone's camera reads off the counter's screen. */
  async function readQr(): Promise<string> {
    await shows('[data-line-qr]');
    const codes = await readCodes(await shop.app.page.screenshot());
    expect(codes.map((code) => code.format)).toEqual(['QRCode']);
    const text = codes[0]?.text ?? '';
    const ticket = /\?t=([\w-]{22})$/.exec(text)?.[1];
    if (ticket !== undefined) tickets.push(ticket);
    return text;
  }

  async function scanCard(card: string): Promise<void> {
    await shop.scan(card, 'the member', (s) => s.memberName !== '');
  }

  /** Opens what the QR holds as LINE does: the pages, with the link's query in `liff.state`. */
  async function openInLine(url: string, userId: string): Promise<Phone> {
    const phone = await openPhone(`${hq.url}${memberApiRoot}/config`);
    const idToken = line.issueIdToken({ userId, name: person.name });
    await phone.page.evaluate(([key, holder]) => localStorage.setItem(key, holder), [
      mockPersonKey,
      JSON.stringify({ idToken, language: 'zh-TW' }),
    ] as const);
    const { search } = new URL(url);
    await phone.page.goto(`${hq.url}/m/?liff.state=${encodeURIComponent(search)}`);
    await phone.page.waitForSelector('[data-page="welcome-ticket"]');
    return phone;
  }

  /** One tap on the phone; resolves when HQ has answered, with the wall time of the post. */
  async function bindOn(phone: Phone): Promise<number> {
    const answered = phone.page.waitForResponse(`${hq.url}${memberApiRoot}/bind`);
    await phone.page.waitForSelector('[type="submit"][aria-disabled="false"]');
    await phone.page.click('[type="submit"]');
    const response = await answered;
    expect(response.status()).toBe(200);
    return response.request().timing().startTime;
  }

  it('shows the QR; bound on the phone, the counter knows within 2 s, and a sale goes on meanwhile', async () => {
    const { page, keyboard } = shop.app;
    await scanCard(cards[0] ?? '');
    await shows('[data-line-state="none"]');
    await keyboard.press('shift+F6');
    await shows('[data-line-panel="open"]');
    const url = await readQr();
    expect(url.startsWith(`${joinUrl}?t=`)).toBe(true);
    expect(await findAxeFaults(shop.app.page)).toEqual([]);
    // The till's keys are the sale's.
    await keyboard.type('300');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$300');
    const phone = await openInLine(url, person.userId);
    const postedAtMs = await bindOn(phone);
    await shows('[data-line-panel="bound"]');
    const seenMs = Date.now() - postedAtMs;
    // Closes by itself; the chip has followed without a scan.
    await shows('[data-line-state="bound"]');
    expect(await page.locator('[data-line-panel]').count()).toBe(0);
    console.log(`the counter showed it ${Math.round(seenMs)} ms after the phone’s post`);
    expect(seenMs).toBeLessThan(seenWithinMs);
    // The phone shows the card.
    await phone.page.waitForSelector('[data-page="/"]');
    const onPhone = await readCodes(await takePicture(phone));
    await phone.close();
    await keyboard.press('Return');
    await waitForScreen(page, 'the sale', isSettled);
    await shows('[data-line-message]');
    // The next scan, of the card as the phone shows it.
    await keyboard.press('Escape');
    await shop.scan(onPhone[0]?.text ?? '', 'the member', (s) => s.memberName !== '');
    await shows('[data-line-state="bound"]');
    expect(onPhone).toEqual([{ format: 'EAN13', text: cards[0] }]);
  });

  it('says when LINE took the last message', async () => {
    const { keyboard } = shop.app;
    await expect.poll(() => line.accepted.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await keyboard.press('Escape');
    // HQ is asked when the member comes on the sale, and not again within ten seconds.
    for (let turn = 1; turn <= 5; turn += 1) {
      await shop.scan(cards[1] ?? '', 'another', (s) => s.memberName !== '');
      await shop.scan(cards[0] ?? '', 'the member', (s) => s.memberName !== '');
      if (await isShown('[data-line-accepted]', 4_000)) break;
    }
    expect(await shop.app.page.textContent('[data-line-accepted]')).toMatch(
      /^最後訊息 LINE 已受理 \d\d:\d\d$/,
    );
  });

  it('a new member: sent to HQ first, then the QR by itself', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('Escape', 'Escape');
    await enrolByKeys(shop.app, { mobile: '0966123456', name: '高進昌' });
    await shows('[data-line-offer]');
    await keyboard.press('shift+F6');
    await shows('[data-line-panel="open"]');
    expect(await readQr()).toContain('?t=');
    await keyboard.press('Escape');
    await page.waitForSelector('[data-line-panel]', { state: 'detached' });
    await waitForScreen(page, 'the member still there', (s) => s.memberName !== '');
  });

  it('offline: the join QR and the card’s number, a scan of the next member closes it', async () => {
    const { page, keyboard } = shop.app;
    wire.setMode('cut');
    await waitForScreen(page, 'the offline chip', (s) => s.syncChip.startsWith('離線'), 20_000);
    await scanCard(cards[2] ?? '');
    await keyboard.press('shift+F6');
    await shows('[data-line-panel="silent"]');
    expect(await readQr()).toBe(joinUrl);
    expect(await page.textContent('[data-line-panel]')).toContain(cards[2]);
    expect(await findAxeFaults(shop.app.page)).toEqual([]);
    await scanCard(cards[3] ?? '');
    await page.waitForSelector('[data-line-panel]', { state: 'detached' });
    await keyboard.press('shift+F6');
    await shows('[data-line-panel="silent"]');
    wire.setMode('open');
    await shows('[data-line-panel="open"]', 20_000);
    expect(await readQr()).toContain('?t=');
  });

  it('keeps nothing of LINE: neither codes nor who is in LINE are in the till’s files', async () => {
    await shop.app.close();
    const held: string[] = [];
    const needles = [person.userId, person.name, ...tickets];
    for (const entry of await readdir(shop.dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      for (const needle of needles) if (bytes.includes(needle)) held.push(`${needle} in ${path}`);
    }
    expect([tickets.length, held]).toEqual([3, []]);
  });
});

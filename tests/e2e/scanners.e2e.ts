import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeMemberCardCode } from '../../app/domain/member-code.ts';
import { trialCodes } from '../../app/domain/trial-codes.ts';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { listDescendants } from '../rig/open-sockets.ts';
import { isSettled, readScreen, waitForScreen } from '../rig/screen.ts';
import { enrolByKeys, startShopApp, type ShopApp } from '../rig/shop-app.ts';

/** The counter process is the utility process that Node runs in. */
async function findCounterProcess(mainPid: number): Promise<number> {
  for (const pid of await listDescendants(mainPid)) {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (commandLine.includes('node.mojom.NodeService')) return pid;
  }
  throw new Error('there is no counter process');
}

/** A row of the live view as a person reads it. */
type Row = { readonly kind: string; readonly device: string; readonly text: string };

/** The page of the scanners in the real app, with a serial scanner on a pty and a keyboard one. */
describe('the page of the scanners', () => {
  let shop: ShopApp;
  let card: string;

  beforeAll(async () => {
    shop = await startShopApp();
    await shop.app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 768),
    );
    await enrolByKeys(shop.app, { mobile: '0911222333', name: '王小明' });
    card = makeMemberCardCode(Number(await cardSerial()));
    await shop.app.keyboard.press('Escape', 'Escape');
    await waitForScreen(shop.app.page, 'an empty sale', (s) => s.memberName === '');
  });

  afterAll(async () => {
    await shop.stop();
  });

  /** The serial in the new member's card code, which the screen shows. */
  async function cardSerial(): Promise<string> {
    const text = await shop.app.page.textContent('article[data-member]');
    return /20(\d{10})\d/.exec(text ?? '')?.[1] ?? '';
  }

  const rows = (): Promise<Row[]> =>
    shop.app.page.evaluate(() =>
      [...document.querySelectorAll('button[data-kind]')].map((row) => ({
        kind: row.getAttribute('data-kind') ?? '',
        device: row.children[1]?.textContent ?? '',
        text: row.children[3]?.textContent ?? '',
      })),
    );

  async function waitForRows(count: number): Promise<Row[]> {
    await shop.app.page.waitForFunction(
      (wanted) => document.querySelectorAll('button[data-kind]').length === wanted,
      count,
      { timeout: 15_000 },
    );
    return await rows();
  }

  /** WCAG 2.2 A and AA, as axe checks them, and a screen that need not be scrolled as a whole. */
  async function checkForEverybody(what: string): Promise<void> {
    const { page } = shop.app;
    const troubles = await findAxeFaults(page);
    const overflow = await page.evaluate(() => {
      const root = document.documentElement;
      return [root.scrollWidth - root.clientWidth, root.scrollHeight - root.clientHeight];
    });
    expect({ what, troubles, overflow }).toEqual({ what, troubles: [], overflow: [0, 0] });
  }

  const isTesting = () => shop.app.page.locator('[data-testing]').isVisible();

  it('in test mode lists what any scanner reads, and does nothing with it', async () => {
    const { page, keyboard } = shop.app;
    const before = await readScreen(page);
    await keyboard.press('F11');
    await page.waitForSelector('[data-scanners]');
    expect(await isTesting()).toBe(false);
    await keyboard.press('F11');
    await page.waitForSelector('[data-testing]');
    await shop.scanner.send(`${card}\r`);
    await waitForRows(1);
    await keyboard.scan(trialCodes.carrier);
    await waitForRows(2);
    await shop.scanner.send(`${trialCodes.invoiceLeft}\r`);
    const listed = await waitForRows(3);
    expect(listed.map(({ kind }) => kind)).toEqual([
      'einvoice-left',
      'mobile-carrier',
      'member-code',
    ]);
    expect(listed.map(({ device }) => device)).toEqual([
      '櫃台掃描器',
      '鍵盤型掃描器',
      '櫃台掃描器',
    ]);
    expect(listed[2]?.text).toBe(`20•••••••${card.slice(-4)}`);
    expect(await page.textContent('body')).not.toContain(card);
    await page.click('button[data-kind="member-code"]');
    expect(await page.textContent('[data-detail]')).toContain('會帶入這位會員');
    const after = await readScreen(page);
    expect([after.memberName, after.amount, after.lastSales]).toEqual([
      '',
      before.amount,
      before.lastSales,
    ]);
    expect(after.notice.code).toBe('scan-tested');
  });

  it('plays a transcript for training, and saves what was seen without anybody’s codes', async () => {
    const { page } = shop.app;
    await page.click('[data-tab="replay"]');
    await page.click('[data-play="forms"]');
    await page.waitForSelector('[data-replay-left]');
    await page.click('[data-tab="live"]');
    await page.waitForSelector('button[data-kind="code39-full-ascii"]', { timeout: 15_000 });
    const devices = new Set((await rows()).map(({ device }) => device));
    expect([...devices].sort()).toEqual(['Counter 1', 'Counter 2', '櫃台掃描器', '鍵盤型掃描器']);
    await page.click('[data-save]');
    await page.click('[data-save-do]');
    const saved = await page.textContent('[data-saved="saved"]');
    const path = /(\/\S+\.txt)/.exec(saved ?? '')?.[1] ?? '';
    expect(path.startsWith(shop.dataDir)).toBe(true);
    const transcript = await readFile(path, 'utf8');
    expect([transcript.includes(card), transcript.includes(trialCodes.card)]).toEqual([
      false,
      true,
    ]);
    await page.click('[role="dialog"] button');
    expect((await readScreen(page)).memberName).toBe('');
  });

  it('shows the set-up sheet with every code drawn, and prints it on one page', async () => {
    const { page, electron } = shop.app;
    await page.click('[data-tab="sheet"]');
    await page.waitForSelector('figure[data-code="invoiceRight"] path');
    const empty = await page.evaluate(
      () =>
        [...document.querySelectorAll('figure path')].filter(
          (path) => (path.getAttribute('d') ?? '').length < 200,
        ).length,
    );
    expect(empty).toBe(0);
    const pages = await electron.evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      const pdf = await window?.webContents.printToPDF({ preferCSSPageSize: true });
      return pdf?.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
    });
    expect(pages).toBe(1);
    await page.click('[data-tab="live"]');
  });

  it('is readable for everybody at 1024×768, in test mode and not', async () => {
    const { page } = shop.app;
    // Good news fades to a calmer colour: what is measured in between is neither.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const tab of ['live', 'replay', 'sheet']) {
      await page.click(`[data-tab="${tab}"]`);
      await checkForEverybody(tab);
    }
    await page.click('[data-tab="live"]');
  });

  it('has settings in tabs that the arrow keys change, each readable for everybody', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('F10');
    await page.focus('[data-tab="scanners"]');
    const seen: (string | null)[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      seen.push(await page.getAttribute('[data-settings]', 'data-settings'));
      await checkForEverybody(`settings ${String(seen.at(-1))}`);
      await keyboard.press('Right');
    }
    expect(seen.join(' ')).toBe('scanners wedge pos hq look staff training about');
    expect(await page.getAttribute('[data-settings]', 'data-settings')).toBe('scanners');
    await keyboard.press('F11', 'F11');
    await page.waitForSelector('[data-testing]');
  });

  it('leaving the page ends test mode: a scan counts as usual', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('Escape');
    await page.waitForSelector('[data-testing]', { state: 'detached' });
    await shop.scan(card, 'the member', (s) => s.memberName !== '');
    await keyboard.type('300');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$300');
    await keyboard.press('Return');
    await waitForScreen(page, 'the sale', isSettled);
    await keyboard.press('F11');
    await page.waitForSelector('[data-scanners]');
    expect([await isTesting(), await rows()]).toEqual([false, []]);
    // Without test mode the page stays, and the scan counts.
    await shop.scanner.sendAnew(`${card}\r`);
    await waitForRows(1);
    await keyboard.press('Escape');
    await waitForScreen(page, 'the member', (s) => s.memberName !== '');
  });

  it('a page that is loaded anew begins without test mode, and the counter keeps no scans', async () => {
    const { page, keyboard, electron } = shop.app;
    await keyboard.press('F11', 'F11');
    await page.waitForSelector('[data-testing]');
    const reloaded = page.waitForEvent('domcontentloaded', { timeout: 10_000 });
    await electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.reload();
    });
    await reloaded;
    await page.waitForSelector('[data-place="counter"]');
    await page.waitForSelector('[data-testing]', { state: 'detached' });
    await waitForScreen(page, 'the member of before', (s) => s.memberName !== '');
    await keyboard.press('Escape');
    await waitForScreen(page, 'an empty sale', (s) => s.memberName === '');
    await shop.scan(card, 'the member', (s) => s.memberName !== '');
    await keyboard.press('F11');
    await page.waitForSelector('[data-scanners]');
    expect(await rows()).toEqual([]);
    await keyboard.press('Escape', 'Escape');
  });

  it('a counter process that comes anew is not in test mode, and neither is the screen', async () => {
    const { page, keyboard, pid } = shop.app;
    await keyboard.press('F11', 'F11');
    await page.waitForSelector('[data-testing]');
    process.kill(await findCounterProcess(pid), 'SIGKILL');
    await page.waitForSelector('[data-testing]', { state: 'detached', timeout: 15_000 });
    await page.waitForSelector('[data-device="櫃台掃描器"][data-health="open"]', {
      timeout: 15_000,
    });
    await sleep(500);
    expect([await isTesting(), await page.locator('[data-scanners]').isVisible()]).toEqual([
      false,
      true,
    ]);
    await keyboard.press('Escape');
  });

  it('tells when the scanner is gone and when it is back; renames it', async () => {
    const { page, keyboard } = shop.app;
    await keyboard.press('F11');
    await shop.scanner.unplug();
    await page.waitForSelector('[data-device="櫃台掃描器"][data-health="missing"]');
    await shop.scanner.plug();
    await page.waitForSelector('[data-device="櫃台掃描器"][data-health="open"]');
    await page.click('[data-device="櫃台掃描器"] button');
    await page.fill('[name="scannerNewName"]', '門口掃描器');
    await page.click('[data-form="rename-scanner"] [type="submit"]');
    await page.waitForSelector('[data-device="門口掃描器"][data-health="open"]');
    await keyboard.press('Escape');
    expect(shop.app.consoleErrors).toEqual([]);
  });
});

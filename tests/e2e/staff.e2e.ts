import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { readScreen, waitForScreen } from '../rig/screen.ts';
import { enrolByKeys } from '../rig/shop-app.ts';

const manager = { name: '林大同', pin: '739164' };
const cashier = { name: '陳小美', pin: '582037' };
const wrongPin = '111222';

/** People who sign in at a counter, by keys and by a scanned badge, in a shop without HQ. */
describe('people of the counter', () => {
  let app: CounterApp;
  let folder: string;
  let card = '';
  let badge = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-staff-'));
    const size = { width: 1024, height: 768 };
    app = await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
    await app.page.click('[name="shopName"]');
    await app.page.keyboard.insertText('晴禾烘焙');
    await app.keyboard.press('Return');
    await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
    await enrolByKeys(app, { mobile: '0987654321', name: '黃淑芬' });
    card = (await app.page.textContent('[data-card-code]'))?.trim() ?? '';
    await app.keyboard.press('Escape', 'Escape');
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const text = async (selector: string): Promise<string> =>
    (await app.page.textContent(selector))?.trim() ?? '';
  const whoIsHere = (): Promise<string> => text('[data-staff-chip]');
  const waitLocked = () => app.page.waitForSelector('[data-lock]');
  const waitHere = async (name: string): Promise<void> => {
    await app.page.waitForSelector('[data-lock]', { state: 'detached' });
    await app.page.waitForFunction(
      (wanted) => document.querySelector('[data-staff-chip]')?.textContent === wanted,
      name,
    );
  };
  const waitTyped = (digits: number) => app.page.waitForSelector(`[data-pin="${digits}"]`);

  async function lock(): Promise<void> {
    await app.keyboard.press('F12');
    await waitLocked();
  }

  async function typePin(pin: string): Promise<void> {
    await app.keyboard.type(pin);
    await waitTyped(pin.length);
    await app.keyboard.press('Return');
  }

  async function addPerson(person: { name: string; pin: string }): Promise<void> {
    const { page, keyboard } = app;
    await page.click('[name="staffName"]');
    await page.keyboard.insertText(person.name);
    await page.focus('[name="staffPin"]');
    await keyboard.type(person.pin);
    await page.focus('[name="staffPinAgain"]');
    await keyboard.type(person.pin);
    await keyboard.press('Return');
    await page.waitForSelector(`[data-staff-rows] :text-is("${person.name}")`);
  }

  it('lists the first manager, who is at the counter at once, then a cashier and their badge', async () => {
    const { page, keyboard } = app;
    expect(await page.locator('[data-staff-chip]').count()).toBe(0);
    await keyboard.press('F10');
    await page.click('[data-tab="staff"]');
    await addPerson(manager);
    await waitHere(manager.name);
    await addPerson(cashier);
    await page.click(`[data-staff-row]:has(:text-is("${cashier.name}"))`);
    expect(await page.isChecked('[name="staffRole"][value="cashier"]')).toBe(true);
    await page.click('[data-badge-make]');
    await page.waitForSelector('[data-badge-code] svg');
    badge = (await page.getAttribute('[data-badge-code]', 'data-badge-code')) ?? '';
    await page.click('[data-badge-done]');
    await page.waitForSelector(`[data-staff-row]:has-text("有識別證")`);
    expect([badge.length > 10, await whoIsHere()]).toEqual([true, manager.name]);
    await keyboard.press('Escape');
  });

  it('locks with F12 and opens with the PIN alone; a wrong one is said with the tries left', async () => {
    const { page, keyboard } = app;
    await lock();
    expect(
      await page.getAttribute('[role="radio"][aria-checked="true"]', 'data-person'),
    ).toBeTruthy();
    await typePin(wrongPin);
    await page.waitForSelector('[data-said="trouble"]');
    const said = await text('[data-said]');
    await typePin(manager.pin);
    await waitHere(manager.name);
    expect(said).toBe('PIN 碼不對。再錯 4 次就要等 5 分鐘。');
    await keyboard.type('25');
    await waitForScreen(page, 'the amount', (s) => s.amount === '25');
    await keyboard.press('Escape');
    await waitForScreen(page, 'no amount', (s) => s.amount === '0');
  });

  it('keeps the open sale through lock, scans and another person’s badge', async () => {
    const { page, keyboard } = app;
    await keyboard.scan(card);
    await waitForScreen(page, 'the member', (s) => s.memberName !== '');
    await keyboard.type('500');
    await waitForScreen(page, 'a preview', (s) => s.toPay === 'NT$500');
    const before = await readScreen(page);
    await lock();
    expect([await page.locator('[data-kept]').count(), await text('[data-lock]')]).toEqual([
      1,
      expect.not.stringContaining('黃'),
    ]);
    // A member's card with a half-typed PIN: nothing of it goes anywhere.
    await keyboard.type('73');
    await waitTyped(2);
    await keyboard.scan(card);
    await page.waitForSelector('[data-lock] [data-code="counter-locked"]');
    expect(await page.locator('[data-pin="2"]').count()).toBe(1);
    await keyboard.scan(badge);
    await waitHere(cashier.name);
    const after = await readScreen(page);
    expect([after.memberName, after.amount, after.earned, after.toPay]).toEqual([
      before.memberName,
      before.amount,
      before.earned,
      before.toPay,
    ]);
    await keyboard.press('Return');
    await waitForScreen(page, 'the sale', (s) => s.lastSales.length === 1 && s.amount === '0');
  });

  it('hands the counter to another person by arrows and PIN', async () => {
    await lock();
    await app.keyboard.press('Up');
    await typePin(manager.pin);
    await waitHere(manager.name);
    await app.keyboard.scan(badge);
    await waitHere(cashier.name);
  });

  it('asks a manager for what a cashier may not do, and then does it by itself', async () => {
    const { page, keyboard } = app;
    await keyboard.press('shift+F4');
    await page.waitForSelector('[data-override="figures"]');
    await keyboard.press('Escape');
    await page.waitForSelector('[data-override]', { state: 'detached' });
    await keyboard.press('Escape');
    await page.waitForTimeout(2_600);
    await keyboard.press('shift+F4');
    await page.waitForSelector('[data-override="figures"]');
    await keyboard.press('2');
    await page.waitForSelector('[data-reason="cashier-mistake"][aria-checked="true"]');
    await typePin(manager.pin);
    await page.waitForSelector('[data-override]', { state: 'detached' });
    await page.waitForSelector('[data-place="figures"] table');
    expect(await whoIsHere()).toBe(cashier.name);
  });

  it('shows a manager who did what', async () => {
    const { page, keyboard } = app;
    await lock();
    await keyboard.press('Up');
    await typePin(manager.pin);
    await waitHere(manager.name);
    // What the person before had opened is closed.
    await page.waitForSelector('[data-place="counter"]');
    await keyboard.press('F10');
    await page.click('[data-tab="staff"]');
    await page.click('[data-staff-acts]');
    await page.waitForSelector('[data-act="override"]');
    const lines = await page.locator('[data-act]').allTextContents();
    expect(lines.find((line) => line.includes('同意'))).toContain(
      `${cashier.name}${manager.name} 同意：看營運數字。原因：店員操作錯誤`,
    );
    await keyboard.press('Escape');
  });

  it('takes no PIN for five minutes after five wrong ones, but the badge', async () => {
    const { page, keyboard } = app;
    await keyboard.scan(badge);
    await waitHere(cashier.name);
    await lock();
    for (let left = 4; left >= 0; left -= 1) {
      await typePin(wrongPin);
      await page.waitForSelector(
        `[data-said]:has-text("${left === 0 ? '4:5' : `再錯 ${left} 次`}")`,
      );
    }
    expect(await page.isDisabled('[data-sign-in]')).toBe(true);
    await keyboard.scan(badge);
    await waitHere(cashier.name);
  });

  it('locks by itself when nobody has done anything for the time that is set', async () => {
    const { page } = app;
    // Only the page's clock is moved: three minutes pass on the screen, no key, no touch, no scan. All is done by
    // touch, because keys are told from scans by the real time.
    await page.clock.install();
    await page.click('[data-staff-chip]');
    await waitLocked();
    await page.click(`[data-person]:has-text("${manager.name}")`);
    for (const digit of manager.pin) await page.click(`[data-pin-pad] :text-is("${digit}")`);
    await page.click('[data-sign-in]');
    await waitHere(manager.name);
    await page.clock.runFor('02:50');
    expect(await page.locator('[data-lock]').count()).toBe(0);
    await page.clock.runFor('00:15');
    await waitLocked();
    expect(app.consoleErrors).toEqual([]);
  });
});

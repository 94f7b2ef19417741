import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countActions } from '../rig/count-actions.ts';
import { isSettled, waitForScreen, type Screen } from '../rig/screen.ts';
import { startTaskWorld, type TaskWorld } from '../rig/start-task-world.ts';

/**
 * What a cashier does all day, by real keys and a real scanner alone, in as few actions as is promised: the
 * counting wrapper throws at the first one too many.
 */
describe('tasks by keyboard alone', () => {
  let world: TaskWorld;

  beforeAll(async () => {
    world = await startTaskWorld();
  });

  afterAll(async () => {
    await world.stop();
  });

  /** The hands of one story: at most `limit` actions. */
  function hands(limit: number) {
    const { page, keyboard } = world.app;
    const count = countActions(limit);
    return {
      scan: (code: string) =>
        count.act(`scan ${code.slice(0, 6)}`, () => world.scanner.sendAnew(`${code}\r`)),
      enter: (text: string) => count.act(`enter ${text}`, () => keyboard.type(text)),
      press: (key: string) => count.act(`press ${key}`, () => keyboard.press(key)),
      /** Chinese text: X has no keys for it, the engine commits it as an input method does. */
      enterName: (name: string) => count.act(`enter ${name}`, () => page.keyboard.insertText(name)),
      until: (what: string, test: (screen: Screen) => boolean) => waitForScreen(page, what, test),
      done: count.done,
    };
  }

  const card = (): string => world.hq.cast.goldMember.cardCodes[0] ?? '';
  const otherCard = (): string => world.hq.cast.unboundMember.cardCodes[0] ?? '';
  const isPreviewed = (screen: Screen): boolean => /\d/.test(screen.earned);

  /** Settles and gives the number of the sale. */
  async function settleBy(h: ReturnType<typeof hands>): Promise<string> {
    const before = await h.until('a preview', isPreviewed);
    await h.press('Return');
    const after = await h.until(
      'the settled sale',
      (s) => isSettled(s) && s.lastSales[0]?.saleNo !== before.lastSales[0]?.saleNo,
    );
    return after.lastSales[0]?.saleNo ?? '';
  }

  async function earn(h: ReturnType<typeof hands>, code: string, amount: string): Promise<string> {
    await h.scan(code);
    await h.until('the member', (s) => s.memberName !== '' && s.amount === '0');
    await h.enter(amount);
    return await settleBy(h);
  }

  it('earns for a scanned member in three: scan, amount, Enter', async () => {
    const h = hands(3);
    expect(await earn(h, card(), '1280')).not.toBe('');
    expect(h.done()).toHaveLength(3);
  });

  it('redeems a voucher and earns in four of five: scan, scan, amount, Enter', async () => {
    const h = hands(5);
    await h.scan(card());
    await h.until('the member', (s) => s.memberName !== '');
    await h.enter('2000');
    await h.until('a preview', isPreviewed);
    await h.scan(world.hq.cast.goldVoucher.voucher.code);
    await h.until('the voucher', (s) => s.notice.code === 'voucher-attached');
    await settleBy(h);
    expect(h.done()).toHaveLength(4);
  });

  it('finds a member by the end of the phone number and opens the history in three', async () => {
    const { page, keyboard } = world.app;
    const h = hands(3);
    const tail = world.hq.cast.goldMember.mobile?.slice(-6) ?? '';
    await h.press('F4');
    await page.waitForSelector('[data-place="members"] input[type="search"]:focus');
    await h.enter(tail);
    await page.waitForSelector(`[data-found-for*="${tail}"] [role="row"]`);
    await h.press('Return');
    await page.waitForSelector('[role="tablist"]');
    expect(await page.textContent('[data-place="members"]')).toContain(
      `${[...world.hq.cast.goldMember.name][0]}○`,
    );
    await keyboard.press('Escape', 'Escape');
    await page.waitForSelector('[data-place="counter"]');
  });

  it('enrols in three fields', async () => {
    const { page, keyboard } = world.app;
    const h = hands(14);
    await h.press('F6');
    await page.waitForSelector('[name="mobile"]:focus');
    await h.enter('0955123987');
    await h.press('Tab');
    await h.enterName('葉宜庭');
    await h.press('Tab');
    await h.enter('0521');
    // Past who invited them and the notice of the law, to the tick.
    await h.press('Tab');
    await h.press('Tab');
    await h.press('Tab');
    await page.waitForSelector('[name="consent"]:focus');
    await h.press('space');
    await h.press('Return');
    const shown = await h.until('the new member', (s) => s.memberName === '葉○庭');
    expect(shown.notice.code.startsWith('member-enrolled')).toBe(true);
    await keyboard.press('Escape', 'Escape');
  });

  it('pays with points: scan, amount, F8, Enter', async () => {
    const h = hands(4);
    await h.scan(card());
    await h.until('the member', (s) => s.memberName !== '' && s.amount === '0');
    await h.enter('1500');
    await h.until('a preview', isPreviewed);
    await h.press('F8');
    await h.until('points on the sale', (s) => s.notice.code.startsWith('points-on-sale'));
    await settleBy(h);
  });

  it('undoes the last sale in two: Ctrl+Z, Enter', async () => {
    await earn(hands(3), otherCard(), '333');
    const { page } = world.app;
    const h = hands(2);
    await h.press('ctrl+z');
    await page.waitForSelector('[data-refund="open"] [data-refund-money][data-empty="false"]');
    await h.press('Return');
    await h.until('the undoing', (s) => s.notice.code === 'sale-undone');
  });

  it('refunds a part: F5, the number, Enter, the amount, Enter', async () => {
    const { page } = world.app;
    const saleNo = await earn(hands(3), otherCard(), '1000');
    const h = hands(5);
    await h.press('F5');
    await page.waitForSelector('[name="refundFind"]:focus');
    await h.enter(saleNo.slice(-4));
    await page.waitForSelector(`[data-refund-sale="${saleNo}"]`);
    await h.press('Return');
    await page.waitForSelector('[data-refund="open"]');
    await h.enter('350');
    await page.waitForFunction(
      () => document.querySelector('[data-refund-money]')?.textContent === 'NT$350',
    );
    await h.press('Return');
    await h.until('the refund', (s) => s.notice.code === 'sale-refunded');
  });

  it('goes to the member list and back in two', async () => {
    const { page } = world.app;
    const h = hands(2);
    await h.press('F4');
    await page.waitForSelector('[data-place="members"] [role="row"]');
    await h.press('Escape');
    await page.waitForSelector('[data-place="counter"]');
  });

  it('parks a sale by the scan of the next member, and takes it back with one key', async () => {
    const { page } = world.app;
    const h = hands(8);
    await h.scan(card());
    await h.until('the first member', (s) => s.memberName !== '' && s.amount === '0');
    await h.enter('640');
    const first = await h.until('a preview', (s) => s.toPay === 'NT$640');
    await h.scan(otherCard());
    const second = await h.until('the second', (s) => s.notice.code === 'sale-parked');
    expect([second.amount, second.memberName === first.memberName]).toEqual(['0', false]);
    await page.waitForSelector('[data-parked-count="1"]');
    await h.enter('90');
    await settleBy(h);
    await h.press('shift+F9');
    const back = await h.until('the first sale again', (s) => s.notice.code === 'parked-recalled');
    expect([back.memberName, back.toPay]).toEqual([first.memberName, first.toPay]);
    await settleBy(h);
    expect(await page.locator('[data-parked-count]').count()).toBe(0);
    expect(h.done()).toHaveLength(7);
  });

  it('leads to what the store should look at, and marks it seen', async () => {
    const { page, keyboard } = world.app;
    await world.scanner.stop();
    await page.waitForSelector('[data-inbox-count="1"]', { timeout: 20_000 });
    const h = hands(2);
    await h.press('shift+F3');
    await page.waitForSelector('[data-kind="device"][data-seen="false"]');
    await page.click('[data-mark="seen"]');
    await page.waitForSelector('[data-kind="device"][data-seen="true"]');
    expect(await page.locator('[data-inbox-count]').count()).toBe(0);
    await page.click('[data-mark="unseen"]');
    await page.waitForSelector('[data-inbox-count="1"]');
    await h.press('Escape');
    await page.waitForSelector('[data-place="counter"]');
    await keyboard.press('Escape');
    expect(world.app.consoleErrors).toEqual([]);
  });
});

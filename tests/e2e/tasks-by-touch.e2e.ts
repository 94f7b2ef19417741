import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countActions } from '../rig/count-actions.ts';
import { isSettled, waitForScreen, type Screen } from '../rig/screen.ts';
import { startTaskWorld, type TaskWorld } from '../rig/start-task-world.ts';
import { touchOf, type Touch } from '../rig/touch.ts';

/** The button that does what Enter does, on the counter and at the refund desk. */
const confirm = 'button:has(kbd:text-is("Enter"))';
const backToCounter = 'nav button:has(kbd:text-is("Esc"))';

/**
 * The same tasks with a finger and the scanner alone: no key and no mouse after the counter was set up. Every
 * target must be 44 px at least; the wrapper throws at the first action too many.
 */
describe('tasks by touch alone', () => {
  let world: TaskWorld;
  let finger: Touch;

  beforeAll(async () => {
    world = await startTaskWorld();
    finger = await touchOf(world.app.page);
  });

  afterAll(async () => {
    await world.stop();
  });

  /** The hand of one story: at most `limit` actions. */
  function hand(limit: number) {
    const { page } = world.app;
    const count = countActions(limit);
    return {
      scan: (code: string) =>
        count.act(`scan ${code.slice(0, 6)}`, () => world.scanner.sendAnew(`${code}\r`)),
      tap: (selector: string) => count.act(`tap ${selector}`, () => finger.tap(selector)),
      enter: (digits: string, keypad?: string) =>
        count.act(`enter ${digits}`, () => finger.tapDigits(digits, keypad)),
      enterName: (name: string) => count.act(`enter ${name}`, () => finger.commitText(name)),
      until: (what: string, test: (screen: Screen) => boolean) => waitForScreen(page, what, test),
      done: count.done,
    };
  }

  const card = (): string => world.hq.cast.goldMember.cardCodes[0] ?? '';
  const otherCard = (): string => world.hq.cast.unboundMember.cardCodes[0] ?? '';
  const isPreviewed = (screen: Screen): boolean => /\d/.test(screen.earned);

  /** Settles and gives the number of the sale. */
  async function settleBy(h: ReturnType<typeof hand>): Promise<string> {
    const before = await h.until('a preview', isPreviewed);
    await h.tap(confirm);
    const after = await h.until(
      'the settled sale',
      (s) => isSettled(s) && s.lastSales[0]?.saleNo !== before.lastSales[0]?.saleNo,
    );
    return after.lastSales[0]?.saleNo ?? '';
  }

  async function earn(h: ReturnType<typeof hand>, code: string, amount: string): Promise<string> {
    await h.scan(code);
    await h.until('the member', (s) => s.memberName !== '' && s.amount === '0');
    await h.enter(amount);
    return await settleBy(h);
  }

  it('earns for a scanned member in three: scan, amount, confirm', async () => {
    const h = hand(3);
    expect(await earn(h, card(), '1280')).not.toBe('');
    expect(h.done()).toHaveLength(3);
  });

  it('redeems a voucher and earns in four of five: scan, amount, the voucher, confirm', async () => {
    const h = hand(5);
    const { code } = world.hq.cast.goldVoucher.voucher;
    await h.scan(card());
    await h.until('the member', (s) => s.memberName !== '' && s.amount === '0');
    await h.enter('2000');
    await h.until('a preview', isPreviewed);
    await h.tap(`[data-voucher="${code}"]`);
    await world.app.page.waitForSelector(`[data-voucher="${code}"][aria-pressed="true"]`);
    await settleBy(h);
    expect(h.done()).toHaveLength(4);
  });

  it('finds a member by the end of the phone number and opens the history in three', async () => {
    const { page } = world.app;
    const h = hand(3);
    const tail = world.hq.cast.goldMember.mobile?.slice(-6) ?? '';
    await h.tap('nav button:has(kbd:text-is("F4"))');
    await page.waitForSelector('[data-touch-digits]');
    await h.enter(tail, '[data-touch-digits]');
    await page.waitForSelector(`[data-found-for*="${tail}"] [role="row"]`);
    await h.tap(`[data-found-for*="${tail}"] [role="row"]`);
    await page.waitForSelector('[role="tablist"]');
    expect(await page.textContent('[data-place="members"]')).toContain(
      `${[...world.hq.cast.goldMember.name][0]}○`,
    );
    await finger.tap(backToCounter);
    await finger.tap(backToCounter);
    await page.waitForSelector('[data-place="counter"]');
  });

  it('finds a member by the end of the phone number for the sale: F3, the digits, the row', async () => {
    const { page } = world.app;
    const h = hand(3);
    const tail = world.hq.cast.goldMember.mobile?.slice(-6) ?? '';
    await h.tap('nav button:has(kbd:text-is("F3"))');
    await page.waitForSelector('#found-members', { state: 'attached' });
    await h.enter(tail);
    await h.tap('#found-members [role="option"]');
    await h.until('the member', (s) => s.memberName !== '');
  });

  it('enrols in three fields, the name by the touch keyboard of the system', async () => {
    const { page } = world.app;
    const h = hand(8);
    await h.tap('nav button:has(kbd:text-is("F6"))');
    await page.waitForSelector('[name="mobile"]:focus');
    await h.enter('0955123987');
    // The field that calls up the touch keyboard; the digits around it have the keypad.
    expect(await page.getAttribute('[name="name"]', 'inputmode')).toBe('text');
    await h.tap('[name="name"]');
    await h.enterName('葉宜庭');
    await h.tap('[name="birthday"]');
    await h.enter('0521');
    await h.tap('label:has([name="consent"])');
    await h.tap('form button[type="submit"]');
    const shown = await h.until('the new member', (s) => s.memberName === '葉○庭');
    expect(shown.notice.code.startsWith('member-enrolled')).toBe(true);
  });

  it('pays with points: scan, amount, points, confirm', async () => {
    const h = hand(4);
    await h.scan(card());
    await h.until('the member', (s) => s.memberName !== '' && s.memberName !== '葉○庭');
    await h.enter('1500');
    await h.until('a preview', isPreviewed);
    await h.tap('button[data-spend]');
    await h.until('points on the sale', (s) => s.notice.code.startsWith('points-on-sale'));
    await settleBy(h);
  });

  it('undoes the last sale in two', async () => {
    const { page } = world.app;
    await earn(hand(3), otherCard(), '333');
    const h = hand(2);
    await h.tap('[data-undo-last]');
    await page.waitForSelector('[data-refund="open"] [data-refund-money][data-empty="false"]');
    await h.tap(confirm);
    await h.until('the undoing', (s) => s.notice.code === 'sale-undone');
  });

  it('refunds a part: the desk, the sale, the amount, confirm', async () => {
    const { page } = world.app;
    const saleNo = await earn(hand(3), otherCard(), '1000');
    const h = hand(4);
    await h.tap('nav button:has(kbd:text-is("F5"))');
    await h.tap(`[data-refund-sale="${saleNo}"]`);
    await page.waitForSelector('[data-refund="open"]');
    await h.enter('350');
    await page.waitForFunction(
      () => document.querySelector('[data-refund-money]')?.textContent === 'NT$350',
    );
    await h.tap(confirm);
    await h.until('the refund', (s) => s.notice.code === 'sale-refunded');
  });

  it('goes to the member list and back in two', async () => {
    const { page } = world.app;
    const h = hand(2);
    await h.tap('nav button:has(kbd:text-is("F4"))');
    await page.waitForSelector('[data-place="members"] [role="row"]');
    await h.tap(backToCounter);
    await page.waitForSelector('[data-place="counter"]');
  });

  it('parks a sale by the scan of the next member and takes it back by its sign', async () => {
    const h = hand(8);
    await h.scan(card());
    await h.until('the first member', (s) => s.memberName !== '' && s.amount === '0');
    await h.enter('640');
    const first = await h.until('a preview', (s) => s.toPay === 'NT$640');
    await h.scan(otherCard());
    await h.until('the second', (s) => s.notice.code === 'sale-parked');
    await h.enter('90');
    await settleBy(h);
    await h.tap('[data-parked-count="1"]');
    const back = await h.until('the first sale again', (s) => s.notice.code === 'parked-recalled');
    expect([back.memberName, back.toPay]).toEqual([first.memberName, first.toPay]);
    await settleBy(h);
    expect(h.done()).toHaveLength(7);
  });

  it('leads to what the store should look at, and marks it seen', async () => {
    const { page } = world.app;
    await world.scanner.stop();
    await page.waitForSelector('[data-inbox-count="1"]', { timeout: 20_000 });
    const h = hand(3);
    await h.tap('[data-inbox-count]');
    await h.tap('[data-kind="device"] [data-mark="seen"]');
    await page.waitForSelector('[data-kind="device"][data-seen="true"]');
    expect(await page.locator('[data-inbox-count]').count()).toBe(0);
    await h.tap(backToCounter);
    await page.waitForSelector('[data-place="counter"]');
    expect(world.app.consoleErrors).toEqual([]);
  });
});

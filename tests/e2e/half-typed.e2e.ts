import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isSettled, readScreen, waitForScreen, type Screen } from '../rig/screen.ts';
import { startTaskWorld, type TaskWorld } from '../rig/start-task-world.ts';

/**
 * A cashier is interrupted: fields lose the focus, customers hesitate, other cards come by. What is half typed stays
 * what it is, and Enter never does more than what is on the screen.
 */
describe('half-typed things', () => {
  let world: TaskWorld;

  beforeAll(async () => {
    world = await startTaskWorld();
  });

  afterEach(async () => {
    await world.app.keyboard.press('Escape', 'Escape', 'Escape', 'Escape');
    await until('an empty counter', (s) => s.memberName === '' && s.amount === '0');
  });

  afterAll(async () => {
    await world.stop();
  });

  const until = (what: string, test: (screen: Screen) => boolean): Promise<Screen> =>
    waitForScreen(world.app.page, what, test);
  const card = (): string => world.hq.cast.goldMember.cardCodes[0] ?? '';
  const tail = (): string => world.hq.cast.unboundMember.mobile?.slice(-6) ?? '';
  const isPreviewed = (screen: Screen): boolean => /\d/.test(screen.earned);

  /** As when the cashier looks at another window, or nobody touches a key for a while. */
  const loseFocus = (): Promise<void> =>
    world.app.page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });

  async function begin(amount: string): Promise<Screen> {
    await world.scanner.sendAnew(`${card()}\r`);
    await until('the member', (s) => s.memberName !== '');
    await world.app.keyboard.type(amount);
    const isWhole = (s: Screen): boolean => s.amount.replaceAll(/\D/g, '') === amount;
    return await until('the whole preview', (s) => isWhole(s) && isPreviewed(s));
  }

  it('takes half-typed points at Enter though their field has lost the focus', async () => {
    const { page, keyboard } = world.app;
    const before = await begin('500');
    await keyboard.press('shift+F8');
    await page.waitForSelector('[name="points"]:focus');
    await keyboard.type('2');
    await loseFocus();
    await keyboard.type('0');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[name="points"]')?.value === '20',
    );
    await keyboard.press('Return');
    const after = await until('points on the sale', (s) => s.notice.code === 'points-on-sale');
    expect([after.amount, after.lastSales.length]).toEqual([
      before.amount,
      before.lastSales.length,
    ]);
  });

  it('keeps half-typed points while the help is read', async () => {
    const { page, keyboard } = world.app;
    await begin('500');
    await keyboard.press('shift+F8');
    await page.waitForSelector('[name="points"]:focus');
    await keyboard.type('30');
    await keyboard.press('F1');
    await page.waitForSelector('[data-help]');
    await keyboard.press('Escape');
    await page.waitForSelector('[data-help]', { state: 'detached' });
    await keyboard.press('Return');
    await until('points on the sale', (s) => s.notice.code === 'points-on-sale');
  });

  it('writes into the search though its field has lost the focus, and settles nothing behind it', async () => {
    const { page, keyboard } = world.app;
    const before = await begin('500');
    await keyboard.press('F3');
    await page.waitForSelector('[role="combobox"]:focus');
    await keyboard.type(tail().slice(0, 5));
    await loseFocus();
    await keyboard.type(tail().slice(5));
    await page.waitForSelector(`[data-found-for="${tail()}"] [role="option"]`);
    await loseFocus();
    expect(await page.isDisabled('section button:has-text("Enter")')).toBe(true);
    await keyboard.press('Return');
    // A second press on the heels of the first is the same wish.
    await keyboard.press('Return');
    const other = world.hq.cast.unboundMember.name;
    const found = await until('the other member', (s) =>
      s.memberName.startsWith([...other][0] ?? '?'),
    );
    expect([found.amount, found.lastSales[0]?.saleNo]).toEqual([
      before.amount,
      before.lastSales[0]?.saleNo,
    ]);
    expect(isSettled(found)).toBe(false);
  });

  it('closes a refusal with Enter and picks nobody by it', async () => {
    const { page, keyboard } = world.app;
    await keyboard.press('F3');
    await page.waitForSelector('[role="combobox"]:focus');
    await keyboard.type(tail());
    await page.waitForSelector(`[data-found-for="${tail()}"] [role="option"]`);
    await world.scanner.sendAnew('/ABC1234\r');
    await until('the refusal', (s) => s.notice.tone === 'deny');
    await keyboard.press('Return');
    await until('no refusal', (s) => s.notice.tone !== 'deny');
    expect((await readScreen(page)).memberName).toBe('');
    await page.waitForSelector(`[data-found-for="${tail()}"] [role="option"]`);
    await keyboard.press('Return');
    await until('the member', (s) => s.memberName !== '');
  });

  it('finds the form of a new member as it was after another card was scanned', async () => {
    const { page, keyboard } = world.app;
    await keyboard.press('F6');
    await page.waitForSelector('[name="mobile"]:focus');
    await keyboard.type('0955123654');
    await keyboard.press('Tab');
    await page.keyboard.insertText('葉宜庭');
    await world.scanner.sendAnew(`${card()}\r`);
    await until('the friend', (s) => s.memberName !== '');
    await keyboard.press('F6');
    await page.waitForSelector('[name="name"]');
    const typed = await page.$$eval('form input[name]', (fields) =>
      fields.slice(0, 2).map((field) => (field instanceof HTMLInputElement ? field.value : '')),
    );
    expect(typed).toEqual(['0955123654', '葉宜庭']);
  });
});

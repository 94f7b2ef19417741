import type { CounterApp } from '../rig/counter-app.ts';

const waitMsMax = 20_000;
/** What one step of a sale may take before it is begun anew, and how often that may be. */
const tryMsMax = 4_000;
const triesMax = 5;
/** Slower than a scanner, faster than most people: a key alone at the till. */
const keyPauseMs = 44;

type Sending = { readonly card: string; readonly send: (card: string) => Promise<unknown> };

/** Waits until the screen shows something; says what when it never does. Keeps hold of nothing in the page. */
async function waitFor(app: CounterApp, what: string, selector: string): Promise<void> {
  try {
    await app.page.waitForFunction((wanted) => document.querySelector(wanted) !== null, selector, {
      timeout: waitMsMax,
      polling: 20,
    });
  } catch {
    const notice = await app.page.evaluate(() =>
      document.querySelector('[data-tone]')?.getAttribute('data-code'),
    );
    throw new Error(`the screen never showed ${what}; its notice is ${notice ?? 'none'}`);
  }
}

async function keys(app: CounterApp, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await app.page.keyboard.press(name);
    await app.page.waitForTimeout(keyPauseMs);
  }
}

/** A scan as a keyboard wedge types it, from the engine's own input. */
export async function scanByWedge(app: CounterApp, card: string): Promise<void> {
  await app.page.keyboard.type(card, { delay: 4 });
  await app.page.keyboard.press('Enter');
}

const saleNo = (app: CounterApp): Promise<string> =>
  app.page.evaluate(
    () => document.querySelector('[data-sale-no]')?.getAttribute('data-sale-no') ?? '',
  );

/** Member, amount, now and then the best vouchers, Enter; resolves when the sale stands in the list. */
async function trySale(
  app: CounterApp,
  { card, send }: Sending,
  how: { readonly amountMinor: number; readonly useBest: boolean; readonly before: string },
): Promise<void> {
  const shows = async (test: (wanted: string) => boolean, wanted: string): Promise<void> => {
    await app.page.waitForFunction(test, wanted, { timeout: tryMsMax, polling: 20 });
  };
  await send(card);
  await shows((code) => document.querySelector('[data-card-code]')?.textContent === code, card);
  await keys(app, ...String(how.amountMinor));
  if (how.useBest) await keys(app, 'F2');
  await shows(
    (amount) =>
      document.querySelector('[data-amount]')?.textContent?.replace(/\D/g, '') === amount &&
      (document.querySelector('[data-earned]')?.textContent ?? '—') !== '—',
    String(how.amountMinor),
  );
  await keys(app, 'Enter');
  await shows(
    (no) => document.querySelector('[data-sale-no]')?.getAttribute('data-sale-no') !== no,
    how.before,
  );
}

/**
 * One sale, whatever it takes: on a busy machine the keys of a scan may come as far apart as a person's, or those
 * of an amount as near as a scan's. Then the cashier, who sees it, begins anew.
 */
export async function sellOnce(
  app: CounterApp,
  sending: Sending,
  how: { readonly amountMinor: number; readonly useBest: boolean },
): Promise<void> {
  const before = await saleNo(app);
  for (let tries = 1; ; tries += 1) {
    try {
      return await trySale(app, sending, { ...how, before });
    } catch (error) {
      if ((await saleNo(app)) !== before) return;
      if (tries === triesMax) throw error;
      await keys(app, 'Escape', 'Escape', 'Escape');
    }
  }
}

/** The sale just made is taken back. */
export async function undoLast(app: CounterApp): Promise<void> {
  await keys(app, 'Control+z');
  await waitFor(app, 'the refund', '[data-refund="open"] [data-refund-money][data-empty="false"]');
  await keys(app, 'Enter');
  await waitFor(app, 'the undoing', '[data-code="sale-undone"]');
  await keys(app, 'Escape');
}

/** Somebody new joins. */
export async function enrolOne(app: CounterApp, n: number): Promise<void> {
  const { page } = app;
  await keys(app, 'Escape', 'F6');
  await waitFor(app, 'the form', '[name="mobile"]');
  await page.focus('[name="mobile"]');
  await keys(app, ...`0977${String(n).padStart(6, '0')}`);
  await page.focus('[name="name"]');
  await page.keyboard.insertText('陳小安');
  await page.check('[name="consent"]');
  await page.focus('[name="name"]');
  await page.waitForTimeout(keyPauseMs * 2);
  await keys(app, 'Enter');
  await waitFor(app, 'the new member', 'article[data-member] h2');
  await keys(app, 'Escape', 'Escape');
}

/** What people do with the screen between sales, one thing each time. */
export const pastimes: readonly (readonly [
  name: string,
  run: (app: CounterApp, n: number) => Promise<void>,
])[] = [
  ['languages', switchLanguage],
  ['window', resize],
  ['places', walkThroughPlaces],
  ['theme', switchTheme],
  ['search', searchMembers],
];

async function inLookSettings(app: CounterApp, press: string): Promise<void> {
  await keys(app, 'F10');
  const tabs = app.page.locator('main [role="tab"]');
  await tabs.first().waitFor({ timeout: waitMsMax });
  // Found by what it shows, so that another tab before it changes nothing.
  const count = await tabs.count();
  for (let at = 0; at < count; at += 1) {
    await tabs.nth(at).click();
    if ((await app.page.locator('[data-settings="look"]').count()) > 0) break;
  }
  await app.page.locator(press).first().click();
  await app.page.waitForTimeout(80);
  await keys(app, 'Escape');
}

async function switchLanguage(app: CounterApp, n: number): Promise<void> {
  const language = ['en', 'ja', 'th', 'zh-TW'][n % 4] ?? 'zh-TW';
  await inLookSettings(app, `[data-language="${language}"]`);
}

async function switchTheme(app: CounterApp, n: number): Promise<void> {
  const theme = n % 2 === 0 ? 'dark' : 'light';
  await inLookSettings(app, `[data-choice="theme:${theme}"]`);
}

async function resize(app: CounterApp, n: number): Promise<void> {
  const sizes = [
    [1024, 768],
    [1600, 900],
    [1366, 800],
  ] as const;
  const [width, height] = sizes[n % 3] ?? sizes[0];
  await app.electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size),
    [width, height] as [number, number],
  );
  await app.page.waitForTimeout(120);
}

/** Pages of the app, each opened, looked at and left. */
async function walkThroughPlaces(app: CounterApp): Promise<void> {
  for (const key of ['F4', 'Shift+F4', 'F5', 'F11', 'F10', 'F1', 'Shift+?']) {
    await keys(app, key);
    await app.page.waitForTimeout(150);
    await keys(app, 'Escape');
  }
  // Whatever was opened over something else is closed too.
  await keys(app, 'Escape', 'Escape');
  await waitFor(app, 'the counter', 'main[data-place="counter"]');
}

async function searchMembers(app: CounterApp, n: number): Promise<void> {
  await keys(app, 'F3', ...String(100 + (n % 900)));
  await app.page.waitForTimeout(100);
  await keys(app, 'Escape', 'F4', ...String(10 + (n % 90)));
  await app.page.waitForTimeout(150);
  await keys(app, 'PageDown', 'PageDown', 'Escape', 'Escape');
  await waitFor(app, 'the counter', 'main[data-place="counter"]');
}

import type { Page } from 'playwright-core';

/** All that a scan must or must not change, as the window shows it now. */
export type WindowState = {
  /** Card code of the member on the sale; '' when nobody is. */
  readonly cardCode: string;
  readonly memberName: string;
  readonly amount: string;
  readonly noticeCode: string;
  readonly sentence: string;
  /** Text of every field that is there, by its name or label. */
  readonly fields: Readonly<Record<string, string>>;
  readonly salesCount: number;
};

/** Notes when each key came by the X server's clock, from now on; `takeKeyTimes` empties the list. */
export async function noteKeyTimes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { wedgeKeyTimes: times });
    // After the app's own listener, so that nothing of it waits.
    addEventListener('keydown', (event) => times.push(event.timeStamp), { capture: true });
  });
}

/** The keys since the last call, ms each on the page's clock. */
export function takeKeyTimes(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => {
    const { wedgeKeyTimes } = globalThis as unknown as { readonly wedgeKeyTimes: number[] };
    return wedgeKeyTimes.splice(0);
  });
}

/** Reads the window. */
export function readWindow(page: Page): Promise<WindowState> {
  return page.evaluate(() => {
    const text = (selector: string): string =>
      document.querySelector(selector)?.textContent?.trim() ?? '';
    const notice = document.querySelector('[data-tone]');
    const fields: Record<string, string> = {};
    for (const field of document.querySelectorAll('input, textarea, select')) {
      const { value } = field as HTMLInputElement;
      const label = (field as HTMLInputElement).labels?.[0]?.textContent ?? '';
      fields[(field as HTMLInputElement).name || label || field.id] = value;
    }
    return {
      cardCode: text('[data-card-code]'),
      memberName: text('article[data-member] h2'),
      amount: text('[data-amount]'),
      noticeCode: notice?.getAttribute('data-code') ?? '',
      sentence: notice?.querySelector('p')?.textContent?.trim() ?? '',
      fields,
      salesCount: document.querySelectorAll('[data-sale-no]').length,
    };
  });
}

/** Reads until `test` holds, or until the time is up; gives the last state either way. */
export async function waitForWindow(
  page: Page,
  test: (state: WindowState) => boolean,
  waitMsMax: number,
): Promise<{ readonly state: WindowState; readonly held: boolean }> {
  const until = performance.now() + waitMsMax;
  for (;;) {
    const state = await readWindow(page);
    if (test(state)) return { state, held: true };
    if (performance.now() > until) return { state, held: false };
    await page.waitForTimeout(25);
  }
}

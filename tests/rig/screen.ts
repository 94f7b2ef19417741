import type { Page } from 'playwright-core';

/** What a person can read on the counter's screen. */
export type Screen = {
  /** '' when nobody is on the sale. */
  readonly memberName: string;
  readonly points: number | null;
  readonly amount: string;
  readonly toPay: string;
  readonly earned: string;
  readonly reasons: readonly string[];
  readonly notice: { readonly tone: string; readonly code: string; readonly sentence: string };
  /** Newest first: number and where it stands (`local`, `waiting`, `at-hq`, `rejected`). */
  readonly lastSales: readonly { readonly saleNo: string; readonly sync: string }[];
  /** The words of the chip that tells about HQ. */
  readonly syncChip: string;
};

/** Whether a sale was just settled; the longer code also tells what it brought. */
export function isSettled(screen: Screen): boolean {
  return screen.notice.code === 'sale-settled' || screen.notice.code === 'sale-settled-with';
}

/** Reads the counter's screen as it is now. */
export function readScreen(page: Page): Promise<Screen> {
  return page.evaluate(() => {
    const text = (selector: string): string =>
      document.querySelector(selector)?.textContent?.trim() ?? '';
    const notice = document.querySelector('[data-tone]');
    const points = text('[data-points]').replace(/\D/g, '');
    return {
      memberName: text('article[data-member] h2'),
      points: points === '' ? null : Number(points),
      amount: text('[data-amount]'),
      toPay: text('[data-to-pay]'),
      earned: text('[data-earned]'),
      reasons: [...document.querySelectorAll('[data-reasons] li')].map(
        (li) => li.textContent ?? '',
      ),
      notice: {
        tone: notice?.getAttribute('data-tone') ?? '',
        code: notice?.getAttribute('data-code') ?? '',
        sentence: notice?.querySelector('p')?.textContent?.trim() ?? '',
      },
      lastSales: [...document.querySelectorAll('[data-sale-no]')].map((row) => ({
        saleNo: row.getAttribute('data-sale-no') ?? '',
        sync: row.querySelector('[data-sync]')?.getAttribute('data-sync') ?? '',
      })),
      syncChip: text('[data-sync-state]'),
    };
  });
}

/**
 * Waits until the screen shows what is wanted and gives it. After `waitMsMax` it throws with the
 * screen as it then was, so that a failure tells what was there instead.
 */
export async function waitForScreen(
  page: Page,
  what: string,
  test: (screen: Screen) => boolean,
  waitMsMax = 10_000,
): Promise<Screen> {
  const until = performance.now() + waitMsMax;
  for (;;) {
    const screen = await readScreen(page);
    if (test(screen)) return screen;
    if (performance.now() > until) {
      throw new Error(`the screen never showed ${what}; it shows ${JSON.stringify(screen)}`);
    }
    await page.waitForTimeout(20);
  }
}

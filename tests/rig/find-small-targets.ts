import type { Page } from 'playwright-core';

/** How large a target must be at least, CSS pixels, in both directions. */
export type TargetSizes = {
  /** Everything that can be pressed (WCAG 2.2, 2.5.8 asks for 24). */
  readonly any: number;
  /** Keys of the keypad and the main button of a place: height. */
  readonly primary: number;
};

/** What is smaller than a finger or a mouse needs. A box with its words counts as one target. */
export function findSmallTargets(page: Page, sizes: TargetSizes): Promise<string[]> {
  return page.evaluate(({ any, primary }) => {
    const slackPx = 0.5;
    const targets =
      'a[href], button, input, select, textarea, summary, [role="button"], [role="tab"], ' +
      '[role="option"], [role="switch"], [role="row"][aria-selected]';
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(targets)) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.matches(':disabled') || element.closest('.visually-hidden') !== null) continue;
      const isTick = element.matches('[type="checkbox"], [type="radio"]');
      const { width, height } = (
        (isTick && element.closest('label')) ||
        element
      ).getBoundingClientRect();
      const isPrimary =
        (element.closest('nav') === null &&
          element.matches('button[class*="_primary_"]:not([class*="_small_"])')) ||
        element.matches('[class*="_key_"]');
      const least = isPrimary ? Math.max(any, primary) : any;
      if (width >= any - slackPx && height >= least - slackPx) continue;
      const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
      found.push(
        `${element.tagName.toLowerCase()} “${words.slice(0, 24)}” is ${Math.round(width)} × ${Math.round(height)}`,
      );
    }
    return [...new Set(found)];
  }, sizes);
}

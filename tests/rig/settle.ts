import type { Page } from 'playwright-core';

/** Until what moves for a moment has come to rest, and has been drawn. */
export async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(50);
  await page.evaluate(async () => {
    const brief = document.getAnimations().filter((animation) => {
      const { endTime = 0 } = animation.effect?.getComputedTiming() ?? {};
      return typeof endTime === 'number' && endTime <= 1_000;
    });
    await Promise.all(brief.map((animation) => animation.finished.catch(() => undefined)));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

import type { Page } from 'playwright-core';
import { settle } from '../rig/settle.ts';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import type { Scene } from './scenes.ts';

export type ScreenFault = { readonly where: string; readonly what: string };

type Review = {
  readonly scene: Scene;
  readonly origin: string;
  /** `1024x768` */
  readonly size: string;
  readonly theme: string;
  readonly language: string;
  readonly targets: string;
  readonly withAxe: boolean;
};

/** Opens one scene in a dress and does what leads to it. */
export async function openScene(page: Page, review: Omit<Review, 'withAxe'>): Promise<void> {
  const { scene, origin, size, theme, language, targets } = review;
  const [width = 1024, height = 768] = size.split('x').map(Number);
  await page.setViewportSize({ width, height });
  const query = new URLSearchParams({ language, theme, targets, scene: scene.name });
  await page.goto(`${origin}dev.html?${query.toString()}#${scene.sample}`);
  // A screen: not the line that says that the counter process is awaited.
  await page.waitForSelector('#root > :not([role="status"])');
  await page.evaluate(() => document.fonts.ready);
  await scene.act?.(page);
  await settle(page);
}

/** Draws one screen, takes its picture, and tells what is wrong with it. */
export async function reviewScreen(
  page: Page,
  review: Review,
): Promise<{ readonly picture: Buffer; readonly found: readonly ScreenFault[] }> {
  const { scene, size, theme, language } = review;
  await openScene(page, review);
  const where = [size, theme, language, scene.name].join(' ');
  const picture = await page.screenshot();
  const faults = [
    ...(await findOverflow(page)),
    ...(review.withAxe ? await findAxeFaults(page) : []),
  ];
  return { picture, found: faults.map((what) => ({ where, what })) };
}

/** The page as a whole never scrolls: what a cashier needs is in front of them. */
async function findOverflow(page: Page): Promise<string[]> {
  const over = await page.evaluate(() => {
    const root = document.documentElement;
    return { x: root.scrollWidth - root.clientWidth, y: root.scrollHeight - root.clientHeight };
  });
  return over.x > 0 || over.y > 0 ? [`overflows by ${over.x} × ${over.y} px`] : [];
}

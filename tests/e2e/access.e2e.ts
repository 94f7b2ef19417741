import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { findLostParts } from '../rig/find-lost-parts.ts';
import { findSmallTargets } from '../rig/find-small-targets.ts';
import { findFaintRings, walkFocus } from '../rig/focus-walk.ts';
import { findThaiFaults } from '../rig/find-thai-faults.ts';
import { findTextOverflow } from '../rig/text-overflow.ts';
import { openSceneWindows, type SceneWindows } from '../screens/each-scene.ts';
import { openScene } from '../screens/review-screen.ts';
import { scenes, type Scene } from '../screens/scenes.ts';
import { startScreensPage } from '../screens/start-screens-page.ts';

/** Narrows the scenes while one works on one of them: `ACCESS_SCENES=busy,refund`. */
const wanted = process.env['ACCESS_SCENES']?.split(',') ?? null;
const chosen = scenes.filter(({ name }) => wanted?.includes(name) ?? true);

/** Every scene without a mouse, with a thick finger, and at twice the size. */
describe('every scene is for everybody', { timeout: 300_000 }, () => {
  let site: Awaited<ReturnType<typeof startScreensPage>>;
  let windows: SceneWindows;

  beforeAll(async () => {
    site = await startScreensPage();
    windows = await openSceneWindows(`${site.url}dev.html#idle`, { width: 1024, height: 768 });
  });

  afterAll(async () => {
    await windows.close();
    await site.stop();
  });

  type Dress = Partial<Omit<Parameters<typeof openScene>[1], 'scene' | 'origin'>>;

  /** Opens each scene in a dress and gathers what a look at it finds. */
  async function lookAtAll(
    dress: Dress,
    look: (page: Page, scene: Scene) => Promise<readonly string[]>,
    among = chosen,
  ): Promise<string[]> {
    const plain = { size: '1024x768', theme: 'light', language: 'zh-TW', targets: 'normal' };
    const found = await windows.each(among, async (page, scene) => {
      await openScene(page, { ...plain, ...dress, origin: site.url, scene });
      return (await look(page, scene)).map((fault) => `${scene.name}: ${fault}`);
    });
    return found.flat();
  }

  it('targets are large enough; Tab goes through all in order, seen and ringed; Esc leads home', async () => {
    const found = await lookAtAll({}, async (page) => [
      ...(await findSmallTargets(page, { any: 24, primary: 56 })),
      ...(await walkFocus(page)),
      ...(await findTraps(page)),
    ]);
    expect(found).toEqual([]);
  });

  it('rings stand out in the dark theme too, and large targets are larger', async () => {
    const found = await lookAtAll({ theme: 'dark', targets: 'large' }, async (page) => [
      ...(await findSmallTargets(page, { any: 44, primary: 56 })),
      ...(await findFaintRings(page)),
    ]);
    expect(found).toEqual([]);
  });

  it('Thai is written by the font of the app, and none of its marks is cut off', async () => {
    const thai = chosen.filter(({ name }) => thaiScenes.includes(name));
    const found = await lookAtAll({ language: 'th' }, findThaiFaults, thai);
    expect(found).toEqual([]);
  });

  it.each([
    { size: '960x540', of: '1920 × 1080', language: 'zh-TW' },
    { size: '512x384', of: '1024 × 768', language: 'en' },
  ])('nothing is lost at twice the size: $size of $of, $language', async ({ size, language }) => {
    // The customer's display has one size and nothing to operate; the card is a sheet of paper.
    const operated = chosen.filter(
      ({ name }) => !name.startsWith('customer') && name !== 'help-card',
    );
    const found = await lookAtAll(
      { size, language },
      async (page) => [
        ...(await findTextOverflow(page, { mayScroll: true })),
        ...(await findLostParts(page)),
      ],
      operated,
    );
    expect(found).toEqual([]);
  });
});

/** Scenes with Thai in large and small letters, in fields, lists and bands. */
const thaiScenes = ['full', 'settled', 'enrol', 'refund', 'members', 'settings-look'];

/** Whether Esc leads out of everything within four presses; a page without a counter has nowhere to go. */
async function findTraps(page: Page): Promise<string[]> {
  for (let press = 0; press < 4; press += 1) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(30);
  }
  return page.evaluate(() => {
    const place = document.querySelector<HTMLElement>('[data-place]');
    if (place === null) return [];
    // A lock is left by its PIN alone.
    const dialog = document.querySelector('[role="dialog"]:not([data-lock])');
    return [
      ...(place.dataset['place'] === 'counter' ? [] : [`Esc stays in ${place.dataset['place']}`]),
      ...(dialog ? ['Esc leaves a dialog open'] : []),
      ...(document.activeElement?.matches('main input, main select')
        ? ['Esc stays in a field']
        : []),
    ];
  });
}

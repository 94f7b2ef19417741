import type { Page } from 'playwright-core';
import { openBrowser, type BrowserExtras } from '../rig/browser.ts';
import type { Scene } from './scenes.ts';

/** Several windows on the same page: drawing waits for itself more than for the processor. */
export type SceneWindows = {
  /** Does the work for every scene, in whichever window is free; answers in the order of the scenes. */
  readonly each: <T>(
    scenes: readonly Scene[],
    work: (page: Page, scene: Scene) => Promise<T>,
  ) => Promise<T[]>;
  /** What the pages printed as errors so far. */
  readonly consoleErrors: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** As many as the smallest machine has cores. */
const windowsCount = 2;

/** Opens the windows at `url`. */
export async function openSceneWindows(
  url: string,
  size?: { readonly width: number; readonly height: number },
  extras?: BrowserExtras,
): Promise<SceneWindows> {
  const browsers = await Promise.all(
    Array.from({ length: windowsCount }, () => openBrowser(url, size, extras)),
  );
  return {
    each: async (scenes, work) => {
      const answers: Awaited<ReturnType<typeof work>>[] = [];
      let next = 0;
      await Promise.all(
        browsers.map(async ({ page }) => {
          for (let at = next++; at < scenes.length; at = next++) {
            const scene = scenes[at];
            if (scene !== undefined) answers[at] = await work(page, scene);
          }
        }),
      );
      return answers;
    },
    consoleErrors: () => browsers.flatMap(({ consoleErrors }) => consoleErrors),
    close: async () => {
      await Promise.all(browsers.map(({ close }) => close()));
    },
  };
}

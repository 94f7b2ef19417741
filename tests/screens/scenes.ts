import type { Page } from 'playwright-core';

/** One picture: a sample of the counter's view, and what a person does before it is taken. */
export type Scene = {
  readonly name: string;
  readonly sample: string;
  readonly act?: (page: Page) => Promise<void>;
};

/** Every state of the counter that has a sample of its own (see `renderer/dev/sample-views.ts`). */
const states = [
  'first-run',
  'idle',
  'waiting',
  'bare',
  'busy',
  'full',
  'deny',
  'offline',
  'offline-long',
  'settled',
  'refused-sale',
  'local',
  'token-needed',
  'token-read',
  'repeated-idle',
  'refused',
  'line-none',
  'line-bound',
  'line-asking',
  'line-open',
  'line-open-silent',
  'line-sending',
  'line-offline',
  'line-offline-bare',
  'line-expired',
  'line-done',
  'line-enrolled',
  'line-settled-bound',
] as const;

const press =
  (...keys: readonly string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForTimeout(150);
    }
  };

/** Opens a tab of the settings. */
const settingsTab = (tab: string) => async (page: Page) => {
  await page.keyboard.press('F10');
  await page.click(`[data-tab="${tab}"]`);
};

/** A tab of the story of the member in a row of the list, counted from 1. */
const story = (row: number, tab: number) => async (page: Page) => {
  await press('F4')(page);
  await page.waitForSelector('[role="row"][aria-rowindex]');
  await press(...Array.from({ length: row - 1 }, () => 'ArrowDown'), 'Enter')(page);
  await page
    .locator('[role="tab"]')
    .nth(tab - 1)
    .click();
};

/** A tab of the figures, counted from 1. */
const figures = (tab: number) => async (page: Page) => {
  await press('Shift+F4')(page);
  await page
    .locator('[role="tab"]')
    .nth(tab - 1)
    .click();
};

/** Types as a person does: quick keys are a scan to the counter. */
const find = (text: string) => async (page: Page) => {
  await press('F3')(page);
  await page.keyboard.type(text, { delay: 120 });
};

const acted: readonly Scene[] = [
  { name: 'help', sample: 'full', act: press('F1') },
  { name: 'sync-details', sample: 'offline-long', act: (page) => page.click('[data-sync-state]') },
  { name: 'find', sample: 'idle', act: find('678') },
  { name: 'find-nobody', sample: 'idle', act: find('999') },
  { name: 'members', sample: 'idle', act: press('F4') },
  { name: 'story-long-names', sample: 'idle', act: story(3, 1) },
  { name: 'story-sales', sample: 'idle', act: story(3, 2) },
  { name: 'story-vouchers', sample: 'idle', act: story(3, 3) },
  { name: 'story-journey', sample: 'idle', act: story(3, 4) },
  { name: 'story-empty', sample: 'idle', act: story(2, 1) },
  { name: 'figures-hours', sample: 'idle', act: figures(1) },
  { name: 'figures-points', sample: 'idle', act: figures(3) },
  { name: 'figures-coupons', sample: 'idle', act: figures(4) },
  { name: 'refund', sample: 'settled', act: press('F5') },
  { name: 'enrol', sample: 'idle', act: press('F6') },
  { name: 'settings-scanners', sample: 'full', act: press('F10') },
  ...['wedge', 'pos', 'hq', 'look', 'about'].map((tab) => ({
    name: `settings-${tab}`,
    sample: 'full',
    act: settingsTab(tab),
  })),
  { name: 'scanners', sample: 'full', act: press('F11') },
  { name: 'scanners-testing', sample: 'full', act: press('F11', 'F11') },
];

/** Every scene that is drawn for review. */
export const scenes: readonly Scene[] = [
  ...states.map((name) => ({ name, sample: name })),
  ...acted,
];

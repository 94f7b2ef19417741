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

/** Writes into the field that has the focus: a person’s words, not a scan. */
const write = (text: string) => async (page: Page) => {
  await page.keyboard.insertText(text);
  await page.waitForTimeout(150);
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

/** The page of the shift, by what Enter is pressed on. */
const shiftScenes: readonly Scene[] = [
  { name: 'shift-none', sample: 'idle', act: press('Shift+F12') },
  { name: 'shift-open', sample: 'shift-open', act: press('Shift+F12') },
  { name: 'shift-people', sample: 'shift-people', act: press('Shift+F12') },
  { name: 'shift-confirm', sample: 'shift-people', act: press('Shift+F12', 'Enter') },
  { name: 'shift-closed', sample: 'shift-people', act: press('Shift+F12', 'Enter', 'Enter') },
  {
    name: 'shift-earlier',
    sample: 'shift-people',
    act: async (page) => {
      await press('Shift+F12')(page);
      await page.locator('[data-shift-row]').nth(2).click();
    },
  },
];

async function openExport(page: Page): Promise<void> {
  await press('F4')(page);
  await page.click('[data-export]');
}

/** Sales set aside, the store's inbox, an export. */
const deskScenes: readonly Scene[] = [
  ...['parked-one', 'parked-full', 'member-lapsed', 'member-new'].map((name) => ({
    name,
    sample: name,
  })),
  { name: 'parked-list', sample: 'parked-full', act: press('Shift+F9') },
  { name: 'inbox', sample: 'inbox-some', act: press('Shift+F3') },
  { name: 'clock-behind', sample: 'clock-behind', act: press('Shift+F3') },
  { name: 'inbox-empty', sample: 'inbox-none', act: press('Shift+F3') },
  { name: 'export-format', sample: 'idle', act: (page) => openExport(page) },
  {
    name: 'export-saving',
    sample: 'export-slow',
    act: async (page) => {
      await openExport(page);
      await page.click('[data-export-xlsx]');
      await page.waitForSelector('progress[data-rows]');
    },
  },
  {
    name: 'export-failed',
    sample: 'export-failed',
    act: async (page) => {
      await openExport(page);
      await page.click('[data-export-xlsx]');
      await page.waitForSelector('[data-step="failed"]');
    },
  },
];

/** The help at a topic chosen by hand. */
const helpOf = (topic: string) => async (page: Page) => {
  await press('F1')(page);
  await page.click(`[data-topic="${topic}"]`);
};

const findHelp = (text: string) => async (page: Page) => {
  await press('F1')(page);
  await page.keyboard.type(text, { delay: 120 });
};

/** Digits as a person types them. */
const digits = (text: string) => press(...text);

const allOf =
  (...acts: readonly ((page: Page) => Promise<void>)[]) =>
  async (page: Page) => {
    for (const act of acts) await act(page);
  };

/** Tags and notes of a member, and the list with tags. */
const remarkScenes: readonly Scene[] = [
  { name: 'story-tags', sample: 'idle', act: story(10, 1) },
  { name: 'story-tags-many', sample: 'idle', act: story(3, 1) },
  { name: 'story-tag-field', sample: 'idle', act: allOf(story(10, 1), press('#', 'ArrowDown')) },
  {
    name: 'story-tag-refused',
    sample: 'idle',
    act: allOf(story(2, 1), press('#'), write('常客'), press('Enter')),
  },
  {
    name: 'story-tag-removed',
    sample: 'idle',
    act: allOf(story(10, 1), (page) => page.click('[data-story-tags] button')),
  },
  { name: 'story-notes', sample: 'idle', act: story(10, 5) },
  { name: 'story-notes-empty', sample: 'idle', act: story(2, 5) },
  { name: 'story-notes-long', sample: 'idle', act: story(3, 5) },
  {
    name: 'story-notes-refused',
    sample: 'idle',
    act: allOf(story(10, 5), press('+'), write('錯'.repeat(440)), press('Control+Enter')),
  },
  {
    name: 'story-note-removed',
    sample: 'idle',
    act: allOf(story(10, 5), (page) => page.click('[data-story-notes] button')),
  },
  {
    name: 'members-by-tag',
    sample: 'idle',
    act: allOf(press('F4'), async (page) => {
      await page.locator('main select').nth(1).selectOption({ index: 1 });
    }),
  },
  {
    name: 'members-end',
    sample: 'idle',
    act: allOf(press('F4', 'Control+End'), async (page) => {
      await page.waitForSelector('[data-chosen] [data-column="name"]');
    }),
  },
];

const staffTab = settingsTab('staff');
const staffScenes: readonly Scene[] = [
  ...['lock', 'lock-idle', 'lock-choose', 'lock-many', 'lock-scan', 'lock-wait'].map((name) => ({
    name,
    sample: name,
  })),
  { name: 'staff-cashier', sample: 'staff-cashier' },
  { name: 'staff-long', sample: 'staff-long' },
  { name: 'lock-typed', sample: 'lock', act: digits('2468') },
  { name: 'lock-wrong', sample: 'lock', act: allOf(digits('135790'), press('Enter')) },
  { name: 'override', sample: 'staff-cashier', act: press('Shift+F4') },
  {
    name: 'override-typed',
    sample: 'staff-cashier',
    act: allOf(press('Shift+F4'), digits('22468')),
  },
  {
    name: 'override-wrong',
    sample: 'staff-cashier',
    act: allOf(press('Shift+F4'), digits('2135790'), press('ArrowDown', 'Enter')),
  },
  { name: 'settings-staff-first', sample: 'idle', act: staffTab },
  { name: 'settings-staff', sample: 'staff-manager', act: staffTab },
  {
    name: 'settings-staff-change',
    sample: 'staff-manager',
    act: allOf(staffTab, (page) => page.locator('[data-staff-row]').nth(1).click()),
  },
  {
    name: 'settings-staff-removed',
    sample: 'staff-manager',
    act: allOf(staffTab, (page) => page.locator('[data-staff-remove]').nth(3).click()),
  },
  {
    name: 'settings-staff-badge',
    sample: 'staff-manager',
    act: allOf(
      staffTab,
      (page) => page.locator('[data-staff-row]').nth(1).click(),
      (page) => page.click('[data-badge-make]'),
      async (page) => void (await page.waitForSelector('[data-badge-code] svg')),
    ),
  },
  {
    name: 'staff-acts',
    sample: 'staff-manager',
    act: allOf(staffTab, (page) => page.click('[data-staff-acts]')),
  },
];

const acted: readonly Scene[] = [
  { name: 'keys', sample: 'full', act: press('?') },
  { name: 'help', sample: 'idle', act: press('F1') },
  { name: 'help-refund', sample: 'settled', act: press('F5', 'F1') },
  { name: 'help-denied', sample: 'deny', act: press('F1') },
  { name: 'help-offline', sample: 'offline-long', act: helpOf('offline') },
  { name: 'help-card', sample: 'full', act: helpOf('card') },
  { name: 'help-nothing', sample: 'idle', act: findHelp('xyzzy') },
  { name: 'help-training', sample: 'training-idle', act: press('F1') },
  { name: 'guide', sample: 'guide' },
  { name: 'sync-details', sample: 'offline-long', act: (page) => page.click('[data-sync-state]') },
  { name: 'find', sample: 'idle', act: find('678') },
  { name: 'find-nobody', sample: 'idle', act: find('999') },
  { name: 'members', sample: 'idle', act: press('F4') },
  { name: 'story-long-names', sample: 'idle', act: story(3, 1) },
  { name: 'story-sales', sample: 'idle', act: story(3, 2) },
  { name: 'story-vouchers', sample: 'idle', act: story(3, 3) },
  { name: 'story-journey', sample: 'idle', act: story(3, 4) },
  ...remarkScenes,
  { name: 'story-empty', sample: 'idle', act: story(2, 1) },
  { name: 'figures-hours', sample: 'idle', act: figures(1) },
  { name: 'figures-days', sample: 'idle', act: figures(2) },
  { name: 'figures-staff', sample: 'idle', act: figures(3) },
  { name: 'figures-points', sample: 'idle', act: figures(4) },
  { name: 'figures-coupons', sample: 'idle', act: figures(5) },
  { name: 'figures-refusals', sample: 'idle', act: figures(6) },
  ...shiftScenes,
  ...staffScenes,
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

/** Training around the counter, and the window for the customer. */
const trainingScenes: readonly Scene[] = [
  ...['training', 'training-idle', 'training-real-card'].map((name) => ({ name, sample: name })),
  { name: 'training-begin', sample: 'idle', act: press('Shift+F11') },
  { name: 'training-practice', sample: 'training-idle', act: press('Shift+F11') },
  { name: 'training-settings', sample: 'training-idle', act: settingsTab('training') },
  { name: 'settings-training', sample: 'full', act: settingsTab('training') },
  ...[
    'customer-idle',
    'customer-idle-no-line',
    'customer-training',
    'customer-training-sale',
    'customer-member',
    'customer-amount',
    'customer-sale',
    'customer-sale-small',
    'customer-thanks',
  ].map((name) => ({ name, sample: name })),
];

/** Every scene that is drawn for review. */
export const scenes: readonly Scene[] = [
  ...states.map((name) => ({ name, sample: name })),
  ...trainingScenes,
  ...acted,
  ...deskScenes,
];

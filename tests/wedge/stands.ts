import type { Page } from 'playwright-core';
import type { ScannerKeys } from './scanner-keys.ts';

/** What a stand needs to be brought about. */
export type StandDeps = { readonly page: Page; readonly keys: ScannerKeys };

/**
 * One place of the app and one state of focus in it. `field`: what has the focus, for the report.
 * `aim`: where a scan is meant to go from here. `editable`: an input method can be active there.
 */
export type Stand = {
  readonly name: string;
  readonly aim: 'sale' | 'refund' | 'inviter';
  readonly editable: boolean;
  readonly enter: (deps: StandDeps) => Promise<void>;
};

async function focusField(page: Page, selector: string, text?: string): Promise<void> {
  await page.waitForSelector(selector, { timeout: 5_000 });
  // What a person has half typed there; by the engine, so that Caps Lock and Zhuyin do not matter.
  if (text !== undefined) {
    await page.fill(selector, text);
    // A letter typed and a scan are never closer than this: it must not be taken for its start.
    await page.waitForTimeout(200);
  }
  await page.focus(selector);
}

const place = (page: Page, name: string) => page.waitForSelector(`[data-place="${name}"]`);

async function openSettings(
  { page, keys }: StandDeps,
  tab: 'hq' | 'wedge' | 'about',
): Promise<void> {
  await keys.press('F10');
  await place(page, 'settings');
  await page.click(`[data-tab="${tab}"]`);
  await page.waitForSelector(`[data-settings="${tab}"]`);
}

async function dropMember({ page, keys }: StandDeps): Promise<void> {
  for (let step = 0; step < 4 && (await page.$('[data-member]')) !== null; step += 1) {
    await keys.press('Escape');
    await page.waitForTimeout(100);
  }
}

async function openEnrol({ page, keys }: StandDeps): Promise<void> {
  await keys.press('F6');
  await page.waitForSelector('[data-panel="enrol"]');
}

async function openFind({ page, keys }: StandDeps): Promise<void> {
  await keys.press('F3');
  await page.waitForSelector('[data-panel="find"] input');
}

/** A refusal may stand over the settings, and each Escape closes one thing. */
const escapesMax = 4;

async function openCounter({ page, keys }: StandDeps): Promise<void> {
  // Through another place, so that no panel is open and nothing stands over it.
  await keys.press('F10');
  await place(page, 'settings');
  for (let i = 0; i < escapesMax; i += 1) {
    await keys.press('Escape');
    await page.waitForTimeout(30);
    if ((await page.$('[data-place="counter"]')) !== null) return;
  }
  throw new Error('Escape does not lead back to the counter');
}

/** Digits by keys of the number pad, at a person's pace. */
async function typeAmount({ keys }: StandDeps, digits: string): Promise<void> {
  await keys.press('Delete', ...[...digits].map((digit) => `KP_${digit}`));
}

const sale = { aim: 'sale', editable: false } as const;
const text = { aim: 'sale', editable: true } as const;

/** A field of the settings screen, there or not: other parts of it may come and go. */
function settingsField(name: string, selector: string, typed?: string): Stand {
  return {
    ...text,
    name: `settings: ${name}`,
    enter: async (deps) => {
      await openSettings(deps, 'hq');
      await focusField(deps.page, selector, typed);
    },
  };
}

/** Every screen, and every kind of focus in it. */
export const stands: readonly Stand[] = [
  { ...sale, name: 'counter: nothing focused', enter: openCounter },
  {
    ...sale,
    name: 'counter: an amount half typed',
    enter: async (deps) => {
      await openCounter(deps);
      // With a member on the sale the scan of another would set it aside, amount and all.
      await dropMember(deps);
      await typeAmount(deps, '12');
      await deps.page.waitForTimeout(150);
    },
  },
  {
    ...sale,
    name: 'counter: a button focused',
    enter: async (deps) => {
      await openCounter(deps);
      await deps.page.focus('[data-place="counter"] button:not(:disabled)');
    },
  },
  {
    ...sale,
    name: 'counter: a refusal stands',
    enter: async (deps) => {
      await openCounter(deps);
      await deps.keys.press('Delete', 'Return');
      await deps.page.waitForTimeout(100);
    },
  },
  {
    ...text,
    name: 'find panel: empty field',
    enter: async (deps) => {
      await openFind(deps);
      await focusField(deps.page, '[data-panel="find"] input', '');
    },
  },
  {
    ...text,
    name: 'find panel: half-typed search',
    enter: async (deps) => {
      await openFind(deps);
      await focusField(deps.page, '[data-panel="find"] input', '王美');
    },
  },
  {
    ...sale,
    name: 'enrol form: mobile field',
    enter: async (deps) => {
      await openEnrol(deps);
      await focusField(deps.page, '[name="mobile"]');
    },
  },
  {
    ...text,
    name: 'enrol form: name half typed',
    enter: async (deps) => {
      await openEnrol(deps);
      await focusField(deps.page, '[name="name"]', '王小');
    },
  },
  {
    ...sale,
    name: 'enrol form: birthday field',
    enter: async (deps) => {
      await openEnrol(deps);
      await focusField(deps.page, '[name="birthday"]');
    },
  },
  {
    ...sale,
    name: 'enrol form: consent tick focused',
    enter: async (deps) => {
      await openEnrol(deps);
      await focusField(deps.page, '[name="consent"]');
    },
  },
  {
    name: 'enrol form: inviter field',
    aim: 'inviter',
    editable: true,
    enter: async (deps) => {
      await openEnrol(deps);
      await focusField(deps.page, '[name="invitedByCode"]');
      await deps.page.waitForTimeout(150);
    },
  },
  {
    ...text,
    name: 'member list: search field',
    enter: async (deps) => {
      await deps.keys.press('F4');
      await focusField(deps.page, '[data-place="members"] input[type="search"]', '09');
    },
  },
  {
    ...sale,
    name: 'member list: a row’s button focused',
    enter: async (deps) => {
      await deps.keys.press('F4');
      await focusField(deps.page, '[data-place="members"] [role="row"] button');
    },
  },
  {
    name: 'refund desk: search field',
    aim: 'refund',
    editable: true,
    enter: async (deps) => {
      await deps.keys.press('F5');
      await place(deps.page, 'refund');
      await focusField(deps.page, '[name="refundFind"]', '');
      await deps.page.waitForTimeout(150);
    },
  },
  {
    name: 'refund desk: nothing focused',
    aim: 'refund',
    editable: false,
    enter: async (deps) => {
      await deps.keys.press('F5');
      await place(deps.page, 'refund');
      await focusField(deps.page, '[name="refundFind"]', '');
      await deps.page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await deps.page.waitForTimeout(150);
    },
  },
  settingsField('shop name', '[name="shopName"]'),
  settingsField('tax id', '[name="taxId"]'),
  settingsField('HQ’s address', '[name="hqUrl"]', 'https://hq.'),
  {
    ...sale,
    name: 'settings: a choice focused',
    enter: async (deps) => {
      await openSettings(deps, 'wedge');
      await focusField(deps.page, '[name="wedgeLayout"]');
    },
  },
  {
    ...sale,
    name: 'settings: nothing focused',
    enter: (deps) => openSettings(deps, 'about'),
  },
  {
    ...sale,
    name: 'dialog: keys overlay',
    enter: async (deps) => {
      await openCounter(deps);
      await deps.keys.press('F1');
    },
  },
  {
    ...sale,
    name: 'dialog: connection to HQ',
    enter: async (deps) => {
      await openCounter(deps);
      await deps.page.click('[data-sync-state]');
    },
  },
];

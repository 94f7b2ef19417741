import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { launchCounterApp, projectDir, type CounterApp } from '../rig/counter-app.ts';
import { waitForScreen } from '../rig/screen.ts';
import { enrolByKeys } from '../rig/shop-app.ts';

const tag = '花生過敏';
const note = '先問過再做。\n週三來拿。';

/** What a shop remarks about its members, by keys alone, over a restart; in a shop without HQ. */
describe('tags and notes of a member', () => {
  let app: CounterApp;
  let folder: string;
  let card = '';

  const open = async (): Promise<CounterApp> => {
    const size = { width: 1024, height: 768 };
    return await launchCounterApp({ appDir: projectDir, dataDir: folder, size });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-remarks-'));
    app = await open();
    await app.page.click('[name="shopName"]');
    await write('晴禾烘焙');
    await app.keyboard.press('Return');
    await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
    await enrolByKeys(app, { mobile: '0987654321', name: '黃淑芬' });
    card = (await app.page.textContent('[data-card-code]'))?.trim() ?? '';
    await app.keyboard.press('Escape', 'Escape');
    await enrolByKeys(app, { mobile: '0912345678', name: '王小明' });
    await app.keyboard.press('Escape', 'Escape');
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Words as an input method puts them in; with keys close before or behind they would be a scan that it ate. */
  const write = async (words: string): Promise<void> => {
    await sleep(350);
    await app.page.keyboard.insertText(words);
    await sleep(350);
  };
  const tags = (): Promise<string[]> =>
    app.page.locator('[data-story-tags] [data-remark] [title]').allTextContents();
  const notes = (): Promise<string[]> =>
    app.page.locator('[data-story-notes] [data-remark] p:first-child').allTextContents();
  const row = '[data-place="members"] [role="row"][aria-rowindex="2"]';

  /** The page of the member whom these words find, as the only one. */
  async function openStory(words: string): Promise<void> {
    const { page, keyboard } = app;
    await keyboard.press('F4');
    await page.waitForSelector('[data-place="members"] input[type="search"]:focus');
    await write(words);
    await page.waitForFunction(
      ([wanted]) =>
        document
          .querySelector('[data-found-for]')
          ?.getAttribute('data-found-for')
          ?.includes(wanted) === true &&
        document.querySelector('[role="table"]')?.getAttribute('aria-rowcount') === '2',
      [words] as const,
    );
    await page.waitForSelector(row);
    await keyboard.press('Return');
    await page.waitForSelector('[role="tab"]:focus');
  }

  it('adds a tag by # and finds the member by it', async () => {
    const { page, keyboard } = app;
    await openStory('淑芬');
    await keyboard.press('numbersign');
    await page.waitForSelector('[name="tag"]:focus');
    await write(tag);
    await keyboard.press('Return');
    await page.waitForSelector(`[data-story-tags] [title="${tag}"]`);
    // The field stays for the next one; Esc closes it, and only it.
    await keyboard.press('Escape');
    await page.waitForSelector('[name="tag"]', { state: 'detached' });
    expect(await tags()).toEqual([tag]);
    expect(await findAxeFaults(page)).toEqual([]);
    await keyboard.press('Escape', 'Escape');

    await openStory(`#${tag.slice(0, 2)}`);
    expect(await tags()).toEqual([tag]);
    await keyboard.press('Escape');
    expect(await page.textContent(row)).toContain(tag);
    await keyboard.press('Escape');
  });

  it('says that a tag is there already and keeps what was typed', async () => {
    const { page, keyboard } = app;
    await openStory('淑芬');
    await keyboard.press('numbersign');
    await page.waitForSelector('[name="tag"]:focus');
    await write(tag);
    await keyboard.press('Return');
    await page.waitForSelector('[data-remark-trouble="already-there"]');
    expect([await page.inputValue('[name="tag"]'), await tags()]).toEqual([tag, [tag]]);
    await keyboard.press('Escape', 'Escape', 'Escape');
  });

  it('keeps a half-written note through another tab and a scan, which writes nothing into it', async () => {
    const { page, keyboard } = app;
    await openStory('淑芬');
    await keyboard.press('plus');
    await page.waitForSelector('[name="note"]:focus');
    await write(note);
    await keyboard.press('Escape');
    await page.waitForSelector('[data-tab="notes"]:focus');
    await keyboard.press('Left');
    await page.waitForSelector('[data-tab="journey"][aria-selected="true"]');
    await keyboard.press('plus');
    await page.waitForSelector('[name="note"]:focus');
    expect(await page.inputValue('[name="note"]')).toBe(note);
    await keyboard.scan(card);
    await waitForScreen(page, 'the member', (s) => s.memberName !== '');
    await keyboard.press('Escape');
    await openStory('淑芬');
    await keyboard.press('plus');
    await page.waitForSelector('[name="note"]:focus');
    expect(await page.inputValue('[name="note"]')).toBe(note);
    await keyboard.press('ctrl+Return');
    await page.waitForSelector('[data-story-notes] [data-remark]');
    expect([await notes(), await page.inputValue('[name="note"]')]).toEqual([[note], '']);
    expect(await findAxeFaults(page)).toEqual([]);
    await keyboard.press('Escape', 'Escape', 'Escape');
  });

  it('takes a removal back by Ctrl+Z, and the pages of others know nothing of it', async () => {
    const { page, keyboard } = app;
    await openStory('小明');
    expect(await tags()).toEqual([]);
    await keyboard.press('Escape', 'Escape');
    await openStory('淑芬');
    await page.focus('[data-story-tags] button');
    await keyboard.press('Return');
    await page.waitForSelector('[data-remark-undo]:focus');
    expect(await tags()).toEqual([]);
    await keyboard.press('ctrl+z');
    await page.waitForSelector(`[data-story-tags] [title="${tag}"]`);
    await page.waitForSelector('[data-story-tags] button:focus');
    expect(await page.getAttribute('main', 'data-place')).toBe('members');
    await keyboard.press('Escape', 'Escape');
  });

  it('has all of it after a restart; what is removed and left alone is gone', async () => {
    await app.close();
    app = await open();
    await waitForScreen(app.page, 'the counter', (s) => s.syncChip === '本機模式');
    await openStory('淑芬');
    expect(await tags()).toEqual([tag]);
    await app.keyboard.press('plus');
    await app.page.waitForSelector('[data-story-notes] [data-remark]');
    expect(await notes()).toEqual([note]);
    await app.page.click('[data-story-tags] button');
    await app.page.waitForSelector('[data-remark-undo]');
    // Left before the time is over: it is removed at once.
    await app.keyboard.press('Escape', 'Escape', 'Escape');
    await openStory('淑芬');
    // The ring goes along when another tab is tapped.
    await app.page.click('[data-tab="notes"]');
    await app.page.waitForSelector('[data-tab="notes"][aria-selected="true"]:focus');
    await app.keyboard.press('plus');
    await app.page.waitForSelector('[data-story-notes] [data-remark]');
    expect([await tags(), await notes()]).toEqual([[], [note]]);
  });

  /** Somebody who works here; the first is a manager, and at the counter from then on. */
  async function addPerson(name: string, pin: string): Promise<void> {
    const { page, keyboard } = app;
    await page.click('[name="staffName"]');
    await write(name);
    for (const field of ['staffPin', 'staffPinAgain']) {
      await page.focus(`[name="${field}"]`);
      await keyboard.type(pin);
    }
    await keyboard.press('Return');
    await page.waitForSelector(`[data-staff-rows] :text-is("${name}")`);
  }

  it('removes what was taken off a moment before the counter is locked, whoever comes next', async () => {
    const { page, keyboard } = app;
    await keyboard.press('F10');
    await page.click('[data-tab="staff"]');
    await addPerson('林大同', '739164');
    await addPerson('陳小美', '582037');
    await keyboard.press('Escape');
    await openStory('淑芬');
    await keyboard.press('plus');
    await page.waitForSelector('[data-story-notes] [data-remark]');
    await page.click('[data-story-notes] [data-remark] button');
    await page.waitForSelector('[data-story-notes] [data-remark-undo]');
    await keyboard.press('Escape', 'F12');
    await page.waitForSelector('[data-lock]');
    // Not only when its pause is over: nobody is signed in any more then.
    await page.waitForSelector('[data-story-notes]', { state: 'detached', timeout: 10_000 });
    await page.click('[data-person]:has-text("陳小美")');
    await keyboard.type('582037');
    await page.waitForSelector('[data-pin="6"]');
    await keyboard.press('Return');
    await page.waitForSelector('[data-lock]', { state: 'detached' });
    await waitForScreen(page, 'the counter', (s) => s.memberName === '');
    await openStory('淑芬');
    await keyboard.press('plus');
    await page.waitForSelector('[name="note"]:focus');
    expect(await notes()).toEqual([]);
    expect(app.consoleErrors).toEqual([]);
  });
});

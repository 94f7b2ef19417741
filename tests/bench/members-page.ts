import type { Page } from 'playwright-core';

/** From the key (or the choice) that asked to the frame after the answer was painted. */
export type AnswerTime = { readonly text: string; readonly ms: number };
export type Frames = {
  readonly deltasMs: readonly number[];
  /** Frames in which a row in sight was still being fetched. */
  readonly loading: number;
};

type Notes = {
  pending: { text: string | null; atMs: number }[];
  answers: { text: string; ms: number }[];
  deltas: number[];
  loading: number;
  isCounting: boolean;
};
declare global {
  var benchMembers: Notes;
}

/**
 * Has the page note, for each change of a text field, when its key went down, and when rows for that text (or
 * for a later one) were painted: the list tells in `data-found-for` whose answer it shows. The page is loaded
 * anew, so that these listeners come before the app's.
 */
export async function noteAnswers(page: Page): Promise<void> {
  await page.addInitScript(noteInPage);
  await page.reload();
  await page.waitForSelector('[data-amount]');
}

/** Runs in the page; nothing from outside it can be used. */
function noteInPage(): void {
  const notes: Notes = { pending: [], answers: [], deltas: [], loading: 0, isCounting: false };
  globalThis.benchMembers = notes;
  let keyAtMs: number | null = null;
  addEventListener('keydown', (event) => (keyAtMs = event.timeStamp), true);
  addEventListener(
    'input',
    ({ target, timeStamp }) => {
      if (!(target instanceof HTMLInputElement)) return;
      notes.pending.push({ text: target.value.trim(), atMs: keyAtMs ?? timeStamp });
      keyAtMs = null;
    },
    true,
  );
  // A choice of a filter or an order: the next answer is its own.
  const noteChoice = ({ target, timeStamp }: Event): void => {
    const isToggle = target instanceof Element && target.closest('button[aria-pressed]') !== null;
    if (target instanceof HTMLSelectElement || isToggle)
      notes.pending.push({ text: null, atMs: timeStamp });
  };
  addEventListener('change', noteChoice, true);
  addEventListener('click', noteChoice, true);
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const key = target instanceof HTMLElement ? target.dataset['foundFor'] : undefined;
      if (key === undefined) continue;
      const found = key.startsWith('{') ? (JSON.parse(key) as { text: string }).text : key;
      const at = notes.pending.findLastIndex(({ text }) => text === null || text === found);
      if (at < 0) continue;
      const answered = notes.pending.splice(0, at + 1);
      // The first frame callback runs before that frame is painted, the second one after it.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const now = performance.now();
          for (const { text, atMs } of answered)
            notes.answers.push({ text: text ?? '', ms: now - atMs });
        }),
      );
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-found-for'] });
}

/** Waits until everything asked has been answered and painted; gives and forgets what was noted. */
export async function takeAnswers(page: Page): Promise<readonly AnswerTime[]> {
  await page
    .waitForFunction(() => globalThis.benchMembers.pending.length === 0, null, { timeout: 5_000 })
    .catch(() => undefined);
  await page.waitForTimeout(60);
  return await page.evaluate(() => {
    globalThis.benchMembers.pending = [];
    return globalThis.benchMembers.answers.splice(0);
  });
}

/** Counts frames while something is done. */
export async function countFrames(page: Page, run: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const notes = (globalThis.benchMembers ??= {
      pending: [],
      answers: [],
      deltas: [],
      loading: 0,
      isCounting: false,
    });
    Object.assign(notes, { deltas: [], loading: 0, isCounting: true });
    let last = 0;
    const frame = (atMs: number): void => {
      if (last > 0) notes.deltas.push(atMs - last);
      last = atMs;
      if (document.querySelector('[data-loading-row]') !== null) notes.loading += 1;
      if (notes.isCounting) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await run();
  return await page.evaluate(() => {
    globalThis.benchMembers.isCounting = false;
    return { deltasMs: globalThis.benchMembers.deltas, loading: globalThis.benchMembers.loading };
  });
}

/** The floor: keys that do nothing, from their time stamp to the second frame after it. */
export async function timeEmptyKeys(page: Page, count: number): Promise<readonly number[]> {
  await page.evaluate(() => {
    addEventListener(
      'keydown',
      (event) => {
        if (event.code !== 'Pause') return;
        requestAnimationFrame(() =>
          requestAnimationFrame(() =>
            globalThis.benchMembers.answers.push({
              text: 'Pause',
              ms: performance.now() - event.timeStamp,
            }),
          ),
        );
      },
      true,
    );
  });
  for (let i = 0; i < count; i += 1) {
    await page.keyboard.press('Pause');
    await page.waitForTimeout(40 + ((i * 7) % 25));
  }
  return (await takeAnswers(page)).map(({ ms }) => ms);
}

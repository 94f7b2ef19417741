import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { createAnewGate } from './anew-gate.ts';
import { createHandPause } from './hand-pause.ts';

const run = promisify(execFile);

/** Real key strokes into the focused window, from outside the app. */
export type Keyboard = {
  /**
   * Presses keys by their X names: 'Return', 'Escape', 'F3', '5' …; after a scan no sooner than a hand can, or the
   * counter rightly takes an Enter for the second half of the scanner's CR+LF.
   */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /**
   * Types text at a person's pace (`delayMs` between keys, of which xdotool keeps about 0.7). Below
   * 60 ms the counter rightly takes it for a scanner.
   */
  readonly type: (text: string, delayMs?: number) => Promise<void>;
  /**
   * Types text as a keyboard-wedge scanner does, ended by Enter; the code scanned last not so soon again that it
   * counts as the same reading.
   */
  readonly scan: (text: string) => Promise<void>;
};

/**
 * xdotool on an X display: what arrives are ordinary trusted key events, as from a keyboard.
 * `windowName` is a pattern of the window's title; the window is raised and focused first.
 */
export async function xKeyboard(display: string, windowName: string): Promise<Keyboard> {
  const env = { ...process.env, DISPLAY: display };
  const xdotool = (...args: string[]) => run('xdotool', args, { env, timeout: 60_000 });
  const { stdout } = await xdotool('search', '--sync', '--onlyvisible', '--name', windowName);
  const windowId = stdout.trim().split('\n')[0] ?? '';
  const focus = () => xdotool('windowactivate', '--sync', windowId);
  await focus();
  const anew = createAnewGate();
  const hand = createHandPause();
  return {
    press: async (...keys) => {
      await hand.wait();
      await focus();
      await xdotool('key', '--delay', '60', ...keys);
    },
    type: async (text, delayMs = 90) => {
      await focus();
      await xdotool('type', '--delay', String(delayMs), text);
    },
    scan: async (text) => {
      await anew.wait(text);
      await focus();
      await xdotool('type', '--delay', '10', `${text}\n`);
      anew.mark(text);
      hand.mark();
    },
  };
}

/**
 * For machines without X (macOS, Windows): the browser engine's own input pipeline. Events are
 * trusted too, but they do not pass through the window system.
 */
export function enginesKeyboard(page: Page): Keyboard {
  const names: Readonly<Record<string, string>> = { Return: 'Enter', BackSpace: 'Backspace' };
  const anew = createAnewGate();
  const hand = createHandPause();
  return {
    press: async (...keys) => {
      await hand.wait();
      for (const key of keys) await page.keyboard.press(names[key] ?? key, { delay: 60 });
    },
    type: (text, delayMs = 90) => page.keyboard.type(text, { delay: delayMs }),
    scan: async (text) => {
      await anew.wait(text);
      await page.keyboard.type(text, { delay: 5 });
      await page.keyboard.press('Enter');
      anew.mark(text);
      hand.mark();
    },
  };
}

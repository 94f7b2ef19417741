import type { WedgeLayout } from './wedge-layout.ts';

/** How the scanner that types like a keyboard is set up. */
export type WedgeSettings = {
  /** Keyboard country of the scanner, not of the PC. */
  readonly layout: WedgeLayout;
  /**
   * What the scanner sends before each code, taken off again: a character each, or a key by name
   * (`F9`, `Ctrl+KeyB`).
   */
  readonly prefix: readonly string[];
  /** What it sends after each code, likewise. Empty: a scan ends when no more keys come. */
  readonly suffix: readonly string[];
  /** The longest pause between two keys of one scan, ms. */
  readonly gapMs: number;
};

/** Scanners as they come: US keyboard, no prefix, Enter at the end. */
export const defaultWedgeSettings: WedgeSettings = {
  layout: 'us',
  prefix: [],
  suffix: ['Enter'],
  gapMs: 40,
};

/**
 * Measured: scanners 1–19 ms between keys; people 92 ms in the middle of their quickest typing, one
 * gap in a hundred 31 ms. With 50 ms one number in 30,000 typed at 130 words a minute would be taken
 * for a scan, with 40 ms none in a million keys.
 */
export const wedgeGapMs = { min: 20, max: 40 } as const;
export const affixLengthMax = 8;

/**
 * The text that a keyboard scanner is learned from: its characters lie on different keys in every
 * layout, and it means nothing to the counter.
 */
export const wedgeTestText = 'CFzQ-/:@#=';

/** Whether the end of a scan is known by silence alone. */
export function endsByIdle({ suffix }: WedgeSettings): boolean {
  const last = suffix.at(-1);
  return last === undefined || last.length === 1;
}

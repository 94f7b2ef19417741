import { defaultWedgeSettings, type WedgeSettings } from './wedge-settings.ts';
import { elapse, initialWedge, nextDeadlineMs, pressKey } from './wedge.ts';
import type { WedgeKey, WedgeOut, WedgeState } from './wedge.ts';

/** How a US keyboard makes each printable character; written apart from the code under test. */
const shiftedOf: Record<string, string> = Object.fromEntries(
  [..."`1234567890-=[]\\;',./"].map((plain, index) => [
    [...'~!@#$%^&*()_+{}|:"<>?'][index] ?? '',
    plain,
  ]),
);
const codeOf: Record<string, string> = {
  '`': 'Backquote',
  '-': 'Minus',
  '=': 'Equal',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  ';': 'Semicolon',
  "'": 'Quote',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  ' ': 'Space',
};

/** The key that types a character on a US keyboard. */
export function keyOf(character: string, change: Partial<WedgeKey> = {}): WedgeKey {
  const upper = /[A-Z]/.test(character);
  const plain = shiftedOf[character] ?? character.toLowerCase();
  const code = /\d/.test(plain)
    ? `Digit${plain}`
    : /[a-z]/.test(plain)
      ? `Key${plain.toUpperCase()}`
      : (codeOf[plain] ?? '');
  const shift = upper || character in shiftedOf;
  return {
    code,
    key: character,
    shift,
    timeStampMs: 0,
    alt: false,
    ctrl: false,
    meta: false,
    ...change,
  };
}

/** The Enter key. */
export const enter = keyOf('', { code: 'Enter', key: 'Enter' });

/** A key and how long after the one before it comes, ms. */
export type Timed = readonly [gapMs: number, key: WedgeKey];

/** Plays keys as a window does: time passes between them, and every deadline is met. */
export function play(
  keys: readonly Timed[],
  {
    lateTimer = false,
    settings = defaultWedgeSettings,
  }: { readonly lateTimer?: boolean; readonly settings?: WedgeSettings } = {},
) {
  let state: WedgeState = initialWedge;
  let nowMs = 1000;
  const out: WedgeOut[] = [];
  const take = (step: { state: WedgeState; out: readonly WedgeOut[] }) => {
    state = step.state;
    out.push(...step.out);
  };
  for (const [gapMs, key] of keys) {
    nowMs += gapMs;
    const deadlineMs = nextDeadlineMs(state, settings);
    if (deadlineMs !== null && deadlineMs < nowMs && !lateTimer) {
      take(elapse(state, deadlineMs, settings));
    }
    take(pressKey(state, { ...key, timeStampMs: nowMs }, settings));
  }
  take(elapse(state, nowMs + 1000, settings));
  return { out, state, endMs: nowMs };
}

/** A text at a scanner's pace, with its end. */
export function burst(text: string, gapMs = 10, end: WedgeKey | null = enter): Timed[] {
  const keys = [...text].map((character): Timed => [gapMs, keyOf(character)]);
  return end === null ? keys : [...keys, [gapMs, end]];
}

/** Everything that came out, as short words. */
export function told(out: readonly WedgeOut[]): string[] {
  return out.map((one) => {
    if (one.kind === 'scan') return `scan ${one.text}`;
    if (one.kind === 'typed') return `typed ${one.keys.map((key) => key.key).join(' ')}`;
    return one.kind;
  });
}

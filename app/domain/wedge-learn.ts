import { decodeWedgeKey, isDeadKey, wedgeLayouts, type WedgeLayout } from './wedge-layout.ts';
import { affixLengthMax, wedgeGapMs, type WedgeSettings } from './wedge-settings.ts';
import { isModifier, nameOfKey, type WedgeKey } from './wedge.ts';

/** What the keys of one scan of a known code tell about the scanner. */
export type WedgeLesson =
  | {
      readonly kind: 'learned';
      readonly settings: WedgeSettings;
      /** The longest pause between two keys, ms, as measured. */
      readonly gapMsMax: number;
    }
  /** No keys, or too few to be a scan. */
  | { readonly kind: 'nothing' }
  /** An input method is on and takes the keys. */
  | { readonly kind: 'ime' }
  | { readonly kind: 'alt-numpad' }
  /** Capital and small letters come the wrong way round. */
  | { readonly kind: 'case-swapped' }
  /** The right text, but key by key as slow as a person. */
  | { readonly kind: 'too-slow'; readonly gapMsMax: number }
  /** More stands before or after the code than can be taken off. */
  | { readonly kind: 'affix-too-long' }
  /** No layout gives the known text. `text` is what the present layout reads. */
  | { readonly kind: 'unknown'; readonly text: string };

/**
 * Learns a scanner from the keydowns of one scan of a code with the text `known`. Layouts are tried
 * from the present one on, so that nothing changes without need.
 */
export function learnWedge(
  keys: readonly WedgeKey[],
  known: string,
  present: WedgeLayout,
): WedgeLesson {
  const strokes = keys.filter((key) => !isModifier(key));
  if (strokes.filter((key) => key.alt && /^Numpad\d$/.test(key.code)).length >= 2) {
    return { kind: 'alt-numpad' };
  }
  if (strokes.some((key) => key.key === 'Process')) return { kind: 'ime' };
  if (strokes.length < known.length) return { kind: 'nothing' };
  const gapMsMax = longestGapMs(keys);
  for (const layout of [present, ...wedgeLayouts.filter((one) => one !== present)]) {
    const names = namesOf(strokes, layout);
    const at = indexOfText(names, known);
    if (at !== -1) return lessonOf({ names, at, known, layout, gapMsMax });
    if (indexOfText(names.map(swapCase), known) !== -1) return { kind: 'case-swapped' };
  }
  const text = namesOf(strokes, present).filter((name) => [...name].length === 1);
  return { kind: 'unknown', text: text.join('') };
}

type Found = {
  readonly names: readonly string[];
  readonly at: number;
  readonly known: string;
  readonly layout: WedgeLayout;
  readonly gapMsMax: number;
};

function lessonOf({ names, at, known, layout, gapMsMax }: Found): WedgeLesson {
  if (gapMsMax > wedgeGapMs.max) return { kind: 'too-slow', gapMsMax };
  const prefix = names.slice(0, at);
  const suffix = withoutSecondEnter(names.slice(at + known.length));
  if (prefix.length > affixLengthMax || suffix.length > affixLengthMax) {
    return { kind: 'affix-too-long' };
  }
  // All that people's typing leaves: a busy PC may stretch the pauses of any scanner.
  const settings = { layout, prefix, suffix, gapMs: wedgeGapMs.max };
  return { kind: 'learned', settings, gapMsMax };
}

/** CR and LF come as two Enters; the second is dropped by itself. */
function withoutSecondEnter(suffix: readonly string[]): readonly string[] {
  const first = suffix.indexOf('Enter');
  const rest = suffix.slice(first);
  return first !== -1 && rest.every((name) => name === 'Enter')
    ? suffix.slice(0, first + 1)
    : suffix;
}

/** The longest gap but one: a single longer one is a busy PC's, not the scanner's. */
function longestGapMs(keys: readonly WedgeKey[]): number {
  const gaps: number[] = [];
  let beforeMs: number | null = null;
  for (const { timeStampMs } of keys) {
    if (beforeMs !== null) gaps.push(timeStampMs - beforeMs);
    beforeMs = timeStampMs;
  }
  return Math.max(0, ...gaps.toSorted((a, b) => a - b).slice(0, -1));
}

/** Each key's character or name; a Space that only completes a dead key is left out. */
function namesOf(strokes: readonly WedgeKey[], layout: WedgeLayout): string[] {
  const names: string[] = [];
  strokes.forEach((key, index) => {
    const name = nameOfStroke(key, layout);
    const before = strokes[index - 1];
    const completes = name === ' ' && before !== undefined && isDeadKey(before, layout);
    if (!completes) names.push(name);
  });
  return names;
}

function nameOfStroke(key: WedgeKey, layout: WedgeLayout): string {
  if (key.key === 'Enter' || /^(?:Numpad)?Enter$/.test(key.code)) return 'Enter';
  if (key.key === 'Tab' || key.code === 'Tab') return 'Tab';
  if (key.ctrl && !key.alt) return nameOfKey(key);
  return decodeWedgeKey(key, layout) ?? nameOfKey(key);
}

function indexOfText(names: readonly string[], known: string): number {
  const wanted = [...known];
  return names.findIndex((_, from) =>
    wanted.every((character, index) => names[from + index] === character),
  );
}

function swapCase(name: string): string {
  if (!/^[A-Za-z]$/.test(name)) return name;
  return name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
}

import { decodeWedgeKey, isDeadKey } from './wedge-layout.ts';
import { defaultWedgeSettings, endsByIdle, type WedgeSettings } from './wedge-settings.ts';

/** One keydown as the window gets it. `timeStampMs` is the event's own time, never "now". */
export type WedgeKey = {
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
  readonly timeStampMs: number;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  /** The right Alt of layouts that have a third character on a key. */
  readonly altGraph?: boolean;
};

export type WedgeOut =
  | { readonly kind: 'scan'; readonly text: string; readonly completedAtMs: number }
  /** Keys a person pressed, in order; act on them as if they had just arrived. */
  | { readonly kind: 'typed'; readonly keys: readonly WedgeKey[] }
  /** An input method ate a scan: nothing of it can be trusted, it must be scanned again. */
  | { readonly kind: 'ime-swallowed' }
  /** The scanner types by Alt and number pad, which cannot be read: that mode must be turned off. */
  | { readonly kind: 'alt-numpad' };

/**
 * The burst going on. A released key stays in it, so that a scan is still read whole when the
 * screen was busy and the release came before keys that were already waiting.
 */
export type WedgeState = {
  readonly keys: readonly WedgeKey[];
  /** What each key stands for: a character, or a key by name; '' for one that only completes another. */
  readonly names: readonly string[];
  readonly characterCount: number;
  /** The names of a burst that broke off just before this one: the scanner or the PC may have stopped. */
  readonly fragment: readonly string[];
  readonly releasedCount: number;
  readonly processCount: number;
  readonly altDigitCount: number;
  /** The last key waits for a Space to complete it. */
  readonly deadBefore: boolean;
  /** Holds a key that stands for nothing a scanner sends: nothing of this burst may become a scan. */
  readonly broken: boolean;
  /** The rest of a burst that cannot be read is dropped. */
  readonly swallowing: boolean;
  readonly lastMs: number;
  /** The longest pause between two keys of the burst. */
  readonly slowestMs: number;
  /** When the last end of a scan came. */
  readonly completedMs: number;
  /** When the latest keys of any kind came, and the latest one of an input method. */
  readonly latestMs: readonly number[];
  readonly processMs: number;
};

export type WedgeStep = { readonly state: WedgeState; readonly out: readonly WedgeOut[] };

/** The LF of a CR+LF suffix, and the Enter after silence has ended a scan, come within this. */
export const secondEndGapMsMax = 60;
/**
 * A burst that is long enough for a scan can be no person's: the scanner or a busy PC may then stop
 * for so long between two keys, or before Enter.
 */
export const provenGapMsMax = 150;
/** A burst that broke off sooner: from two quick keys on it is taken for the start of what follows. */
const fragmentMin = 2;
const fragmentMax = 40;
/** Such a burst is held as long, with room for a late event. */
const longHoldMsMax = provenGapMsMax + 15;
/** Where silence ends a scan the cashier waits for it, and the scanner may stop a little shorter. */
const silenceMsMax = 100;
const silentGapMsMax = 90;
/** How much longer than a burst's gap a person's key waits: too little to be felt. */
const holdMarginMs = 5;
export const scanCharactersMin = 6;
/**
 * From so few characters on it is a scan too when every pause, the one before the end included, is no person's: a
 * donation code has three digits, and its Enter must not settle a sale. Of people at a number pad one pause in a
 * hundred was 31 ms, none shorter.
 */
export const shortScanCharactersMin = 3;
export const shortScanGapMsMax = 25;
export const scanCharactersMax = 4096;
/**
 * Keys of an input method this close together are no person's. With Shift they often give no keydown
 * at all, so few may be left of a scan.
 */
const processKeysMin = 4;
const altDigitsMin = 4;
/** So many keys of any kind so quickly are no person's: with an input method among them, it ate a scan. */
const quickKeysMin = 8;
const quickMsMax = 300;
/**
 * An input method hands on what is left of a scan late and unevenly (130 ms were measured on an idle
 * PC); nobody has read by then that the scan was lost, and presses a key because of it.
 */
const swallowGapMsMax = 500;

export const initialWedge: WedgeState = {
  keys: [],
  names: [],
  characterCount: 0,
  fragment: [],
  releasedCount: 0,
  processCount: 0,
  altDigitCount: 0,
  deadBefore: false,
  broken: false,
  swallowing: false,
  lastMs: Number.NEGATIVE_INFINITY,
  slowestMs: 0,
  completedMs: Number.NEGATIVE_INFINITY,
  latestMs: [],
  processMs: Number.NEGATIVE_INFINITY,
};

type KeyRole =
  'modifier' | 'terminator' | 'process' | 'character' | 'named' | 'alt-digit' | 'other';

function roleOf(key: WedgeKey, settings: WedgeSettings): KeyRole {
  if (isModifier(key)) return 'modifier';
  if (key.alt && !key.ctrl && /^Numpad\d$/.test(key.code)) return 'alt-digit';
  if (key.ctrl || key.alt || key.meta) {
    if (key.meta) return 'other';
    if (isAffix(key, settings)) return 'named';
    return key.alt && decodeWedgeKey(key, settings.layout) !== null ? 'character' : 'other';
  }
  if (key.key === 'Process') return 'process';
  // xdotool and some drivers send Enter without a code.
  if (key.key === 'Enter' || key.code === 'Enter' || key.code === 'NumpadEnter')
    return 'terminator';
  // Shift+Tab is a person going back; no scanner sends it.
  if (key.key === 'Tab' || key.code === 'Tab') return key.shift ? 'other' : 'terminator';
  if (isFunctionKey(key)) return 'named';
  if (decodeWedgeKey(key, settings.layout) !== null) return 'character';
  return isAffix(key, settings) ? 'named' : 'other';
}

/** A key that this scanner is known to send before or after a code. */
function isAffix(key: WedgeKey, { prefix, suffix }: WedgeSettings): boolean {
  const name = nameOfKey(key);
  return prefix.includes(name) || suffix.includes(name);
}

/** Shift, Ctrl and the like: they stand for nothing alone. */
export function isModifier({ key }: Pick<WedgeKey, 'key'>): boolean {
  return /^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock)$/.test(key);
}

/** F1 to F24 alone: some scanners send one before or after a code. */
export function isFunctionKey(key: WedgeKey): boolean {
  const plain = !key.shift && !key.ctrl && !key.alt && !key.meta;
  return plain && /^F(?:[1-9]|1\d|2[0-4])$/.test(key.key);
}

/** A key that stands for no character by name: `F9`, `Ctrl+KeyB`, `Enter`. */
export function nameOfKey(key: WedgeKey): string {
  const { ctrl, code } = key;
  if (ctrl) return `Ctrl+${code}`;
  return isFunctionKey(key) ? key.key : code || key.key;
}

/**
 * Takes one keydown. A burst (6 characters without a gap longer than the settings', then 150 ms at
 * most) ended by Enter or Tab, or by the last key of the suffix, is a scan, and so is a shorter one that
 * no person types so quickly (`shortScanGapMsMax`); everything else comes out as typed, in order. Keys are
 * read from place and Shift by the scanner's layout. A modifier alone gives nothing out.
 */
export function pressKey(
  before: WedgeState,
  key: WedgeKey,
  settings: WedgeSettings = defaultWedgeSettings,
): WedgeStep {
  const role = roleOf(key, settings);
  const state = noteKey(before, key, role);
  if (isQuickWithInputMethod(state)) return swallow(state, 'ime-swallowed', key.timeStampMs);
  const gapMs = key.timeStampMs - state.lastMs;
  const inBurst = gapMs <= gapMsMaxOf(state, settings);
  if (role === 'modifier') {
    // A slow scanner's Shift halves the gap between two characters, so it carries the burst on.
    return { state: inBurst ? goneOn(state, key.timeStampMs) : state, out: [] };
  }
  if (role === 'terminator') return pressTerminator(state, { key, gapMs, settings });
  const ended = inBurst ? { state, out: [] } : endBurst(state, gapMs);
  if (ended.state.swallowing) {
    return { state: { ...ended.state, lastMs: key.timeStampMs }, out: [] };
  }
  const next = pressInBurst(ended.state, { key, role, settings });
  return { state: next.state, out: joinTyped([...ended.out, ...next.out]) };
}

function gapMsMaxOf(state: WedgeState, settings: WedgeSettings): number {
  if (state.swallowing) return swallowGapMsMax;
  if (!mayBeScan(state)) return settings.gapMs;
  return endsByIdle(settings) ? silentGapMsMax : provenGapMsMax;
}

function noteKey(state: WedgeState, { timeStampMs }: WedgeKey, role: KeyRole): WedgeState {
  const latestMs = [...state.latestMs, timeStampMs].slice(-quickKeysMin);
  return role === 'process'
    ? { ...state, latestMs, processMs: timeStampMs }
    : { ...state, latestMs };
}

function isQuickWithInputMethod({ latestMs, processMs, swallowing }: WedgeState): boolean {
  if (swallowing || latestMs.length < quickKeysMin) return false;
  const fromMs = Math.min(...latestMs);
  return Math.max(...latestMs) - fromMs <= quickMsMax && processMs >= fromMs;
}

/** The burst goes on at this moment. */
function goneOn(state: WedgeState, lastMs: number): WedgeState {
  const pauseMs = state.keys.length === 0 ? 0 : lastMs - state.lastMs;
  return { ...state, lastMs, slowestMs: Math.max(state.slowestMs, pauseMs) };
}

/** Drops the burst, and what is still to come of it. */
function swallow(
  { completedMs }: WedgeState,
  kind: 'ime-swallowed' | 'alt-numpad',
  lastMs: number,
): WedgeStep {
  return { state: { ...initialWedge, completedMs, swallowing: true, lastMs }, out: [{ kind }] };
}

/**
 * Lets time pass; call it at `nextDeadlineMs`, on the clock of the events' time stamps. Keys whose
 * hold has ended come out as typed, or as a scan where the scanner sends nothing at its end.
 */
export function elapse(
  state: WedgeState,
  nowMs: number,
  settings: WedgeSettings = defaultWedgeSettings,
): WedgeStep {
  const deadlineMs = nextDeadlineMs(state, settings);
  if (deadlineMs === null || nowMs < deadlineMs) return { state, out: [] };
  const isEnd = endsByIdle(settings) && mayBeScan(state);
  const text = isEnd ? scannedText(state, settings) : null;
  if (text !== null) return completeScan(text, state.lastMs);
  return { state: { ...state, releasedCount: state.keys.length }, out: heldAsTyped(state) };
}

/** When `elapse` must be called next; null when no key is held. */
export function nextDeadlineMs(
  state: WedgeState,
  settings: WedgeSettings = defaultWedgeSettings,
): number | null {
  if (state.releasedCount >= state.keys.length) return null;
  const longHoldMs = endsByIdle(settings) ? silenceMsMax : longHoldMsMax;
  return state.lastMs + (mayBeScan(state) ? longHoldMs : settings.gapMs + holdMarginMs);
}

function mayBeScan({ broken, characterCount }: WedgeState): boolean {
  return !broken && characterCount >= scanCharactersMin;
}

/** Few keys, but with their end quicker than anybody's. */
function isShortScan({ broken, characterCount, slowestMs }: WedgeState, gapMs: number): boolean {
  const isQuick = Math.max(slowestMs, gapMs) <= shortScanGapMsMax;
  return !broken && characterCount >= shortScanCharactersMin && isQuick;
}

function completeScan(text: string, completedAtMs: number): WedgeStep {
  return {
    state: { ...initialWedge, completedMs: completedAtMs },
    out: [{ kind: 'scan', text, completedAtMs }],
  };
}

/**
 * The code of a burst without what the scanner puts around it; null when it is none. A function key
 * before or after the code is the scanner's, learned or not: pressed by a person it would have meant
 * something on the screen.
 */
function scannedText(state: WedgeState, { prefix, suffix }: WedgeSettings): string | null {
  let names = [...state.fragment, ...state.names].filter((name) => name !== '');
  if (prefix.every((name, index) => names[index] === name)) names = names.slice(prefix.length);
  const ends = suffix.at(-1);
  const tail = ends === 'Enter' || ends === 'Tab' ? suffix.slice(0, -1) : suffix;
  const from = names.length - tail.length;
  if (from >= 0 && tail.every((name, index) => names[from + index] === name)) {
    names = names.slice(0, from);
  }
  const isCharacter = (name: string): boolean => [...name].length === 1;
  const code = names.slice(names.findIndex(isCharacter), names.findLastIndex(isCharacter) + 1);
  return code.length > 0 && code.every(isCharacter) ? code.join('') : null;
}

function heldAsTyped(state: WedgeState): WedgeOut[] {
  const keys = state.keys.slice(state.releasedCount);
  return keys.length === 0 ? [] : [{ kind: 'typed', keys }];
}

/** `gapMs`: the pause that ended it. After a short one, what comes may be the rest of the same scan. */
function endBurst(state: WedgeState, gapMs: number): WedgeStep {
  const { completedMs, latestMs, processMs, names, broken } = state;
  const brokeOff = !broken && names.length >= fragmentMin && gapMs <= provenGapMsMax;
  const fragment = brokeOff ? [...state.fragment, ...names].slice(-fragmentMax) : [];
  return {
    state: { ...initialWedge, completedMs, latestMs, processMs, fragment },
    out: heldAsTyped(state),
  };
}

type Pressed<R = unknown> = {
  readonly key: WedgeKey;
  readonly settings: WedgeSettings;
} & R;

function pressTerminator(
  state: WedgeState,
  { key, gapMs, settings }: Pressed<{ readonly gapMs: number }>,
): WedgeStep {
  const atMs = key.timeStampMs;
  if (state.swallowing && gapMs <= swallowGapMsMax) {
    return { state: { ...initialWedge, completedMs: atMs }, out: [] };
  }
  // The LF of a CR+LF suffix must not confirm anything on the screen.
  if (state.keys.length === 0 && atMs - state.completedMs <= secondEndGapMsMax) {
    return { state, out: [] };
  }
  const isEnd = (mayBeScan(state) && gapMs <= provenGapMsMax) || isShortScan(state, gapMs);
  const text = isEnd ? scannedText(state, settings) : null;
  if (text !== null) return completeScan(text, atMs);
  const ended = endBurst(state, Number.POSITIVE_INFINITY);
  return { state: ended.state, out: joinTyped([...ended.out, { kind: 'typed', keys: [key] }]) };
}

function pressInBurst(
  state: WedgeState,
  { key, role, settings }: Pressed<{ readonly role: KeyRole }>,
): WedgeStep {
  const lastMs = key.timeStampMs;
  const processCount = state.processCount + (role === 'process' ? 1 : 0);
  const altDigitCount = state.altDigitCount + (role === 'alt-digit' ? 1 : 0);
  if (processCount >= processKeysMin) return swallow(state, 'ime-swallowed', lastMs);
  if (altDigitCount >= altDigitsMin) return swallow(state, 'alt-numpad', lastMs);
  if (role === 'other') return pressOther(state, key);
  // Beyond the limit nothing is kept: the text arrives cut and is refused as too long.
  if (state.keys.length >= scanCharactersMax) return { state: { ...state, lastMs }, out: [] };
  const name = nameInBurst(state, { key, role, settings });
  const held: WedgeState = {
    ...goneOn(state, lastMs),
    keys: [...state.keys, key],
    names: [...state.names, name],
    characterCount: state.characterCount + (role === 'character' && name !== '' ? 1 : 0),
    deadBefore: role === 'character' && isDeadKey(key, settings.layout),
    processCount,
    altDigitCount,
    broken: state.broken || role === 'process' || role === 'alt-digit',
  };
  const isEnd = role === 'named' && name === settings.suffix.at(-1);
  const isScan = isEnd && (mayBeScan(held) || isShortScan(held, 0));
  const text = isScan ? scannedText(held, settings) : null;
  return text === null ? { state: held, out: [] } : completeScan(text, lastMs);
}

function nameInBurst(
  state: WedgeState,
  { key, role, settings }: Pressed<{ readonly role: KeyRole }>,
): string {
  if (role === 'named') return nameOfKey(key);
  const character = role === 'character' ? decodeWedgeKey(key, settings.layout) : null;
  return state.deadBefore && character === ' ' ? '' : (character ?? '');
}

/** A key that no scanner sends passes at once; amid a burst it makes the text unsure. */
function pressOther(state: WedgeState, key: WedgeKey): WedgeStep {
  const out: WedgeOut[] = [...heldAsTyped(state), { kind: 'typed', keys: [key] }];
  if (state.keys.length === 0) return { state, out };
  const released = { ...state, releasedCount: state.keys.length };
  return { state: { ...released, broken: true, lastMs: key.timeStampMs }, out };
}

/** Neighbouring `typed` outs as one. */
function joinTyped(outs: readonly WedgeOut[]): WedgeOut[] {
  const joined: WedgeOut[] = [];
  for (const out of outs) {
    const last = joined.at(-1);
    if (last?.kind === 'typed' && out.kind === 'typed') {
      joined[joined.length - 1] = { kind: 'typed', keys: [...last.keys, ...out.keys] };
    } else {
      joined.push(out);
    }
  }
  return joined;
}

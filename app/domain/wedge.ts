import { decodeWedgeKey } from './wedge-layout.ts';

/** One keydown as the window gets it. `timeStampMs` is the event's own time, never "now". */
export type WedgeKey = {
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
  readonly timeStampMs: number;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
};

export type WedgeOut =
  | { readonly kind: 'scan'; readonly text: string; readonly completedAtMs: number }
  /** Keys a person pressed, in order; act on them as if they had just arrived. */
  | { readonly kind: 'typed'; readonly keys: readonly WedgeKey[] }
  /** An input method ate a scan: nothing of it can be trusted, it must be scanned again. */
  | { readonly kind: 'ime-swallowed' };

/**
 * The burst going on. A released key stays in it, so that a scan is still read whole when the
 * screen was busy and the release came before keys that were already waiting.
 */
export type WedgeState = {
  readonly keys: readonly WedgeKey[];
  readonly text: string;
  readonly releasedCount: number;
  readonly processCount: number;
  /** Holds a key that stands for no character: nothing of this burst may become a scan. */
  readonly broken: boolean;
  /** The rest of a burst the input method ate is dropped. */
  readonly swallowing: boolean;
  readonly lastMs: number;
  /** When the last terminator of a scan came. */
  readonly completedMs: number;
};

export type WedgeStep = { readonly state: WedgeState; readonly out: readonly WedgeOut[] };

/** Measured: scanners 1–19 ms between keys; people 80 ms and more, about 30 ms in a roll-over. */
export const burstGapMsMax = 40;
export const terminatorGapMsMax = 60;
/** How long a person's key waits; more than a burst gap, too little to be felt. */
export const holdMsMax = 45;
/** A burst long enough to be a scan waits for its terminator, with room for a late event. */
const longHoldMsMax = terminatorGapMsMax + 15;
export const scanCharactersMin = 6;
export const scanCharactersMax = 4096;
const processKeysMin = 4;

export const initialWedge: WedgeState = {
  keys: [],
  text: '',
  releasedCount: 0,
  processCount: 0,
  broken: false,
  swallowing: false,
  lastMs: Number.NEGATIVE_INFINITY,
  completedMs: Number.NEGATIVE_INFINITY,
};

type KeyRole = 'modifier' | 'terminator' | 'process' | 'character' | 'other';

function roleOf(key: WedgeKey): KeyRole {
  if (/^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock)$/.test(key.key)) return 'modifier';
  if (key.ctrl || key.alt || key.meta) return 'other';
  if (key.key === 'Process') return 'process';
  // xdotool and some drivers send Enter without a code.
  if (key.key === 'Enter' || key.code === 'Enter' || key.code === 'NumpadEnter')
    return 'terminator';
  // Shift+Tab is a person going back; no scanner sends it.
  if (key.key === 'Tab' || key.code === 'Tab') return key.shift ? 'other' : 'terminator';
  return decodeWedgeKey(key) === null ? 'other' : 'character';
}

/**
 * Takes one keydown. A burst (gaps up to 40 ms) of at least 6 characters ended by Enter or Tab
 * within 60 ms is a scan; everything else comes out as typed, in order. Keys are read from place
 * and Shift by the US layout. A modifier alone gives nothing out.
 */
export function pressKey(state: WedgeState, key: WedgeKey): WedgeStep {
  const role = roleOf(key);
  const gapMs = key.timeStampMs - state.lastMs;
  if (role === 'modifier') {
    // A slow scanner's Shift halves the gap between two characters, so it carries the burst on.
    return {
      state: gapMs <= burstGapMsMax ? { ...state, lastMs: key.timeStampMs } : state,
      out: [],
    };
  }
  if (role === 'terminator') return pressTerminator(state, key, gapMs);
  const ended = gapMs <= burstGapMsMax ? { state, out: [] } : endBurst(state);
  if (ended.state.swallowing) {
    return { state: { ...ended.state, lastMs: key.timeStampMs }, out: [] };
  }
  const next = role === 'other' ? pressOther(ended.state, key) : hold(ended.state, key, role);
  return { state: next.state, out: joinTyped([...ended.out, ...next.out]) };
}

/**
 * Lets time pass; call it at `nextDeadlineMs`, on the clock of the events' time stamps. Keys whose
 * hold has ended come out as typed.
 */
export function elapse(state: WedgeState, nowMs: number): WedgeStep {
  const deadlineMs = nextDeadlineMs(state);
  if (deadlineMs === null || nowMs < deadlineMs) return { state, out: [] };
  return { state: { ...state, releasedCount: state.keys.length }, out: heldAsTyped(state) };
}

/** When `elapse` must be called next; null when no key is held. */
export function nextDeadlineMs(state: WedgeState): number | null {
  if (state.releasedCount >= state.keys.length) return null;
  const mayBeScan = !state.broken && state.text.length >= scanCharactersMin;
  return state.lastMs + (mayBeScan ? longHoldMsMax : holdMsMax);
}

function heldAsTyped(state: WedgeState): WedgeOut[] {
  const keys = state.keys.slice(state.releasedCount);
  return keys.length === 0 ? [] : [{ kind: 'typed', keys }];
}

function endBurst(state: WedgeState): WedgeStep {
  return {
    state: { ...initialWedge, completedMs: state.completedMs },
    out: heldAsTyped(state),
  };
}

function pressTerminator(state: WedgeState, key: WedgeKey, gapMs: number): WedgeStep {
  const atMs = key.timeStampMs;
  const inTime = gapMs <= terminatorGapMsMax;
  const done: WedgeState = { ...initialWedge, completedMs: atMs };
  if (inTime && state.swallowing) return { state: done, out: [] };
  // The LF of a CR+LF suffix must not confirm anything on the screen.
  if (state.keys.length === 0 && atMs - state.completedMs <= terminatorGapMsMax) {
    return { state, out: [] };
  }
  if (inTime && !state.broken && state.text.length >= scanCharactersMin) {
    return { state: done, out: [{ kind: 'scan', text: state.text, completedAtMs: atMs }] };
  }
  const ended = endBurst(state);
  return { state: ended.state, out: joinTyped([...ended.out, { kind: 'typed', keys: [key] }]) };
}

/** A key that stands for no character passes at once; amid a burst it makes the text unsure. */
function pressOther(state: WedgeState, key: WedgeKey): WedgeStep {
  const out: WedgeOut[] = [...heldAsTyped(state), { kind: 'typed', keys: [key] }];
  if (state.keys.length === 0) return { state, out };
  const released = { ...state, releasedCount: state.keys.length };
  return { state: { ...released, broken: true, lastMs: key.timeStampMs }, out };
}

function hold(state: WedgeState, key: WedgeKey, role: 'process' | 'character'): WedgeStep {
  const lastMs = key.timeStampMs;
  const processCount = state.processCount + (role === 'process' ? 1 : 0);
  if (processCount >= processKeysMin) {
    const swallowing = {
      ...initialWedge,
      completedMs: state.completedMs,
      swallowing: true,
      lastMs,
    };
    return { state: swallowing, out: [{ kind: 'ime-swallowed' }] };
  }
  // Beyond the limit nothing is kept: the text arrives cut and is refused as too long.
  if (state.keys.length >= scanCharactersMax) return { state: { ...state, lastMs }, out: [] };
  const held: WedgeState = {
    ...state,
    keys: [...state.keys, key],
    text: state.text + (decodeWedgeKey(key) ?? ''),
    processCount,
    broken: state.broken || role === 'process',
    lastMs,
  };
  return { state: held, out: [] };
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

import type { WedgeSettings } from '../../app/domain/wedge-settings.ts';
import {
  elapse,
  initialWedge,
  isFunctionKey,
  nextDeadlineMs,
  pressKey,
  type WedgeKey,
  type WedgeOut,
  type WedgeState,
  type WedgeStep,
} from '../../app/domain/wedge.ts';
import { commandForKey, isBrowserKey, type Command } from './commands.ts';

/** A keydown of the window; the DOM event fits. */
export type KeyDown = {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  /** On the clock of `performance.now()`. */
  readonly timeStamp: number;
  readonly getModifierState?: (name: 'AltGraph') => boolean;
  readonly preventDefault: () => void;
  readonly stopImmediatePropagation: () => void;
};

/**
 * Where keys go now. `text`: an editable field, the browser and the input method write in it.
 * `digits`: a read-only field that only we write in (an input method cannot be active there).
 * `pressable`: a button or the like that Enter and Space press. `tap`: takes every key itself, to
 * learn a scanner. `sink`: none of these.
 */
export type FocusKind = 'text' | 'digits' | 'pressable' | 'tap' | 'sink';

/** What the browser has just written into a field; the DOM's input event fits. */
export type FieldInput = {
  readonly inputType?: string;
  readonly timeStamp: number;
};

export type KeyIntakeDeps = {
  readonly focusKind: () => FocusKind;
  /** How the keyboard scanner is set up now. */
  readonly settings: () => WedgeSettings;
  /** Called as a burst begins; the answer puts back what the burst's keys have changed since. */
  readonly captureBeforeBurst: () => () => void;
  /** Writes a character into the focused field. */
  readonly insertText: (text: string) => void;
  /** Takes the last digit off the focused `digits` field. */
  readonly removeLast: () => void;
  /** Text and wall time (epoch ms) of a complete scan. */
  readonly onScan: (text: string, completedAtMs: number) => void;
  /** A scan came that cannot be read; nothing of it may stay. */
  readonly onSwallowed: (by: 'ime-swallowed' | 'alt-numpad') => void;
  /** Answers whether the command did something here; if not, the key keeps its own meaning. */
  readonly onCommand: (command: Command) => boolean;
  readonly nowMs: () => number;
  /** Wall time at the zero of the event clock: `performance.timeOrigin`. */
  readonly timeOriginMs: number;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
};

export type KeyIntake = {
  readonly keyDown: (event: KeyDown) => void;
  readonly fieldInput: (event: FieldInput) => void;
  readonly stop: () => void;
};

/** A timer this late means the screen was busy: keys that came meanwhile are let in first. */
const lateTimerMs = 15;
const keysFirstMs = 30;
/**
 * After such a pause what stands in a field is the person's own; longer while an input method is at
 * work, which hands on the keys of a scan unevenly.
 */
const quietMsMin = { plain: 60, composed: 300 } as const;
const composedLatelyMs = 1_000;
/** One key of an input method changes the text up to so often: end of a word, next word, choice. */
const composedInputsMax = 3;
/**
 * How long an input method may still write of a scan that it ate: longer where nobody can have gone
 * back to a field to type.
 */
const afterwritesMsMax = { inField: 600, elsewhere: 2_000 } as const;

/**
 * The one place that keys pass before anything else sees them. A scan is recognised whatever has
 * focus. Without a text field, characters are held back until it is sure that a person typed them.
 * In a text field they are let through at once, so that typing and input methods work as ever, and
 * when they turn out to be a scan the field gets back what it held before.
 */
export function createKeyIntake(deps: KeyIntakeDeps): KeyIntake {
  let state = initialWedge;
  let lastKeyMs = Number.NEGATIVE_INFINITY;
  let lastComposedMs = Number.NEGATIVE_INFINITY;
  const memory = createFieldMemory(deps);
  const writes = createWriteWatch();
  const pressedAtMs = createKeyClock(deps.nowMs);
  /** Keys whose own effect was left to the browser: nothing is left to do when they come out. */
  const letThrough = new WeakSet<WedgeKey>();
  const take = (step: WedgeStep): boolean => {
    state = step.state;
    return actOn(step.out, { deps, memory, letThrough });
  };
  const timer = createReleaseTimer(deps, () => state, take);

  const keyDown = (event: KeyDown): void => {
    const timeStampMs = pressedAtMs(event.timeStamp, lastKeyMs);
    const key: WedgeKey = { ...toWedgeKey(event), timeStampMs };
    const focus = deps.focusKind();
    if (focus === 'tap') return;
    const plain = isPlainCharacter(key);
    if (isBrowserKey(key)) event.preventDefault();
    // While something is being composed, what stands in the field is not the person's own yet.
    const lately = timeStampMs - lastComposedMs <= composedLatelyMs;
    const pauseMs = lately ? quietMsMin.composed : quietMsMin.plain;
    if (timeStampMs - lastKeyMs >= pauseMs && !event.isComposing) {
      memory.keepQuiet();
      writes.start();
    }
    lastKeyMs = timeStampMs;
    if (key.key === 'Process') {
      writes.composing();
      lastComposedMs = timeStampMs;
    }
    const isHeldAlone = plain || isTerminator(key) || isFunctionKey(key) || key.key === 'Process';
    if (event.repeat && isHeldAlone) {
      // A key held down is one key, to an input method too.
      if (focus !== 'text' && key.key !== 'Process') event.preventDefault();
      return;
    }
    const step = pressKey(state, key, deps.settings());
    const outKeys = step.out.flatMap((out) => (out.kind === 'typed' ? out.keys : []));
    const mine = step.state.keys.includes(key) || outKeys.includes(key);
    if (mine && leftToBrowser(event, key, focus)) {
      letThrough.add(key);
      if (focus === 'text' && plain) writes.expect();
    } else if (plain || isTerminator(key) || isFunctionKey(key)) stopKey(event, mine);

    if (take(step)) event.preventDefault();
    // The field still holds what it held before: the browser writes only after this handler.
    const begins = state.keys.length === 1 && state.keys[0] === key && state.fragment.length === 0;
    if (begins) memory.keepBurst();
    timer.start();
  };

  /**
   * Under the keys of a scan an input method often writes without any keydown: what no key explains
   * counts as a key that it took.
   */
  const fieldInput = (event: FieldInput): void => {
    if (memory.undoAfterwrite() || writes.explains(event)) return;
    lastKeyMs = Math.max(lastKeyMs, event.timeStamp);
    lastComposedMs = lastKeyMs;
    take(pressKey(state, unseenKey(lastKeyMs), deps.settings()));
    timer.start();
  };

  return { keyDown, fieldInput, stop: timer.stop };
}

/** What the fields and the amount held, to be put back when keys turn out to be no person's. */
function createFieldMemory(deps: KeyIntakeDeps) {
  let restoreBurst: () => void = () => undefined;
  let restoreQuiet: () => void = () => undefined;
  let swallowedAtMs = Number.NEGATIVE_INFINITY;
  const isAfterSwallow = (): boolean => {
    const where = deps.focusKind() === 'text' ? 'inField' : 'elsewhere';
    return deps.nowMs() - swallowedAtMs <= afterwritesMsMax[where];
  };
  return {
    /** As it is at the first key of a burst. */
    keepBurst: (): void => void (restoreBurst = deps.captureBeforeBurst()),
    /** As it is after a pause of the keys. */
    keepQuiet: (): void => {
      if (!isAfterSwallow()) restoreQuiet = deps.captureBeforeBurst();
    },
    undoBurst: (): void => restoreBurst(),
    undoSwallowed: (): void => {
      restoreQuiet();
      swallowedAtMs = deps.nowMs();
    },
    /** Undoes what the input method still writes of a scan that it ate; answers whether it may be that. */
    undoAfterwrite: (): boolean => {
      if (isAfterSwallow()) restoreQuiet();
      return isAfterSwallow();
    },
  };
}

type ActParts = {
  readonly deps: KeyIntakeDeps;
  readonly memory: ReturnType<typeof createFieldMemory>;
  readonly letThrough: WeakSet<WedgeKey>;
};

/** Does what came out; answers whether the last typed key meant something. */
function actOn(outs: readonly WedgeOut[], { deps, memory, letThrough }: ActParts): boolean {
  let handled = false;
  for (const out of outs) {
    if (out.kind === 'scan') {
      memory.undoBurst();
      deps.onScan(out.text, deps.timeOriginMs + out.completedAtMs);
    } else if (out.kind !== 'typed') {
      // First away from the field: leaving it writes what the input method has composed so far.
      deps.onSwallowed(out.kind);
      memory.undoSwallowed();
    } else {
      for (const key of out.keys) {
        if (!letThrough.has(key)) handled = actOnTyped(deps, key);
      }
    }
  }
  return handled;
}

/** Lets held keys go when their time has come. */
function createReleaseTimer(
  deps: KeyIntakeDeps,
  stateNow: () => WedgeState,
  take: (step: WedgeStep) => void,
) {
  let cancel: () => void = () => undefined;
  const release = (): void => {
    take(elapse(stateNow(), deps.nowMs(), deps.settings()));
    start();
  };
  const start = (): void => {
    cancel();
    const deadlineMs = nextDeadlineMs(stateNow(), deps.settings());
    if (deadlineMs === null) return;
    const dueMs = Math.max(deadlineMs, deps.nowMs());
    cancel = deps.setTimer(() => {
      // A silence that the screen slept through is none: a code must not be cut by it.
      if (deps.nowMs() - dueMs > lateTimerMs) cancel = deps.setTimer(release, keysFirstMs);
      else release();
    }, dueMs - deps.nowMs());
  };
  return { start, stop: (): void => cancel() };
}

/**
 * When a key was pressed. An input method on Linux hands keys on under the time of an earlier press of
 * the same key; then the present is the nearest to the truth. Never before the key before.
 */
function createKeyClock(nowMs: () => number): (stampMs: number, lastKeyMs: number) => number {
  let lastStampMs = Number.NEGATIVE_INFINITY;
  return (stampMs, lastKeyMs) => {
    if (stampMs < lastStampMs) return Math.max(nowMs(), lastKeyMs);
    lastStampMs = stampMs;
    return Math.max(stampMs, lastKeyMs);
  };
}

/** Knows which writes in a field come of keys that were seen. */
function createWriteWatch() {
  /** Keys let through whose character the browser has not written yet. */
  let expected = 0;
  /** What the latest key of the input method may still write by itself. */
  let composed = 0;
  return {
    start: (): void => {
      expected = 0;
      composed = 0;
    },
    expect: (): void => void (expected += 1),
    composing: (): void => void (composed = composedInputsMax),
    explains: ({ inputType = '' }: FieldInput): boolean => {
      if (!/^(?:insertText|(?:insert|delete).*Composition.*)$/.test(inputType)) return true;
      if (inputType === 'insertText' && expected > 0) expected -= 1;
      else if (composed > 0) composed -= 1;
      else return false;
      return true;
    },
  };
}

/** What the browser does by itself with a key, given where the focus is. */
function leftToBrowser(event: KeyDown, key: WedgeKey, focus: FocusKind): boolean {
  if (event.isComposing || key.key === 'Process' || key.key === 'Tab') return true;
  if (focus === 'text') return isPlainCharacter(key) || isTerminator(key);
  if (focus === 'digits') return isTerminator(key);
  return focus === 'pressable' && (key.key === ' ' || isTerminator(key));
}

/** Held keys are ours alone; the end of a scan (and the LF of its CR+LF) must reach nothing. */
function stopKey(event: KeyDown, mine: boolean): void {
  event.preventDefault();
  if (!mine) event.stopImmediatePropagation();
}

/** Does what a key means; answers whether it meant anything. */
function actOnTyped(deps: KeyIntakeDeps, key: WedgeKey): boolean {
  const focus = deps.focusKind();
  const command = commandForKey(key, focus === 'text');
  if (focus === 'digits' && (command?.kind === 'digit' || command?.kind === 'backspace')) {
    if (command.kind === 'digit') deps.insertText(command.digit);
    else deps.removeLast();
    return true;
  }
  if (command) return deps.onCommand(command);
  // Held before the field got the focus, released after.
  if (focus === 'text' && isPlainCharacter(key)) deps.insertText(key.key);
  return false;
}

function isPlainCharacter(key: WedgeKey): boolean {
  return [...key.key].length === 1 && !key.ctrl && !key.alt && !key.meta;
}

function isTerminator(key: WedgeKey): boolean {
  return key.key === 'Enter' || key.key === 'Tab' || /^(?:Numpad)?Enter$/.test(key.code);
}

/** Stands for a key of which only the letter in the field is known. */
function unseenKey(timeStampMs: number): WedgeKey {
  const held = { shift: false, alt: false, ctrl: false, meta: false };
  return { key: 'Process', code: '', ...held, timeStampMs };
}

/** The parts of a keydown that tell what a scanner meant. */
export function toWedgeKey(event: KeyDown): WedgeKey {
  return {
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    alt: event.altKey,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    timeStampMs: event.timeStamp,
    altGraph: event.getModifierState?.('AltGraph') ?? false,
  };
}

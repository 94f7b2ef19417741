import {
  elapse,
  initialWedge,
  nextDeadlineMs,
  pressKey,
  type WedgeKey,
  type WedgeOut,
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
  readonly preventDefault: () => void;
  readonly stopImmediatePropagation: () => void;
};

/**
 * Where keys go now. `text`: an editable field, the browser and the input method write in it.
 * `digits`: a read-only field that only we write in (an input method cannot be active there).
 * `pressable`: a button or the like that Enter and Space press. `sink`: none of these.
 */
export type FocusKind = 'text' | 'digits' | 'pressable' | 'sink';

export type KeyIntakeDeps = {
  readonly focusKind: () => FocusKind;
  /** Called as a burst begins; the answer puts back what the burst's keys have changed since. */
  readonly captureBeforeBurst: () => () => void;
  /** Writes a character into the focused field. */
  readonly insertText: (text: string) => void;
  /** Takes the last digit off the focused `digits` field. */
  readonly removeLast: () => void;
  /** Text and wall time (epoch ms) of a complete scan. */
  readonly onScan: (text: string, completedAtMs: number) => void;
  readonly onImeSwallowed: () => void;
  /** Answers whether the command did something here; if not, the key keeps its own meaning. */
  readonly onCommand: (command: Command) => boolean;
  readonly nowMs: () => number;
  /** Wall time at the zero of the event clock: `performance.timeOrigin`. */
  readonly timeOriginMs: number;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
};

export type KeyIntake = {
  readonly keyDown: (event: KeyDown) => void;
  readonly stop: () => void;
};

/**
 * The one place that keys pass before anything else sees them. A scan is recognised whatever has
 * focus. Without a text field, characters are held back until it is sure that a person typed them.
 * In a text field they are let through at once, so that typing and input methods work as ever, and
 * when they turn out to be a scan the field gets back what it held before.
 */
export function createKeyIntake(deps: KeyIntakeDeps): KeyIntake {
  let state = initialWedge;
  let restore: () => void = () => undefined;
  let cancelTimer: () => void = () => undefined;
  /** Keys whose own effect was left to the browser: nothing is left to do when they come out. */
  const letThrough = new WeakSet<WedgeKey>();

  const apply = (outs: readonly WedgeOut[]): boolean => {
    let handled = false;
    for (const out of outs) {
      if (out.kind === 'scan') {
        restore();
        deps.onScan(out.text, deps.timeOriginMs + out.completedAtMs);
      } else if (out.kind === 'ime-swallowed') {
        // First away from the field: leaving it writes what the input method has composed so far.
        deps.onImeSwallowed();
        restore();
      } else {
        for (const key of out.keys) {
          if (!letThrough.has(key)) handled = actOnTyped(deps, key);
        }
      }
    }
    return handled;
  };

  const schedule = (): void => {
    cancelTimer();
    const deadlineMs = nextDeadlineMs(state);
    if (deadlineMs === null) return;
    cancelTimer = deps.setTimer(
      () => {
        const step = elapse(state, deps.nowMs());
        state = step.state;
        apply(step.out);
        schedule();
      },
      Math.max(0, deadlineMs - deps.nowMs()),
    );
  };

  const keyDown = (event: KeyDown): void => {
    const key = toWedgeKey(event);
    const focus = deps.focusKind();
    const plain = isPlainCharacter(key);
    if (isBrowserKey(key)) event.preventDefault();
    if (event.repeat && (plain || isTerminator(key))) {
      if (focus !== 'text') event.preventDefault();
      return;
    }
    const step = pressKey(state, key);
    state = step.state;

    const outKeys = step.out.flatMap((out) => (out.kind === 'typed' ? out.keys : []));
    const mine = state.keys.includes(key) || outKeys.includes(key);
    if (mine && leftToBrowser(event, key, focus)) letThrough.add(key);
    else if (plain || isTerminator(key)) stopKey(event, mine);

    if (apply(step.out)) event.preventDefault();
    // The field still holds what it held before: the browser writes only after this handler.
    if (state.keys.length === 1 && state.keys[0] === key) restore = deps.captureBeforeBurst();
    schedule();
  };

  return { keyDown, stop: () => cancelTimer() };
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

function toWedgeKey(event: KeyDown): WedgeKey {
  return {
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    alt: event.altKey,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    timeStampMs: event.timeStamp,
  };
}

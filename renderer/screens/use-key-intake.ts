import { useEffect, useRef, type Dispatch } from 'react';
import { defaultWedgeSettings } from '../../app/domain/wedge-settings.ts';
import { useCounter } from '../counter-context.tsx';
import { captureField, focusKind, insertText, removeLast } from '../input/focused-field.ts';
import { createKeyIntake } from '../input/key-intake.ts';
import type { UiAction } from '../ui-state.ts';
import type { AmountEntry } from './counter/amount-entry.ts';
import { useKeysFirst } from './staff/keys-first.ts';
import { startTimer } from './start-timer.ts';
import type { RunCommand } from './use-commands.ts';

/** A text field that is left alone this long gives the focus back to the scan sink. */
const fieldIdleMsMax = 20_000;

function leaveIdleField(): void {
  const active = document.activeElement;
  // Whoever writes several lines thinks in between, and what they type then must not go to the counter. In a field
  // for digits no input method takes keys.
  if (active instanceof HTMLTextAreaElement || focusKind(active) === 'digits') return;
  leaveField();
}

function leaveField(): void {
  const active = document.activeElement;
  if (active instanceof HTMLElement && focusKind(active) !== 'sink') active.blur();
}

const leaveAgainMs = [0, 150] as const;
const inviterSelector = '[name="invitedByCode"]';

/**
 * From a text field to where nothing can be written: there no input method takes keys. Answers
 * whether a field had the focus.
 */
function goToSink(): boolean {
  if (focusKind(document.activeElement) !== 'text') return false;
  leaveField();
  document.querySelector<HTMLElement>('[data-focus-sink]')?.focus({ preventScroll: true });
  return true;
}

/** Scans stay meant for the inviter's field until another field is chosen. */
function keepInviterAim(dispatch: Dispatch<UiAction>): void {
  dispatch({ kind: 'inviter-field', focused: true });
  const onFocus = ({ target }: FocusEvent): void => {
    const kind = target instanceof Element ? focusKind(target) : 'sink';
    if (kind !== 'text' && kind !== 'digits') return;
    document.removeEventListener('focusin', onFocus);
    const isInviter = target instanceof Element && target.matches(inviterSelector);
    if (!isInviter) dispatch({ kind: 'inviter-field', focused: false });
  };
  document.addEventListener('focusin', onFocus);
}

/** Ties the key intake to the window: one listener, before all others, on every screen. */
export function useKeyIntake(
  runCommand: RunCommand,
  amount: AmountEntry,
  dispatch: Dispatch<UiAction>,
): void {
  const { call, store } = useCounter();
  const keysFirst = useKeysFirst();
  const run = useRef(runCommand);
  useEffect(() => {
    run.current = runCommand;
  }, [runCommand]);

  useEffect(() => {
    const intake = createKeyIntake({
      focusKind: () => focusKind(document.activeElement),
      settings: () => {
        const { view } = store.get();
        return (view?.kind === 'ready' ? view.wedge : undefined) ?? defaultWedgeSettings;
      },
      captureBeforeBurst: () => {
        const amountBefore = amount.text();
        const restoreField = captureField(document.activeElement);
        return () => {
          restoreField?.();
          if (amount.text() !== amountBefore) amount.set(amountBefore);
        };
      },
      insertText: (text) => insertText(document.activeElement, text),
      removeLast: () => removeLast(document.activeElement),
      onScan: (text, completedAtMs) => {
        call('scan:wedge', { text, completedAtMs }).catch(() => undefined);
        dispatch({ kind: 'scan-sent' });
      },
      onSwallowed: (by) => {
        // Away from the field: the input method ends its composition, the next scan is read.
        const wasInviter = document.activeElement?.matches(inviterSelector) ?? false;
        const leave = (): void => {
          // The scan that is wanted again is still meant for the field that it was lost in.
          if (goToSink() && wasInviter) keepInviterAim(dispatch);
        };
        leave();
        // Left in the midst of a composition, a field may get the focus back.
        for (const delayMs of leaveAgainMs) startTimer(leave, delayMs);
        dispatch({ kind: by });
      },
      onCommand: (command) => (keysFirst?.taker() ?? run.current)(command),
      nowMs: () => performance.now(),
      timeOriginMs: performance.timeOrigin,
      setTimer: startTimer,
    });
    const onInput = (event: Event): void => {
      if (event instanceof InputEvent) intake.fieldInput(event);
    };
    window.addEventListener('keydown', intake.keyDown, { capture: true });
    window.addEventListener('input', onInput, { capture: true });
    return () => {
      window.removeEventListener('keydown', intake.keyDown, { capture: true });
      window.removeEventListener('input', onInput, { capture: true });
      intake.stop();
    };
  }, [amount, call, store, dispatch, keysFirst]);
}

/**
 * A press on a button does not take the focus, so that it stays on the sink or in the field; after
 * 20 s without a key or a press a text field of one line gives it back.
 */
export function useFocusHabits(): void {
  useEffect(() => {
    let cancel: () => void = () => undefined;
    const restart = (): void => {
      cancel();
      cancel = startTimer(leaveIdleField, fieldIdleMsMax);
    };
    const keepFocus = (event: MouseEvent): void => {
      const pressed = event.target instanceof Element ? event.target.closest('button') : null;
      if (pressed) event.preventDefault();
    };
    window.addEventListener('mousedown', keepFocus);
    window.addEventListener('keydown', restart);
    window.addEventListener('pointerdown', restart);
    return () => {
      cancel();
      window.removeEventListener('mousedown', keepFocus);
      window.removeEventListener('keydown', restart);
      window.removeEventListener('pointerdown', restart);
    };
  }, []);
}

import { useEffect, useRef, type Dispatch } from 'react';
import { useCounter } from '../counter-context.tsx';
import { captureField, focusKind, insertText, removeLast } from '../input/focused-field.ts';
import { createKeyIntake } from '../input/key-intake.ts';
import type { UiAction } from '../ui-state.ts';
import type { AmountEntry } from './counter/amount-entry.ts';
import { startTimer } from './start-timer.ts';
import type { RunCommand } from './use-commands.ts';

/** A text field that is left alone this long gives the focus back to the scan sink. */
const fieldIdleMsMax = 20_000;

function leaveField(): void {
  const active = document.activeElement;
  if (active instanceof HTMLElement && focusKind(active) !== 'sink') active.blur();
}

/** Ties the key intake to the window: one listener, before all others, on every screen. */
export function useKeyIntake(
  runCommand: RunCommand,
  amount: AmountEntry,
  dispatch: Dispatch<UiAction>,
): void {
  const { call } = useCounter();
  const run = useRef(runCommand);
  useEffect(() => {
    run.current = runCommand;
  }, [runCommand]);

  useEffect(() => {
    const intake = createKeyIntake({
      focusKind: () => focusKind(document.activeElement),
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
        dispatch({ kind: 'scan-sent' });
        call('scan:wedge', { text, completedAtMs }).catch(() => undefined);
      },
      onImeSwallowed: () => {
        // Away from the field: the input method ends its composition, the next scan is read.
        leaveField();
        dispatch({ kind: 'ime-swallowed' });
      },
      onCommand: (command) => run.current(command),
      nowMs: () => performance.now(),
      timeOriginMs: performance.timeOrigin,
      setTimer: startTimer,
    });
    window.addEventListener('keydown', intake.keyDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', intake.keyDown, { capture: true });
      intake.stop();
    };
  }, [amount, call, dispatch]);
}

/**
 * A press on a button does not take the focus, so that it stays on the sink or in the field; after
 * 20 s without a key or a press a field gives it back.
 */
export function useFocusHabits(): void {
  useEffect(() => {
    let cancel: () => void = () => undefined;
    const restart = (): void => {
      cancel();
      cancel = startTimer(leaveField, fieldIdleMsMax);
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

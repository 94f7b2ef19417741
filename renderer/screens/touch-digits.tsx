import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../controls/icon.tsx';
import { clearField, insertText, removeLast } from '../input/focused-field.ts';
import styles from './touch-digits.module.css';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

type TouchDigitsProps = {
  /** Whether the field is in sight. */
  readonly shown: boolean;
  /** CSS of the field they are written into. */
  readonly field: string;
};

/**
 * Digits for a finger where a phone number is searched and the counter's own keypad is not in sight. There only
 * while the screen is worked by touch; names come from the touch keyboard of the operating system, which the
 * field calls up by itself.
 */
export function TouchDigits({ shown, field }: TouchDigitsProps) {
  const { t } = useTranslation();
  const isTouched = useTouched();
  if (!shown || !isTouched) return null;
  const write = (change: (field: Element | null) => void) => () =>
    change(document.querySelector(field));
  const digit = (text: string) => (
    <button key={text} type="button" onClick={write((element) => insertText(element, text))}>
      {text}
    </button>
  );
  return (
    <div
      className={styles['pad']}
      role="group"
      aria-label={t('keypad.region')}
      data-touch-digits=""
    >
      {digits.map((text) => digit(text))}
      <button
        type="button"
        className={styles['word']}
        onClick={write((element) => clearField(element))}
      >
        {t('keypad.clear')}
      </button>
      {digit('0')}
      <button
        type="button"
        aria-label={t('keypad.backspace')}
        onClick={write((element) => removeLast(element))}
      >
        <Icon name="backspace" size="1.75rem" />
      </button>
    </div>
  );
}

/** Whether the last press was a finger's; a key or the mouse ends it. */
function useTouched(): boolean {
  const [isTouched, setTouched] = useState(false);
  useEffect(() => {
    const onPointer = (event: PointerEvent): void => setTouched(event.pointerType === 'touch');
    const onKey = (): void => setTouched(false);
    window.addEventListener('pointerdown', onPointer, { capture: true });
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', onPointer, { capture: true });
      window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, []);
  return isTouched;
}

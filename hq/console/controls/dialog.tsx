import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language-context.tsx';
import { Button } from './button.tsx';
import css from './controls.module.css';

/** A modal over the page: the browser keeps the focus inside and closes it on Esc. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useLanguage();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    element.showModal();
    // Work begins where something must be typed, not at the close button.
    element.querySelector('input')?.focus();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={css['dialog']}
      aria-labelledby={titleId}
      onClose={props.onClose}
    >
      <div className={css['dialogHead']}>
        <h2 id={titleId}>{props.title}</h2>
        <Button look="quiet" onClick={props.onClose}>
          {t.common.close}
        </Button>
      </div>
      <div className={css['dialogBody']}>{props.children}</div>
    </dialog>
  );
}

/** The buttons at a dialog's end. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  return <div className={css['dialogFoot']}>{children}</div>;
}

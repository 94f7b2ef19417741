import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './controls.module.css';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: 'plain' | 'primary';
  readonly size?: 'action' | 'small';
  /** The key that does the same, shown on the button. */
  readonly keyName?: string;
  readonly children: ReactNode;
};

/** A button at least 44 px high that shows its key. */
export function Button(props: ButtonProps) {
  const { look = 'plain', size = 'action', keyName, children, className, ...rest } = props;
  const classes = [
    styles['button'],
    look === 'primary' ? styles['primary'] : '',
    size === 'small' ? styles['small'] : '',
    className ?? '',
  ];
  return (
    <button type="button" {...rest} className={classes.join(' ')}>
      {children}
      {keyName === undefined ? null : <KeyCap name={keyName} />}
    </button>
  );
}

/** The name of a key, drawn as a key. */
export function KeyCap({ name }: { name: string }) {
  return <kbd className={styles['keyCap']}>{name}</kbd>;
}

import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './controls.module.css';

export type ChipLook = 'quiet' | 'accent' | 'ok' | 'warn' | 'deny' | 'offline';

type ChipProps = {
  readonly look: ChipLook;
  readonly icon?: IconName;
  readonly children: ReactNode;
};

/** A short state: colour, picture and word together. */
export function Chip({ look, icon, children }: ChipProps) {
  return (
    <span
      className={styles['chip']}
      data-look={look}
      // Where a chip is cut short, the whole of it is here.
      title={typeof children === 'string' ? children : undefined}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span className={styles['chipWords']}>{children}</span>
    </span>
  );
}

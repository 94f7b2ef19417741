import type { ReactNode } from 'react';
import styles from './settings.module.css';

type CardProps = {
  readonly title: string;
  readonly look?: 'plain' | 'twoColumns';
  readonly children: ReactNode;
};

/** One matter of the settings. */
export function Card({ title, look = 'plain', children }: CardProps) {
  return (
    <section className={`${styles['card']} ${styles[look] ?? ''}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

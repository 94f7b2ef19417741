import { useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import styles from './tabs.module.css';

type TabsProps<Name extends string> = {
  readonly label: string;
  readonly tabs: readonly { readonly name: Name; readonly words: string }[];
  readonly current: Name;
  readonly onChoose: (name: Name) => void;
  readonly children: ReactNode;
};

/** Parts of one screen, one at a time: by hand, or with the arrow keys while a tab has the focus. */
export function Tabs<Name extends string>(props: TabsProps<Name>) {
  const { label, tabs, current, onChoose, children } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const choose = (index: number): void => {
    const next = tabs[(index + tabs.length) % tabs.length];
    if (next !== undefined) onChoose(next.name);
  };
  // Chosen by an arrow, or by a key of the screen: the ring is never on another tab than the one that is open.
  useLayoutEffect(() => {
    if (list.current?.querySelector(':focus') == null) return;
    list.current.querySelector<HTMLElement>(`[data-tab="${current}"]`)?.focus();
  }, [current]);
  const move = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ name }) => name === current);
    if (event.key === 'ArrowRight') choose(at + 1);
    else if (event.key === 'ArrowLeft') choose(at - 1);
  };
  return (
    <div className={styles['tabs']}>
      <div className={styles['head']}>
        <div ref={list} className={styles['list']} role="tablist" aria-label={label}>
          {tabs.map(({ name, words }) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`${id}-${name}`}
              data-tab={name}
              className={styles['tab']}
              aria-selected={name === current}
              aria-controls={`${id}-panel`}
              tabIndex={name === current ? 0 : -1}
              onClick={() => onChoose(name)}
              onKeyDown={move}
            >
              {words}
            </button>
          ))}
        </div>
      </div>
      <div
        className={styles['panel']}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${current}`}
      >
        {children}
      </div>
    </div>
  );
}

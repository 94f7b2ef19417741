import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { useCounter } from '../../counter-context.tsx';
import type { OverrideAsk } from '../../override-desk.ts';
import type { KeysFirst } from './keys-first.ts';
import { LockScreen } from './lock-screen.tsx';
import { OverridePanel } from './override-panel.tsx';
import styles from './staff.module.css';
import { useIdleLock } from './use-idle-lock.ts';

const never = (): (() => void) => () => undefined;
const nothing = (): null => null;

/** What stands over the whole counter: the lock, or what a manager is asked. */
export type StaffCover =
  | { readonly kind: 'none' }
  | { readonly kind: 'lock' }
  | { readonly kind: 'override'; readonly ask: OverrideAsk };

/** Says what stands over the counter now; what is below must take no focus meanwhile. */
export function useStaffCover({ staff }: ReadyView): StaffCover {
  const { overrides } = useCounter();
  const ask = useSyncExternalStore(overrides?.subscribe ?? never, overrides?.get ?? nothing);
  const locked = staff?.locked === true;
  useEffect(() => {
    // Whoever comes next has not asked for it.
    if (locked) overrides?.cancel();
  }, [locked, overrides]);
  if (locked) return { kind: 'lock' };
  return ask !== null && staff !== undefined ? { kind: 'override', ask } : { kind: 'none' };
}

type StaffLayerProps = {
  readonly view: ReadyView;
  readonly cover: StaffCover;
  readonly keys: KeysFirst;
};

/** Draws the cover, takes the focus while it stands, and gives it back to where it was. */
export function StaffLayer({ view, cover, keys }: StaffLayerProps) {
  useIdleLock(view);
  const layer = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const isCovered = cover.kind !== 'none';
  useLayoutEffect(() => {
    if (isCovered) {
      before.current = document.activeElement;
      return layer.current?.focus({ preventScroll: true });
    }
    const element = before.current;
    before.current = null;
    if (element instanceof HTMLElement && element.isConnected && element !== document.body)
      element.focus({ preventScroll: true });
  }, [isCovered]);
  const { staff } = view;
  if (cover.kind === 'none' || staff === undefined) return null;
  return (
    <div ref={layer} className={styles['layer']} tabIndex={-1} data-cover={cover.kind}>
      {cover.kind === 'lock' ? <LockScreen view={view} staff={staff} keys={keys} /> : null}
      {cover.kind === 'override' ? (
        <OverridePanel key={cover.ask.no} view={view} staff={staff} ask={cover.ask} keys={keys} />
      ) : null}
    </div>
  );
}

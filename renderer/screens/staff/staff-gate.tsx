import { useState, type ReactNode } from 'react';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { createKeysFirst, KeysFirstContext } from './keys-first.ts';
import { StaffLayer, useStaffCover } from './staff-layer.tsx';

/**
 * The counter, and over it the lock or what a manager is asked. What is covered stays as it is, half-typed texts
 * and all, but takes neither focus nor keys.
 */
export function StaffGate({
  view,
  children,
}: {
  readonly view: ReadyView;
  readonly children: ReactNode;
}) {
  const cover = useStaffCover(view);
  const [keys] = useState(createKeysFirst);
  return (
    <KeysFirstContext.Provider value={keys}>
      <div inert={cover.kind !== 'none'}>{children}</div>
      <StaffLayer view={view} cover={cover} keys={keys} />
    </KeysFirstContext.Provider>
  );
}

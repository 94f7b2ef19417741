import { useLayoutEffect, useRef } from 'react';

/** What Enter and keys that write mean in a panel with fields, whether or not one of them has the focus. */
export type PanelKeys = {
  /** Where digits go when no field has the focus. */
  readonly field: () => HTMLElement | null;
  /** Enter; resolves when what it began is done. Does not reject. */
  readonly confirm: () => Promise<void>;
};

/** Where the open panel with fields says so. */
export type PanelDesk = {
  readonly keys: () => PanelKeys | null;
  /** Takes them from now on; the answer gives them back. */
  readonly take: (keys: PanelKeys) => () => void;
};

export function createPanelDesk(): PanelDesk {
  let taker: PanelKeys | null = null;
  return {
    keys: () => taker,
    take: (keys) => {
      taker = keys;
      return () => {
        if (taker === keys) taker = null;
      };
    },
  };
}

/** Takes Enter and what is written for as long as the panel stands. */
export function usePanelKeys(desk: PanelDesk, keys: PanelKeys): void {
  const newest = useRef(keys);
  useLayoutEffect(() => {
    newest.current = keys;
  }, [keys]);
  useLayoutEffect(
    () =>
      desk.take({
        field: () => newest.current.field(),
        confirm: () => newest.current.confirm(),
      }),
    [desk],
  );
}

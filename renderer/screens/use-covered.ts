import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Takes a place out of the way of the Tab key and of screen readers while something stands over it, and gives
 * the focus back to where it was afterwards. What stands over it moves the focus first if it wants to.
 */
export function useCovered(place: RefObject<HTMLElement | null>, covered: boolean): void {
  const before = useRef<HTMLElement | null>(null);
  // Before anything that closes looks for where the focus was: it could not be given back to what is inert.
  useLayoutEffect(() => {
    if (!covered) place.current?.removeAttribute('inert');
  }, [place, covered]);
  useEffect(() => {
    const main = place.current;
    if (!main) return;
    if (covered) {
      const active = document.activeElement;
      before.current = active instanceof HTMLElement && main.contains(active) ? active : null;
      main.setAttribute('inert', '');
      return;
    }
    const isNowhere = document.activeElement === document.body;
    if (isNowhere && before.current?.isConnected) before.current.focus({ preventScroll: true });
    before.current = null;
  }, [place, covered]);
}

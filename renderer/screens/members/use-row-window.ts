import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { follow, goTo, goToRow, scaleOf, topPlace, type ScrollPlace } from './scroll-scale.ts';

/** Rows drawn beyond either edge, so that a quick turn of the wheel shows no gap. */
const rowsAround = 8;

export type RowWindow = {
  /** The first and the last row to draw; last < first = none. */
  readonly first: number;
  readonly last: number;
  readonly rowPx: number;
  /** What the box that is scrolled measures. */
  readonly boxPx: number;
  /** Where in the box a row stands. */
  readonly topOf: (index: number) => number;
  /** Brings a row into sight, by as little as is needed. */
  readonly show: (index: number) => void;
};

/** The rows in sight of so many, all of one height, however many there are: see `scroll-scale.ts`. */
export function useRowWindow(
  scrollerRef: RefObject<HTMLElement | null>,
  count: number,
  rowPx: number,
): RowWindow {
  const viewPx = useViewHeight(scrollerRef);
  const scale = useMemo(() => scaleOf(count * rowPx, viewPx), [count, rowPx, viewPx]);
  const place = useRef<ScrollPlace>(topPlace);
  const [drawn, setDrawn] = useState({ first: 0, last: -1, shiftPx: 0 });

  const draw = useCallback((): void => {
    const { boxAt, listAt } = place.current;
    const first = Math.max(0, Math.floor(listAt / rowPx) - rowsAround);
    const last = Math.min(count, Math.ceil((listAt + viewPx) / rowPx) + rowsAround) - 1;
    const shiftPx = listAt - boxAt;
    setDrawn((before) =>
      before.first === first && before.last === last && before.shiftPx === shiftPx
        ? before
        : { first, last, shiftPx },
    );
  }, [count, rowPx, viewPx]);

  const move = useCallback(
    (next: ScrollPlace): void => {
      const element = scrollerRef.current;
      if (element && Math.abs(element.scrollTop - next.boxAt) >= 1)
        element.scrollTo({ top: next.boxAt, behavior: 'instant' });
      // The browser may round what it was told; a step is counted from where it stands.
      place.current = element ? { ...next, boxAt: element.scrollTop } : next;
      draw();
    },
    [scrollerRef, draw],
  );

  const newest = useRef({ scale, move });
  useLayoutEffect(() => {
    newest.current = { scale, move };
    // A list that has become shorter, or a window: as near as may be to where it was.
    move(goTo(scale, place.current.listAt));
  }, [scale, move]);

  useEffect(() => {
    const element = scrollerRef.current;
    // At once, or rows that have come into sight would be missing from the next frame.
    const onScroll = (): void =>
      flushSync(() => move(follow(scale, place.current, element?.scrollTop ?? 0)));
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => element?.removeEventListener('scroll', onScroll);
  }, [scrollerRef, scale, move]);

  const show = useCallback(
    (index: number): void => {
      const now = newest.current;
      now.move(goToRow(now.scale, place.current, { startPx: index * rowPx, rowPx }));
    },
    [rowPx],
  );
  const topOf = (index: number): number => index * rowPx - drawn.shiftPx;
  return { first: drawn.first, last: drawn.last, rowPx, boxPx: scale.boxPx, topOf, show };
}

/** The height of an element in sight; 0 until it is known. */
function useViewHeight(scrollerRef: RefObject<HTMLElement | null>): number {
  const [viewPx, setViewPx] = useState(0);
  useLayoutEffect(() => {
    const element = scrollerRef.current;
    if (!element) return;
    const measure = (): void => setViewPx(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scrollerRef]);
  return viewPx;
}

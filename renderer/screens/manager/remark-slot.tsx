import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  type ReactNode,
  type RefObject,
} from 'react';
import { Button } from '../../controls/button.tsx';
import type { RemarkId } from '../../../app/domain/ids.ts';

type RemarkSlotProps = {
  readonly remarkId: RemarkId;
  readonly className?: string | undefined;
  /** It is drawn no more, and the focus was in it. */
  readonly onFocusLost: (remarkId: RemarkId) => void;
  readonly children: ReactNode;
};

/** Where a remark stands in its list. Key it by what it shows: its cross gives way to “undo”, and that to nothing. */
export function RemarkSlot({ remarkId, className, onFocusLost, children }: RemarkSlotProps) {
  const slot = useRef<HTMLLIElement>(null);
  const lost = useRef(onFocusLost);
  useLayoutEffect(() => {
    const element = slot.current;
    const { current: tell } = lost;
    return () => {
      if (element?.contains(document.activeElement)) tell(remarkId);
    };
  }, [remarkId]);
  return (
    <li ref={slot} className={className} data-remark={remarkId}>
      {children}
    </li>
  );
}

/**
 * Whoever works by keys stays where they were: from the cross to “undo” and back, and when both are gone to the
 * control by which remarks are added. Answers what a slot is to tell.
 */
export function useKeptFocus(group: RefObject<HTMLElement | null>): (remarkId: RemarkId) => void {
  const lost = useRef<RemarkId | null>(null);
  useEffect(() => {
    const remarkId = lost.current;
    if (remarkId === null) return;
    lost.current = null;
    const slot = group.current?.querySelector<HTMLElement>(`[data-remark="${remarkId}"] button`);
    (slot ?? group.current?.querySelector<HTMLElement>('[data-remark-add]'))?.focus();
  });
  return useCallback((remarkId) => void (lost.current = remarkId), []);
}

type RemovedProps = {
  readonly words: string;
  readonly undoWords: string;
  readonly undoLabel?: string;
  /** Ctrl+Z means this one. */
  readonly isLatest: boolean;
  readonly onUndo: () => void;
};

/** What stands in the place of a remark for as long as it can be put back. */
export function Removed({ words, undoWords, undoLabel, isLatest, onUndo }: RemovedProps) {
  const wordsId = useId();
  // With its key in sight the name is what one sees, and the words beside it say what of.
  const name = isLatest || undoLabel === undefined ? {} : { 'aria-label': undoLabel };
  return (
    <>
      <span id={wordsId}>{words}</span>
      <Button
        size="small"
        data-remark-undo=""
        aria-describedby={wordsId}
        {...name}
        {...(isLatest ? { keyName: 'Ctrl Z' } : {})}
        onClick={onUndo}
      >
        {undoWords}
      </Button>
    </>
  );
}

import { useEffect, useRef } from 'react';
import type { ReadyView } from '../../../app/contract/counter-view.ts';

/**
 * Tells when another person has come to the counter: what the one before had opened (figures, a member's story)
 * is not theirs to see. The open sale stays.
 */
export function useNewPerson({ staff }: ReadyView, onNew: () => void): void {
  const person = staff?.current?.staffId ?? null;
  const last = useRef(person);
  useEffect(() => {
    const before = last.current;
    last.current = person;
    if (before !== null && person !== null && person !== before) onNew();
  }, [person, onNew]);
}

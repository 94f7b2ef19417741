import { useEffect, useState } from 'react';
import { useCounter } from '../../counter-context.tsx';
import type { KnownTag } from './tag-words.ts';

/** Tags in use, most used first; asked anew when `changed` is another. None while they cannot be read. */
export function useKnownTags(changed: unknown): readonly KnownTag[] {
  const { call } = useCounter();
  const [known, setKnown] = useState<readonly KnownTag[]>([]);
  useEffect(() => {
    call('remark:tags', {}).then(
      ({ tags }) => setKnown(tags),
      () => undefined,
    );
  }, [call, changed]);
  return known;
}

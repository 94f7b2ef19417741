import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from './api/member-api.ts';
import type { TroubleCode } from './i18n/words.ts';
import { troubleOf, useMemberPage } from './page-context.ts';

/** What a page shows of one call: the last good answer stays while the next is awaited, or fails. */
export type Asked<T> = {
  readonly value: T | null;
  readonly trouble: TroubleCode | null;
  readonly ask: () => void;
};

/** Asks when the page opens, when the words change, and when told to. An answer that came too late is dropped. */
export function useAnswer<T>(call: () => Promise<Answer<T>>): Asked<T> {
  const { port, language } = useMemberPage();
  const [value, setValue] = useState<T | null>(null);
  const [trouble, setTrouble] = useState<TroubleCode | null>(null);
  const latestRef = useRef(0);
  const ask = useCallback(() => {
    latestRef.current += 1;
    const turn = latestRef.current;
    setTrouble(null);
    void call().then((answer) => {
      if (turn !== latestRef.current) return;
      if (answer.kind === 'ok') setValue(answer.value);
      else setTrouble(troubleOf(answer, port.isInLine()));
    });
  }, [call, port]);
  useEffect(ask, [ask, language]);
  useEffect(
    () => () => {
      latestRef.current += 1;
    },
    [],
  );
  return { value, trouble, ask };
}

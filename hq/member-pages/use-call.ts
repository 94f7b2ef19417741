import { useState } from 'preact/hooks';
import type { Answer } from './api/member-api.ts';
import type { TroubleCode } from './i18n/words.ts';
import { troubleOf, useMemberPage } from './page-context.ts';

/** One call of a button: busy meanwhile, its trouble to be shown. */
export type ButtonCall<T> = {
  readonly isBusy: boolean;
  readonly trouble: TroubleCode | null;
  readonly run: (
    call: () => Promise<Answer<T>>,
    onDone: (value: T) => void,
    onFailed?: () => void,
  ) => void;
};

/** A second press while the first is on its way does nothing. */
export function useCall<T>(): ButtonCall<T> {
  const { port } = useMemberPage();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<TroubleCode | null>(null);
  return {
    isBusy,
    trouble,
    run: (call, onDone, onFailed) => {
      if (isBusy) return;
      setBusy(true);
      setTrouble(null);
      void call().then((answer) => {
        setBusy(false);
        if (answer.kind === 'ok') onDone(answer.value);
        else {
          setTrouble(troubleOf(answer, port.isInLine()));
          onFailed?.();
        }
      });
    },
  };
}

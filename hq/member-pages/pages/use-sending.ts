import { useState } from 'preact/hooks';
import type { MemberHome } from '../../../app/contract/member-pages.ts';
import type { Answer } from '../api/member-api.ts';
import type { TroubleCode } from '../i18n/words.ts';
import { troubleOf } from '../page-context.ts';
import { useWelcome } from '../welcome-context.ts';

/** One form on its way: busy until answered, then the member's card or trouble in words. */
export type Sending = {
  readonly isBusy: boolean;
  readonly trouble: TroubleCode | null;
  readonly send: (call: () => Promise<Answer<MemberHome>>) => void;
};

export function useSending(): Sending {
  const { api, port, onMember } = useWelcome();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<TroubleCode | null>(null);

  async function run(call: () => Promise<Answer<MemberHome>>): Promise<void> {
    setBusy(true);
    setTrouble(null);
    const answer = await call();
    if (answer.kind === 'ok') return onMember(answer.value);
    // No answer does not mean not done: whoever is bound by now gets their card.
    if (answer.kind !== 'refused' || answer.error === 'bound-elsewhere') {
      const home = await api.home();
      if (home.kind === 'ok') return onMember(home.value);
    }
    setBusy(false);
    setTrouble(troubleOf(answer, port.isInLine()));
  }
  return {
    isBusy,
    trouble,
    send: (call) => {
      if (!isBusy) void run(call);
    },
  };
}

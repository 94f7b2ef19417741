import { useState } from 'react';
import { changeMobileAnswerSchema } from '../../../app/contract/hq-admin-members.ts';
import type { ChangeMobileAnswer } from '../../../app/contract/hq-admin-members.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import css from './code-dialog.module.css';
import { memberHref } from './use-tab.ts';

type Trouble = { readonly text: string; readonly ownerId?: string };

/** Another mobile number for a member; one that somebody has leads to that member. */
export function MobileDialog(props: {
  readonly memberId: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.member.mobileDialog;
  const [mobile, setMobile] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  const submit = async (): Promise<void> => {
    setIsBusy(true);
    const body = { memberId: props.memberId, mobile };
    const answer = await client.post('/members/mobile', changeMobileAnswerSchema, body);
    setIsBusy(false);
    if (answer.kind !== 'ok') {
      const isAway = answer.kind === 'unreachable';
      return setTrouble({ text: isAway ? t.connection.lost : t.common.failed });
    }
    const trouble = troubleOf(t, answer.value);
    return trouble === null ? props.onDone() : setTrouble(trouble);
  };

  return (
    <Dialog title={words.title} onClose={props.onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={words.field}
          hint={words.hint}
          value={mobile}
          maxLength={40}
          inputMode="tel"
          autoComplete="off"
          error={trouble?.text ?? null}
          onText={(text) => {
            setMobile(text);
            setTrouble(null);
          }}
        />
        {trouble?.ownerId !== undefined && (
          <a href={memberHref(trouble.ownerId)} onClick={props.onClose}>
            {words.takenOpen}
          </a>
        )}
        <DialogFoot>
          <Button onClick={props.onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={isBusy}>
            {isBusy ? words.busy : words.submit}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** What keeps the number from being changed; null where it is. */
function troubleOf(t: Texts, answer: ChangeMobileAnswer): Trouble | null {
  const words = t.member.mobileDialog;
  switch (answer.kind) {
    case 'mobile-taken': {
      const text = words.taken(answer.ownerName || t.common.nameless);
      return { text, ownerId: answer.ownerId };
    }
    case 'not-a-mobile':
      return { text: words.bad };
    case 'unknown-member':
      return { text: words.unknown };
    default:
      return null;
  }
}

import { useState } from 'react';
import {
  lineChannelChangedSchema,
  lineChannelChangeSchema,
} from '../../../app/contract/hq-admin-line.ts';
import type { LineChannelAnswer } from '../../../app/contract/hq-admin-line.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { FieldError, TextField } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { LineCheck } from './line-channel-check.tsx';
import css from './line-channel.module.css';

const names = ['accessToken', 'channelSecret', 'loginChannelId', 'liffId'] as const;
type Name = (typeof names)[number];
type Typed = Readonly<Record<Name, string>>;

type DialogProps = {
  readonly channel: LineChannelAnswer;
  readonly onSaved: () => void;
  readonly onClose: () => void;
};

/** Sets the channel; what is left empty stays as it is. */
export function LineChannelDialog({ channel, onSaved, onClose }: DialogProps) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.lineChannel;
  const [typed, setTyped] = useState<Typed>({
    accessToken: '',
    channelSecret: '',
    loginChannelId: channel.loginChannelId.value ?? '',
    liffId: channel.liffId.value ?? '',
  });
  const [wrong, setWrong] = useState<readonly Name[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (): Promise<void> => {
    const body = changesOf(channel, typed);
    const wrongNames = names.filter((name) => isWrong(name, body[name]));
    setWrong(wrongNames);
    if (wrongNames.length > 0) return setTrouble(null);
    if (Object.keys(body).length === 0) return setTrouble(words.nothingNew);
    setIsBusy(true);
    const answer = await client.post('/line/channel', lineChannelChangedSchema, body);
    setIsBusy(false);
    if (answer.kind !== 'ok') return setTrouble(t.common.failed);
    if (answer.value.kind !== 'done') return setTrouble(words.outcomes[answer.value.kind]);
    return onSaved();
  };
  const field = (name: Name) => (
    <Field
      key={name}
      name={name}
      value={typed[name]}
      isGiven={channel[name].source === 'environment'}
      isWrong={wrong.includes(name)}
      onText={(text) => setTyped({ ...typed, [name]: text })}
    />
  );
  const token = typed.accessToken.trim();
  return (
    <Dialog title={words.dialogTitle} onClose={onClose}>
      <form
        className={css['form']}
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {field('accessToken')}
        {token !== '' && <LineCheck key={token} accessToken={token} />}
        {field('channelSecret')}
        {field('loginChannelId')}
        {field('liffId')}
        {isOfAnother(typed) && <p className={css['quiet']}>{words.liffOfOther}</p>}
        <p className={css['quiet']}>{words.keepsOld}</p>
        {trouble !== null && <FieldError text={trouble} />}
        <DialogFoot>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={isBusy}>
            {isBusy ? words.busy : words.save}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

function Field(props: {
  readonly name: Name;
  readonly value: string;
  readonly isGiven: boolean;
  readonly isWrong: boolean;
  readonly onText: (text: string) => void;
}) {
  const { t } = useLanguage();
  const { name, value, isGiven, onText } = props;
  const words = t.lineChannel;
  const isSecret = name === 'accessToken' || name === 'channelSecret';
  return (
    <TextField
      label={words.names[name]}
      hint={isGiven ? words.environmentWins : words.uses[name]}
      type={isSecret ? 'password' : 'text'}
      // No browser keeps a channel's secrets among the passwords of people.
      autoComplete={isSecret ? 'new-password' : 'off'}
      spellCheck={false}
      maxLength={1_000}
      value={value}
      disabled={isGiven}
      error={props.isWrong ? words.wrongForm : null}
      onText={onText}
    />
  );
}

/** Only what is new: an empty secret stays as it is, an emptied id is taken away. */
function changesOf(channel: LineChannelAnswer, typed: Typed): Partial<Record<Name, string | null>> {
  const changes: Partial<Record<Name, string | null>> = {};
  for (const name of ['accessToken', 'channelSecret'] as const) {
    const text = typed[name].trim();
    if (text !== '') changes[name] = text;
  }
  for (const name of ['loginChannelId', 'liffId'] as const) {
    const text = typed[name].trim();
    if (channel[name].source === 'environment' || text === (channel[name].value ?? '')) continue;
    changes[name] = text === '' ? null : text;
  }
  return changes;
}

function isWrong(name: Name, value: string | null | undefined): boolean {
  if (value === undefined) return false;
  return !lineChannelChangeSchema.safeParse({ [name]: value }).success;
}

function isOfAnother({ loginChannelId, liffId }: Typed): boolean {
  const [channel, liff] = [loginChannelId.trim(), liffId.trim()];
  return channel !== '' && liff !== '' && !liff.startsWith(`${channel}-`);
}

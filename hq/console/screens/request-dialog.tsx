import { useState } from 'react';
import { closeRequestAnswerSchema } from '../../../app/contract/hq-admin-requests.ts';
import type { AdminRequest, CloseRequestAnswer } from '../../../app/contract/hq-admin-requests.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { Segments } from '../controls/segments.tsx';
import { FieldError, TextField } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import css from './requests.module.css';

/** What came of a request, for the sentence above the list. */
export type RequestSaid = 'erased' | 'answered' | Exclude<CloseRequestAnswer['kind'], 'done'>;

type How = 'erase' | 'answer';
type DialogProps = {
  readonly request: AdminRequest;
  readonly onDone: (said: RequestSaid) => void;
  readonly onClose: () => void;
};

/** Closes a request: with the member's data deleted, or with the word that they were answered. */
export function RequestDialog({ request, onDone, onClose }: DialogProps) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.requests;
  const mayErase = request.kind === 'delete';
  const [how, setHow] = useState<How>(mayErase ? 'erase' : 'answer');
  const [isSure, setIsSure] = useState(false);
  const [note, setNote] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const needsNote = how === 'answer' && note.trim() === '';
  const submit = async (): Promise<void> => {
    if (needsNote) return setTrouble(words.noteNeeded);
    setIsBusy(true);
    const body = { requestId: request.requestId, how, note: note.trim() };
    const answer = await client.post('/requests/close', closeRequestAnswerSchema, body);
    setIsBusy(false);
    if (answer.kind !== 'ok') return setTrouble(t.common.failed);
    const { kind } = answer.value;
    return onDone(kind !== 'done' ? kind : how === 'erase' ? 'erased' : 'answered');
  };
  const name = request.nameMasked || t.common.nameless;
  return (
    <Dialog title={words.dialogTitle(words.kinds[request.kind], name)} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {mayErase && (
          <HowChoice
            how={how}
            onHow={(value) => {
              setHow(value);
              setTrouble(null);
            }}
          />
        )}
        {how === 'erase' ? (
          <WhatErasingMeans isSure={isSure} onSure={setIsSure} />
        ) : (
          <p>{words.answerMeans[request.kind]}</p>
        )}
        <TextField
          label={words.note}
          hint={words.noteHint}
          maxLength={200}
          autoComplete="off"
          value={note}
          onText={(text) => {
            setNote(text);
            setTrouble(null);
          }}
        />
        {trouble !== null && <FieldError text={trouble} />}
        <DialogFoot>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={isBusy || (how === 'erase' && !isSure)}>
            {isBusy ? words.busy : words[how]}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** A request to delete may also be answered without. */
function HowChoice(props: { readonly how: How; readonly onHow: (how: How) => void }) {
  const { t } = useLanguage();
  const words = t.requests;
  return (
    <Segments<How>
      label={words.how}
      value={props.how}
      options={(['erase', 'answer'] as const).map((value) => {
        return { value, text: words.hows[value] };
      })}
      onValue={props.onHow}
    />
  );
}

/** All of it before the one tick without which nothing is deleted. */
function WhatErasingMeans(props: {
  readonly isSure: boolean;
  readonly onSure: (isSure: boolean) => void;
}) {
  const { t } = useLanguage();
  const words = t.requests;
  return (
    <div className={css['means']}>
      <h3>{words.meansTitle}</h3>
      <ul>
        {Object.values(words.means).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <label className={css['sure']}>
        <input
          type="checkbox"
          checked={props.isSure}
          onChange={(event) => props.onSure(event.target.checked)}
        />
        {words.understood}
      </label>
    </div>
  );
}

import { useEffect, useRef, useState } from 'react';
import {
  enrolmentCodeAnswerSchema,
  withdrawnCodesAnswerSchema,
} from '../../../app/contract/hq-admin.ts';
import type { AdminStore, EnrolmentCodeAnswer } from '../../../app/contract/hq-admin.ts';
import type { StoreId } from '../../../app/domain/ids.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { FieldError, SelectField, TextField } from '../controls/text-field.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { countdownClock } from '../i18n/time-words.ts';
import bar from '../controls/progress.module.css';
import css from './code-dialog.module.css';

const codeLifeMs = 10 * 60_000;

type MadeCode = EnrolmentCodeAnswer & {
  readonly storeId: StoreId;
  readonly storeName: string;
  readonly label: string;
};

/** Makes a code for a new counter and shows it, big, while it is good. */
export function CodeDialog(props: {
  readonly stores: readonly AdminStore[];
  readonly first: AdminStore;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const [made, setMade] = useState<MadeCode | null>(null);
  return (
    <Dialog title={t.code.title} onClose={props.onClose}>
      {made === null ? (
        <CodeForm
          stores={props.stores}
          first={props.first}
          onMade={setMade}
          onCancel={props.onClose}
        />
      ) : (
        <ShownCode made={made} stores={props.stores} onAgain={() => setMade(null)} />
      )}
    </Dialog>
  );
}

function CodeForm(props: {
  readonly stores: readonly AdminStore[];
  readonly first: AdminStore;
  readonly onMade: (made: MadeCode) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [storeId, setStoreId] = useState<StoreId>(props.first.storeId);
  const [label, setLabel] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const submit = async (): Promise<void> => {
    const counterLabel = label.trim();
    if (counterLabel === '') return setError(t.code.labelEmpty);
    setIsBusy(true);
    const body = { storeId, counterLabel };
    const answer = await client.post('/enrolment-codes', enrolmentCodeAnswerSchema, body);
    setIsBusy(false);
    if (answer.kind !== 'ok') return setError(troubleWords(t, answer));
    const storeName = props.stores.find((store) => store.storeId === storeId)?.name ?? '';
    return props.onMade({ ...answer.value, storeId, storeName, label: counterLabel });
  };

  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={css['quiet']}>{t.code.lead}</p>
      <SelectField
        label={t.code.store}
        value={storeId}
        options={props.stores.map((store) => ({ value: store.storeId, text: store.name }))}
        onValue={setStoreId}
      />
      <TextField
        label={t.code.label}
        hint={t.code.labelHint}
        value={label}
        maxLength={40}
        autoComplete="off"
        error={error}
        onText={setLabel}
      />
      <DialogFoot>
        <Button onClick={props.onCancel}>{t.common.cancel}</Button>
        <Button look="primary" type="submit" disabled={isBusy}>
          {isBusy ? t.code.busy : t.code.submit}
        </Button>
      </DialogFoot>
    </form>
  );
}

function ShownCode(props: {
  readonly made: MadeCode;
  readonly stores: readonly AdminStore[];
  readonly onAgain: () => void;
}) {
  const { t } = useLanguage();
  const { made } = props;
  const nowMs = useHqNow(250);
  const { client } = useHq();
  const [isWithdrawn, setIsWithdrawn] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const code = useRef<HTMLParagraphElement>(null);
  // The button that was pressed is gone; what it made is read out.
  useEffect(() => code.current?.focus(), []);
  const isOver = nowMs >= made.expiresAtMs;
  const withdraw = async (): Promise<void> => {
    const body = { storeId: made.storeId, counterLabel: made.label };
    const answer = await client.post('/enrolment-codes/withdraw', withdrawnCodesAnswerSchema, body);
    setError(answer.kind === 'ok' ? null : troubleWords(t, answer));
    setIsWithdrawn(answer.kind === 'ok');
  };
  const joined = props.stores
    .find((store) => store.storeId === made.storeId)
    ?.counters.find(
      (c) => c.label === made.label && c.createdAtMs >= made.expiresAtMs - codeLifeMs,
    );
  return (
    <div className={css['shown']}>
      <p>{t.code.forCounter(made.storeName, made.label)}</p>
      <p
        ref={code}
        tabIndex={-1}
        className={css['code']}
        data-over={isOver || isWithdrawn || joined !== undefined ? '' : undefined}
      >
        {made.code.slice(0, 4)}
        <span className={css['hyphen']}>-</span>
        {made.code.slice(4)}
      </p>
      <div role="status">
        {joined !== undefined && <p className={css['joined']}>{t.code.joined(joined.hostName)}</p>}
        {joined === undefined && isOver && <FieldError text={t.code.expired} />}
        {isWithdrawn && <p>{t.code.withdrawn}</p>}
        {error !== null && <FieldError text={error} />}
      </div>
      {joined === undefined && !isOver && !isWithdrawn && (
        <>
          <progress
            className={`${bar['progress'] ?? ''} ${css['progress'] ?? ''}`}
            aria-label={t.code.progress}
            max={codeLifeMs}
            value={made.expiresAtMs - nowMs}
          />
          <p className={css['left']}>{t.time.left(countdownClock(made.expiresAtMs, nowMs))}</p>
          <p className={css['quiet']}>{t.code.how}</p>
        </>
      )}
      <DialogFoot>
        {joined === undefined && !isOver && !isWithdrawn && (
          <Button onClick={() => void withdraw()}>{t.code.withdraw}</Button>
        )}
        <Button onClick={props.onAgain}>{t.code.again}</Button>
      </DialogFoot>
    </div>
  );
}

function troubleWords(t: Texts, answer: HqAnswer<unknown>): string {
  if (answer.kind === 'unreachable') return t.connection.lost;
  return answer.kind === 'refused' && answer.status === 404 ? t.code.noStore : t.common.failed;
}

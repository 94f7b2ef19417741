import { useCallback, useState } from 'react';
import {
  publishPolicyAnswerSchema,
  spendingAnswerSchema,
} from '../../../app/contract/hq-admin-spending.ts';
import type { SpendingAnswer } from '../../../app/contract/hq-admin-spending.ts';
import type { SpendPolicy } from '../../../app/domain/spend-policy.ts';
import { usePoll } from '../api/use-poll.ts';
import { Button } from '../controls/button.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { SelectField, TextField } from '../controls/text-field.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { formatRecent } from '../i18n/time-words.ts';
import { floorFields, formOf, leaseFields, onlineFields, readForm } from './spending-form.ts';
import type { SpendingField, SpendingForm } from './spending-form.ts';
import { SpendingHeld } from './spending-held.tsx';
import { SpendingWorst } from './spending-worst.tsx';
import css from './spending.module.css';

const everyMs = 15_000;

/** How points may be spent while counters are offline, what that can cost, and what is reserved where. */
export function SpendingScreen() {
  const { t } = useLanguage();
  const { client } = useHq();
  const [turn, setTurn] = useState(0);
  // Outlives the form, which begins anew with the revision that was published.
  const [says, setSays] = useState<string | null>(null);
  const load = useCallback(
    (signal: AbortSignal) => client.get('/spending', spendingAnswerSchema, {}, signal),
    [client],
  );
  const { data, isFailing } = usePoll(load, everyMs, turn);
  if (data === null)
    return <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>;
  const reload = () => setTurn((n) => n + 1);
  // Another revision begins a new form: nobody publishes over what they have not seen.
  const told = { says, onSays: setSays };
  return <Desk key={data.policy.revision} spending={data} onChanged={reload} {...told} />;
}

type DeskProps = {
  readonly spending: SpendingAnswer;
  readonly onChanged: () => void;
  /** What came of publishing last; null before. */
  readonly says: string | null;
  readonly onSays: (says: string | null) => void;
};

function Desk(props: DeskProps) {
  const { spending, onChanged, says } = props;
  const { t } = useLanguage();
  const words = t.spending;
  const { policy } = spending;
  const nowMs = useHqNow(30_000);
  const [form, setForm] = useState(() => formOf(policy));
  const read = readForm(form, policy.revision);
  const { isBusy, publish } = usePublish(props);
  const isChanged = JSON.stringify(form) !== JSON.stringify(formOf(policy));
  const about = (
    <span className={css['quiet']}>
      {words.revision(formatRecent(spending.publishedAtMs, nowMs))}
    </span>
  );
  return (
    <div className={css['stack']}>
      <div className={css['columns']}>
        <Panel title={words.title} beside={about}>
          <form
            className={css['form']}
            onSubmit={(event) => {
              event.preventDefault();
              if (read.policy !== null && isChanged) void publish(read.policy);
            }}
          >
            <p className={css['quiet']}>{words.lead}</p>
            <Fields
              form={form}
              troubles={read.troubles}
              onForm={(typed) => {
                props.onSays(null);
                setForm(typed);
              }}
            />
            <div className={css['foot']}>
              <span className={css['says']} role="status">
                {says ?? (isChanged ? '' : words.unchanged)}
              </span>
              <Button disabled={!isChanged} onClick={() => setForm(formOf(policy))}>
                {words.reset}
              </Button>
              <Button
                look="primary"
                type="submit"
                disabled={isBusy || !isChanged || read.policy === null}
              >
                {isBusy ? words.busy : words.publish}
              </Button>
            </div>
          </form>
        </Panel>
        <SpendingWorst policy={read.policy} chain={spending} />
      </div>
      <SpendingHeld held={spending.held} onChanged={onChanged} />
    </div>
  );
}

/** Publishes on top of the revision that was seen, and says what came of it. */
function usePublish({ spending, onChanged, onSays }: DeskProps) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [isBusy, setIsBusy] = useState(false);
  const publish = async (policy: SpendPolicy): Promise<void> => {
    setIsBusy(true);
    const body = { afterRevision: spending.policy.revision, policy };
    const answer = await client.post('/spending/policy', publishPolicyAnswerSchema, body);
    setIsBusy(false);
    onSays(sentenceOf(t, answer.kind === 'ok' ? answer.value.kind : answer.kind));
    if (answer.kind === 'ok') onChanged();
  };
  return { isBusy, publish };
}

function sentenceOf(t: Texts, kind: string): string {
  if (kind === 'published') return t.spending.published;
  if (kind === 'changed-meanwhile') return t.spending.meanwhile;
  return kind === 'unreachable' ? t.connection.lost : t.common.failed;
}

function Fields(props: {
  readonly form: SpendingForm;
  readonly troubles: ReturnType<typeof readForm>['troubles'];
  readonly onForm: (form: SpendingForm) => void;
}) {
  const { t } = useLanguage();
  const words = t.spending;
  const { form, troubles, onForm } = props;
  const group = (title: string, fields: readonly SpendingField[]) => (
    <fieldset className={css['group']}>
      <legend>{title}</legend>
      {fields.map((field) => {
        const trouble = troubles[field];
        return (
          <TextField
            key={field}
            label={words.fields[field]}
            value={form[field]}
            inputMode="decimal"
            maxLength={10}
            autoComplete="off"
            error={trouble === undefined ? null : words.errors[trouble]}
            onText={(text) => onForm({ ...form, [field]: text })}
          />
        );
      })}
    </fieldset>
  );
  return (
    <>
      {group(words.floor, floorFields)}
      {group(words.lease, leaseFields)}
      {group(words.online, onlineFields)}
      <fieldset className={css['group']}>
        <legend>{words.care}</legend>
        <SelectField
          label={words.overdraft.label}
          value={form.onOverdraft}
          options={(['recover', 'contact', 'absorb'] as const).map((value) => ({
            value,
            text: words.overdraft[value],
          }))}
          onValue={(onOverdraft) => onForm({ ...form, onOverdraft })}
        />
      </fieldset>
    </>
  );
}

import { useState } from 'react';
import { actAnswerSchema } from '../../../app/contract/hq-admin-exceptions.ts';
import type {
  ActAnswer,
  AdminExceptionAction,
  ExceptionActionKind,
  ExceptionCaseAnswer,
} from '../../../app/contract/hq-admin-exceptions.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import type { HqAnswer } from '../api/hq-client.ts';
import { Button } from '../controls/button.tsx';
import { Panel } from '../controls/panel.tsx';
import { SelectField, TextField } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { formatWhole } from '../i18n/time-words.ts';
import { formOfCase, readCaseForm, whyTwo } from './case-form.ts';
import type { CaseForm, CaseTrouble } from './case-form.ts';
import { personWords } from './case-history.tsx';
import css from './case.module.css';

type Props = { readonly shown: ExceptionCaseAnswer; readonly onChanged: () => void };

/** What can be done about an exception now, or who must agree to what was proposed. */
export function CaseDecide(props: Props) {
  const { t } = useLanguage();
  const { exception, actions } = props.shown;
  // What HQ closed by itself meanwhile needs nobody's word any more.
  const isOpen = exception.state === 'open';
  const waiting = isOpen ? actions.find(({ state }) => state === 'awaiting') : undefined;
  const [says, setSays] = useState<string | null>(null);
  const onAnswer = (answer: HqAnswer<ActAnswer>): void => {
    setSays(answerWords(t, answer));
    props.onChanged();
  };
  return (
    <Panel title={t.workbench.decide}>
      <div className={css['body']}>
        {waiting !== undefined && <Waiting {...props} waiting={waiting} onAnswer={onAnswer} />}
        {waiting === undefined && isOpen && (
          <Choose key={props.shown.allowed.join()} {...props} onAnswer={onAnswer} />
        )}
        {!isOpen && <Closed {...props} />}
        <p role="status" hidden={says === null}>
          {says}
        </p>
      </div>
    </Panel>
  );
}

function answerWords(t: Texts, answer: HqAnswer<ActAnswer>): string {
  if (answer.kind === 'unreachable') return t.connection.lost;
  if (answer.kind !== 'ok') return t.common.failed;
  const { kind, why } = answer.value;
  return kind === 'still-unfit' && why !== undefined
    ? t.workbench.stillUnfit(why)
    : t.workbench.outcomes[kind];
}

/** What is done, and to whom: a wrong reward for an invitation is the inviter's. */
function nameOf(t: Texts, shown: ExceptionCaseAnswer, kind: ExceptionActionKind): string {
  const { actions, clawBackFrom } = t.workbench;
  if (kind !== 'claw-back') return actions[kind];
  const [whose] = shown.memberIds;
  const isReward = whose !== undefined && shown.exception.detail['inviterId'] === whose;
  return isReward ? clawBackFrom.inviter : clawBackFrom.member;
}

/** An action with its amount, points and store. */
function actionWords(t: Texts, shown: ExceptionCaseAnswer, action: AdminExceptionAction): string {
  return [
    nameOf(t, shown, action.kind),
    action.storeName,
    action.amountMinor > 0 ? formatTwd(action.amountMinor) : null,
    action.points > 0 ? t.common.points(formatWhole(action.points)) : null,
    action.note === '' ? null : action.note,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

type Answering = Props & { readonly onAnswer: (answer: HqAnswer<ActAnswer>) => void };

function Waiting(props: Answering & { readonly waiting: AdminExceptionAction }) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.workbench;
  const { shown, waiting, onAnswer } = props;
  const [step, setStep] = useState<'idle' | 'asked' | 'busy'>('idle');
  const decide = async (agree: boolean): Promise<void> => {
    setStep('busy');
    const { exceptionId } = shown.exception;
    const body = { exceptionId, actionId: waiting.actionId, agree };
    onAnswer(await client.post('/exceptions/decide', actAnswerSchema, body));
    setStep('idle');
  };
  return (
    <>
      <div className={css['warn']}>
        <strong>{words.waiting}</strong>
        <p>
          {words.waitingLead(personWords(t, waiting.proposedBy), actionWords(t, shown, waiting))}
        </p>
      </div>
      {shown.isOwnProposal && <p>{words.ownProposal}</p>}
      <div className={css['buttons']}>
        {!shown.isOwnProposal && (
          <Button
            look="primary"
            disabled={step === 'busy'}
            onClick={() => (step === 'asked' ? void decide(true) : setStep('asked'))}
          >
            {step === 'asked' ? words.sureAgree : words.agree}
          </Button>
        )}
        <Button disabled={step === 'busy'} onClick={() => void decide(false)}>
          {shown.isOwnProposal ? words.takeBack : words.refuse}
        </Button>
      </div>
    </>
  );
}

function Closed({ shown }: Props) {
  const { t } = useLanguage();
  const done = shown.actions.find(({ state }) => state === 'done');
  return <p>{done === undefined ? t.workbench.closedBy : actionWords(t, shown, done)}</p>;
}

function Choose({ shown, onAnswer }: Answering) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.workbench;
  const [form, setForm] = useState<CaseForm | null>(() => formOfCase(shown));
  const [step, setStep] = useState<'idle' | 'asked' | 'busy'>('idle');
  const [trouble, setTrouble] = useState<CaseTrouble | null>(null);
  if (form === null) return null;
  const why = whyTwo(form, shown);
  const change = (part: Partial<CaseForm>): void => {
    setForm({ ...form, ...part });
    setStep('idle');
    setTrouble(null);
  };
  const submit = async (): Promise<void> => {
    const read = readCaseForm(form, shown);
    setTrouble(read.trouble);
    if (read.body === null) return setStep('idle');
    if (step === 'idle') return setStep('asked');
    setStep('busy');
    onAnswer(await client.post('/exceptions/act', actAnswerSchema, read.body));
    return setStep('idle');
  };
  return (
    <form
      className={css['stack']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Choices form={form} shown={shown} onForm={change} />
      <Amounts form={form} shown={shown} trouble={trouble} onForm={change} />
      <TextField
        label={words.note}
        hint={words.noteHint}
        value={form.note}
        maxLength={500}
        autoComplete="off"
        error={trouble === 'note' ? words.errors.note : null}
        onText={(note) => change({ note })}
      />
      {why !== null && (
        <p className={css['warn']}>
          {why === 'limit'
            ? words.needsTwo(formatTwd(shown.twoPersonMinor))
            : words.needsTwoUnpriced}
        </p>
      )}
      <div className={css['buttons']}>
        <Button look="primary" type="submit" disabled={step === 'busy'}>
          {step === 'busy' ? words.busy : step === 'asked' ? words.sure : words.submit}
        </Button>
        {step === 'asked' && <Button onClick={() => setStep('idle')}>{t.common.cancel}</Button>}
      </div>
    </form>
  );
}

type Fields = {
  readonly form: CaseForm;
  readonly shown: ExceptionCaseAnswer;
  readonly onForm: (part: Partial<CaseForm>) => void;
};

function Choices({ form, shown, onForm }: Fields) {
  const { t } = useLanguage();
  const isOverdraft = shown.exception.kind === 'overdraft';
  return (
    <fieldset className={css['choices']}>
      <legend>{t.workbench.action}</legend>
      {shown.allowed.map((kind) => (
        <label
          key={kind}
          className={css['choice']}
          data-chosen={kind === form.kind ? '' : undefined}
        >
          <input
            type="radio"
            name="action"
            checked={kind === form.kind}
            onChange={() => onForm({ kind })}
          />
          <strong>{nameOf(t, shown, kind)}</strong>
          {kind === form.kind && (
            <span className={css['quiet']}>
              {t.workbench.hints[kind]}
              {isOverdraft && (kind === 'absorb' || kind === 'charge-store') && (
                <> {t.workbench.pointsBack}</>
              )}
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}

function Amounts({
  form,
  shown,
  trouble,
  onForm,
}: Fields & { readonly trouble: CaseTrouble | null }) {
  const { t } = useLanguage();
  const words = t.workbench;
  if (form.kind === 'charge-store')
    return (
      <>
        <SelectField
          label={words.store}
          value={form.storeId}
          options={shown.stores.map(({ storeId, name }) => ({
            value: storeId as string,
            text: name,
          }))}
          onValue={(storeId) => onForm({ storeId })}
        />
        <TextField
          label={words.chargeAmount}
          value={form.amountText}
          inputMode="numeric"
          maxLength={12}
          autoComplete="off"
          error={trouble === 'amount' ? words.errors.amount : null}
          onText={(amountText) => onForm({ amountText })}
        />
      </>
    );
  if (form.kind === 'claw-back')
    return (
      <TextField
        label={words.clawPoints}
        value={form.pointsText}
        inputMode="numeric"
        maxLength={12}
        autoComplete="off"
        error={trouble === 'points' ? words.errors.points : null}
        onText={(pointsText) => onForm({ pointsText })}
      />
    );
  return null;
}

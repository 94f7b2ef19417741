import { useState } from 'react';
import { actAnswerSchema } from '../../../app/contract/hq-admin-exceptions.ts';
import type { AdminException } from '../../../app/contract/hq-admin.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import { useHq, useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { agoWords, formatRecent } from '../i18n/time-words.ts';
import { ConfirmMerge } from './confirm-merge.tsx';
import { ConfirmReinstall } from './confirm-reinstall.tsx';
import { exceptionSides, isList } from './exception-sides.ts';
import type { ExceptionSides, OtherField } from './exception-sides.ts';
import { exceptionWords, fieldWords, valueWords } from './exception-words.ts';
import css from './exceptions.module.css';
import { exceptionHref, memberHref } from './use-tab.ts';

/** One exception in the list: what happened, both sides next to each other, and what to do. */
export function ExceptionCard(props: {
  readonly exception: AdminException;
  readonly onClosed: () => void;
}) {
  const { t } = useLanguage();
  const nowMs = useHqNow(10_000);
  const { exception } = props;
  const words = exceptionWords(t, exception.kind);
  const where = [exception.storeName, exception.counterLabel].filter((part) => part !== null);
  return (
    <article className={css['card']}>
      <div className={css['about']}>
        <h3>{words.title}</h3>
        <p className={css['quiet']}>
          {[...where, formatRecent(exception.createdAtMs, nowMs)].join(' · ')}
          {` (${agoWords(t.time, exception.createdAtMs, nowMs)})`}
        </p>
        <p className={css['why']}>{words.why}</p>
        <CardState exception={exception} />
        {exception.state === 'open' && <Actions {...props} />}
        <div className={css['buttons']}>
          <a className={css['openLink']} href={exceptionHref(exception.exceptionId)}>
            {exception.state === 'open' ? t.workbench.open : t.workbench.look}
          </a>
          {exception.canClose === true && (
            <CloseButton exceptionId={exception.exceptionId} onClosed={props.onClosed} />
          )}
        </div>
      </div>
      <ExceptionFacts exception={exception} nowMs={nowMs} />
    </article>
  );
}

/** What it cost, and whether somebody waits for a second person. */
function CardState({ exception }: { readonly exception: AdminException }) {
  const { t } = useLanguage();
  const { costMinor = 0, isAwaiting = false } = exception;
  if (costMinor === 0 && !isAwaiting) return null;
  return (
    <p className={css['chips']}>
      {costMinor > 0 && <Chip tone="deny">{t.workbench.costOf(formatTwd(costMinor))}</Chip>}
      {isAwaiting && <Chip tone="warn">{t.workbench.awaiting}</Chip>}
    </p>
  );
}

/** Both sides next to each other, and whatever else is known. */
export function ExceptionFacts(props: {
  readonly exception: AdminException;
  readonly nowMs: number;
}) {
  const { t } = useLanguage();
  const { exception, nowMs } = props;
  const { sides, rest } = exceptionSides(exception.detail);
  const more = [
    ...rest,
    { side: null, field: 'kind', value: exception.kind },
    ...(exception.eid === null ? [] : [{ side: null, field: 'eid', value: exception.eid }]),
  ];
  return (
    <div className={css['sides']}>
      {sides !== null && <SidesTable sides={sides} nowMs={nowMs} />}
      <details open={sides === null}>
        <summary>{t.exceptions.moreDetail}</summary>
        <Rest fields={more} nowMs={nowMs} />
      </details>
    </div>
  );
}

/** What a few kinds need besides: a merge or a re-install to agree to. */
export function Actions(props: {
  readonly exception: AdminException;
  readonly onClosed: () => void;
}) {
  const { exceptionId, kind, detail } = props.exception;
  const survivorId = detail['into'];
  return (
    <>
      {kind === 'mobile-known' && typeof survivorId === 'string' && (
        <ConfirmMerge memberId={survivorId} exceptionId={exceptionId} onDone={props.onClosed} />
      )}
      {kind === 'reinstall' &&
        typeof detail['inst'] === 'string' &&
        typeof detail['replaces'] === 'string' && (
          <ConfirmReinstall
            inst={detail['inst']}
            replaces={detail['replaces']}
            onDone={props.onClosed}
          />
        )}
    </>
  );
}

/** Fields that name a member. */
const memberFields = [
  'memberId',
  'otherMemberId',
  'into',
  'inviterId',
  'heldInviterId',
  'saleMemberId',
];

function Rest(props: { readonly fields: readonly OtherField[]; readonly nowMs: number }) {
  const { t, language } = useLanguage();
  const context = { t, language, nowMs: props.nowMs };
  return (
    <dl className={css['rest']}>
      {props.fields.map(({ side, field, value }) => (
        <div key={`${side ?? ''}.${field}`}>
          <dt>
            {side !== null && `${t.exceptions.sides[side]} · `}
            {fieldWords(t, field)}
          </dt>
          <dd>
            {memberFields.includes(field) && typeof value === 'string' ? (
              <a href={memberHref(value)}>{value}</a>
            ) : (
              valueWords(context, field, value)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function SidesTable(props: {
  readonly sides: NonNullable<ExceptionSides['sides']>;
  readonly nowMs: number;
}) {
  const { t, language } = useLanguage();
  const { sides, nowMs } = props;
  const shown = (field: string, value: unknown): string =>
    isList(value) ? t.exceptions.seeBelow : valueWords({ t, language, nowMs }, field, value);
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th scope="col">{t.exceptions.field}</th>
          <th scope="col">{t.exceptions.sides[sides.left]}</th>
          <th scope="col">{t.exceptions.sides[sides.right]}</th>
        </tr>
      </thead>
      <tbody>
        {sides.fields.map((field) => (
          <tr key={field.field} data-differs={field.differs ? '' : undefined}>
            <th scope="row">{fieldWords(t, field.field)}</th>
            <td>{shown(field.field, field.left)}</td>
            <td>
              {field.differs && (
                <>
                  <span aria-hidden="true" className={css['mark']}>
                    ≠
                  </span>
                  <span className="visually-hidden">{t.exceptions.differs}</span>
                </>
              )}
              {shown(field.field, field.right)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Asks once more: a closed exception leaves the list that people watch. */
function CloseButton(props: { readonly exceptionId: string; readonly onClosed: () => void }) {
  const { t } = useLanguage();
  const { client } = useHq();
  const [step, setStep] = useState<'idle' | 'asked' | 'busy' | 'failed'>('idle');
  const close = async (): Promise<void> => {
    setStep('busy');
    const body = { exceptionId: props.exceptionId, kind: 'close' };
    const answer = await client.post('/exceptions/act', actAnswerSchema, body);
    const isDone = answer.kind === 'ok' && ['done', 'already-decided'].includes(answer.value.kind);
    return isDone ? props.onClosed() : setStep('failed');
  };
  if (step === 'asked' || step === 'busy') {
    return (
      <>
        <Button look="primary" autoFocus disabled={step === 'busy'} onClick={() => void close()}>
          {step === 'busy' ? t.exceptions.closing : t.exceptions.confirm}
        </Button>
        <Button onClick={() => setStep('idle')}>{t.common.cancel}</Button>
      </>
    );
  }
  return (
    <>
      <Button onClick={() => setStep('asked')}>{t.exceptions.close}</Button>
      {step === 'failed' && <span role="alert">{t.common.failed}</span>}
    </>
  );
}

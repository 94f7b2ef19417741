import { useTranslation } from 'react-i18next';
import type { ReadyView, RefundPreview } from '../../../app/contract/counter-view.ts';
import { Button, KeyCap } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { noticeSentence, refusalSentence, voidBlockedWords } from '../../i18n/notice-words.ts';
import { localized } from '../../i18n/localized.ts';
import preview from '../counter/sale-preview.module.css';
import type { RunCommand } from '../use-commands.ts';
import { currentPreview, type RefundingSale } from './refund-state.ts';
import styles from './refund.module.css';

type RefundPreviewProps = {
  /** Null while no sale is chosen. */
  readonly state: RefundingSale | null;
  readonly language: ReadyView['language'];
  readonly onCommand: RunCommand;
};

/** What undoing or refunding would do, and the key that does it. */
export function RefundPreviewPanel({ state, language, onCommand }: RefundPreviewProps) {
  const { t } = useTranslation();
  const answer = state ? currentPreview(state) : null;
  const ready = state !== null && (answer?.kind === 'evaluated' || state.lost);
  const waits = state?.sent != null && !state.lost;
  return (
    <section className={preview['preview']} aria-label={t('refund.reasons')}>
      <ModeSwitch state={state} onCommand={onCommand} />
      <Totals answer={answer} />
      <Details state={state} answer={answer} language={language} />
      <Button
        look="primary"
        keyName="Enter"
        className={preview['confirm']}
        disabled={!ready || waits}
        onClick={() => onCommand({ kind: 'confirm' })}
      >
        {waits
          ? t('refund.sending')
          : state?.mode === 'refund'
            ? t('refund.confirmRefund')
            : t('refund.confirmVoid')}
      </Button>
    </section>
  );
}

/** Undone as if it never was, or goods taken back: the rules of the two differ. */
function ModeSwitch({ state, onCommand }: Omit<RefundPreviewProps, 'language'>) {
  const { t } = useTranslation();
  const blockedBy = state?.open.voidBlockedBy ?? null;
  return (
    <div>
      <div className={styles['modes']} role="group" aria-label={t('refund.mode')}>
        {(['void', 'refund'] as const).map((mode) => (
          <button
            key={mode}
            type="button"
            aria-pressed={state?.mode === mode}
            disabled={
              state === null || state.sent !== null || (mode === 'void' && blockedBy !== null)
            }
            data-mode={mode}
            onClick={() => state?.mode !== mode && onCommand({ kind: 'points' })}
          >
            {t(`refund.modes.${mode}`)}
            {state !== null && state.mode !== mode && !(mode === 'void' && blockedBy) ? (
              <KeyCap name="F8" />
            ) : null}
          </button>
        ))}
      </div>
      {blockedBy === null ? null : (
        <p className={styles['voidBlocked']}>{voidBlockedWords(t, blockedBy)}</p>
      )}
    </div>
  );
}

function Totals({ answer }: { answer: RefundPreview | null }) {
  const { t } = useTranslation();
  const shown = answer?.kind === 'evaluated' ? answer : null;
  const empty = shown === null;
  const points = (count: number, sign: string): string =>
    count === 0 ? '—' : t('common.points', { points: `${sign}${formatWhole(count)}` });
  return (
    <dl className={preview['totals']}>
      <div>
        <dt>{t('refund.money')}</dt>
        <dd className={preview['toPay']} data-empty={empty} data-refund-money="">
          {empty ? '—' : formatMoney(shown.moneyMinor)}
        </dd>
      </div>
      <div>
        <dt>{t('refund.clawedBack')}</dt>
        <dd className={styles['taken']} data-empty={!shown?.clawedBack} data-clawed-back="">
          {points(shown?.clawedBack ?? 0, '-')}
        </dd>
      </div>
      <div>
        <dt>{t('refund.returned')}</dt>
        <dd className={styles['returned']} data-empty={!shown?.returned} data-returned="">
          {points(shown?.returned ?? 0, '+')}
        </dd>
      </div>
      <div>
        <dt>{t('refund.balance')}</dt>
        <dd
          className={styles['balance']}
          data-empty={empty}
          data-debt={(shown?.balanceAfter ?? 0) < 0}
          data-balance-after=""
        >
          {empty ? '—' : t('common.points', { points: formatWhole(shown.balanceAfter) })}
        </dd>
      </div>
    </dl>
  );
}

type DetailsProps = {
  readonly state: RefundingSale | null;
  readonly answer: RefundPreview | null;
  readonly language: ReadyView['language'];
};

/** Debt, trouble and the reasons for each figure, in words. */
function Details({ state, answer, language }: DetailsProps) {
  const { t } = useTranslation();
  const trouble = troubleWords();
  const debt = answer?.kind === 'evaluated' && answer.balanceAfter < 0 ? -answer.balanceAfter : 0;

  function troubleWords(): string | null {
    if (state?.lost) return t('refund.lost');
    if (state?.trouble != null) return refusalSentence(t, state.trouble, language);
    if (answer?.kind === 'refused') {
      return noticeSentence(t, { tone: 'deny', ...answer }, language);
    }
    return null;
  }

  return (
    <div className={preview['details']}>
      {debt > 0 ? (
        <p className={styles['debt']} data-debt-words="">
          <Icon name="warn" />
          {t('refund.debt', { points: formatWhole(debt) })}
        </p>
      ) : null}
      {trouble === null ? null : (
        <p className={styles['trouble']} role="alert">
          {trouble}
        </p>
      )}
      <ul
        className={preview['reasons']}
        data-reasons=""
        aria-label={t('refund.reasons')}
        tabIndex={0}
      >
        {state === null ? <li className={preview['waiting']}>{t('refund.chooseFirst')}</li> : null}
        {answer?.kind === 'evaluated'
          ? answer.reasons.map((reason, index) => (
              <li key={`${reason.code}-${index}`}>{localized(reason.words, language)}</li>
            ))
          : null}
      </ul>
    </div>
  );
}

import type { Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview, ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { noticeSentence } from '../../i18n/notice-words.ts';
import { localized } from '../../i18n/localized.ts';
import type { UiAction } from '../../ui-state.ts';
import type { RunCommand } from '../use-commands.ts';
import styles from './sale-preview.module.css';
import { SpendPoints } from './spend-points-row.tsx';

type SalePreviewProps = {
  readonly view: ReadyView;
  readonly pointsText: string | null;
  /** The member is not on the screen now: nothing is settled for them. */
  readonly isCovered: boolean;
  readonly dispatch: Dispatch<UiAction>;
  readonly onCommand: RunCommand;
};

/** From here on the figure needs smaller letters beside its word. */
const longAmountMinor = 1_000_000;

/** What settling now would do, and the key that does it. */
export function SalePreview(props: SalePreviewProps) {
  const { view, pointsText, isCovered, dispatch, onCommand } = props;
  const { t } = useTranslation();
  const { preview } = view.sale;
  return (
    <section className={styles['preview']} aria-label={t('sale.region')}>
      <Totals preview={preview} />
      <SpendPoints sale={view.sale} text={pointsText} dispatch={dispatch} onCommand={onCommand} />
      <Details view={view} />
      <Button
        look="primary"
        keyName="Enter"
        className={styles['confirm']}
        disabled={isCovered || preview?.kind !== 'evaluated'}
        onClick={() => onCommand({ kind: 'confirm' })}
      >
        {t('sale.confirm')}
      </Button>
    </section>
  );
}

function Totals({ preview }: { preview: Preview | null }) {
  const { t } = useTranslation();
  const shown = preview?.kind === 'evaluated' ? preview : null;
  const empty = shown === null;
  const off = (shown?.discountMinor ?? 0) + (shown?.pointsValueMinor ?? 0);
  return (
    <dl className={styles['totals']}>
      <div>
        <dt>{t('sale.toPay')}</dt>
        <dd
          className={styles['toPay']}
          data-empty={empty}
          data-long={(shown?.paidMinor ?? 0) >= longAmountMinor}
          data-to-pay=""
        >
          {empty ? '—' : formatMoney(shown.paidMinor)}
        </dd>
      </div>
      <div>
        <dt className={styles['small']}>{t('sale.discount')}</dt>
        <dd className={styles['small']} data-empty={off === 0} data-discount="">
          {off === 0 ? '—' : formatMoney(-off)}
        </dd>
      </div>
      <div>
        <dt>{t('sale.points')}</dt>
        <dd className={styles['earned']} data-empty={empty} data-earned="">
          {empty ? '—' : t('common.addedPoints', { points: formatWhole(shown.points) })}
        </dd>
      </div>
      <div>
        <dt className={styles['small']}>{t('sale.base')}</dt>
        <dd className={styles['small']} data-empty={empty} data-base="">
          {empty ? '—' : formatMoney(shown.baseMinor)}
        </dd>
      </div>
    </dl>
  );
}

/** What the sale brings, how the figures came about, and what is missing to more. */
function Details({ view }: { view: ReadyView }) {
  const { preview } = view.sale;
  if (preview?.kind !== 'evaluated') return <Waiting view={view} />;
  const { brings, reasons, nextSteps } = preview;
  return (
    <div className={styles['details']}>
      <Brings lines={brings} language={view.language} />
      <ReasonList lines={reasons} language={view.language} />
      <NextSteps
        lines={nextSteps.slice(0, brings.length >= bringsBusy ? nextStepsMaxBusy : nextStepsMax)}
        language={view.language}
      />
    </div>
  );
}

type LinesProps = {
  readonly lines: Extract<Preview, { kind: 'evaluated' }>['reasons'];
  readonly language: ReadyView['language'];
};

function Brings({ lines, language }: LinesProps) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <ul className={styles['brings']} data-brings="" aria-label={t('sale.brings')} tabIndex={0}>
      {lines.map((line, index) => (
        <li key={`${line.code}-${index}`}>
          <Icon name="gift" size="1rem" />
          <span>{localized(line.words, language)}</span>
        </li>
      ))}
    </ul>
  );
}

function ReasonList({ lines, language }: LinesProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles['reasons']} data-reasons="" aria-label={t('sale.reasons')} tabIndex={0}>
      {lines.map((line, index) => (
        <li key={`${line.code}-${index}`}>{localized(line.words, language)}</li>
      ))}
    </ul>
  );
}

/** More than this is reading, not a glance; fewer where much is to be handed over. */
const nextStepsMax = 3;
const nextStepsMaxBusy = 2;
const bringsBusy = 3;

function NextSteps({ lines, language }: LinesProps) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <ul className={styles['next']} data-next-steps="" aria-label={t('sale.next')}>
      {lines.map((line, index) => (
        <li key={`${line.code}-${index}`} title={localized(line.words, language)}>
          {localized(line.words, language)}
        </li>
      ))}
    </ul>
  );
}

/** What is still missing, or why it cannot be settled as it stands. */
function Waiting({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { preview, amountText } = view.sale;
  const missing = [
    view.member ? null : t('sale.waitMember'),
    amountText === '' ? t('sale.waitAmount') : null,
  ].filter((words) => words !== null);
  return (
    <div className={styles['details']}>
      <ul className={styles['reasons']} data-reasons="" aria-label={t('sale.reasons')}>
        {missing.map((words) => (
          <li key={words} className={styles['waiting']}>
            {words}
          </li>
        ))}
        {preview?.kind === 'refused' && missing.length === 0 ? (
          <li className={styles['previewRefused']}>
            {noticeSentence(t, { tone: 'deny', ...preview }, view.language)}
          </li>
        ) : null}
      </ul>
    </div>
  );
}

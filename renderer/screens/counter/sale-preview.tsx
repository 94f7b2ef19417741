import { useTranslation } from 'react-i18next';
import type { Preview, ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { noticeSentence } from '../../i18n/notice-words.ts';
import type { RunCommand } from '../use-commands.ts';
import { groupDigits } from './amount-text.ts';
import styles from './counter.module.css';

type AmountDisplayProps = {
  readonly view: ReadyView;
  readonly amountText: string;
  /** The keypad types into the field on the left now. */
  readonly keysElsewhere: boolean;
};

/** The amount of goods, large, and where it came from. */
export function AmountDisplay({ view, amountText, keysElsewhere }: AmountDisplayProps) {
  const { t } = useTranslation();
  const { invoice } = view.sale;
  return (
    <section className={styles['amount']} aria-label={t('sale.amount')}>
      <div className={styles['amountTop']}>
        <span>{keysElsewhere ? t('keypad.toField') : t('sale.amount')}</span>
        {invoice ? (
          <span className={styles['invoice']}>{t('sale.invoice', { number: invoice.number })}</span>
        ) : null}
      </div>
      <output className={styles['amountValue']} data-empty={amountText === ''} data-amount="">
        {groupDigits(amountText) || '0'}
      </output>
    </section>
  );
}

type SalePreviewProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/** What settling now would do, and the key that does it. */
export function SalePreview({ view, onCommand }: SalePreviewProps) {
  const { t } = useTranslation();
  const { preview } = view.sale;
  return (
    <section className={styles['preview']} aria-label={t('sale.region')}>
      <Totals preview={preview} />
      <PreviewReasons view={view} />
      <Button
        look="primary"
        keyName="Enter"
        className={styles['confirm']}
        disabled={preview?.kind !== 'evaluated'}
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
  const discount = shown?.discountMinor ?? 0;
  return (
    <dl className={styles['totals']}>
      <dt>{t('sale.discount')}</dt>
      <dd data-empty={discount === 0}>{discount === 0 ? '—' : formatMoney(-discount)}</dd>
      <dt>{t('sale.toPay')}</dt>
      <dd className={styles['toPay']} data-empty={empty} data-to-pay="">
        {empty ? '—' : formatMoney(shown.paidMinor)}
      </dd>
      <dt>{t('sale.points')}</dt>
      <dd className={styles['earned']} data-empty={empty} data-earned="">
        {empty ? '—' : t('common.addedPoints', { points: formatWhole(shown.points) })}
      </dd>
    </dl>
  );
}

/** How the points and the discount came about, or what is still missing. */
function PreviewReasons({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { preview, amountText } = view.sale;
  const missing = [
    view.member ? null : t('sale.waitMember'),
    amountText === '' ? t('sale.waitAmount') : null,
  ].filter((words) => words !== null);
  return (
    <ul className={styles['reasons']} data-reasons="" aria-label={t('sale.reasons')} tabIndex={-1}>
      {preview?.kind === 'evaluated'
        ? preview.reasons.map((reason, index) => (
            <li key={`${reason.code}-${index}`}>{reason.words[view.language]}</li>
          ))
        : missing.map((words) => (
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
  );
}

import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Chip } from '../../controls/chip.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatMoney } from '../../i18n/format.ts';
import { localized } from '../../i18n/localized.ts';
import styles from './voucher-list.module.css';

type CodeRowsProps = {
  readonly codes: NonNullable<ReadyView['sale']['codes']>;
  readonly language: ReadyView['language'];
};

/** The shared codes on the sale, above the member's own vouchers: pressed, a row takes its code off. */
export function CodeRows({ codes, language }: CodeRowsProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  return codes.map(({ code, name, savesMinor }) => (
    <li key={code}>
      <button
        type="button"
        className={styles['voucher']}
        aria-pressed
        data-code={code}
        onClick={() => void call('sale:drop-code', { code })}
      >
        <span className={styles['voucherName']} title={localized(name, language)}>
          {localized(name, language)}
        </span>
        <span className={styles['saves']}>
          {savesMinor !== null && savesMinor > 0 ? (
            <span className={styles['saved']}>{formatMoney(-savesMinor)}</span>
          ) : null}
          <Chip look="ok" icon="ok">
            {t('member.attached')}
          </Chip>
        </span>
        <span className={styles['voucherNote']} title={code}>
          {code}
        </span>
      </button>
    </li>
  ));
}

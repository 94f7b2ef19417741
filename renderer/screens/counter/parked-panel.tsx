import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { formatClock } from '../../../app/domain/time.ts';
import { Button, KeyCap } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { parkedRows, type ParkedRow } from './parked-calls.ts';
import styles from './parked.module.css';

type ParkedPanelProps = { readonly view: ReadyView; readonly onClose: () => void };

/** As many as the list holds: the keys are 1 to 5. */
const rowsMax = 5;

/** The sales set aside, to be taken back with a number key or a finger. */
export function ParkedPanel({ view, onClose }: ParkedPanelProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const rows = parkedRows(view);
  const isEmpty = rows.length === 0;
  useEffect(() => {
    if (isEmpty) onClose();
  }, [isEmpty, onClose]);
  const ask = (answer: Promise<unknown>): void => void answer.then(onClose, () => undefined);
  const canHold = view.sale.amountText !== '' && view.pos?.onSale == null && rows.length < rowsMax;
  return (
    <div className={styles['panel']} data-parked-panel="">
      <h2>{t('parked.title')}</h2>
      <p className={styles['hint']}>{t('parked.hint')}</p>
      <ol className={styles['rows']}>
        {rows.map((row, index) => (
          <li key={row.parkedAtMs}>
            <ParkedButton
              row={row}
              keyName={String(index + 1)}
              onTake={() => ask(call('sale:recall', { parkedAtMs: row.parkedAtMs }))}
            />
          </li>
        ))}
      </ol>
      <div className={styles['actions']}>
        {canHold ? (
          <Button size="small" data-hold="" onClick={() => ask(call('sale:park', {}))}>
            {t('parked.hold')}
          </Button>
        ) : null}
        <Button size="small" keyName="Esc" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  );
}

type ParkedButtonProps = {
  readonly row: ParkedRow;
  readonly keyName: string;
  readonly onTake: () => void;
};

function ParkedButton({ row, keyName, onTake }: ParkedButtonProps) {
  const { t } = useTranslation();
  const { nameMasked, amountText, vouchers, otherDay, parkedAtMs } = row;
  const name = nameMasked ?? t('parked.nobody');
  return (
    <button type="button" className={styles['row']} data-parked={parkedAtMs} onClick={onTake}>
      <KeyCap name={keyName} />
      <span className={styles['who']} title={name}>
        {name}
      </span>
      <strong className={styles['amount']}>
        {amountText === '' ? t('parked.noAmount') : formatMoney(Number(amountText))}
      </strong>
      <span className={styles['facts']}>
        <time dateTime={new Date(parkedAtMs).toISOString()}>{formatClock(parkedAtMs)}</time>
        {vouchers === 0 ? null : <span>{t('parked.vouchers', { n: formatWhole(vouchers) })}</span>}
        {otherDay ? (
          <Chip look="warn" icon="clock">
            {t('parked.otherDay')}
          </Chip>
        ) : null}
      </span>
    </button>
  );
}

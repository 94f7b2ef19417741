import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView, SettledSaleView } from '../../../app/contract/counter-view.ts';
import { TextField } from '../../controls/text-field.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { refusalSentence } from '../../i18n/notice-words.ts';
import type { RunCommand } from '../use-commands.ts';
import { saleTextMax, type RefundDesk } from '../use-refund.ts';
import styles from './refund.module.css';

/** More than this is not a choice but a list: one more character of the number is quicker. */
const rowsMax = 7;

type ChooseSaleProps = {
  readonly desk: RefundDesk;
  readonly view: ReadyView;
  readonly onCommand: RunCommand;
};

/** Which sale: the newest first, or by the end of its number or its e-invoice's. */
export function ChooseSale({ desk, view, onCommand }: ChooseSaleProps) {
  const { t } = useTranslation();
  const { state, dispatch } = desk;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  if (state.phase !== 'choose') return null;
  const rows = (state.sales ?? []).slice(0, rowsMax);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' && state.chosen < rows.length - 1)
      dispatch({ kind: 'move', by: 1 });
    else if (event.key === 'ArrowUp') dispatch({ kind: 'move', by: -1 });
    else if (event.key === 'Enter') onCommand({ kind: 'confirm' });
    else if (!/^Arrow(?:Up|Down)$/.test(event.key)) return;
    event.preventDefault();
  };

  return (
    <div className={styles['panel']}>
      <h2>{t('refund.title')}</h2>
      <TextField
        inputRef={field}
        name="refundFind"
        label={t('refund.find')}
        placeholder={t('refund.findHint')}
        value={state.text}
        onText={(text) => dispatch({ kind: 'text', text })}
        onKeyDown={onKeyDown}
        maxLength={saleTextMax}
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls="refund-sales"
        aria-activedescendant={rows.length > 0 ? `refund-sale-${state.chosen}` : undefined}
      />
      {state.trouble === null ? null : (
        <p className={styles['trouble']} role="alert">
          {refusalSentence(t, state.trouble, view.language)}
        </p>
      )}
      <ul
        id="refund-sales"
        role="listbox"
        className={styles['rows']}
        aria-label={t('refund.title')}
      >
        {rows.map((sale, index) => (
          <SaleOption
            key={sale.saleId}
            sale={sale}
            id={`refund-sale-${index}`}
            chosen={index === state.chosen}
            today={view.businessDate}
            onPick={() => desk.openSale(sale.saleId)}
          />
        ))}
      </ul>
      <ListFooter sales={state.sales} text={state.text} />
    </div>
  );
}

type SaleOptionProps = {
  readonly sale: SettledSaleView;
  readonly id: string;
  readonly chosen: boolean;
  readonly today: string;
  readonly onPick: () => void;
};

function SaleOption({ sale, id, chosen, today, onPick }: SaleOptionProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const state = sale.undone
    ? t('refund.undone')
    : sale.refundedMinor > 0
      ? t('refund.back', { amount: formatMoney(sale.refundedMinor) })
      : sale.sync === 'rejected'
        ? t('sale.sync.rejected')
        : t('common.addedPoints', { points: formatWhole(sale.points) });
  return (
    // The keyboard's way to it is the arrows in the field above, as in every combobox.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <li
      id={id}
      role="option"
      aria-selected={chosen}
      className={styles['row']}
      data-refund-sale={sale.saleNo}
      data-over={sale.undone || !sale.refundable}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      <strong>{sale.nameMasked}</strong>
      <span className={styles['rowPaid']}>{formatMoney(sale.paidMinor)}</span>
      <span className={styles['rowIds']}>
        {dates.recent(sale.atMs, today)} · {sale.saleNo}
      </span>
      <span className={styles['rowState']}>{state}</span>
    </li>
  );
}

type ListFooterProps = {
  readonly sales: readonly SettledSaleView[] | null;
  readonly text: string;
};

function ListFooter({ sales, text }: ListFooterProps) {
  const { t } = useTranslation();
  const words =
    sales === null
      ? t('refund.searching')
      : sales.length === 0
        ? text.trim() === ''
          ? t('refund.noneYet')
          : t('refund.none')
        : sales.length > rowsMax && text !== ''
          ? t('refund.more', { n: sales.length - rowsMax })
          : t('refund.keys');
  return (
    <p className={styles['footer']} role="status">
      {words}
    </p>
  );
}

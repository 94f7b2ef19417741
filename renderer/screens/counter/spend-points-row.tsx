import type { TFunction } from 'i18next';
import { useEffect, useId, useRef, type Dispatch, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { KeyCap } from '../../controls/button.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { spendBlockedWords } from '../../i18n/notice-words.ts';
import type { UiAction } from '../../ui-state.ts';
import type { RunCommand } from '../use-commands.ts';
import styles from './sale-preview.module.css';
import { pointsAsTyped, spendRow, type SpendRow } from './spend-points.ts';

type SpendPointsProps = {
  readonly sale: ReadyView['sale'];
  /** Typed so far; null while the field is closed. */
  readonly text: string | null;
  readonly dispatch: Dispatch<UiAction>;
  readonly onCommand: RunCommand;
};

/** Paying with points: one key for the most, again for none, another to type how many. */
export function SpendPoints({ sale, text, dispatch, onCommand }: SpendPointsProps) {
  const { t } = useTranslation();
  const row = spendRow(sale);
  if (text !== null) {
    return (
      <div className={styles['spend']}>
        <PointsField text={text} pointsMax={sale.spendPointsMax} {...{ dispatch, onCommand }} />
      </div>
    );
  }
  if (row.kind === 'nothing' || row.kind === 'blocked') {
    return (
      <div className={styles['spend']}>
        <p className={styles['spendNone']} data-spend="blocked">
          {row.kind === 'nothing' ? t('spend.title') : spendBlockedWords(t, row.code)}
        </p>
      </div>
    );
  }
  const on = row.kind === 'on-sale';
  return (
    <div className={styles['spend']}>
      <button
        type="button"
        className={styles['spendButton']}
        aria-pressed={on}
        data-spend={row.kind}
        onClick={() => onCommand({ kind: 'points' })}
      >
        <span className={styles['spendWords']}>
          <strong>{row.kind === 'offer' ? t('spend.title') : onSaleWords(t, row)}</strong>
          <span>{on ? '' : t('spend.most', { points: formatWhole(row.pointsMax) })}</span>
        </span>
        <KeyCap name="F8" />
      </button>
      <button
        type="button"
        className={styles['spendType']}
        onClick={() => onCommand({ kind: 'type-points' })}
      >
        {t('spend.type')}
        <KeyCap name="⇧F8" />
      </button>
    </div>
  );
}

function onSaleWords(t: TFunction, row: Extract<SpendRow, { kind: 'on-sale' }>): string {
  const points = formatWhole(row.points);
  return row.valueMinor === null
    ? t('spend.onOnly', { points })
    : t('spend.on', { points, value: formatMoney(row.valueMinor) });
}

type PointsFieldProps = {
  readonly text: string;
  readonly pointsMax: number | null;
  readonly dispatch: Dispatch<UiAction>;
  readonly onCommand: RunCommand;
};

/**
 * A small field that only its key opens; Enter takes it, Esc leaves the points as they were. Without the focus (help,
 * another window) it stands as it is: Enter still means it.
 */
function PointsField({ text, pointsMax, dispatch, onCommand }: PointsFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const setText = (typed: string): void =>
    dispatch({
      kind: 'points-text',
      text: pointsAsTyped(typed),
    });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onCommand({ kind: 'confirm' });
  };
  return (
    <div className={styles['spendField']}>
      <label htmlFor={id}>
        {t('spend.typeLabel')}
        <span>{t('spend.mostEnter', { points: formatWhole(pointsMax ?? 0) })}</span>
      </label>
      {/* Read-only to the browser, so that no input method is active; the key intake writes in it. */}
      <input
        ref={field}
        id={id}
        type="text"
        name="points"
        readOnly
        data-digits=""
        aria-readonly={false}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

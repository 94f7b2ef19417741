import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView, VoucherView } from '../../../app/contract/counter-view.ts';
import { Button, KeyCap } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { formatMoney, formatWhole } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { blockedWords } from '../../i18n/notice-words.ts';
import { localized } from '../../i18n/localized.ts';
import type { RunCommand } from '../use-commands.ts';
import { CodeRows } from './code-rows.tsx';
import styles from './voucher-list.module.css';
import { orderVouchers } from './vouchers.ts';

type VoucherListProps = {
  readonly vouchers: readonly VoucherView[];
  readonly best: ReadyView['sale']['best'];
  readonly codes: NonNullable<ReadyView['sale']['codes']>;
  readonly language: ReadyView['language'];
  readonly onCommand: RunCommand;
};

/** The shared codes on the sale and the member's vouchers: what each would save, or why it cannot be used, and the best of them. */
export function VoucherList({ vouchers, best, codes, language, onCommand }: VoucherListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const attached = vouchers.flatMap((voucher) => (voucher.attached ? [voucher.voucherId] : []));
  const attachedKey = attached.join(' ');
  useEffect(() => {
    // What a key has put on the sale must be seen, however long the list.
    list.current
      ?.querySelector('[data-voucher][aria-pressed="true"]')
      ?.scrollIntoView({ block: 'nearest' });
  }, [attachedKey]);
  const codesKey = codes.map(({ code }) => code).join(' ');
  useEffect(() => {
    // So must a code that was just scanned, above a list that stands anywhere.
    list.current?.querySelector('[data-code]')?.scrollIntoView({ block: 'nearest' });
  }, [codesKey]);
  return (
    <div className={styles['vouchers']}>
      <div className={styles['top']}>
        <h3>
          {t('member.vouchers')} <span>{vouchers.length}</span>
        </h3>
        {best === null ? null : (
          <Button
            size="small"
            keyName="F2"
            className={styles['best'] ?? ''}
            data-best={best.savesMinor}
            onClick={() => onCommand({ kind: 'best' })}
          >
            {t('member.useBest', { amount: formatMoney(best.savesMinor) })}
          </Button>
        )}
      </div>
      {vouchers.length + codes.length === 0 ? (
        <p className={styles['noVouchers']}>{t('member.noVouchers')}</p>
      ) : (
        <ul ref={list}>
          <CodeRows codes={codes} language={language} />
          {orderVouchers(vouchers).map((voucher, index) => (
            <li key={voucher.voucherId}>
              <VoucherRow
                voucher={voucher}
                language={language}
                index={index}
                onPress={() => onCommand({ kind: 'nth-voucher', index })}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type VoucherRowProps = {
  readonly voucher: VoucherView;
  readonly language: ReadyView['language'];
  readonly index: number;
  readonly onPress: () => void;
};

/** One voucher as a switch: on the sale or not; when it cannot be used, why. */
function VoucherRow({ voucher, language, index, onPress }: VoucherRowProps) {
  const { attached, blockedBy, savesMinor } = voucher;
  const blocked = blockedBy !== null && !attached;
  return (
    <button
      type="button"
      className={styles['voucher']}
      aria-pressed={attached}
      data-blocked={blocked}
      data-voucher={voucher.code}
      onClick={onPress}
    >
      <span className={styles['voucherName']} title={localized(voucher.name, language)}>
        {localized(voucher.name, language)}
      </span>
      <span className={styles['saves']}>
        {savesMinor !== null && savesMinor > 0 && !blocked ? (
          <span className={styles['saved']}>{formatMoney(-savesMinor)}</span>
        ) : null}
        <VoucherMark voucher={voucher} index={index} />
      </span>
      <VoucherNote voucher={voucher} language={language} />
    </button>
  );
}

function VoucherMark({ voucher, index }: { voucher: VoucherView; index: number }) {
  const { t } = useTranslation();
  if (voucher.attached) {
    return (
      <Chip look="ok" icon="ok">
        {t('member.attached')}
      </Chip>
    );
  }
  return index < 9 ? <KeyCap name={`Alt ${index + 1}`} /> : null;
}

type VoucherNoteProps = Pick<VoucherRowProps, 'voucher' | 'language'>;

/** Why not; else until when, from which amount, how often. */
function VoucherNote({ voucher, language }: VoucherNoteProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { attached, blockedBy, usesLeft, minSpendMinor, savesMinor } = voucher;
  if (blockedBy !== null && !attached) {
    const why = voucher.blockedWords
      ? localized(voucher.blockedWords, language)
      : blockedWords(t, blockedBy);
    return (
      <span className={styles['voucherNote']} data-blocked="true" title={why}>
        {why}
      </span>
    );
  }
  const conditions = [
    usesLeft > 1 ? t('member.usesLeft', { n: formatWhole(usesLeft) }) : null,
    t('member.validUntil', { date: dates.day(voucher.validUntil) }),
    // Once it is known what it saves, the condition is met.
    minSpendMinor > 0 && savesMinor === null
      ? t('member.minSpend', { amount: formatMoney(minSpendMinor) })
      : null,
  ].filter((words) => words !== null);
  return (
    <span className={styles['voucherNote']} title={conditions.join(' · ')}>
      {voucher.best && !attached ? (
        <span className={styles['bestMark']}>{t('member.best')} · </span>
      ) : null}
      {conditions.join(' · ')}
    </span>
  );
}

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { InboxItem } from '../../../app/contract/inbox.ts';
import { Button } from '../../controls/button.tsx';
import { Icon, type IconName } from '../../controls/icon.tsx';
import { formatMoney } from '../../i18n/format.ts';
import { useDates } from '../../i18n/use-dates.ts';
import { spanOf, spanWords } from '../sync-words.ts';
import styles from './inbox.module.css';

type InboxRowProps = {
  readonly item: InboxItem;
  readonly businessDate: string;
  readonly onMark: (seen: boolean) => void;
  /** A manager says that the clock is right; null with HQ, which says what time it is. */
  readonly onClockRight: (() => void) | null;
};

const icons: Readonly<Partial<Record<InboxItem['kind'], IconName>>> = {
  clock: 'clock',
  'clock-behind': 'clock',
  device: 'scan',
  outbox: 'offline',
  attention: 'sync',
  unread: 'sync',
  voucher: 'gift',
  limit: 'gift',
  token: 'key',
};

/** One thing: what happened, when and to which sale, what is safe, what to do. */
export function InboxRow({ item, businessDate, onMark, onClockRight }: InboxRowProps) {
  const { t } = useTranslation();
  const dates = useDates();
  const { kind, atMs, saved, findings, seenAtMs } = item;
  const isSeen = seenAtMs !== null;
  const isClock = kind === 'clock-behind' && onClockRight !== null;
  return (
    <li className={styles['row']} data-kind={kind} data-seen={isSeen}>
      <span className={styles['sign']}>
        <Icon name={icons[kind] ?? 'warn'} size="1.5rem" />
      </span>
      <div className={styles['words']}>
        <h3>{t(`inbox.what.${kind}`)}</h3>
        <p className={styles['about']}>
          <time dateTime={new Date(atMs).toISOString()}>{dates.recent(atMs, businessDate)}</time>
          {aboutWords(t, item)}
          {findings.length === 0 ? '' : ` · ${t('inbox.code', { codes: findings.join(' ') })}`}
        </p>
        <p>{t(`inbox.saved.${saved}`)}</p>
        <p>
          <strong>{t('inbox.todo')}</strong>
          {isClock
            ? t('inbox.clockTodo', { span: spanIn(t, item) })
            : t(`inbox.todos.${kind}`, { detail: item.detail ?? '', span: spanIn(t, item) })}
        </p>
        {isClock ? (
          <p>
            <Button size="small" data-clock-right="" onClick={onClockRight}>
              {t('inbox.clockRight')}
            </Button>
          </p>
        ) : null}
      </div>
      <Button size="small" data-mark={isSeen ? 'unseen' : 'seen'} onClick={() => onMark(!isSeen)}>
        {t(isSeen ? 'inbox.undo' : 'inbox.seen')}
      </Button>
    </li>
  );
}

/** The minutes of a clock, in words. */
function spanIn(t: TFunction, { kind, detail }: InboxItem): string {
  return kind === 'clock-behind' ? spanWords(t, spanOf(Number(detail) * 60_000)) : '';
}

/** The sale or member it is about, led by a dot; '' where it is about neither. */
function aboutWords(t: TFunction, { saleNo, nameMasked, paidMinor }: InboxItem): string {
  if (nameMasked === null) return '';
  if (saleNo === null || paidMinor === null)
    return ` · ${t('inbox.aboutMember', { name: nameMasked })}`;
  const amount = formatMoney(paidMinor);
  return ` · ${t('inbox.about', { saleNo, name: nameMasked, amount })}`;
}

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { InboxItem } from '../../../app/contract/inbox.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { formatWhole } from '../../i18n/format.ts';
import { InboxRow } from './inbox-row.tsx';
import styles from './inbox.module.css';

/** What the store should know: what HQ sent back or asks about, and what ails this PC. It decides nothing. */
export function InboxScreen({ view }: { readonly view: ReadyView }) {
  const { t } = useTranslation();
  const { shown, mark, trustClock } = useInbox(view);
  const items = typeof shown === 'object' ? shown.items : [];
  const unseen = items.filter((item) => item.seenAtMs === null);
  return (
    <section className={styles['screen']} aria-label={t('inbox.title')} data-inbox={items.length}>
      <div className={styles['top']}>
        <div>
          <h2>{t('inbox.title')}</h2>
          <p className={styles['lead']}>{t('inbox.lead')}</p>
        </div>
        <div className={styles['topRight']}>
          <span role="status">
            {typeof shown === 'string'
              ? t(`inbox.${shown}`)
              : unseen.length > 0
                ? t('inbox.unseen', { n: formatWhole(unseen.length) })
                : items.length > 0
                  ? t('inbox.allSeen')
                  : ''}
          </span>
          {unseen.length > 1 ? (
            <Button
              size="small"
              data-mark-all=""
              onClick={() =>
                mark(
                  unseen.map((item) => item.key),
                  true,
                )
              }
            >
              {t('inbox.markAll')}
            </Button>
          ) : null}
        </div>
      </div>
      {typeof shown === 'object' && items.length === 0 ? (
        <p className={styles['empty']}>{t('inbox.empty')}</p>
      ) : (
        <ol className={styles['rows']} aria-label={t('inbox.listLabel')} tabIndex={0}>
          {items.map((item) => (
            <InboxRow
              key={item.key}
              item={item}
              businessDate={view.businessDate}
              onMark={(seen) => mark([item.key], seen)}
              onClockRight={view.mode === 'local' ? trustClock : null}
            />
          ))}
        </ol>
      )}
      {typeof shown === 'object' && shown.more ? (
        <p className={styles['lead']}>{t('inbox.more', { n: formatWhole(items.length) })}</p>
      ) : null}
    </section>
  );
}

type Shown =
  { readonly items: readonly InboxItem[]; readonly more: boolean } | 'loading' | 'failed';

/**
 * The list, read anew whenever the counter pushes a view with another count or another state. Between two
 * readings it keeps its order, so that what is marked does not jump away under the finger.
 */
function useInbox(view: ReadyView): {
  readonly shown: Shown;
  readonly mark: (keys: readonly string[], seen: boolean) => void;
  readonly trustClock: () => void;
} {
  const { call } = useCounter();
  const [shown, setShown] = useState<Shown>('loading');
  const { inboxUnseen = 0, sync, tape, posShut } = view;
  const { clockBehindMs = null } = sync;
  const ills = `${sync.outbox} ${tape.state} ${clockBehindMs !== null} ${sync.unreadCount}`;
  const reason = `${inboxUnseen} ${sync.state} ${ills} ${posShut}`;
  useEffect(() => {
    let isLeft = false;
    call('inbox:list', {}).then(
      (listed) => {
        if (!isLeft) setShown((before) => ({ ...listed, items: inOrderOf(before, listed.items) }));
      },
      () => {
        if (!isLeft) setShown('failed');
      },
    );
    return () => {
      isLeft = true;
    };
  }, [call, reason]);
  const mark = (keys: readonly string[], seen: boolean): void => {
    call('inbox:mark', { keys: [...keys], seen }).catch(() => undefined);
  };
  const trustClock = (): void => {
    call('settings:trust-clock', {}).catch(() => undefined);
  };
  return { shown, mark, trustClock };
}

/** Known items where they stood, new ones before them. */
function inOrderOf(before: Shown, items: readonly InboxItem[]): readonly InboxItem[] {
  if (typeof before !== 'object') return items;
  const place = new Map(before.items.map((item, index) => [item.key, index]));
  return items.toSorted((a, b) => (place.get(a.key) ?? -1) - (place.get(b.key) ?? -1));
}

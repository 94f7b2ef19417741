import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { Button } from '../controls/button.tsx';
import { useCounter } from '../counter-context.tsx';
import { formatWhole } from '../i18n/format.ts';
import { useDates } from '../i18n/use-dates.ts';
import styles from './ready-screen.module.css';

/** Behind the sync chip: the state in words, why, how much waits, since when. */
export function SyncDetails({ view, onClose }: { view: ReadyView; onClose: () => void }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const isWithHq = view.mode === 'hq';
  useEffect(() => {
    if (isWithHq) call('sync:look', { why: 'details' }).catch(() => undefined);
  }, [call, isWithHq]);
  return (
    <section
      className={`${styles['overlay']} ${styles['syncDetails']}`}
      role="dialog"
      data-sync-details=""
      aria-label={t('sync.title')}
    >
      <h2>{t('sync.title')}</h2>
      <SyncFacts view={view} />
      <div className={styles['actions']}>
        {view.mode === 'hq' ? (
          <Button size="small" onClick={() => void call('sync:now', {}).catch(() => undefined)}>
            {t('sync.now')}
          </Button>
        ) : null}
        <Button size="small" keyName="Esc" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </section>
  );
}

/** State, reason and counts of sync in words. */
export function SyncFacts({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { sync, businessDate } = view;
  const when = (atMs: number | null) =>
    atMs === null ? t('sync.never') : dates.recent(atMs, businessDate);
  return (
    <>
      <p>{t(`sync.state.${sync.state}`)}</p>
      {sync.reason === null ? null : (
        <p className={styles['reason']}>{t(`sync.reason.${sync.reason}`)}</p>
      )}
      {sync.healed == null ? null : (
        <p className={styles['reason']} data-healed={sync.healed.kind}>
          {t(`sync.healed.${sync.healed.kind}`)}
          {sync.healed.confirmed ? null : ` ${t('sync.unconfirmed')}`}
        </p>
      )}
      {sync.outbox == null ? null : (
        <p className={styles['reason']} data-outbox={sync.outbox}>
          {t(`sync.outbox.${sync.outbox}`, { n: formatWhole(sync.unsentCount) })}
        </p>
      )}
      <TapeFacts tape={view.tape} />
      <dl className={styles['facts']}>
        <dt>{t('sync.unsent')}</dt>
        <dd>{t('sync.unsentCount', { n: formatWhole(sync.unsentCount) })}</dd>
        {sync.oldestUnsentAtMs === null ? null : (
          <>
            <dt>{t('sync.oldest')}</dt>
            <dd>{when(sync.oldestUnsentAtMs)}</dd>
          </>
        )}
        {sync.healed == null ? null : (
          <>
            <dt>{t('sync.healedAt')}</dt>
            <dd>{when(sync.healed.atMs)}</dd>
          </>
        )}
        {view.mode === 'local' ? null : (
          <>
            <dt>{t('sync.lastContact')}</dt>
            <dd>{when(sync.lastContactAtMs)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

/** The second record: only what is wrong with it, or was. */
function TapeFacts({ tape }: { tape: ReadyView['tape'] }) {
  const { t } = useTranslation();
  const { trouble, found, events } = tape;
  return (
    <>
      {trouble === null ? null : (
        <p className={styles['reason']} data-tape-trouble={trouble}>
          {t(`tape.failing.${trouble}`)}
        </p>
      )}
      {found === null ? null : (
        <p className={styles['reason']} data-tape-found={found}>
          {t(`tape.found.${found}`, { n: formatWhole(events) })}
        </p>
      )}
    </>
  );
}

import type { AdminCounter, AdminStore } from '../../../app/contract/hq-admin.ts';
import { businessDate } from '../../../app/domain/time.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import {
  agoWords,
  counterPresence,
  formatDay,
  formatWhole,
  isSilentStore,
} from '../i18n/time-words.ts';
import type { CounterPresence } from '../i18n/time-words.ts';
import css from './overview-screen.module.css';

const toneOf: Readonly<Record<CounterPresence, Tone>> = {
  online: 'ok',
  quiet: 'quiet',
  absent: 'warn',
  never: 'quiet',
  revoked: 'deny',
};

/** One store with its counters. */
export function StoreCounters(props: {
  readonly store: AdminStore;
  readonly nowMs: number;
  readonly onMakeCode: () => void;
}) {
  const { t } = useLanguage();
  const { store, nowMs } = props;
  return (
    <section className={css['store']} aria-label={store.name}>
      <div className={css['storeHead']}>
        <h3>{store.name}</h3>
        <span className={css['quiet']}>{t.overview.taxId(store.taxId)}</span>
        <span className={css['push']}>
          <Button look="quiet" aria-label={t.code.openFor(store.name)} onClick={props.onMakeCode}>
            {t.code.open}
          </Button>
        </span>
      </div>
      {isSilentStore(store.counters, nowMs) && (
        <p className={css['silent']} role="status" data-silent-store="">
          {t.overview.silentStore}
        </p>
      )}
      {store.counters.length === 0 ? (
        <p className={css['noCounters']}>{t.overview.noCounters}</p>
      ) : (
        <CounterTable counters={store.counters} storeName={store.name} nowMs={nowMs} />
      )}
    </section>
  );
}

function CounterTable(props: {
  readonly counters: readonly AdminCounter[];
  readonly storeName: string;
  readonly nowMs: number;
}) {
  const { t } = useLanguage();
  const { nowMs } = props;
  const words = t.overview;
  return (
    <DataTable<AdminCounter>
      caption={props.storeName}
      isEven
      rows={props.counters}
      rowKey={(counter) => counter.inst}
      columns={[
        { key: 'label', title: words.label, cell: (counter) => <strong>{counter.label}</strong> },
        {
          key: 'state',
          title: words.state,
          cell: (counter) => {
            const presence = counterPresence(counter, nowMs);
            return (
              <Chip tone={toneOf[presence]} hasDot>
                {t.counterState[presence]}
              </Chip>
            );
          },
        },
        {
          key: 'seen',
          title: words.seen,
          cell: ({ lastSeenMs }) =>
            lastSeenMs === null ? t.common.none : agoWords(t.time, lastSeenMs, nowMs),
        },
        { key: 'seq', title: words.lastSeq, look: 'number', cell: (c) => formatWhole(c.lastSeq) },
        { key: 'host', title: words.host, look: 'quiet', cell: (c) => c.hostName || t.common.none },
        {
          key: 'version',
          title: words.version,
          look: 'quiet',
          cell: (c) => c.appVersion || t.common.none,
        },
        {
          key: 'joined',
          title: words.joined,
          look: 'quiet',
          cell: (counter) => formatDay(businessDate(counter.createdAtMs)),
        },
      ]}
    />
  );
}

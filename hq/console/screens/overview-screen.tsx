import { useState } from 'react';
import type { AdminStore, OverviewAnswer } from '../../../app/contract/hq-admin.ts';
import { Button } from '../controls/button.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { counterPresence, formatClockSeconds, formatWhole } from '../i18n/time-words.ts';
import { CodeDialog } from './code-dialog.tsx';
import { LineStatus } from './line-status.tsx';
import css from './overview-screen.module.css';
import { StoreCounters } from './store-counters.tsx';
import { StoreDialog } from './store-dialog.tsx';

type OpenDialog =
  { readonly kind: 'code'; readonly store: AdminStore } | { readonly kind: 'store' };

/** The chain at a glance: figures, stores and their counters, LINE. */
export function OverviewScreen({ overview }: { readonly overview: OverviewAnswer }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(1_000);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const [firstStore] = overview.stores;
  const closeDialog = (): void => setOpen(null);
  return (
    <>
      <Figures overview={overview} nowMs={nowMs} />
      <div className={css['columns']}>
        <Panel
          title={t.overview.stores}
          beside={
            <span className={css['quiet']}>{t.overview.serverTime(formatClockSeconds(nowMs))}</span>
          }
          tools={
            <>
              <Button onClick={() => setOpen({ kind: 'store' })}>{t.store.open}</Button>
              {firstStore !== undefined && (
                <Button look="primary" onClick={() => setOpen({ kind: 'code', store: firstStore })}>
                  {t.code.open}
                </Button>
              )}
            </>
          }
        >
          {overview.stores.length === 0 && <StateText>{t.overview.noStores}</StateText>}
          {overview.stores.map((store) => (
            <StoreCounters
              key={store.storeId}
              store={store}
              nowMs={nowMs}
              onMakeCode={() => setOpen({ kind: 'code', store })}
            />
          ))}
        </Panel>
        <LineStatus line={overview.line} />
      </div>
      {open?.kind === 'code' && (
        <CodeDialog stores={overview.stores} first={open.store} onClose={closeDialog} />
      )}
      {open?.kind === 'store' && <StoreDialog onClose={closeDialog} />}
    </>
  );
}

function Figures({
  overview,
  nowMs,
}: {
  readonly overview: OverviewAnswer;
  readonly nowMs: number;
}) {
  const { t } = useLanguage();
  const { counts, line, stores } = overview;
  const counters = stores.flatMap((store) => store.counters).filter((c) => c.revokedAtMs === null);
  const online = counters.filter((c) => counterPresence(c, nowMs) === 'online').length;
  const waiting = line.waiting + line.parked;
  const figures: readonly (readonly [title: string, value: string, alert?: boolean])[] = [
    [t.overview.counters, t.overview.countersOf(formatWhole(online), formatWhole(counters.length))],
    [t.overview.events, formatWhole(counts.events)],
    [t.overview.members, formatWhole(counts.members)],
    [t.overview.exceptions, formatWhole(counts.openExceptions), counts.openExceptions > 0],
    [t.overview.lineWaiting, formatWhole(waiting), line.alarm !== null && waiting > 0],
  ];
  return (
    <dl className={css['figures']}>
      {figures.map(([title, value, isAlert]) => (
        <div key={title} className={css['figure']} data-alert={isAlert === true ? '' : undefined}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

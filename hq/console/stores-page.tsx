import { useContext, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { Overview } from '../../app/contract/hq-admin.ts';
import { callHq } from './call-hq.ts';
import { CodeDialog } from './code-dialog.tsx';
import { showAgo, showCount, showInstant } from './show.ts';
import { LanguageContext, useSay } from './words.ts';

type Store = Overview['stores'][number];
/** A counter pulls at least every minute while it is connected. */
const onlineWithinMs = 90_000;

type StoresProps = { readonly overview: Overview; readonly onChange: () => void };

/** Every store with its counters; new stores, new counters. */
export function StoresPage({ overview, onChange }: StoresProps): ReactNode {
  const say = useSay();
  const [storeForCode, setStoreForCode] = useState<Store | null>(null);
  return (
    <>
      {overview.stores.length === 0 && <p className="empty">{say('store.none')}</p>}
      {overview.stores.map((store) => (
        <section key={store.storeId} className="card">
          <div className="card-head">
            <h2>{store.name}</h2>
            <span className="quiet">
              {say('store.tax-id')} {store.taxId}
            </span>
            <button type="button" onClick={() => setStoreForCode(store)}>
              {say('counter.add')}
            </button>
          </div>
          <Counters store={store} nowMs={overview.serverTimeMs} onChange={onChange} />
        </section>
      ))}
      <p className="quiet">{say('counter.unsent-unknown')}</p>
      <NewStore onChange={onChange} />
      {storeForCode !== null && (
        <CodeDialog
          store={storeForCode}
          onClose={() => {
            setStoreForCode(null);
            onChange();
          }}
        />
      )}
    </>
  );
}

type CountersProps = { readonly store: Store; readonly nowMs: number; readonly onChange: () => void };

function Counters({ store, nowMs, onChange }: CountersProps): ReactNode {
  const say = useSay();
  const language = useContext(LanguageContext);
  if (store.counters.length === 0) return <p className="empty">{say('store.no-counters')}</p>;
  const revoke = async (inst: string) => {
    if (!window.confirm(say('counter.revoke-sure'))) return;
    await callHq('counters/revoke', { inst });
    onChange();
  };
  return (
    <table>
      <thead>
        <tr>
          <th>{say('counter.name')}</th>
          <th>{say('counter.state')}</th>
          <th>{say('counter.last-seen')}</th>
          <th className="number">{say('counter.last-seq')}</th>
          <th>{say('counter.host')}</th>
          <th>{say('counter.version')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {store.counters.map((counter) => {
          const isOnline = counter.lastSeenMs !== null && nowMs - counter.lastSeenMs < onlineWithinMs;
          const state = counter.revoked ? 'revoked' : isOnline ? 'online' : 'away';
          return (
            <tr key={counter.inst}>
              <td className="strong">{counter.counterLabel}</td>
              <td>
                <span className={`state ${state}`}>{say(`counter.${state}`)}</span>
              </td>
              <td title={counter.lastSeenMs === null ? '' : showInstant(counter.lastSeenMs, language)}>
                {showAgo(counter.lastSeenMs, nowMs, say)}
              </td>
              <td className="number">{showCount(counter.lastSeq)}</td>
              <td>{counter.hostName}</td>
              <td>{counter.appVersion}</td>
              <td className="end">
                {!counter.revoked && (
                  <button type="button" className="plain" onClick={() => void revoke(counter.inst)}>
                    {say('counter.revoke')}
                  </button>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function NewStore({ onChange }: { readonly onChange: () => void }): ReactNode {
  const say = useSay();
  const [name, setName] = useState('');
  const [taxId, setTaxId] = useState('');
  const [isBad, setIsBad] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const called = await callHq('stores', { name, taxId });
    setIsBad(called.kind !== 'answer');
    if (called.kind !== 'answer') return;
    setName('');
    setTaxId('');
    onChange();
  };
  return (
    <details className="card">
      <summary>{say('store.add')}</summary>
      <form className="line-form" onSubmit={(event) => void submit(event)}>
        <label>
          {say('store.name')}
          <input required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          {say('store.tax-id')}
          <input
            required
            inputMode="numeric"
            pattern="\d{8}"
            value={taxId}
            onChange={(event) => setTaxId(event.target.value)}
          />
        </label>
        <button type="submit">{say('store.save')}</button>
        {isBad && (
          <p className="trouble" role="alert">
            {say('store.bad')}
          </p>
        )}
      </form>
    </details>
  );
}

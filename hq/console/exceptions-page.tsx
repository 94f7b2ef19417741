import { useContext, useState } from 'react';
import type { ReactNode } from 'react';
import type { ExceptionList } from '../../app/contract/hq-admin.ts';
import { callHq } from './call-hq.ts';
import { exceptionWords } from './exception-words.ts';
import { showInstant } from './show.ts';
import { usePolled } from './use-polled.ts';
import { LanguageContext, useSay } from './words.ts';
import type { Word } from './words.ts';

type Exception = ExceptionList['exceptions'][number];
/** Shown side by side, where an exception has two results or two receipts. */
const sides = ['recorded', 'recomputed', 'first', 'second'] as const;

/** What a person should look at: what it is, what to do, and both results. */
export function ExceptionsPage(): ReactNode {
  const say = useSay();
  const [state, setState] = useState<Exception['state']>('open');
  const { value, reload } = usePolled<ExceptionList>(`exceptions?state=${state}`, 2_000);
  const close = async (exceptionId: string) => {
    await callHq('exceptions/close', { exceptionId });
    reload();
  };
  return (
    <>
      <div className="tabs" role="tablist">
        {(['open', 'closed'] as const).map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={name === state}
            onClick={() => setState(name)}
          >
            {say(`exception.${name}`)}
          </button>
        ))}
      </div>
      {value === null && <p className="quiet">{say('loading')}</p>}
      {value !== null && value.exceptions.length === 0 && <p className="empty">{say('exception.none')}</p>}
      {value?.exceptions.map((exception) => (
        <ExceptionCard
          key={exception.exceptionId}
          exception={exception}
          onClose={() => void close(exception.exceptionId)}
        />
      ))}
    </>
  );
}

type CardProps = { readonly exception: Exception; readonly onClose: () => void };

function ExceptionCard({ exception, onClose }: CardProps): ReactNode {
  const say = useSay();
  const language = useContext(LanguageContext);
  const { title, advice } = exceptionWords(exception.kind, language);
  const shown = sides.filter((side) => typeof exception.detail[side] === 'object');
  const rest = Object.fromEntries(
    Object.entries(exception.detail).filter(([name]) => !sides.some((side) => side === name)),
  );
  return (
    <article className="card">
      <div className="card-head">
        <h2>{title}</h2>
        <span className="quiet">
          {[exception.storeName, exception.counterLabel, showInstant(exception.atMs, language)]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
        {exception.state === 'open' && (
          <button type="button" className="plain" onClick={onClose}>
            {say('exception.close')}
          </button>
        )}
      </div>
      <p>{advice}</p>
      {shown.length > 0 && (
        <div className="sides">
          {shown.map((side) => (
            <Facts
              key={side}
              title={say(`exception.${side}` satisfies Word)}
              facts={exception.detail[side] as Record<string, unknown>}
            />
          ))}
        </div>
      )}
      <details>
        <summary>
          {say('exception.detail')} <code>{exception.kind}</code>
        </summary>
        <Facts title={exception.eid ?? ''} facts={rest} />
      </details>
    </article>
  );
}

type FactsProps = { readonly title: string; readonly facts: Record<string, unknown> };

function Facts({ title, facts }: FactsProps): ReactNode {
  return (
    <div>
      <h3>{title}</h3>
      <dl className="pairs">
        {Object.entries(facts).map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof fact === 'string' ? fact : JSON.stringify(fact)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

import { useContext } from 'react';
import type { ReactNode } from 'react';
import type { LineOutbox } from '../../app/contract/hq-admin.ts';
import { callHq } from './call-hq.ts';
import { showCount, showInstant } from './show.ts';
import { usePolled } from './use-polled.ts';
import { LanguageContext, useSay } from './words.ts';

const states = ['waiting', 'accepted', 'parked', 'failed', 'expired'] as const;
const stateLook = { waiting: 'away', accepted: 'online', parked: 'away', failed: 'revoked', expired: 'revoked' };

/** How the LINE outbox does. */
export function LinePage({ onChange }: { readonly onChange: () => void }): ReactNode {
  const say = useSay();
  const { value, reload } = usePolled<LineOutbox>('line', 2_000);
  if (value === null) return <p className="quiet">{say('loading')}</p>;
  const resume = async () => {
    await callHq('line/resume', {});
    reload();
    onChange();
  };
  return (
    <section className="card">
      <div className="card-head">
        <h2>{say(`line-state.${value.state}`)}</h2>
        {value.state === 'unauthorized' && (
          <button type="button" onClick={() => void resume()}>
            {say('line.resume')}
          </button>
        )}
      </div>
      <dl className="figures wide">
        {states.map((state) => (
          <div key={state}>
            <dd>{showCount(value.counts[state] ?? 0)}</dd>
            <dt>{say(`outbox.${state}`)}</dt>
          </div>
        ))}
      </dl>
      <p className="quiet">{say('line.accepted-note')}</p>
      {value.latest.length === 0 ? (
        <p className="empty">{say('outbox.none')}</p>
      ) : (
        <Messages messages={value.latest} />
      )}
    </section>
  );
}

function Messages({ messages }: { readonly messages: LineOutbox['latest'] }): ReactNode {
  const say = useSay();
  const language = useContext(LanguageContext);
  return (
    <table>
      <thead>
        <tr>
          <th>{say('line.created')}</th>
          <th>{say('line.to')}</th>
          <th>{say('line.state')}</th>
          <th className="number">{say('line.attempts')}</th>
          <th>{say('line.outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <tr key={message.outboxId}>
            <td className="figure">{showInstant(message.createdAtMs, language)}</td>
            <td>{message.memberName}</td>
            <td>
              <span className={`state ${stateLook[message.state]}`}>{say(`outbox.${message.state}`)}</span>
            </td>
            <td className="number">{message.attempts}</td>
            <td className="quiet">{message.lastOutcome ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

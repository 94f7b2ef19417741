import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import type { MemberList } from '../../app/contract/hq-admin.ts';
import { showCount } from './show.ts';
import { usePolled } from './use-polled.ts';
import { useSay } from './words.ts';

const pageRows = 50;

/** Finds members; names and numbers stay masked. */
export function MembersPage(): ReactNode {
  const say = useSay();
  const [text, setText] = useState('');
  const [offset, setOffset] = useState(0);
  const query = new URLSearchParams({ text: useDeferredValue(text), offset: String(offset), limit: String(pageRows) });
  const { value } = usePolled<MemberList>(`members?${query.toString()}`, 5_000);
  const total = value?.total ?? 0;
  return (
    <section className="card">
      <div className="card-head">
        <input
          type="search"
          aria-label={say('member.search')}
          placeholder={say('member.search')}
          maxLength={64}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setOffset(0);
          }}
        />
        <span className="quiet">{say('member.total', { n: showCount(total) })}</span>
        <button type="button" className="plain" disabled={offset === 0} onClick={() => setOffset(offset - pageRows)}>
          {say('page.back')}
        </button>
        <button
          type="button"
          className="plain"
          disabled={offset + pageRows >= total}
          onClick={() => setOffset(offset + pageRows)}
        >
          {say('page.more')}
        </button>
      </div>
      {value !== null && value.members.length === 0 && <p className="empty">{say('member.none')}</p>}
      {value !== null && value.members.length > 0 && <MemberTable members={value.members} />}
    </section>
  );
}

function MemberTable({ members }: { readonly members: MemberList['members'] }): ReactNode {
  const say = useSay();
  return (
    <table>
      <thead>
        <tr>
          <th>{say('member.name')}</th>
          <th>{say('member.mobile')}</th>
          <th>{say('member.card')}</th>
          <th>{say('member.tier')}</th>
          <th className="number">{say('member.points')}</th>
          <th>{say('member.line')}</th>
          <th>{say('member.joined')}</th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.memberId}>
            <td className="strong">{member.placeholder ? say('member.placeholder') : member.name}</td>
            <td className="figure">{member.mobile ?? '－'}</td>
            <td className="figure">{member.cardCode}</td>
            <td>{member.tierId}</td>
            <td className="number">{showCount(member.points)}</td>
            <td>
              <span className={`state ${member.lineState === 'bound' ? 'online' : 'away'}`}>
                {say(`line.${member.lineState}`)}
              </span>
            </td>
            <td className="figure">{member.joinedOn}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

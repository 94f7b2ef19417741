import { useCallback } from 'react';
import { requestsAnswerSchema } from '../../../app/contract/hq-admin-requests.ts';
import { usePoll } from '../api/use-poll.ts';
import { Chip } from '../controls/chip.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import css from './requests.module.css';

const everyMs = 60_000;

/** The way to what members ask for of their data; says how much waits, and what is overdue. */
export function RequestsLink() {
  const { t } = useLanguage();
  const { client } = useHq();
  const load = useCallback(
    (signal: AbortSignal) => client.get('/requests', requestsAnswerSchema, {}, signal),
    [client],
  );
  const { data } = usePoll(load, everyMs);
  const words = t.requests;
  const open = data?.open ?? 0;
  const late = data?.rows.filter((row) => row.closedAtMs === null && row.daysLeft < 0).length ?? 0;
  return (
    <a className={css['link']} href="#members/requests">
      {late > 0 ? (
        <Chip tone="deny">{words.linkOverdue(formatWhole(late))}</Chip>
      ) : open > 0 ? (
        words.linkCount(formatWhole(open))
      ) : (
        words.link
      )}
    </a>
  );
}

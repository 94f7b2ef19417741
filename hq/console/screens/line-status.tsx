import { useState } from 'react';
import { adminDoneSchema, resumeLinePath } from '../../../app/contract/hq-admin.ts';
import type { OverviewAnswer } from '../../../app/contract/hq-admin.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import { Banner, Panel } from '../controls/panel.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import css from './line-status.module.css';

type Line = OverviewAnswer['line'];

/** How LINE sending goes, with the reason where it does not. */
export function LineStatus({ line }: { readonly line: Line }) {
  const { t } = useLanguage();
  const rows: readonly (readonly [string, number])[] = [
    [t.line.waiting, line.waiting],
    [t.line.accepted, line.accepted],
    [t.line.parked, line.parked],
    [t.line.failed, line.failed],
  ];
  return (
    <Panel
      title={t.line.status}
      tools={
        line.alarm === null && (
          <Chip tone="ok" hasDot>
            {t.line.ok}
          </Chip>
        )
      }
    >
      <div className={css['body']}>
        <LineAlarm alarm={line.alarm} />
        <dl className={css['counts']}>
          {rows.map(([title, count]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{formatWhole(count)}</dd>
            </div>
          ))}
        </dl>
        <p className={css['note']}>{t.line.note}</p>
      </div>
    </Panel>
  );
}

/** Why nothing is sent now, and the way on where a person must take it. */
export function LineAlarm({ alarm }: { readonly alarm: Line['alarm'] }) {
  const { t } = useLanguage();
  const { client, reloadOverview } = useHq();
  const [hasFailed, setHasFailed] = useState(false);
  if (alarm === null) return null;
  const resume = async (): Promise<void> => {
    const answer = await client.post(resumeLinePath, adminDoneSchema, {});
    setHasFailed(answer.kind !== 'ok');
    reloadOverview();
  };
  return (
    <Banner tone={alarm === 'unauthorized' ? 'deny' : 'warn'} title={t.line.alarm[alarm]}>
      {hasFailed && <span role="alert">{t.common.failed}</span>}
      {alarm === 'unauthorized' && <Button onClick={() => void resume()}>{t.line.resume}</Button>}
    </Banner>
  );
}

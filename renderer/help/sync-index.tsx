import { useTranslation } from 'react-i18next';
import type { SyncView } from '../../app/contract/house-views.ts';
import styles from './help.module.css';

const states = ['local', 'starting', 'online', 'syncing', 'offline', 'attention'] as const;
const reasons = [
  'unreachable',
  'no-link',
  'no-name',
  'not-hq',
  'hq-failing',
  'hq-misconfigured',
  'refused',
  'clock',
  'hq-certificate',
  'stuck',
  'fork',
] as const satisfies readonly NonNullable<SyncView['reason']>[];

/** Every state of the badge and every reason, in the very words of its details; the present one marked. */
export function SyncIndex({ sync }: { sync: SyncView }) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t('help.states')}</h3>
      <ul className={styles['lines']}>
        {states.map((state) => (
          <Line key={state} words={t(`sync.state.${state}`)} now={sync.state === state} />
        ))}
      </ul>
      <h3>{t('help.reasons')}</h3>
      <ul className={styles['lines']}>
        {reasons.map((reason) => (
          <Line key={reason} words={t(`sync.reason.${reason}`)} now={sync.reason === reason} />
        ))}
      </ul>
    </>
  );
}

function Line({ words, now }: { words: string; now: boolean }) {
  const { t } = useTranslation();
  return (
    <li data-now={now}>
      {now ? <strong>{t('help.now')}</strong> : null}
      <span>{words}</span>
    </li>
  );
}

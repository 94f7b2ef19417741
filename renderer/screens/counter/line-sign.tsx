import { useTranslation } from 'react-i18next';
import type { MemberView, ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { useDates } from '../../i18n/use-dates.ts';
import type { RunCommand } from '../use-commands.ts';
import styles from './member-panel.module.css';

type LineSignProps = {
  readonly member: Pick<MemberView, 'lineState' | 'identifiedBy'>;
  /** Whether there is an HQ that binds. */
  readonly canBind: boolean;
  readonly onCommand: RunCommand;
};

/** How LINE stands with the member; where it is not bound yet, the way to bind it. */
export function LineSign({ member, canBind, onCommand }: LineSignProps) {
  const { t } = useTranslation();
  const { lineState, identifiedBy } = member;
  // In the place of the word about LINE: who shows a code of this minute has it open.
  if (identifiedBy === 'token')
    return (
      <Chip look="ok" icon="ok">
        <span data-verified="">{t('member.verified')}</span>
      </Chip>
    );
  if (lineState === 'none' && canBind)
    return (
      <Button
        size="small"
        keyName="⇧ F6"
        data-line-state="none"
        title={t('member.line.none')}
        className={styles['bindLine'] ?? ''}
        onClick={() => onCommand({ kind: 'bind-line' })}
      >
        {t('line.bind')}
      </Button>
    );
  return (
    <Chip look={lineState === 'bound' ? 'ok' : 'quiet'}>
      <span data-line-state={lineState}>{t(`member.line.${lineState}`)}</span>
    </Chip>
  );
}

type LineNewsProps = {
  readonly line: ReadyView['line'];
  readonly lineState: MemberView['lineState'];
  readonly today: string;
};

/** When LINE last took a message. Its row is there before the answer is, so that nothing moves. */
export function LineNews({ line, lineState, today }: LineNewsProps) {
  const { t } = useTranslation();
  const dates = useDates();
  if (line === undefined || lineState === 'none') return null;
  const { lastAcceptedAtMs: atMs } = line;
  if (atMs === null) return <p className={styles['lineNews']} />;
  return (
    <p className={styles['lineNews']} data-line-accepted={atMs} title={t('line.lastAcceptedTitle')}>
      {t('line.lastAccepted', { at: dates.recent(atMs, today) })}
    </p>
  );
}

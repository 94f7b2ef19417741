import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { Button } from '../controls/button.tsx';
import styles from './ready-screen.module.css';
import type { RunCommand } from './use-commands.ts';

/** Of whom the notice speaks, and how LINE stands with them; null where LINE is not the next thing. */
function lineStateOf({ notice, member, lastSales }: ReadyView) {
  if (notice?.code.startsWith('member-enrolled')) return member?.lineState ?? null;
  if (notice?.code.startsWith('sale-settled')) return lastSales[0]?.lineState ?? null;
  return null;
}

/** After a new member or a sale: the key that binds LINE, or that a message goes out. */
export function LineOffer({ view, onCommand }: { view: ReadyView; onCommand: RunCommand }) {
  const { t } = useTranslation();
  if (view.line === undefined || view.line.binding !== null) return null;
  const lineState = lineStateOf(view);
  if (lineState === 'none')
    return (
      <Button
        size="small"
        keyName="⇧ F6"
        data-line-offer=""
        onClick={() => onCommand({ kind: 'bind-line' })}
      >
        {t('line.bind')}
      </Button>
    );
  if (lineState !== 'bound' || !view.notice?.code.startsWith('sale-settled')) return null;
  const sync = view.lastSales[0]?.sync;
  if (sync !== 'waiting' && sync !== 'at-hq') return null;
  return (
    <span className={styles['mark']} data-line-message={sync}>
      {t(sync === 'waiting' ? 'line.messageWaits' : 'line.messageGoes')}
    </span>
  );
}

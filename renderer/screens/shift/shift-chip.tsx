import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Chip } from '../../controls/chip.tsx';
import { useDates } from '../../i18n/use-dates.ts';
import shell from '../ready-screen.module.css';
import type { RunCommand } from '../use-commands.ts';

/** Whether a shift is open, and the way to its page for who has no keys. */
export function ShiftChip({ view, onCommand }: { view: ReadyView; onCommand: RunCommand }) {
  const { t } = useTranslation();
  const dates = useDates();
  const { shift } = view;
  const words =
    shift === undefined
      ? t('shift.chipNone')
      : t('shift.chip', { time: dates.recent(shift.openedAtMs, view.businessDate) });
  return (
    <button
      type="button"
      className={shell['syncButton']}
      data-shift-chip={shift === undefined ? 'none' : 'open'}
      title={`${words} · Shift+F12`}
      aria-label={`${words} · Shift+F12`}
      onClick={() => onCommand({ kind: 'shift' })}
    >
      <Chip look="quiet" icon="clock">
        <span className={shell['wellWord']}>{words}</span>
      </Chip>
    </button>
  );
}

import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { Card } from '../settings/card.tsx';
import type { RunCommand } from '../use-commands.ts';
import { BeginTraining } from './training-panel.tsx';
import styles from './training.module.css';

type TrainingPartProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/** The settings' part on training and on the window for the customer. */
export function TrainingPart({ view, onCommand }: TrainingPartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Card title={t('training.begin.title')}>
        {view.training === true ? (
          <>
            <p>{t('training.strip')}</p>
            <div>
              <Button keyName="⇧ F10" onClick={() => onCommand({ kind: 'end-training' })}>
                {t('training.end')}
              </Button>
            </div>
          </>
        ) : (
          <BeginTraining onClose={null} />
        )}
      </Card>
      <CustomerWindowCard isOn={view.customerWindow === true} />
    </>
  );
}

/** The second window, shown or not; it stays so over restarts. */
function CustomerWindowCard({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const set = (on: boolean): void => {
    call('settings:set-customer-window', { on }).catch(() => undefined);
  };
  return (
    <Card title={t('training.window.title')}>
      <p>{t('training.window.lead')}</p>
      <div className={styles['choice']} role="group" aria-label={t('training.window.title')}>
        {([true, false] as const).map((on) => (
          <Button
            key={String(on)}
            look={on === isOn ? 'primary' : 'plain'}
            aria-pressed={on === isOn}
            data-customer-window={on ? 'on' : 'off'}
            onClick={() => set(on)}
          >
            {t(on ? 'training.window.on' : 'training.window.off')}
          </Button>
        ))}
      </div>
    </Card>
  );
}

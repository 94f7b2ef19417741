import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { Card } from '../settings/card.tsx';
import type { RunCommand } from '../use-commands.ts';
import { CustomerWindowCard } from './customer-window-card.tsx';
import { BeginTraining } from './training-panel.tsx';

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
      <CustomerWindowCard view={view} />
    </>
  );
}

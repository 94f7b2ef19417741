import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import type { RunCommand } from '../use-commands.ts';
import styles from './training.module.css';

type TrainingStripProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/**
 * The sign of training around every screen, over the lock screen too, and on everything printed. Drawn by what
 * the counter says: it never stands in the shop, and never fails to stand in training.
 */
export function TrainingStrip({ view, onCommand }: TrainingStripProps) {
  const { t } = useTranslation();
  const isTraining = view.training === true;
  const word = t('training.word');
  useTrainingMark(isTraining ? word : null);
  if (!isTraining) return null;
  return (
    <>
      <aside className={styles['strip']} aria-label={word} data-training-strip="">
        <strong className={styles['word']}>{word}</strong>
        <span className={styles['saying']} title={t('training.strip')}>
          {t('training.strip')}
        </span>
        <Button
          size="small"
          keyName="⇧ F11"
          data-practice-card=""
          onClick={() => onCommand({ kind: 'training' })}
        >
          {t('training.card')}
        </Button>
        <Button
          size="small"
          keyName="⇧ F10"
          data-end-training=""
          onClick={() => onCommand({ kind: 'end-training' })}
        >
          {t('training.end')}
        </Button>
      </aside>
      <div className={styles['frame']} aria-hidden="true" data-training-frame="" />
    </>
  );
}

/** Marks the whole page: layout, other overlays and paper follow it. */
function useTrainingMark(word: string | null): void {
  useEffect(() => {
    markPage(word);
    return () => markPage(null);
  }, [word]);
}

function markPage(word: string | null): void {
  const { documentElement: root, body } = document;
  root.toggleAttribute('data-training', word !== null);
  if (word === null) delete body.dataset['trainingWord'];
  else body.dataset['trainingWord'] = `${word} TRAINING`;
}

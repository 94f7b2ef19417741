import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { Button, KeyCap } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { useCounter } from '../counter-context.tsx';
import type { RunCommand } from '../screens/use-commands.ts';
import type { UiAction } from '../ui-state.ts';
import { guideSteps, isGuideOpen, type GuideStep } from './guide-steps.ts';
import styles from './guide-card.module.css';

type GuideCardProps = {
  readonly view: ReadyView;
  readonly dispatch: (action: UiAction) => void;
  readonly onCommand: RunCommand;
};

/** What a new shop does in its first days; each step ticks itself off, none is asked for. */
export function GuideCard({ view, dispatch, onCommand }: GuideCardProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const { guide } = view;
  if (guide === undefined || !isGuideOpen(view)) return null;
  const steps = guideSteps(view);
  const done = steps.filter((step) => step.done).length;
  const go = ({ name }: GuideStep): void => {
    const topic = name === 'sale' ? 'first-sale' : name === 'line' ? 'line' : 'card';
    if (name === 'scan') onCommand({ kind: 'scanners' });
    else if (name === 'enrol') onCommand({ kind: 'enrol' });
    else if (name === 'staff' || (name === 'line' && view.mode === 'local'))
      onCommand({ kind: 'settings' });
    else dispatch({ kind: 'show-help', help: { topic, find: '' } });
  };
  const hide = (): void =>
    void call('settings:set-guide', { ...guide, shown: false }).catch(() => undefined);
  return (
    <section className={styles['guide']} aria-label={t('help.guide.title')} data-guide="">
      <header>
        <h3>{t('help.guide.title')}</h3>
        <span>{t('help.guide.progress', { done, all: steps.length })}</span>
      </header>
      <ol>
        {steps.map((step) => (
          <li key={step.name} data-guide-step={step.name} data-done={step.done}>
            <button type="button" className={styles['step']} onClick={() => go(step)}>
              <span className={styles['tick']}>
                {step.done ? <Icon name="online" size="1rem" /> : null}
              </span>
              <span className={styles['words']}>
                {t(`help.guide.${step.name}`)}
                {step.done ? (
                  <span className="visually-hidden"> {t('help.guide.done')}</span>
                ) : null}
              </span>
              {step.keyName === null ? null : <KeyCap name={step.keyName} />}
            </button>
          </li>
        ))}
      </ol>
      <footer>
        <span>{t('help.guide.back')}</span>
        <Button size="small" data-hide-guide="" onClick={hide}>
          {t('help.guide.hide')}
        </Button>
      </footer>
    </section>
  );
}

import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wedgeLayouts } from '../../../app/domain/wedge-layout.ts';
import { learnWedge, type WedgeLesson } from '../../../app/domain/wedge-learn.ts';
import {
  defaultWedgeSettings,
  wedgeTestText,
  type WedgeSettings as Settings,
} from '../../../app/domain/wedge-settings.ts';
import type { WedgeKey } from '../../../app/domain/wedge.ts';
import { Button } from '../../controls/button.tsx';
import controlStyles from '../../controls/controls.module.css';
import { useCounter, useScreenState } from '../../counter-context.tsx';
import { toWedgeKey } from '../../input/key-intake.ts';
import { startTimer } from '../start-timer.ts';
import { WedgeCodes } from './wedge-codes.tsx';
import styles from './wedge-settings.module.css';
import { wedgeFacts } from './wedge-words.ts';

/** No key for so long: the scan is over. */
const scanOverMs = 400;
/** More keys than the known code, its prefix and its suffix can be. */
const keysMax = 400;

/** The scanner that types like a keyboard: its keyboard country, and learning the rest from one scan. */
export function WedgeSettings() {
  const { t } = useTranslation();
  const { call } = useCounter();
  const { view } = useScreenState();
  const settings = (view?.kind === 'ready' ? view.wedge : undefined) ?? defaultWedgeSettings;
  const [learning, setLearning] = useState(false);
  const [lesson, setLesson] = useState<WedgeLesson | null>(null);
  const [failed, setFailed] = useState(false);

  const save = (next: Settings): void => {
    setFailed(false);
    call('settings:set-wedge', {
      ...next,
      prefix: [...next.prefix],
      suffix: [...next.suffix],
    }).then(
      (answer) => setFailed(answer.kind === 'refused'),
      () => setFailed(true),
    );
  };
  const learn = (keys: readonly WedgeKey[] | null): void => {
    setLearning(false);
    if (keys === null) return;
    const learned = learnWedge(keys, wedgeTestText, settings.layout);
    setLesson(learned);
    if (learned.kind === 'learned') save(learned.settings);
  };
  const changed = JSON.stringify(settings) !== JSON.stringify(defaultWedgeSettings);
  return (
    <div className={styles['wedge']} data-wedge="">
      <LayoutChoice settings={settings} onChoose={(layout) => save({ ...settings, layout })} />
      <p className={styles['now']}>{t('wedge.now', wedgeFacts(t, settings))}</p>
      {learning ? (
        <LearningBox onDone={learn} />
      ) : (
        <div className={styles['buttons']}>
          <Button
            data-learn=""
            onClick={() => {
              setLesson(null);
              setLearning(true);
            }}
          >
            {t('wedge.learn')}
          </Button>
          {changed ? (
            <Button
              onClick={() => {
                setLesson(null);
                save(defaultWedgeSettings);
              }}
            >
              {t('wedge.reset')}
            </Button>
          ) : null}
        </div>
      )}
      {failed ? (
        <p className={styles['result']} role="alert">
          {t('common.failed')}
        </p>
      ) : lesson === null ? null : (
        <p className={styles['result']} role="status" data-kind={lesson.kind}>
          <LessonWords lesson={lesson} />
        </p>
      )}
    </div>
  );
}

type LayoutChoiceProps = {
  readonly settings: Settings;
  readonly onChoose: (layout: Settings['layout']) => void;
};

function LayoutChoice({ settings, onChoose }: LayoutChoiceProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={controlStyles['field']}>
      <label className={controlStyles['label']} htmlFor={id}>
        {t('wedge.layout')}
        <span className={controlStyles['hint']}>{t('wedge.layoutHint')}</span>
      </label>
      <select
        id={id}
        name="wedgeLayout"
        className={controlStyles['input']}
        value={settings.layout}
        onChange={(event) => {
          const chosen = wedgeLayouts.find((layout) => layout === event.currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {wedgeLayouts.map((layout) => (
          <option key={layout} value={layout}>
            {t(`wedge.layouts.${layout}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

/**
 * Takes every key while it has the focus. Nothing can be written in it, so an input method lets the
 * keys pass. `onDone` gets the keys of the scan; null when it was left or cancelled without one.
 */
function LearningBox({ onDone }: { onDone: (keys: readonly WedgeKey[] | null) => void }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  }, [onDone]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const keys: WedgeKey[] = [];
    let isOver = false;
    // Taken off the page, the box loses the focus too.
    const end = (taken: readonly WedgeKey[] | null): void => {
      if (!isOver) done.current(taken);
      isOver = true;
    };
    let cancelTimer: () => void = () => undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape' && keys.length === 0) {
        end(null);
        return;
      }
      if (event.repeat || keys.length >= keysMax) return;
      keys.push(toWedgeKey(event));
      cancelTimer();
      cancelTimer = startTimer(() => end(keys), scanOverMs);
    };
    const onBlur = (): void => end(keys.length > 0 ? keys : null);
    element.addEventListener('keydown', onKeyDown);
    element.addEventListener('blur', onBlur);
    element.focus();
    element.scrollIntoView({ block: 'nearest' });
    return () => {
      cancelTimer();
      element.removeEventListener('keydown', onKeyDown);
      element.removeEventListener('blur', onBlur);
    };
  }, []);

  return (
    <div
      ref={box}
      className={styles['tap']}
      data-key-tap=""
      tabIndex={0}
      role="group"
      aria-label={t('wedge.waiting')}
    >
      <p className={styles['waiting']}>{t('wedge.waiting')}</p>
      <WedgeCodes />
      <p className={styles['now']}>{t('wedge.waitingHint')}</p>
    </div>
  );
}

function LessonWords({ lesson }: { lesson: WedgeLesson }) {
  const { t } = useTranslation();
  switch (lesson.kind) {
    case 'learned': {
      const gap = Math.round(lesson.gapMsMax);
      return t('wedge.result.learned', { ...wedgeFacts(t, lesson.settings), gap });
    }
    case 'too-slow':
      return t('wedge.result.too-slow', { gap: Math.round(lesson.gapMsMax) });
    case 'unknown':
      return t('wedge.result.unknown', { text: lesson.text.slice(0, 24) });
    default:
      return t(`wedge.result.${lesson.kind}`);
  }
}

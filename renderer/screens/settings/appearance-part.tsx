import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appearance } from '../../../app/contract/appearance.ts';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { appearanceOf } from '../../appearance.ts';
import { Button } from '../../controls/button.tsx';
import { useCounter } from '../../counter-context.tsx';
import { createTonePlayer } from '../../sound.ts';
import { CalendarSwitch } from '../calendar-switch.tsx';
import { LanguageSwitch } from '../language-switch.tsx';
import { Card } from './card.tsx';
import styles from './settings.module.css';

/** How this PC's screen looks and sounds; each choice holds at once. */
export function AppearancePart({ view }: { view: ReadyView }) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [playTone] = useState(createTonePlayer);
  const now = appearanceOf(view);
  const set = (change: Partial<Appearance>): void => {
    void call('settings:set-appearance', { ...now, ...change }).catch(() => undefined);
  };
  return (
    <>
      <Card title={t('common.language')}>
        <LanguageSwitch />
        <CalendarSwitch view={view} />
      </Card>
      <Card title={t('appearance.themeTitle')}>
        <Choice
          label={t('appearance.themeTitle')}
          name="theme"
          current={now.theme}
          choices={(['system', 'light', 'dark'] as const).map((theme) => ({
            value: theme,
            words: t(`appearance.theme.${theme}`),
          }))}
          onChoose={(theme) => set({ theme })}
        />
        <p className={styles['quiet']}>{t('appearance.themeHint')}</p>
      </Card>
      <Card title={t('appearance.targetsTitle')}>
        <Choice
          label={t('appearance.targetsTitle')}
          name="targets"
          current={now.targets}
          choices={(['normal', 'large'] as const).map((targets) => ({
            value: targets,
            words: t(`appearance.targets.${targets}`),
          }))}
          onChoose={(targets) => set({ targets })}
        />
        <p className={styles['quiet']}>{t('appearance.targetsHint')}</p>
      </Card>
      <Card title={t('appearance.soundTitle')}>
        <Choice
          label={t('appearance.soundTitle')}
          name="sound"
          current={now.sound ? 'on' : 'off'}
          choices={(['on', 'off'] as const).map((sound) => ({
            value: sound,
            words: t(`appearance.sound.${sound}`),
          }))}
          onChoose={(sound) => set({ sound: sound === 'on' })}
        />
        <p className={styles['quiet']}>{t('appearance.soundHint')}</p>
        <div className={styles['choice']} role="group" aria-label={t('appearance.soundTry')}>
          <span>{t('appearance.soundTry')}</span>
          {(['ok', 'warn', 'deny'] as const).map((tone) => (
            <Button key={tone} size="small" onClick={() => playTone(tone)}>
              {t(`appearance.tones.${tone}`)}
            </Button>
          ))}
        </div>
      </Card>
    </>
  );
}

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly name: string;
  readonly current: Value;
  readonly choices: readonly { readonly value: Value; readonly words: string }[];
  readonly onChoose: (value: Value) => void;
};

function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, name, current, choices, onChoose } = props;
  return (
    <div className={styles['choice']} role="group" aria-label={label}>
      {choices.map(({ value, words }) => (
        <Button
          key={value}
          look={value === current ? 'primary' : 'plain'}
          aria-pressed={value === current}
          data-choice={`${name}:${value}`}
          onClick={() => onChoose(value)}
        >
          {words}
        </Button>
      ))}
    </div>
  );
}

import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffRules } from '../../../app/contract/staff.ts';
import { Button } from '../../controls/button.tsx';
import controlStyles from '../../controls/controls.module.css';
import { DigitsField } from '../../controls/text-field.tsx';
import { useCounter } from '../../counter-context.tsx';
import formStyles from '../form.module.css';
import { Card } from '../settings/card.tsx';
import { staffRefusal } from './pin-words.ts';
import styles from './staff-settings.module.css';

const minuteChoices = [1, 2, 3, 5, 10, 15, 30, 60, 0] as const;

type RulesCardProps = { readonly rules: StaffRules; readonly onSaved: () => Promise<void> };

/** When the counter locks by itself, and up to what a cashier refunds alone. */
export function RulesCard({ rules, onSaved }: RulesCardProps) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [limit, setLimit] = useState(String(rules.refundLimitMinor));
  const [said, setSaid] = useState<{ readonly words: string; readonly isBad: boolean } | null>(
    null,
  );
  const set = (change: Partial<StaffRules>): void => {
    call('staff:set-rules', { ...rules, ...change }).then(
      async (answer) => {
        const isBad = answer.kind === 'refused';
        const words = isBad ? staffRefusal(t, answer.code) : t('staff.settings.saved');
        setSaid({ words, isBad });
        await onSaved();
      },
      () => setSaid({ words: t('staff.refused.other'), isBad: true }),
    );
  };
  const isChanged = limit !== '' && Number(limit) !== rules.refundLimitMinor;
  return (
    <Card title={t('staff.rules.title')}>
      <LockAfter
        minutes={rules.lockAfterMinutes}
        onChoose={(lockAfterMinutes) => set({ lockAfterMinutes })}
      />
      <form
        className={styles['limit']}
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) set({ refundLimitMinor: Number(limit) });
        }}
      >
        <DigitsField
          name="refundLimit"
          digitsMax={7}
          label={t('staff.rules.refundLimit')}
          hint={t('staff.rules.refundHint')}
          error={limit === '' ? t('staff.rules.limitInvalid') : null}
          value={limit}
          onText={setLimit}
        />
        <Button type="submit" disabled={!isChanged}>
          {t('staff.settings.save')}
        </Button>
      </form>
      {said === null ? null : (
        <p
          className={said.isBad ? formStyles['trouble'] : styles['saved']}
          role={said.isBad ? 'alert' : 'status'}
        >
          {said.words}
        </p>
      )}
    </Card>
  );
}

type LockAfterProps = {
  readonly minutes: number;
  readonly onChoose: (minutes: number) => void;
};

function LockAfter({ minutes, onChoose }: LockAfterProps) {
  const { t } = useTranslation();
  const id = useId();
  const choices = minuteChoices.some((one) => one === minutes)
    ? minuteChoices
    : [minutes, ...minuteChoices];
  return (
    <div className={controlStyles['field']}>
      <label className={controlStyles['label']} htmlFor={id}>
        {t('staff.rules.lockAfter')}
      </label>
      <select
        id={id}
        name="lockAfter"
        className={controlStyles['input']}
        value={String(minutes)}
        onChange={(event) => onChoose(Number(event.currentTarget.value))}
      >
        {choices.map((one) => (
          <option key={one} value={String(one)}>
            {one === 0 ? t('staff.rules.never') : t('staff.rules.minutes', { n: one })}
          </option>
        ))}
      </select>
    </div>
  );
}

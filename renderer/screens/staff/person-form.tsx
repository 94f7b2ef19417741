import { useRef, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffRole, StaffRow } from '../../../app/contract/staff.ts';
import { Button } from '../../controls/button.tsx';
import { DigitsField, TextField } from '../../controls/text-field.tsx';
import { clearField, insertText, removeLast } from '../../input/focused-field.ts';
import formStyles from '../form.module.css';
import { Card } from '../settings/card.tsx';
import settingsStyles from '../settings/settings.module.css';
import type { MadeBadge } from './badge-card.tsx';
import { PinPad, type PadKey } from './pin-pad.tsx';
import { pinLengthMax } from './pin-state.ts';
import styles from './staff-settings.module.css';
import { usePersonDraft } from './use-person-draft.ts';

type PersonFormProps = {
  /** Null = somebody new. */
  readonly row: StaffRow | null;
  readonly isFirst: boolean;
  /** The last manager stays one. */
  readonly mustStayManager: boolean;
  /** The change before this form was saved. */
  readonly saved: boolean;
  readonly onSaved: (made: MadeBadge | null) => Promise<void>;
  readonly onCancel: () => void;
};

/** One person: name, role, PIN and badge. */
export function PersonForm(props: PersonFormProps) {
  const { row, isFirst, mustStayManager, saved, onSaved, onCancel } = props;
  const { t } = useTranslation();
  const form = usePersonDraft(row, isFirst, onSaved);
  const { draft, change, save } = form;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save('keep');
  };
  const title = isFirst
    ? t('staff.settings.firstTitle')
    : row === null
      ? t('staff.settings.add')
      : t('staff.settings.change', { name: row.name });
  return (
    <Card title={title}>
      <form className={styles['personForm']} onSubmit={submit} data-form="person">
        <div className={formStyles['form']}>
          <TextField
            name="staffName"
            label={t('staff.settings.name')}
            maxLength={40}
            value={draft.name}
            onText={(name) => change({ name })}
          />
          <RoleChoice
            role={draft.role}
            isFixed={isFirst || mustStayManager}
            onChoose={(role) => change({ role })}
          />
          {form.trouble === null ? null : (
            <p className={formStyles['trouble']} role="alert">
              {form.trouble}
            </p>
          )}
          {saved && form.trouble === null ? (
            <p className={styles['saved']} role="status">
              {t('staff.settings.saved')}
            </p>
          ) : null}
          <div className={styles['formButtons']}>
            <Button type="submit" look="primary" disabled={form.saving} data-staff-save="">
              {t(row === null ? 'staff.settings.add' : 'staff.settings.save')}
            </Button>
            {row === null ? null : <Button onClick={onCancel}>{t('common.cancel')}</Button>}
          </div>
          {row === null ? null : <BadgeButtons row={row} onBadge={save} />}
        </div>
        <PinFields form={form} isNew={row === null} />
      </form>
    </Card>
  );
}

type RoleChoiceProps = {
  readonly role: StaffRole;
  readonly isFixed: boolean;
  readonly onChoose: (role: StaffRole) => void;
};

function RoleChoice({ role, isFixed, onChoose }: RoleChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles['roles']}>
      <legend>{t('staff.settings.role')}</legend>
      {(['manager', 'cashier'] as const).map((one) => (
        <label key={one} className={styles['roleChoice']}>
          <input
            type="radio"
            name="staffRole"
            value={one}
            checked={one === role}
            disabled={isFixed && one !== role}
            onChange={() => onChoose(one)}
          />
          <strong>{t(`staff.role.${one}`)}</strong>
          <span className={settingsStyles['quiet']}>{t(`staff.settings.roleHint.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

type Form = ReturnType<typeof usePersonDraft>;

/** The PIN twice, never shown; the pad writes into the one that has the focus. */
function PinFields({ form, isNew }: { readonly form: Form; readonly isNew: boolean }) {
  const { t } = useTranslation();
  const fields = useRef<HTMLDivElement>(null);
  const { draft, change } = form;
  const onKey = (key: PadKey): void => {
    const inputs = [...(fields.current?.querySelectorAll('input') ?? [])];
    const active = inputs.find((one) => one === document.activeElement) ?? inputs[0];
    if (active === undefined) return;
    active.focus();
    if (key.kind === 'digit') insertText(active, key.digit);
    else if (key.kind === 'backspace') removeLast(active);
    else clearField(active);
  };
  return (
    <div ref={fields} className={styles['pinFields']}>
      <DigitsField
        name="staffPin"
        type="password"
        autoComplete="new-password"
        digitsMax={pinLengthMax}
        label={t(isNew ? 'staff.settings.pin' : 'staff.settings.pinNew')}
        hint={t(isNew ? 'staff.settings.pinHint' : 'staff.settings.pinKeep')}
        value={draft.pin}
        onText={(pin) => change({ pin })}
      />
      <DigitsField
        name="staffPinAgain"
        type="password"
        autoComplete="new-password"
        digitsMax={pinLengthMax}
        label={t('staff.settings.pinAgain')}
        value={draft.again}
        onText={(again) => change({ again })}
      />
      <PinPad onKey={onKey} />
    </div>
  );
}

type BadgeButtonsProps = {
  readonly row: StaffRow;
  readonly onBadge: (badge: 'new' | 'none') => void;
};

function BadgeButtons({ row, onBadge }: BadgeButtonsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['badgeButtons']}>
      <h3>{t('staff.badge.title')}</h3>
      <Button size="small" onClick={() => onBadge('new')} data-badge-make="">
        {t(row.hasBadge ? 'staff.badge.renew' : 'staff.badge.make')}
      </Button>
      {row.hasBadge ? (
        <Button size="small" onClick={() => onBadge('none')} data-badge-end="">
          {t('staff.badge.end')}
        </Button>
      ) : null}
      {row.hasBadge ? (
        <span className={settingsStyles['quiet']}>{t('staff.badge.renewHint')}</span>
      ) : null}
    </div>
  );
}

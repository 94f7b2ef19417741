import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallIn } from '../../../app/contract/counter-calls.ts';
import type { StaffRole, StaffRow } from '../../../app/contract/staff.ts';
import { useCounter } from '../../counter-context.tsx';
import type { MadeBadge } from './badge-card.tsx';
import { pinLengthMin } from './pin-state.ts';
import { staffRefusal } from './pin-words.ts';

export type PersonDraft = {
  readonly name: string;
  readonly role: StaffRole;
  readonly pin: string;
  readonly again: string;
};

type Badge = CounterCallIn<'staff:put'>['badge'];

/** What is wrong with the draft, as a key of its sentence; null = nothing. Of a known person the PIN may be empty. */
export function draftTrouble(draft: PersonDraft, isNew: boolean) {
  if (draft.name.trim() === '') return 'staff.settings.needName' as const;
  if (isNew && draft.pin === '') return 'staff.refused.pin-missing' as const;
  if (draft.pin !== '' && draft.pin.length < pinLengthMin) return 'staff.trouble.short' as const;
  return draft.pin === draft.again ? null : ('staff.settings.pinDiffers' as const);
}

/** The form of one person: what is typed, and saving it. */
export function usePersonDraft(
  row: StaffRow | null,
  isFirst: boolean,
  onSaved: (made: MadeBadge | null) => Promise<void>,
) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [draft, setDraft] = useState<PersonDraft>({
    name: row?.name ?? '',
    role: row?.role ?? (isFirst ? 'manager' : 'cashier'),
    pin: '',
    again: '',
  });
  const [trouble, setTrouble] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const change = (part: Partial<PersonDraft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    setTrouble(null);
  };
  const save = (badge: Badge): void => {
    const wrong = draftTrouble(draft, row === null);
    if (wrong !== null) return setTrouble(t(wrong));
    if (saving) return;
    setSaving(true);
    const { name, role } = draft;
    const pin = draft.pin === '' ? null : draft.pin;
    call('staff:put', { staffId: row?.staffId ?? null, name: name.trim(), role, pin, badge }).then(
      async (answer) => {
        setSaving(false);
        if (answer.kind === 'refused') return setTrouble(staffRefusal(t, answer.code));
        const { badgeCode: code } = answer;
        await onSaved(code === null ? null : { name: name.trim(), role, code });
      },
      () => {
        setSaving(false);
        setTrouble(t('staff.refused.other'));
      },
    );
  };
  return { draft, change, save, saving, trouble };
}

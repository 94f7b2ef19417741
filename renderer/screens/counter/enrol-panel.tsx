import { useEffect, useRef, useState, type Dispatch, type FormEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import { Button } from '../../controls/button.tsx';
import { DigitsField, TextField } from '../../controls/text-field.tsx';
import { useCounter } from '../../counter-context.tsx';
import { refusalSentence } from '../../i18n/notice-words.ts';
import { focusKind } from '../../input/focused-field.ts';
import type { UiAction } from '../../ui-state.ts';
import { birthdayOf, enrolTroubles, type EnrolDraft, type EnrolField } from './enrol-draft.ts';
import type { RunCommand } from '../use-commands.ts';
import styles from './find-panel.module.css';
import { usePanelKeys, type PanelDesk } from './use-panel-keys.ts';

const noticeParts = ['collector', 'purpose', 'data', 'use', 'rights', 'choice'] as const;

type EnrolPanelProps = {
  readonly view: ReadyView;
  readonly draft: EnrolDraft;
  readonly dispatch: Dispatch<UiAction>;
  readonly desk: PanelDesk;
  readonly onCommand: RunCommand;
};

/** A new member in three fields and one tick; taken for the open sale at once. */
export function EnrolPanel({ view, draft, dispatch, desk, onCommand }: EnrolPanelProps) {
  const { t } = useTranslation();
  const { change, troubles, refusal, busy, enrol } = useEnrolment(view, draft, dispatch);
  useScannedInviter(view, change);
  const form = useRef<HTMLFormElement>(null);
  const lastField = useFields(form, draft.mobile === '' ? 'mobile' : 'name');
  usePanelKeys(desk, { field: lastField, confirm: enrol });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onCommand({ kind: 'confirm' });
  };
  const errorOf = (field: EnrolField, words: string) => (troubles.includes(field) ? words : null);
  const consentError = errorOf('consent', t('enrol.needConsent'));

  return (
    <form ref={form} className={styles['form']} onSubmit={submit} noValidate>
      <h2>{t('enrol.title')}</h2>
      <DigitsField
        name="mobile"
        digitsMax={10}
        label={t('enrol.mobile')}
        hint={t('enrol.mobileHint')}
        error={errorOf('mobile', t('enrol.needMobile'))}
        value={draft.mobile}
        onText={(text) => change({ mobile: text })}
      />
      <TextField
        name="name"
        // The keyboard of the operating system comes up for a finger; digits have the keypad.
        inputMode="text"
        maxLength={60}
        label={t('enrol.name')}
        error={errorOf('name', t('enrol.needName'))}
        value={draft.name}
        onText={(text) => change({ name: text })}
      />
      <OptionalFields
        draft={draft}
        change={change}
        onInviter={(focused) => dispatch({ kind: 'inviter-field', focused })}
        birthdayError={errorOf('birthday', t('enrol.needBirthday'))}
      />
      <ConsentNotice shop={view.store?.name ?? view.brandName} />
      <ConsentTick isGiven={draft.consent} onChange={(consent) => change({ consent })} />
      {consentError || refusal ? (
        <p className={styles['error']} role="alert">
          {consentError ?? refusal}
        </p>
      ) : null}
      <Button look="primary" type="submit" keyName="Enter" disabled={busy}>
        {t('enrol.submit')}
      </Button>
    </form>
  );
}

type OptionalFieldsProps = {
  readonly draft: EnrolDraft;
  readonly change: (part: Partial<EnrolDraft>) => void;
  /** Whether the field for who invited them has the focus: a scanned card is for it then. */
  readonly onInviter: (focused: boolean) => void;
  readonly birthdayError: string | null;
};

/** What a member may leave out: the birthday, and who invited them. */
function OptionalFields({ draft, change, onInviter, birthdayError }: OptionalFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['pair']}>
      <DigitsField
        name="birthday"
        digitsMax={4}
        label={t('enrol.birthday')}
        hint={t('common.optional')}
        placeholder={t('enrol.birthdayHint')}
        error={birthdayError}
        value={draft.birthday}
        onText={(text) => change({ birthday: text })}
      />
      <TextField
        name="invitedByCode"
        maxLength={64}
        label={t('enrol.invitedBy')}
        hint={t('common.optional')}
        value={draft.invitedByCode}
        onText={(text) => change({ invitedByCode: text })}
        onFocus={() => onInviter(true)}
        onBlur={() => onInviter(false)}
      />
    </div>
  );
}

/** What the law wants said before personal data is taken (Personal Data Protection Act, art. 8). */
function ConsentNotice({ shop }: { shop: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles['consentNotice']} tabIndex={0} role="region">
      <h3>{t('enrol.noticeTitle')}</h3>
      {noticeParts.map((part) => (
        <p key={part}>{t(`enrol.notice.${part}`, { shop })}</p>
      ))}
    </div>
  );
}

type ConsentTickProps = {
  readonly isGiven: boolean;
  readonly onChange: (isGiven: boolean) => void;
};

function ConsentTick({ isGiven, onChange }: ConsentTickProps) {
  const { t } = useTranslation();
  return (
    <label className={styles['consent']}>
      <input
        type="checkbox"
        name="consent"
        checked={isGiven}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {t('enrol.consent')}
    </label>
  );
}

/** A card scanned for the field takes the place of what stood in it. */
function useScannedInviter(
  { deskScan }: ReadyView,
  change: (part: Partial<EnrolDraft>) => void,
): void {
  const taken = useRef(deskScan?.no);
  const latest = useRef(change);
  useEffect(() => {
    latest.current = change;
  }, [change]);
  useEffect(() => {
    if (deskScan === null || deskScan.no === taken.current) return;
    taken.current = deskScan.no;
    if (deskScan.at === 'inviter') latest.current({ invitedByCode: deskScan.text ?? '' });
  }, [deskScan]);
}

/** Puts the cursor where typing begins. @returns the field that had it last */
function useFields(
  form: RefObject<HTMLFormElement | null>,
  firstName: EnrolField,
): () => HTMLElement | null {
  const first = useRef(firstName);
  const last = useRef<HTMLElement>(null);
  useEffect(() => {
    const fields = form.current;
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement)) return;
      const kind = focusKind(target);
      if (kind === 'text' || kind === 'digits') last.current = target;
    };
    fields?.addEventListener('focusin', onFocus);
    fields?.querySelector<HTMLElement>(`[name="${first.current}"]`)?.focus();
    return () => fields?.removeEventListener('focusin', onFocus);
  }, [form]);
  return () => last.current;
}

/** What the form does; fields are only complained about after the first try. */
function useEnrolment(view: ReadyView, draft: EnrolDraft, dispatch: Dispatch<UiAction>) {
  const { t } = useTranslation();
  const { call } = useCounter();
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      const outcome = await call('member:enrol', {
        name: draft.name.trim(),
        mobile: draft.mobile,
        birthday: birthdayOf(draft.birthday),
        invitedByCode: draft.invitedByCode.normalize('NFKC').trim() || null,
        consent: true,
      });
      if (outcome.kind === 'done') dispatch({ kind: 'close-panel' });
      else setRefusal(refusalSentence(t, outcome.code, view.language));
    } catch {
      setRefusal(t('common.failed'));
    } finally {
      setBusy(false);
    }
  };

  return {
    refusal,
    busy,
    troubles: tried ? enrolTroubles(draft) : [],
    change: (part: Partial<EnrolDraft>) => {
      setRefusal(null);
      dispatch({ kind: 'enrol-draft', part });
    },
    enrol: async (): Promise<void> => {
      setTried(true);
      setRefusal(null);
      if (enrolTroubles(draft).length === 0 && !busy) await send();
    },
  };
}

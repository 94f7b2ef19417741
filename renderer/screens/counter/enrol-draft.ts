import { normalizeMobile, toNational } from '../../../app/domain/mobile-number.ts';

/** A new member as typed so far. */
export type EnrolDraft = {
  readonly mobile: string;
  readonly name: string;
  /** Four digits, month and day; empty when not told. */
  readonly birthday: string;
  /** Card code of who invited the member; empty when nobody did. */
  readonly invitedByCode: string;
  readonly consent: boolean;
};

export const emptyEnrolDraft: EnrolDraft = {
  mobile: '',
  name: '',
  birthday: '',
  invitedByCode: '',
  consent: false,
};

export type EnrolField = keyof EnrolDraft;

/** What is still missing, by field, in the order of the form. */
export function enrolTroubles(draft: EnrolDraft): EnrolField[] {
  const troubles: (EnrolField | null)[] = [
    normalizeMobile(draft.mobile) === null ? 'mobile' : null,
    draft.name.trim() === '' ? 'name' : null,
    draft.birthday !== '' && birthdayOf(draft.birthday) === null ? 'birthday' : null,
    draft.consent ? null : 'consent',
  ];
  return troubles.filter((field) => field !== null);
}

/** `0521` → `05-21`; null if there is no such day in any year. */
export function birthdayOf(monthAndDay: string): string | null {
  const match = /^(\d{2})(\d{2})$/.exec(monthAndDay);
  if (!match) return null;
  const [month, day] = [Number(match[1]), Number(match[2])];
  // 2024 has a 29 February.
  const date = new Date(Date.UTC(2024, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? `${match[1]}-${match[2]}` : null;
}

/**
 * What of a search goes into the field for the mobile number: the search finds numbers in every way people write
 * them, and whom it did not find by one is given a card under that number. A number that is none stays as it is, to
 * be put right; '' for what does not begin like one.
 */
export function mobileAsTyped(text: string): string {
  const whole = normalizeMobile(text);
  if (whole !== null) return toNational(whole);
  const digits = text.normalize('NFKC').replace(/\D/g, '');
  return digits.startsWith('09') ? digits : '';
}

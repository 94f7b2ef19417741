import type { AdminException, ExceptionState } from '../../../app/contract/hq-admin.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import type { Texts } from '../i18n/texts.ts';
import { formatDay, formatRecent, formatWhole } from '../i18n/time-words.ts';
import { tierWords } from './tier-words.ts';

/** The exceptions of one state, as one answer had them. */
export type ShownExceptions = {
  readonly state: ExceptionState;
  readonly rows: readonly AdminException[];
};

/** A kind of exception in words: what happened and what to do. */
export function exceptionWords(
  t: Texts,
  kind: string,
): { readonly title: string; readonly why: string } {
  const { kinds, other } = t.exceptions;
  return Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : other;
}

/** The name of a field of an exception's detail; its own where there are no words for it. */
export function fieldWords(t: Texts, field: string): string {
  const { fields } = t.exceptions;
  return Object.hasOwn(fields, field) ? fields[field as keyof typeof fields] : field;
}

/** A field's value for people, by what its name says it is: the unit stands last in it. */
export function valueWords(t: Texts, field: string, value: unknown, nowMs: number): string {
  if (value === null || value === undefined || value === '') return t.common.none;
  if (typeof value === 'number') {
    if (field.endsWith('Minor')) return formatTwd(value);
    if (/(^at|At)Ms$/.test(field)) return formatRecent(value, nowMs);
    return formatWhole(value);
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/tierId$/i.test(field)) return tierWords(t, value);
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value;
}

import type { AdminException, ExceptionState } from '../../../app/contract/hq-admin.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { refundRefusalWords } from '../../../app/domain/refund-words.ts';
import type { RefundRefusal } from '../../../app/domain/refund.ts';
import { refusedWords } from '../../../app/domain/refused-words.ts';
import type { AnyRefusal } from '../../../app/domain/refused-words.ts';
import type { Language, Texts } from '../i18n/texts.ts';
import { formatDay, formatRecent, formatWhole } from '../i18n/time-words.ts';
import { isRecord } from './exception-sides.ts';
import { tierWords } from './tier-words.ts';

/** The exceptions of one state, as one answer had them. */
export type ShownExceptions = {
  readonly state: ExceptionState;
  readonly rows: readonly AdminException[];
};

/** In which words, and as seen when. */
export type WordContext = {
  readonly t: Texts;
  readonly language: Language;
  readonly nowMs: number;
};

/** A kind of exception in words: what happened and what to do. */
export function exceptionWords(
  t: Texts,
  kind: string,
): { readonly title: string; readonly why: string } {
  const { kinds, other } = t.exceptions;
  return lookUp(kinds, kind) ?? other;
}

/** The name of a field of an exception's detail; its own where there are no words for it. */
export function fieldWords(t: Texts, field: string): string {
  return lookUp(t.exceptions.fields, field) ?? field;
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A field's value for people, by what its name says it is: the unit stands last in it. */
export function valueWords(context: WordContext, field: string, value: unknown): string {
  const { t, nowMs } = context;
  if (value === null || value === undefined || value === '') return t.common.none;
  if (typeof value === 'number') {
    if (field.endsWith('Minor')) return formatTwd(value);
    if (/(^at|At)Ms$/.test(field)) return formatRecent(value, nowMs);
    return formatWhole(value);
  }
  if (typeof value === 'boolean') return value ? t.exceptions.yes : t.exceptions.no;
  if (typeof value !== 'string') return partsWords(context, field, value);
  if (/tierId$/i.test(field)) return tierWords(t, value);
  if (field === 'mode') return lookUp(t.sales.refundMode, value) ?? value;
  if (field === 'thing') return lookUp(t.exceptions.things, value) ?? value;
  if (field === 'why') return lookUp(t.exceptions.tokenWhys, value) ?? value;
  if (field === 'status') return lookUp(t.exceptions.statuses, value) ?? value;
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value;
}

/** Values with parts: those with words of their own, the others as they are. */
function partsWords(context: WordContext, field: string, value: unknown): string {
  const { t } = context;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const records = items.filter(isRecord);
  switch (field) {
    case 'reason':
    case 'refusal':
      return refusalText(context, value);
    case 'program':
      return records.map((one) => t.programs.version(String(one['version']))).join();
    case 'exceeded':
      return joinOrNone(
        t,
        records.map((one) => limitText(t, one)),
      );
    case 'earlier':
    case 'refund':
      return joinOrNone(
        t,
        records.map((one) => refundText(context, one)),
      );
    case 'vouchers':
      return joinOrNone(
        t,
        records.map((one) => (typeof one['code'] === 'string' ? one['code'] : '')),
      );
    default:
      return JSON.stringify(value);
  }
}

function joinOrNone(t: Texts, parts: readonly string[]): string {
  return parts.length === 0 ? t.common.none : parts.join('；');
}

function limitText(t: Texts, { limit, max, used }: Readonly<Record<string, unknown>>): string {
  const name = lookUp(t.exceptions.limits, String(limit)) ?? String(limit);
  return t.exceptions.limitOf(name, formatWhole(Number(max)), formatWhole(Number(used)));
}

/** An earlier or second refund in one line. */
function refundText(context: WordContext, refund: Readonly<Record<string, unknown>>): string {
  return (['storeName', 'atMs', 'mode', 'moneyMinor'] as const)
    .filter((field) => refund[field] !== undefined)
    .map((field) => valueWords(context, field, refund[field]))
    .join(' · ');
}

const refundCodes = [
  'nothing-left',
  'amount-not-positive',
  'amount-not-whole',
  'line-unknown',
  'exceeds-refundable',
  'exceeds-line',
  'too-late',
  'points-spent',
  'already-refunded',
] as const satisfies readonly RefundRefusal['refusal']['code'][];

/** Why the rules refused, in their own sentence; the code where there is none. */
function refusalText({ t, language }: WordContext, value: unknown): string {
  const code = isRecord(value) ? String(value['code']) : String(value);
  if (code === 'failed') return t.exceptions.failed;
  if (!isRecord(value)) return code;
  try {
    const words = refundCodes.some((known) => known === code)
      ? refundRefusalWords(value as RefundRefusal['refusal'])
      : refusedWords(value as AnyRefusal, { coupons: [], rewards: [] });
    return words[language];
  } catch {
    // A code of another version of the rules.
    return code;
  }
}

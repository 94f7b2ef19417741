import { lineOutcomes } from '../../../app/contract/hq-admin.ts';
import type { Texts } from '../i18n/texts.ts';

/** A kind of message in words; an unknown one as it is. */
export function messageKindWords(t: Texts, kind: string): string {
  const { kinds } = t.line;
  return Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : kind;
}

/** What HQ noted of the last try, in words; the note of another version of HQ as it is. */
export function outcomeWords(t: Texts, outcome: string): string {
  const refusedStatus = /^refused (\d{1,3})$/.exec(outcome)?.[1];
  if (refusedStatus !== undefined)
    return refusedStatus === '0' ? t.line.notSent : t.line.refused(refusedStatus);
  const known = lineOutcomes.find((one) => one === outcome);
  return known === undefined ? outcome : t.line.outcomes[known];
}

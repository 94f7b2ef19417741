import type { Texts } from '../i18n/texts.ts';

/** A kind of message in words; an unknown one as it is. */
export function messageKindWords(t: Texts, kind: string): string {
  const { kinds } = t.line;
  return Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : kind;
}

/** What the sender noted of the last try, in words; an unknown note as it is. */
export function outcomeWords(t: Texts, outcome: string): string {
  const { outcomes } = t.line;
  const refusedStatus = /^refused (\d{3})$/.exec(outcome)?.[1];
  if (refusedStatus !== undefined) return outcomes.refused(refusedStatus);
  switch (outcome) {
    case 'accepted':
      return outcomes.accepted;
    case 'accepted earlier':
      return outcomes.acceptedEarlier;
    case 'quota':
      return outcomes.quota;
    case 'unauthorized':
      return outcomes.unauthorized;
    case 'network':
      return outcomes.network;
    case 'rate':
      return outcomes.rate;
    case 'server':
      return outcomes.server;
    case 'not-line':
      return outcomes.notLine;
    case 'retry key too old':
      return outcomes.keyTooOld;
    default:
      return outcome;
  }
}

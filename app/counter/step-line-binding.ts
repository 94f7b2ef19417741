import type {
  LineBindingView,
  LineMemberWord,
  LineSilence,
  LineTicketWord,
} from '../contract/line-desk.ts';
import type { MemberId } from '../domain/ids.ts';

/** How soon HQ is asked again what became of the code on the screen, after its last word. */
export const linePollMs = 1_000;
/** How soon a silent HQ is asked for a code again. */
export const lineRetryMs = 5_000;
/** How long the good news stands before the panel closes by itself. */
export const lineDoneMs = 4_000;
/** One panel asks by itself for so many codes: half an hour of nobody scanning, at ten minutes each. */
export const lineTicketsMax = 3;
/** One panel asks by itself so often while it has no code: ten minutes of a silent HQ. */
export const lineTriesMax = 120;
/** A code that HQ calls open so long after its end by our clock is taken as ended. */
const graceMs = 60_000;

/** The binding of one member's LINE while its panel is open. The code is in memory only, never stored. */
export type LineBinding = Pick<
  LineBindingView,
  'memberId' | 'nameMasked' | 'cardCode' | 'phase'
> & {
  readonly ticket: {
    readonly code: string;
    readonly url: string;
    readonly endsAtMs: number;
  } | null;
  readonly silence: LineSilence | null;
  /** How many more codes, and how many more tries without one, the panel asks for by itself. */
  readonly ticketsLeft: number;
  readonly triesLeft: number;
};

export type LineBindingEvent =
  | { readonly kind: 'ticket'; readonly word: LineTicketWord; readonly nowMs: number }
  | { readonly kind: 'member'; readonly word: LineMemberWord; readonly nowMs: number }
  /** The time of the last `wait` is over. */
  | { readonly kind: 'due' }
  /** Who is on the sale now; null = nobody. */
  | { readonly kind: 'shown'; readonly memberId: MemberId | null };

export type LineBindingStep = {
  /** Null = the panel is closed. */
  readonly binding: LineBinding | null;
  readonly next:
    | { readonly kind: 'none' | 'ask-ticket' }
    | { readonly kind: 'ask-member'; readonly ticket: string }
    | { readonly kind: 'wait'; readonly delayMs: number };
  /** Something is to be sent to or fetched from HQ without delay. */
  readonly sync: boolean;
};

/** A panel that has just been opened for a member. */
export function openLineBinding(
  member: Pick<LineBinding, 'memberId' | 'nameMasked' | 'cardCode'>,
): LineBindingStep {
  const binding: LineBinding = {
    ...member,
    phase: 'asking',
    ticket: null,
    silence: null,
    ticketsLeft: lineTicketsMax,
    triesLeft: lineTriesMax,
  };
  return { binding, next: { kind: 'ask-ticket' }, sync: false };
}

/**
 * One step of a panel. It asks for a code, then each second what became of it; without an answer, or before
 * HQ has heard of the member, it tries again by itself. Every asking has an end. Pure.
 */
export function stepLineBinding(binding: LineBinding, event: LineBindingEvent): LineBindingStep {
  switch (event.kind) {
    case 'ticket':
      return takeTicket(binding, event.word, event.nowMs);
    case 'member':
      return takeWord(binding, event.word, event.nowMs);
    case 'due':
      return goOn(binding);
    case 'shown':
      return event.memberId === null || event.memberId === binding.memberId
        ? { binding, next: { kind: 'none' }, sync: false }
        : closed;
  }
}

const closed: LineBindingStep = { binding: null, next: { kind: 'none' }, sync: false };

function takeTicket(binding: LineBinding, word: LineTicketWord, nowMs: number): LineBindingStep {
  switch (word.kind) {
    case 'made': {
      const { ticket: code, url, lifeMs } = word;
      const ticketsLeft = binding.ticketsLeft - 1;
      const ticket = { code, url, endsAtMs: nowMs + lifeMs };
      return waiting({ ...binding, phase: 'open', ticket, ticketsLeft, silence: null }, linePollMs);
    }
    case 'bound-already':
      return end(binding, 'bound-before');
    case 'not-confirmed':
      return rest({ ...binding, phase: 'not-confirmed', ticket: null, silence: null });
    case 'no-channel':
      return rest({ ...binding, phase: 'no-pages', ticket: null, silence: null });
    case 'member-unknown':
      return { ...tryAgain(binding, 'sending', null, linePollMs), sync: true };
    case 'silent':
      return tryAgain(binding, 'silent', word.why, lineRetryMs);
  }
}

function takeWord(binding: LineBinding, word: LineMemberWord, nowMs: number): LineBindingStep {
  const { ticket } = binding;
  if (ticket === null) return rest(binding);
  if (word.kind === 'silent') {
    // The phone goes its own way to HQ: the code binds all the same.
    if (nowMs < ticket.endsAtMs) return waiting({ ...binding, silence: word.why }, linePollMs);
    return tryAgain(binding, 'silent', word.why, lineRetryMs);
  }
  const { answer } = word;
  if (answer.ticket === 'used' || answer.lineState === 'bound') return end(binding, 'bound');
  if (answer.ticket === 'open' && nowMs < ticket.endsAtMs + graceMs)
    return waiting({ ...binding, silence: null }, linePollMs);
  if (binding.ticketsLeft > 0)
    return {
      binding: { ...binding, phase: 'asking', ticket: null, silence: null },
      next: { kind: 'ask-ticket' },
      sync: false,
    };
  return rest({ ...binding, phase: 'expired', ticket: null, silence: null });
}

function goOn(binding: LineBinding): LineBindingStep {
  const { phase, ticket } = binding;
  if (phase === 'bound' || phase === 'bound-before') return closed;
  const next =
    ticket === null
      ? ({ kind: 'ask-ticket' } as const)
      : ({ kind: 'ask-member', ticket: ticket.code } as const);
  return { binding, next, sync: false };
}

/** The member is bound: the news is fetched at once, so that the counter knows it too. */
function end(binding: LineBinding, phase: 'bound' | 'bound-before'): LineBindingStep {
  const ended = { ...binding, phase, ticket: null, silence: null };
  return { ...waiting(ended, lineDoneMs), sync: true };
}

function tryAgain(
  binding: LineBinding,
  phase: 'sending' | 'silent',
  silence: LineSilence | null,
  delayMs: number,
): LineBindingStep {
  const triesLeft = binding.triesLeft - 1;
  const waits = { ...binding, phase, silence, ticket: null, triesLeft };
  return triesLeft > 0 ? waiting(waits, delayMs) : rest(waits);
}

function waiting(binding: LineBinding, delayMs: number): LineBindingStep {
  return { binding, next: { kind: 'wait', delayMs }, sync: false };
}

function rest(binding: LineBinding): LineBindingStep {
  return { binding, next: { kind: 'none' }, sync: false };
}

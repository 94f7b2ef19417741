import fc, { type Stream } from 'fast-check';
import { expect, test } from 'vitest';
import type { LineMemberWord, LineTicketWord } from '../contract/line-desk.ts';
import type { MemberId } from '../domain/ids.ts';
import {
  lineDoneMs,
  linePollMs,
  lineRetryMs,
  lineTicketsMax,
  lineTriesMax,
  openLineBinding,
  stepLineBinding,
  type LineBindingEvent,
  type LineBindingStep,
} from './step-line-binding.ts';

const memberId = '01970000-0000-7000-8000-000000000011' as MemberId;
const otherId = '01970000-0000-7000-8000-000000000012' as MemberId;
const opened = openLineBinding({ memberId, nameMasked: '王○明', cardCode: '2000000000015' });

const made: LineTicketWord = {
  kind: 'made',
  ticket: 'AAAAAAAAAAAAAAAAAAAAAA',
  url: 'https://liff.line.me/1-x?t=AAAAAAAAAAAAAAAAAAAAAA',
  lifeMs: 600_000,
};
const silent = { kind: 'silent', why: 'unreachable' } as const;

function word(
  ticket: 'open' | 'used' | 'expired' | 'unknown' | null,
  lineState: 'none' | 'bound' | 'blocked' = 'none',
): LineMemberWord {
  const rest = { lastAcceptedAtMs: null, joinUrl: null, serverTimeMs: 0 };
  return { kind: 'answer', answer: { ticket, lineState, ...rest } };
}

/** Plays events from a freshly opened panel; what came of each: phase, what is next, whether sync is asked. */
function play(events: readonly LineBindingEvent[]) {
  let at: LineBindingStep = opened;
  return events.map((event) => {
    if (at.binding === null) throw new Error('closed already');
    at = stepLineBinding(at.binding, event);
    const { next, binding, sync } = at;
    const what = 'delayMs' in next ? next.delayMs : next.kind;
    return [binding?.phase ?? 'closed', what, sync];
  });
}

function nextOf<T>(stream: Stream<T>): T {
  const [word] = stream.take(1);
  if (word === undefined) throw new Error('the stream ended');
  return word;
}

const due = { kind: 'due' } as const;
const ticket = (given: LineTicketWord, nowMs = 0) =>
  ({ kind: 'ticket', word: given, nowMs }) as const;
const member = (given: LineMemberWord, nowMs = 0) =>
  ({ kind: 'member', word: given, nowMs }) as const;

test('a code, asked after each second, until it is used; the news is fetched and the panel closes', () => {
  expect(
    play([
      ticket(made),
      due,
      member(word('open')),
      due,
      member(silent),
      due,
      member(word('used', 'bound')),
      due,
    ]),
  ).toEqual([
    ['open', linePollMs, false],
    ['open', 'ask-member', false],
    ['open', linePollMs, false],
    ['open', 'ask-member', false],
    ['open', linePollMs, false],
    ['open', 'ask-member', false],
    ['bound', lineDoneMs, true],
    ['closed', 'none', false],
  ]);
});

test('HQ silent: asked again by itself; a member new to HQ is sent first', () => {
  expect(
    play([
      ticket(silent),
      due,
      ticket({ kind: 'member-unknown' }),
      due,
      ticket(made),
      { kind: 'shown', memberId: null },
      { kind: 'shown', memberId },
      { kind: 'shown', memberId: otherId },
    ]),
  ).toEqual([
    ['silent', lineRetryMs, false],
    ['silent', 'ask-ticket', false],
    ['sending', linePollMs, true],
    ['sending', 'ask-ticket', false],
    ['open', linePollMs, false],
    ['open', 'none', false],
    ['open', 'none', false],
    ['closed', 'none', false],
  ]);
});

test('bound before, without pages, and a code that HQ does not know', () => {
  expect(play([ticket({ kind: 'bound-already' }), due])).toEqual([
    ['bound-before', lineDoneMs, true],
    ['closed', 'none', false],
  ]);
  expect(play([ticket({ kind: 'no-channel' })])).toEqual([['no-pages', 'none', false]]);
  expect(play([ticket({ kind: 'not-confirmed' })])).toEqual([['not-confirmed', 'none', false]]);
  const renewals = Array.from({ length: lineTicketsMax }, () => [
    ticket(made),
    due,
    member(word('unknown')),
  ]).flat();
  expect(play(renewals).at(-1)).toEqual(['expired', 'none', false]);
});

test('a code past its end is not shown on while HQ is silent, nor for ever if HQ calls it open', () => {
  expect(play([ticket(made), due, member(silent, 600_000)]).at(-1)).toEqual([
    'silent',
    lineRetryMs,
    false,
  ]);
  expect(play([ticket(made), due, member(word('open'), 660_000)]).at(-1)).toEqual([
    'asking',
    'ask-ticket',
    false,
  ]);
});

test('whatever HQ says, a panel asks a bounded number of times', () => {
  const ticketWords = fc.constantFrom<LineTicketWord>({ ...made, lifeMs: 3_000 }, silent, {
    kind: 'member-unknown',
  });
  const memberWords = fc.constantFrom<LineMemberWord>(
    word('open'),
    word('unknown'),
    word('expired'),
    silent,
  );
  fc.assert(
    fc.property(fc.infiniteStream(ticketWords), fc.infiniteStream(memberWords), (first, second) => {
      let at: LineBindingStep = opened;
      let nowMs = 0;
      let asks = 0;
      // 63 s of an ended code at most, for each code there may be.
      const asksMax = lineTriesMax + lineTicketsMax * (1 + 70);
      while (at.next.kind !== 'none') {
        const { binding, next } = at;
        if (binding === null) throw new Error('nothing here closes it');
        if (next.kind === 'wait') {
          nowMs += next.delayMs;
          at = stepLineBinding(binding, due);
        } else {
          asks += 1;
          at = stepLineBinding(
            binding,
            next.kind === 'ask-ticket'
              ? ticket(nextOf(first), nowMs)
              : member(nextOf(second), nowMs),
          );
        }
        expect(asks).toBeLessThanOrEqual(asksMax);
      }
      expect(['expired', 'silent', 'sending']).toContain(at.binding?.phase);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../../app/domain/ids.ts';
import type { BoundAccount, Friend } from '../../db/line-friends.ts';
import { judgeLineEvents } from './judge-line-events.ts';
import type { LineFacts } from './judge-line-events.ts';
import { readLineEvent } from './read-line-event.ts';
import type { LineEvent, LineSaying } from './read-line-event.ts';

const users = ['U1', 'U2'];
const receivedAtMs = 1_800_000_000_000;

function eventOf(saying: LineSaying, given: Partial<LineEvent> = {}): LineEvent {
  return {
    webhookEventId: 'E',
    type: saying.kind,
    eventAtMs: 5,
    receivedAtMs,
    raw: '{}',
    lineUserId: 'U1',
    isStandby: false,
    saying,
    ...given,
  };
}

function accountOf(lineUserId: string, change: Partial<BoundAccount> = {}): BoundAccount {
  return {
    memberId: `m-${lineUserId}` as MemberId,
    lineUserId,
    state: 'bound',
    boundAtMs: 0,
    marketing: true,
    marketingAtMs: null,
    ...change,
  };
}

type State = { friends: Map<string, Friend>; accounts: Map<string, BoundAccount> };

/** What is known after some events, as the database would have it. */
function after(state: State, events: readonly LineEvent[]): State {
  const verdict = judgeLineEvents(state, events);
  const friends = new Map(state.friends);
  for (const friend of verdict.friends) friends.set(friend.lineUserId, friend);
  const accounts = new Map(
    [...state.accounts].filter(([, { memberId }]) => !verdict.unlinked.includes(memberId)),
  );
  for (const account of verdict.accounts) accounts.set(account.lineUserId, account);
  return { friends, accounts };
}

function startOf(bound: readonly string[]): State {
  return { friends: new Map(), accounts: new Map(bound.map((user) => [user, accountOf(user)])) };
}

const plain = ({ friends, accounts }: State | LineFacts) => [
  [...friends.values()].toSorted((a, b) => (a.lineUserId < b.lineUserId ? -1 : 1)),
  [...accounts.values()].toSorted((a, b) => (a.lineUserId < b.lineUserId ? -1 : 1)),
];

const sayings: readonly LineSaying[] = [
  { kind: 'follow' },
  { kind: 'unfollow' },
  { kind: 'marketing', marketing: true },
  { kind: 'marketing', marketing: false },
  { kind: 'none' },
];

const events = fc
  .array(
    fc.record({
      saying: fc.constantFrom(...sayings),
      // Few moments, so that some are the same.
      eventAtMs: fc.integer({ min: 1, max: 6 }),
      lineUserId: fc.constantFrom(...users),
      isStandby: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ saying, ...rest }, n) => eventOf(saying, { ...rest, webhookEventId: `E${n}` })),
  );

describe('events in any order', () => {
  it('come to the same, however they are ordered, repeated and cut into webhooks', () => {
    const scene = events.chain((all) =>
      fc.record({
        all: fc.constant(all),
        // Each once at least, some again, in any order.
        order: fc
          .tuple(
            fc.shuffledSubarray([...all.keys()], { minLength: all.length }),
            fc.shuffledSubarray([...all.keys()]),
          )
          .map(([each, again]) => [...each, ...again]),
        cuts: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 30 }),
        bound: fc.subarray(users),
      }),
    );
    fc.assert(
      fc.property(scene, ({ all, order, cuts, bound }) => {
        const atOnce = after(startOf(bound), all);
        let state = startOf(bound);
        const left = order.flatMap((n) => all[n] ?? []);
        for (let n = 0; left.length > 0; n += 1) state = after(state, left.splice(0, cuts[n] ?? 1));
        expect(plain(state)).toEqual(plain(atOnce));
        for (const { lineUserId, state: own } of state.accounts.values()) {
          const friend = state.friends.get(lineUserId);
          expect(own).toBe(friend?.state === 'blocked' ? 'blocked' : 'bound');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('told again change nothing', () => {
    fc.assert(
      fc.property(events, fc.subarray(users), (all, bound) => {
        const once = after(startOf(bound), all);
        const { friends, accounts, unlinked } = judgeLineEvents(once, all);
        expect([friends, accounts, unlinked]).toEqual([[], [], []]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('one event', () => {
  it('that is older than what is known is stale', () => {
    const known = after(startOf(['U1']), [eventOf({ kind: 'unfollow' }, { eventAtMs: 9 })]);
    const { outcomes, accounts } = judgeLineEvents(known, [eventOf({ kind: 'follow' })]);
    expect([[...outcomes], accounts]).toEqual([[['E', 'stale']], []]);
  });

  it('unlinks, but not who was bound afterwards, and nobody who is not bound', () => {
    const unlink = eventOf({ kind: 'unlink' });
    const of = (boundAtMs: number | null) => {
      const state = startOf([]);
      if (boundAtMs !== null) state.accounts.set('U1', accountOf('U1', { boundAtMs }));
      const { outcomes, unlinked } = judgeLineEvents(state, [unlink]);
      return [outcomes.get('E'), unlinked];
    };
    expect([of(4), of(5), of(6), of(null)]).toEqual([
      ['applied', ['m-U1']],
      ['applied', ['m-U1']],
      ['stale', []],
      ['ignored', []],
    ]);
  });

  it('about news counts from when it was said', () => {
    const of = (marketing: boolean, marketingAtMs: number | null, said: boolean) => {
      const state = startOf([]);
      state.accounts.set('U1', accountOf('U1', { marketing, marketingAtMs }));
      const event = eventOf({ kind: 'marketing', marketing: said });
      const { outcomes, accounts } = judgeLineEvents(state, [event]);
      return [outcomes.get('E'), accounts.map((one) => [one.marketing, one.marketingAtMs])];
    };
    expect([
      of(true, null, false),
      of(true, 4, false),
      of(true, 5, false),
      of(true, 6, false),
      of(false, 5, true),
      of(false, 4, true),
      of(false, 6, false),
    ]).toEqual([
      ['applied', [[false, 5]]],
      ['applied', [[false, 5]]],
      ['applied', [[false, 5]]],
      ['stale', []],
      ['stale', []],
      ['applied', [[true, 5]]],
      ['applied', []],
    ]);
  });
});

describe('reading an event', () => {
  const read = (event: unknown) => readLineEvent(JSON.stringify(event), receivedAtMs);
  const userId = `U${'0'.repeat(32)}`;
  const source = { type: 'user', userId };

  it('tolerates whatever is missing or of another shape', () => {
    expect([null, 1, 'x', [], [{}]].map(read)).toEqual([null, null, null, null, null]);
    const odd = [
      {},
      { type: 7, timestamp: '5', source: 'x', webhookEventId: 3, mode: {} },
      { type: 'a b', timestamp: 1.5, source: { userId }, webhookEventId: 'a b' },
      { type: 'follow', timestamp: 1e300, source: { type: 'user', userId: 'U1' } },
      { type: 'follow', timestamp: -1, source: { type: 'group', userId } },
      { type: 'postback', postback: 'unlink', source },
      { type: 'postback', postback: { data: ['unlink'] }, source },
    ].map(read);
    expect(odd.map((one) => [one?.type, one?.eventAtMs, one?.lineUserId, one?.saying])).toEqual([
      ['unknown', receivedAtMs, null, { kind: 'none' }],
      ['unknown', receivedAtMs, null, { kind: 'none' }],
      ['unknown', receivedAtMs, null, { kind: 'none' }],
      ['follow', receivedAtMs, null, { kind: 'follow' }],
      ['follow', receivedAtMs, null, { kind: 'follow' }],
      ['postback', receivedAtMs, userId, { kind: 'none' }],
      ['postback', receivedAtMs, userId, { kind: 'none' }],
    ]);
    expect(new Set(odd.map((one) => one?.webhookEventId)).size).toBe(odd.length);
  });

  it('knows an event without an id again, redelivered or not', () => {
    const brought = (isRedelivery: boolean) =>
      read({ type: 'follow', timestamp: 5, source, deliveryContext: { isRedelivery } });
    expect(brought(true)?.webhookEventId).toBe(brought(false)?.webhookEventId);
    expect(brought(true)?.webhookEventId).toMatch(/^sha256:/);
  });

  it('understands what the buttons of our messages send back', () => {
    const said = ['unlink', 'marketing=off', 'marketing=on', 'marketing=off '].map(
      (data) => read({ type: 'postback', postback: { data }, source, timestamp: 5 })?.saying,
    );
    expect(said).toEqual([
      { kind: 'unlink' },
      { kind: 'marketing', marketing: false },
      { kind: 'marketing', marketing: true },
      { kind: 'none' },
    ]);
  });
});

import { expect, test } from 'vitest';
import type { LineMemberWord } from '../contract/line-desk.ts';
import type { MemberId } from '../domain/ids.ts';
import {
  createLineNews,
  joinUrlEveryMs,
  newsKeptMax,
  newsMsMax,
  silenceMs,
} from './create-line-news.ts';

const idOf = (n: number) => `01970000-0000-7000-8000-${String(n).padStart(12, '0')}` as MemberId;
const bound = (n: number) => ({ memberId: idOf(n), lineState: 'bound' as const });

function rig() {
  const at = { monoMs: 0, changes: 0, answer: 7_000 as number | null };
  const asked: MemberId[] = [];
  const waiting: (() => void)[] = [];
  const news = createLineNews({
    monoMs: () => at.monoMs,
    ask: (memberId) => {
      asked.push(memberId);
      const lastAcceptedAtMs = at.answer;
      const word: LineMemberWord =
        lastAcceptedAtMs === null
          ? { kind: 'silent', why: 'unreachable' }
          : {
              kind: 'answer',
              answer: {
                lineState: 'bound',
                ticket: null,
                lastAcceptedAtMs,
                joinUrl: null,
                serverTimeMs: 0,
              },
            };
      return new Promise((resolve) => waiting.push(() => resolve(word)));
    },
    onAnswer: () => undefined,
    onChanged: () => (at.changes += 1),
    onError: (error) => {
      throw error;
    },
  });
  const answer = async () => {
    waiting.shift()?.();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { at, asked, news, answer };
}

test('one exchange at a time, the newest member next; an answer counts for a while', async () => {
  const { at, asked, news, answer } = rig();
  for (const n of [1, 2, 3]) news.wonder(bound(n));
  expect(asked).toEqual([idOf(1)]);
  await answer();
  expect(asked).toEqual([idOf(1), idOf(3)]);
  await answer();
  news.wonder(bound(3));
  expect([asked.length, at.changes, news.lastAcceptedAtMs(idOf(3))]).toEqual([2, 2, 7_000]);
  expect(news.lastAcceptedAtMs(idOf(2))).toBeNull();
  at.monoMs += newsMsMax;
  news.wonder(bound(3));
  expect(asked.length).toBe(3);
});

test('silence shows nothing and is not asked again at once', async () => {
  const { at, asked, news, answer } = rig();
  at.answer = null;
  news.wonder(bound(1));
  await answer();
  news.wonder(bound(1));
  expect([asked.length, at.changes, news.lastAcceptedAtMs(idOf(1))]).toEqual([1, 0, null]);
  at.monoMs += silenceMs;
  news.wonder(bound(1));
  expect(asked.length).toBe(2);
});

test('one who is not bound is asked about only for the address where anybody joins', async () => {
  const { at, asked, news, answer } = rig();
  const nobody = (n: number) => ({ memberId: idOf(n), lineState: 'none' as const });
  news.wonder(nobody(1));
  await answer();
  news.wonder(nobody(2));
  expect(asked.length).toBe(1);
  at.monoMs += joinUrlEveryMs;
  news.wonder(nobody(2));
  expect(asked.length).toBe(2);
});

test('only so many are kept, and after the stop nothing is asked or told', async () => {
  const { at, asked, news, answer } = rig();
  for (let n = 0; n <= newsKeptMax; n += 1) {
    news.wonder(bound(n));
    await answer();
    // The loop lets go of the exchange a turn later.
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect([news.lastAcceptedAtMs(idOf(0)), news.lastAcceptedAtMs(idOf(1))]).toEqual([null, 7_000]);
  const changes = at.changes;
  news.wonder(bound(99));
  news.stop();
  await answer();
  news.wonder(bound(100));
  expect([asked.length, at.changes]).toEqual([newsKeptMax + 2, changes]);
});

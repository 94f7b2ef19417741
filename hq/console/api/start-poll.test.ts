import { expect, test, vi } from 'vitest';
import type { HqAnswer } from './hq-client.ts';
import { pollPauseMs, startPoll } from './start-poll.ts';

test('pauses grow with failures and stay within the limit', () => {
  expect([0, 1, 2, 3, 4, 8].map((failures) => pollPauseMs(2_000, failures))).toEqual([
    2_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ]);
  expect(pollPauseMs(30_000, 3)).toBe(30_000);
});

/** The two things of a document that a poll uses, on the real event machinery. */
function fakePage() {
  const page = Object.assign(new EventTarget(), { hidden: false });
  const show = (isHidden: boolean): void => {
    page.hidden = isHidden;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { page: page as unknown as Document, show };
}

test('loads again and again, rests while hidden, loads at once when seen, ends for good', async () => {
  vi.useFakeTimers();
  try {
    const { page, show } = fakePage();
    const loads: number[] = [];
    const answers: HqAnswer<number>[] = [];
    const load = async (): Promise<HqAnswer<number>> => {
      loads.push(loads.length);
      return { kind: 'ok', value: loads.length };
    };
    const stop = startPoll({
      load,
      everyMs: 2_000,
      page,
      onAnswer: (answer) => answers.push(answer),
    });
    await vi.advanceTimersByTimeAsync(4_100);
    expect(loads.length).toBe(3);
    show(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loads.length).toBe(3);
    show(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(loads.length).toBe(4);
    stop();
    show(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([loads.length, answers.length]).toEqual([4, 4]);
  } finally {
    vi.useRealTimers();
  }
});

test('stops when the session is over', async () => {
  vi.useFakeTimers();
  try {
    let loads = 0;
    const load = async (): Promise<HqAnswer<number>> => {
      loads += 1;
      return { kind: 'signed-out' };
    };
    const stop = startPoll({
      load,
      everyMs: 1_000,
      page: fakePage().page,
      onAnswer: () => undefined,
    });
    await vi.advanceTimersByTimeAsync(10_000);
    stop();
    expect(loads).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

import { useEffect, useState } from 'react';
import type { HqAnswer } from './hq-client.ts';
import { startPoll } from './start-poll.ts';

/** What a screen shows: the newest data, and whether the last call failed. */
export type Poll<T> = { readonly data: T | null; readonly isFailing: boolean };

/**
 * Keeps a screen's data fresh. `load` must be the same function from render to render (useCallback):
 * another one starts a new poll and keeps the old data until its first answer. A new `turn` loads at
 * once.
 */
export function usePoll<T>(
  load: (signal: AbortSignal) => Promise<HqAnswer<T>>,
  everyMs: number,
  turn = 0,
): Poll<T> {
  const [poll, setPoll] = useState<Poll<T>>({ data: null, isFailing: false });
  useEffect(
    () =>
      startPoll({
        load,
        everyMs,
        page: document,
        onAnswer: (answer) =>
          setPoll((before) =>
            answer.kind === 'ok'
              ? { data: answer.value, isFailing: false }
              : { data: before.data, isFailing: true },
          ),
      }),
    // `turn` is only there to start again.
    [load, everyMs, turn],
  );
  return poll;
}

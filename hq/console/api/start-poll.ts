import type { HqAnswer } from './hq-client.ts';

/** Longest pause after failures in a row. */
const pauseMsMax = 15_000;

/** The pause before the next call: the usual one, doubled for each failure in a row up to a limit. */
export function pollPauseMs(everyMs: number, failures: number): number {
  return failures === 0 ? everyMs : Math.max(everyMs, Math.min(pauseMsMax, 1_000 * 2 ** failures));
}

/**
 * Loads now and again and again, one call at a time; rests while nobody can see the page and loads
 * at once when it is seen again.
 * @returns stops it and gives up the call under way
 */
export function startPoll<T>(input: {
  readonly load: (signal: AbortSignal) => Promise<HqAnswer<T>>;
  readonly everyMs: number;
  readonly onAnswer: (answer: HqAnswer<T>) => void;
  readonly page: Document;
}): () => void {
  const { load, everyMs, onAnswer, page } = input;
  const ending = new AbortController();
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLoading = false;

  const run = async (): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    const answer = await load(ending.signal);
    isLoading = false;
    if (ending.signal.aborted) return;
    failures = answer.kind === 'unreachable' ? Math.min(failures + 1, 8) : 0;
    onAnswer(answer);
    if (!page.hidden && answer.kind !== 'signed-out') {
      timer = setTimeout(() => void run(), pollPauseMs(everyMs, failures));
    }
  };
  const onVisibility = (): void => {
    clearTimeout(timer);
    if (!page.hidden) void run();
  };
  page.addEventListener('visibilitychange', onVisibility);
  void run();
  return () => {
    ending.abort();
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', onVisibility);
  };
}

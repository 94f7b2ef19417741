import type { TimerPort } from './send-line-push.ts';

/** What came of one call to LINE other than a push. */
export type LineAsked<T> =
  | { readonly kind: 'told'; readonly value: T }
  /** The channel access token is expired, revoked or another channel's. */
  | { readonly kind: 'unauthorized' }
  /** Asked too often: again in a while. */
  | { readonly kind: 'rate' }
  /** LINE will not. `detail` is for HQ's staff. */
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  /** No answer, LINE in trouble, or somebody else's answer: what was asked may have been done. */
  | { readonly kind: 'unreachable' };

const detailCharsMax = 500;

/**
 * One call of the SDK, which has no end of its own and throws: with a deadline, as an outcome. Never
 * throws. A call that changes something may have done so though nobody answered in time.
 */
export async function askLine<T>(
  call: () => Promise<T>,
  { deadlineMs, timer }: { readonly deadlineMs: number; readonly timer: TimerPort },
): Promise<LineAsked<T>> {
  let cancel = (): void => undefined;
  const deadline = new Promise<LineAsked<T>>((resolve) => {
    cancel = timer.setTimer(deadlineMs, () => resolve({ kind: 'unreachable' }));
  });
  const asked = Promise.resolve()
    .then(call)
    .then((value): LineAsked<T> => ({ kind: 'told', value }), readFailure);
  return await Promise.race([asked, deadline]).finally(() => cancel());
}

/** By its shape: the SDK has two classes of the same error, one for each kind of module. */
function readFailure(error: unknown): Exclude<LineAsked<never>, { readonly kind: 'told' }> {
  const { status, body } = error as { readonly status?: unknown; readonly body?: unknown };
  if (typeof status !== 'number' || typeof body !== 'string') return { kind: 'unreachable' };
  // Every refusal of LINE is JSON with a message; anything else comes from a box in between.
  if (status >= 500 || !hasMessage(body)) return { kind: 'unreachable' };
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 429) return { kind: 'rate' };
  return { kind: 'refused', status, detail: body.slice(0, detailCharsMax) };
}

function hasMessage(body: string): boolean {
  try {
    return typeof (JSON.parse(body) as { message?: unknown } | null)?.message === 'string';
  } catch {
    return false;
  }
}

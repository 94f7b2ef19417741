import { useEffect, useState } from 'preact/hooks';
import type { MemberApi } from '../api/member-api.ts';
import { elapsedMs, judgeCode, momentNow, retryDelayMs } from './code-clock.ts';
import type { TimedCode } from './code-clock.ts';

/** What stands in the QR's place. */
export type RotatingCode =
  | { readonly kind: 'asking' }
  | {
      readonly kind: 'shown';
      readonly svg: string;
      readonly leftMs: number;
      readonly showMs: number;
    }
  | { readonly kind: 'lost' };

const tickMs = 500;

/**
 * The signed QR while it is looked at: renewed in time, hidden at once with the page, never shown past its
 * life. Asks nothing while nobody looks.
 */
export function useRotatingCode(api: MemberApi): RotatingCode {
  const [state, setState] = useState<RotatingCode>({ kind: 'asking' });
  useEffect(() => {
    const keeper = createCodeKeeper(api, setState);
    const follow = (): void => {
      if (document.visibilityState === 'visible') keeper.wake();
      else keeper.sleep();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    addEventListener('online', keeper.wake);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      removeEventListener('online', keeper.wake);
      keeper.sleep();
    };
  }, [api]);
  return state;
}

type CodeKeeper = { readonly wake: () => void; readonly sleep: () => void };

function createCodeKeeper(api: MemberApi, show: (state: RotatingCode) => void): CodeKeeper {
  let code: TimedCode | null = null;
  let timer: number | null = null;
  let isAsking = false;
  let failures = 0;
  let failedAt = momentNow();

  async function renew(): Promise<void> {
    isAsking = true;
    const askedAt = momentNow();
    const answer = await api.code();
    isAsking = false;
    if (answer.kind === 'ok') {
      const { svg, expiresAtMs, serverTimeMs, showMs } = answer.value;
      code = { svg, askedAt, lifeMs: expiresAtMs - serverTimeMs, showMs };
      failures = 0;
    } else {
      failures += 1;
      failedAt = momentNow();
    }
    if (timer !== null) tick();
  }

  function tick(): void {
    const now = momentNow();
    const judged = code === null ? 'over' : judgeCode(code, now);
    if (judged === 'over') code = null;
    const mayAsk = failures === 0 || elapsedMs(failedAt, now) >= retryDelayMs(failures);
    if (judged !== 'fresh' && !isAsking && mayAsk) void renew();
    if (code === null) return show({ kind: failures === 0 ? 'asking' : 'lost' });
    const leftMs = Math.max(0, code.showMs - elapsedMs(code.askedAt, now));
    show({ kind: 'shown', svg: code.svg, leftMs, showMs: code.showMs });
  }

  return {
    wake: () => {
      failedAt = { wallMs: 0, steadyMs: 0 };
      timer ??= setInterval(tick, tickMs);
      tick();
    },
    sleep: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
      // What the phone shows of this page on its overview, and first on waking, must be no code.
      show({ kind: 'asking' });
    },
  };
}

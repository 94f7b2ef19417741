import { hqTimeSchema, timeAnswerSchema } from '../contract/hq-time.ts';
import { safeParse } from '../contract/safe-parse.ts';
import type { HqKey } from '../contract/signed-document.ts';
import { verifyDocument } from '../db/sign-document.ts';
import type { HqDeps } from './ports.ts';

/** What such a question may take; nobody waits for the answer. */
const deadlineMs = 5_000;
/** Off by less than this the clock is no reason for a certificate to fail: then it is the certificate. */
const clockRightMsMax = 10 * 60_000;

/** What is wrong when TLS says a certificate is not valid today. */
export type ClockVerdict =
  /** This PC's clock: HQ's time less ours. */
  | { readonly kind: 'clock-wrong'; readonly hqOffsetMs: number }
  /** The clock is right; HQ's certificate has run out or does not hold yet. */
  | { readonly kind: 'certificate' }
  /** Nobody we trust answered. */
  | { readonly kind: 'unknown' };

/**
 * Asks HQ for its time although its certificate cannot be trusted now, and believes only what is signed
 * with a key this counter knows, for the nonce just made. The one request ever made without a valid
 * certificate: it carries nothing of the shop, and nothing but the time is taken from it.
 */
export async function askTime(
  deps: Pick<HqDeps, 'nowMs' | 'timers' | 'getUnverified' | 'newNonce'>,
  { origin, keys }: { readonly origin: string; readonly keys: readonly HqKey[] },
): Promise<ClockVerdict> {
  const { getUnverified, newNonce } = deps;
  if (getUnverified === undefined || newNonce === undefined || keys.length === 0) {
    return { kind: 'unknown' };
  }
  const nonce = newNonce();
  const url = new URL(`/v1/time?nonce=${nonce}`, origin);
  const abort = new AbortController();
  const cancel = deps.timers.setTimer(deadlineMs, () => abort.abort());
  const sentAtMs = deps.nowMs();
  try {
    const text = await getUnverified(url.href, abort.signal);
    const answer = safeParse(timeAnswerSchema, JSON.parse(text) as unknown);
    if (!answer.success) return { kind: 'unknown' };
    const verified = verifyDocument(keys, 'time', answer.data.time, hqTimeSchema);
    if (verified.kind !== 'verified' || verified.value.nonce !== nonce) return { kind: 'unknown' };
    const middleMs = (sentAtMs + deps.nowMs()) / 2;
    const hqOffsetMs = Math.round(verified.value.serverTimeMs - middleMs);
    if (Math.abs(hqOffsetMs) <= clockRightMsMax) return { kind: 'certificate' };
    return { kind: 'clock-wrong', hqOffsetMs };
  } catch {
    return { kind: 'unknown' };
  } finally {
    cancel();
  }
}

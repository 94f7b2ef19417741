import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header in which HQ gives the nonce for the next signature, in every answer under /v1. */
export const nonceHeader = 'counterfoil-nonce';

/** A nonce is given out for this long and taken for at least as long again. */
const slotMs = 5 * 60_000;

/**
 * Nonces without memory, so that any number of HQ processes agree on them: a keyed hash of the time slot.
 * A recorded request is of no use after 10 minutes; before, a replay changes nothing (pushes are
 * chained, pulls only read, re-installs are known by their key).
 */
export type RequestNonces = {
  readonly nonceAt: (nowMs: number) => string;
  readonly isFresh: (nonce: string, nowMs: number) => boolean;
};

/** Nonces under a secret that all processes of one HQ share. */
export function createRequestNonces(secret: string): RequestNonces {
  const key = createHmac('sha256', secret).update('counterfoil/request-nonce').digest();
  // Each request asks for the nonce of the same slot twice.
  let last = { slot: Number.NaN, nonce: '' };
  const nonceOf = (slot: number): string => {
    if (slot === last.slot) return last.nonce;
    const nonce = createHmac('sha256', key).update(String(slot)).digest('base64url').slice(0, 22);
    last = { slot, nonce };
    return nonce;
  };
  return {
    nonceAt: (nowMs) => nonceOf(Math.floor(nowMs / slotMs)),
    isFresh: (nonce, nowMs) => {
      const slot = Math.floor(nowMs / slotMs);
      // One slot ahead: another process's clock may run before ours.
      return [slot, slot - 1, slot + 1].some((one) => isSame(nonce, nonceOf(one)));
    },
  };
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

import { createHash, timingSafeEqual } from 'node:crypto';

/** Letters without vowels and look-alikes, as HQ's own codes: read aloud without confusion. */
const codeAlphabet = 'BCDFGHJKLMNPQRSTVWXZ';
const codeLength = 8;
const codeLifeMs = 5 * 60_000;
/** 20⁸ codes: five tries find one in five thousand million. */
const triesMax = 5;

export type Pairing = {
  /** A fresh code; the one before is void. */
  readonly open: () => void;
  /** The code that pairs now; null when there is none. */
  readonly current: () => { readonly code: string; readonly expiresAtMs: number } | null;
  /** Uses the code up when it fits. */
  readonly take: (text: string) => 'taken' | 'code-unknown' | 'too-many-tries';
  readonly close: () => void;
};

/** One code at a time, in memory: valid five minutes, for one POS, and dead after five wrong tries. */
export function createPairing(deps: {
  readonly nowMs: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): Pairing {
  let held: { readonly code: string; readonly expiresAtMs: number } | null = null;
  let failures = 0;

  function current(): typeof held {
    if (held !== null && held.expiresAtMs <= deps.nowMs()) held = null;
    return held;
  }

  return {
    open: () => {
      held = { code: randomCode(deps.randomBytes), expiresAtMs: deps.nowMs() + codeLifeMs };
      failures = 0;
    },
    current,
    take: (text) => {
      if (failures >= triesMax) return 'too-many-tries';
      const code = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
      const now = current();
      if (now !== null && isSame(now.code, code)) {
        held = null;
        return 'taken';
      }
      failures += 1;
      if (failures >= triesMax) held = null;
      return 'code-unknown';
    },
    close: () => {
      held = null;
    },
  };
}

/** Letters drawn without bias: bytes from 240 on are thrown away (240 = 12 × 20). */
function randomCode(randomBytes: (length: number) => Uint8Array): string {
  let code = '';
  while (code.length < codeLength) {
    for (const byte of randomBytes(16)) {
      if (byte < 240 && code.length < codeLength) code += codeAlphabet[byte % codeAlphabet.length];
    }
  }
  return code;
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(hashOf(a), hashOf(b));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** What is kept of a token. */
export function hashPosToken(token: string): string {
  return createHash('sha256').update(`pos-token:${token}`).digest('hex');
}

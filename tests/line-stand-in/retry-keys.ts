import { randomUUID } from 'node:crypto';

/** How long LINE remembers a retry key, from the first attempt. LINE docs "Retrying an API request". */
export const retryKeyAgeMsMax = 24 * 3_600_000;

/** A message LINE took. It says nothing about delivery. */
export type AcceptedPush = {
  readonly retryKey: string | null;
  readonly to: string;
  /** The exact request body. */
  readonly body: string;
  readonly requestId: string;
  readonly acceptedAtMs: number;
  /** False for users who blocked the account; LINE's answer does not tell. */
  readonly delivered: boolean;
  readonly sentMessages: readonly { readonly id: string; readonly quoteToken: string }[];
};

type Memory = { readonly firstAtMs: number; readonly body: string; accepted: AcceptedPush | null };

/** What the memory knows of an attempt with a key. */
export type SeenKey =
  | { readonly kind: 'new' }
  | { readonly kind: 'accepted'; readonly push: AcceptedPush; readonly sameBody: boolean }
  | { readonly kind: 'tried'; readonly sameBody: boolean };

export type RetryKeys = {
  readonly see: (key: string, body: string, nowMs: number) => SeenKey;
  readonly markAccepted: (key: string, push: AcceptedPush) => void;
};

/** LINE's memory of retry keys: 24 h from the first attempt, then the same key is a new request. */
export function createRetryKeys(): RetryKeys {
  const memories = new Map<string, Memory>();
  return {
    see: (key, body, nowMs) => {
      const memory = memories.get(key);
      if (memory === undefined || nowMs - memory.firstAtMs > retryKeyAgeMsMax) {
        memories.set(key, { firstAtMs: nowMs, body, accepted: null });
        return { kind: 'new' };
      }
      const sameBody = memory.body === body;
      return memory.accepted === null
        ? { kind: 'tried', sameBody }
        : { kind: 'accepted', push: memory.accepted, sameBody };
    },
    markAccepted: (key, push) => {
      const memory = memories.get(key);
      if (memory !== undefined) memory.accepted = push;
    },
  };
}

/** A request taken by LINE, with ids as LINE gives them: decimal message ids, opaque quote tokens. */
export function makeAcceptedPush(input: {
  readonly retryKey: string | null;
  readonly to: string;
  readonly body: string;
  readonly requestId: string;
  readonly acceptedAtMs: number;
  readonly messageCount: number;
  readonly delivered: boolean;
  readonly acceptedBefore: number;
}): AcceptedPush {
  const firstId = 461_230_966_842_064_897n + BigInt(input.acceptedBefore) * 5n;
  const sentMessages = Array.from({ length: input.messageCount }, (_, i) => ({
    id: String(firstId + BigInt(i)),
    quoteToken: randomUUID().replaceAll('-', ''),
  }));
  const { retryKey, to, body, requestId, acceptedAtMs, delivered } = input;
  return { retryKey, to, body, requestId, acceptedAtMs, delivered, sentMessages };
}

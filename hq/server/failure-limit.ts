/** Counts failures over a sliding window, in memory, so that guessing gets nowhere. */
export type FailureLimit = {
  readonly isReached: (nowMs: number) => boolean;
  readonly note: (nowMs: number) => void;
};

/** A limit of `max` failures per `windowMs`, over all callers together. */
export function createFailureLimit(max: number, windowMs: number): FailureLimit {
  let failures: number[] = [];
  const recent = (nowMs: number): number[] => {
    failures = failures.filter((atMs) => atMs > nowMs - windowMs);
    return failures;
  };
  return {
    isReached: (nowMs) => recent(nowMs).length >= max,
    note: (nowMs) => {
      if (recent(nowMs).length < max) failures.push(nowMs);
    },
  };
}

/** The same for each caller by itself. */
export type FailureLimits = {
  readonly isReached: (caller: string, nowMs: number) => boolean;
  readonly note: (caller: string, nowMs: number) => void;
};

/** Callers remembered at once: some 3 MB with 30 failures each. */
const callersMax = 10_000;

/** A limit of `max` failures per `windowMs` for each caller; of too many callers those heard of first are forgotten. */
export function createFailureLimits(
  max: number,
  windowMs: number,
  remembered: number = callersMax,
): FailureLimits {
  const limits = new Map<string, FailureLimit>();
  return {
    isReached: (caller, nowMs) => limits.get(caller)?.isReached(nowMs) ?? false,
    note: (caller, nowMs) => {
      const limit = limits.get(caller) ?? createFailureLimit(max, windowMs);
      // Last again: whoever fails now is remembered longest.
      limits.delete(caller);
      limits.set(caller, limit);
      limit.note(nowMs);
      const [eldest] = limits.keys();
      if (limits.size > remembered && eldest !== undefined) limits.delete(eldest);
    },
  };
}

/**
 * Who a request comes from, as far as counting failures goes: the address, behind a proxy the one it names last,
 * which no caller can choose; of IPv6 the network of 64 bits that one customer has. Where there is no proxy a caller
 * may name any: so what this counts may only keep callers from disturbing others, never be all that keeps a secret.
 */
export function callerOf(request: {
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}): string {
  const { ip, headers } = request;
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').at(-1)?.trim();
  const named = forwarded === undefined || forwarded === '' ? '' : network(forwarded.slice(0, 64));
  return `${network(ip)} ${named}`;
}

function network(address: string): string {
  const isV6 = address.includes(':') && !address.startsWith('::ffff:');
  if (!isV6) return address;
  const [head = ''] = address.split('::');
  return head.split(':').slice(0, 4).join(':');
}

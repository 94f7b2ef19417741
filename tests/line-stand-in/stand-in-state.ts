import type { LineFault } from './line-faults.ts';
import type { IdTokens } from './id-tokens.ts';
import type { RateBucket } from './rate-bucket.ts';
import type { LineOpenApi } from './read-line-open-api.ts';
import type { AcceptedPush, RetryKeys } from './retry-keys.ts';
import type { StandInCoupon } from './answer-coupon.ts';

/** What the stand-in remembers between requests. */
export type StandInState = {
  readonly accepted: AcceptedPush[];
  /** For the next pushes, in this order. */
  readonly faults: LineFault[];
  /** For the next requests to paths that begin so. */
  readonly otherFaults: { readonly path: string; readonly fault: LineFault }[];
  /** Breaches of LINE's contract that nobody took yet. */
  readonly violations: string[];
  readonly tally: Tally;
  readonly retryKeys: RetryKeys;
  readonly openApi: LineOpenApi | null;
  readonly channelAccessToken: string;
  readonly isKnownUser: (userId: string) => boolean;
  /** Users who blocked the account: LINE takes their messages and delivers none. */
  readonly blocked: Set<string>;
  readonly coupons: Map<string, StandInCoupon>;
  readonly idTokens: IdTokens;
  readonly nowMs: () => number;
  monthlyLimit: number | null;
  /** Where LINE sends webhooks, as set by API. */
  webhook: { endpoint: string; active: boolean } | null;
  /** LINE's token bucket for pushes; null = none. */
  readonly bucket: RateBucket | null;
  /** LINE's token buckets for other endpoints. */
  readonly buckets: Readonly<Partial<Record<'coupon' | 'other', RateBucket>>>;
  /** Only each so many-th body is held against the OpenAPI document: it costs more than the answer. */
  readonly checkEvery: number;
  /** Pushes that were looked at. */
  seen: number;
  readonly nextFault: () => LineFault | null;
  readonly answered: Map<number, number>;
};

/** Of the whole life of a stand-in. */
export type Tally = {
  /** Requests, and those of them that were held against LINE's OpenAPI document, with their answers. */
  requests: number;
  checked: number;
  webhooks: number;
  breaches: number;
  /** Breaches that a test asked for, or looked at. */
  taken: number;
};

/** One request as it came in. */
export type LineRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly retryKey: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
};

/** LINE's answer before any fault of the network. */
export type LineReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null = an empty object, as LINE answers where it has nothing to say. */
  readonly body: unknown;
};

/** Notes a breach of LINE's contract: of whoever asks, or of the stand-in itself. */
export function noteBreach(state: Pick<StandInState, 'violations' | 'tally'>, what: string): void {
  state.tally.breaches += 1;
  state.violations.push(what);
}

/** An answer in LINE's form. */
export function told(status: number, body: unknown): LineReply {
  return { status, headers: {}, body };
}

/** A refusal in LINE's form. */
export function refused(
  status: number,
  message: string,
  details: readonly object[] = [],
): LineReply {
  return told(status, details.length === 0 ? { message } : { message, details });
}

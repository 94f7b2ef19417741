/**
 * Why HQ could not be reached or would not talk; each has its own sentence on the screen. `clock`: a
 * certificate does not hold today, so this PC's clock is wrong, or (once `askTime` knows better) it is
 * right and HQ's certificate has run out: `hq-certificate`. `hq-misconfigured`: HQ says itself that it has
 * to be mended.
 */
export type FailureReason =
  | 'unreachable'
  | 'not-hq'
  | 'hq-failing'
  | 'hq-misconfigured'
  | 'refused'
  | 'clock'
  | 'hq-certificate';

/** A failed exchange with HQ. `code` is for the log: an error code or status, never data. */
export type HqFailure = {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  readonly code: string;
  /** HQ asked to wait this long. */
  readonly retryAfterMs: number | null;
};

const clockCodes = new Set(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED']);
/** This PC has no network at all, or nobody could tell where the host of that name is. */
export type NetworkWhy = 'no-link' | 'no-name';
const whyOfCode: Readonly<Record<string, NetworkWhy>> = {
  ENETUNREACH: 'no-link',
  ENETDOWN: 'no-link',
  EADDRNOTAVAIL: 'no-link',
  ERR_INTERNET_DISCONNECTED: 'no-link',
  ENOTFOUND: 'no-name',
  EAI_AGAIN: 'no-name',
  ERR_NAME_NOT_RESOLVED: 'no-name',
};

/** What a failure says of the network itself, for the sentence on the screen; null = nothing more. */
export function networkWhy({ code }: Pick<HqFailure, 'code'>): NetworkWhy | null {
  return whyOfCode[code] ?? null;
}

/** Something answered, but not HQ: a foreign certificate, or not HTTP or TLS at all. */
const foreignCodes =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|HPE_|HTTPParserError$|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_)/;
/** HQ may ask for at most this much patience. */
const retryAfterMsMax = 5 * 60_000;

/** Names what `fetch` threw: DNS, refused, reset and time-out are all `unreachable`. */
export function readFetchError(error: unknown): HqFailure {
  const code = errorCode(error);
  if (clockCodes.has(code)) return failure('clock', code);
  if (foreignCodes.test(code)) return failure('not-hq', code);
  return failure('unreachable', code);
}

/** A failure with its reason; `retryAfter` is the header of that name, seconds only. */
export function failure(
  reason: FailureReason,
  code: string,
  retryAfter?: string | null,
): HqFailure {
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
  const retryAfterMs = seconds === null ? null : Math.min(seconds * 1000, retryAfterMsMax);
  return { kind: 'failed', reason, code, retryAfterMs };
}

/**
 * Names a status other than 200. `isHqError` = the body is one of HQ's own refusals: without it a
 * 401, 403 or 404 came from a box in between. 511 is RFC 6585's captive portal.
 */
export function readStatus(
  status: number,
  isHqError: boolean,
  retryAfter: string | null,
): HqFailure {
  const code = `http-${status}`;
  if (status === 511) return failure('not-hq', code);
  if (status >= 500) return failure('hq-failing', code, retryAfter);
  if (!isHqError) return failure('not-hq', code);
  if (status === 429) return failure('hq-failing', code, retryAfter);
  return failure('refused', code);
}

/**
 * The code of an error or of what caused it: undici hides it one or two levels down, several causes
 * in an AggregateError. Without any code the name of the innermost error.
 */
function errorCode(error: unknown): string {
  let at: unknown = error;
  let name = 'unknown';
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth++) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string') return code;
    if (at instanceof Error) name = at.name;
    at = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return name;
}

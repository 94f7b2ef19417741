/**
 * One thing that goes wrong with the next push. Faults are used up in the order they were scripted,
 * one per push request, before or after acceptance as LINE and the networks before it do.
 */
export type LineFault =
  | { readonly kind: 'rate-limit' }
  | { readonly kind: 'monthly-limit' }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden' }
  /** `accept`: LINE took the message and failed afterwards. */
  | { readonly kind: 'server-error'; readonly status?: 500 | 502 | 503; readonly accept?: boolean }
  /** Accepts at once, answers after `delayMs`. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Never answers; the connection stays open. */
  | { readonly kind: 'silent'; readonly accept: boolean }
  /** Drops the connection without an answer. */
  | { readonly kind: 'reset'; readonly accept: boolean }
  /** Not LINE at all: a captive portal in front of it. `html` is a cheerful 200. */
  | {
      readonly kind: 'portal';
      readonly answer: 'html' | 'redirect' | 'html-403' | 'empty' | 'json';
    };

/** What LINE says, so that callers which read the words are tested with the real ones. */
export const lineMessages = {
  rateLimit: 'The API rate limit has been exceeded. Try again later.',
  monthlyLimit: 'You have reached your monthly limit.',
  alreadyAccepted: 'The retry key is already accepted',
  failedToSend: 'Failed to send messages',
  unauthorized:
    'Authentication failed. Confirm that the access token in the authorization header is valid.',
  forbidden: 'Access to this API is not available for your account',
  serverError: 'Internal error',
  invalidBody: 'The request body has 1 error(s)',
  invalidRetryKey: 'Invalid retry key',
  notFound: 'Not found',
  tooLarge: 'Request body is too large',
} as const;

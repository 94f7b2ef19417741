import type { Fetch } from './hq-only-fetch.ts';

/** What `net.fetch` says where Node's fetch would hand over the 3xx answer. */
const redirectWords = 'Redirect was cancelled';

/**
 * Chromium's names for what went wrong, as the codes that Node uses and that app/sync knows. What
 * is not listed keeps its own name and counts as "not reachable".
 */
const codesOfNames: readonly (readonly [RegExp, string])[] = [
  [/^ERR_CERT_DATE_INVALID$/, 'CERT_HAS_EXPIRED'],
  [/^ERR_(CERT|SSL)_/, 'ERR_TLS_CERT'],
  [/^ERR_(INVALID_HTTP_RESPONSE|INVALID_CHUNKED_ENCODING|CONTENT_DECODING_FAILED)/, 'HPE_INVALID'],
  [/^ERR_(RESPONSE_HEADERS_|TOO_MANY_REDIRECTS|UNEXPECTED)/, 'HPE_INVALID'],
];

/**
 * Makes Electron's `net.fetch` (which follows the system's proxy and certificates) fail in the same
 * words as Node's fetch, so that one reading of failures serves both.
 */
export function createElectronFetch(netFetch: Fetch): Fetch {
  return async (url, init) => {
    try {
      return await netFetch(url, init);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error.message.includes(redirectWords)) return new Response(null, { status: 302 });
      const name = /^net::(ERR_\w+)/.exec(error.message)?.[1];
      if (name === undefined) throw error;
      const code = codesOfNames.find(([pattern]) => pattern.test(name))?.[1] ?? name;
      throw Object.assign(new TypeError('fetch failed', { cause: error }), { code });
    }
  };
}

/**
 * HTTP message signatures (RFC 9421) as counters sign and HQ verifies them: Ed25519 over method,
 * authority, path, query and the digest of the body (RFC 9530). Pure text; hashing and signing are
 * done by the caller, over the UTF-8 bytes of what `signatureBase` gives.
 *
 * How a counter signs:
 *   digest    = contentDigestValue(base64(SHA-256(body bytes; none for GET)))
 *   params    = signatureParams({ createdS, keyId: install id })
 *   signature = base64(Ed25519(signatureBase({ method, authority, path, query, digest }, params)))
 *   headers   = signatureHeaders({ digest, params, signatureBase64 })
 */

/** The `tag` of our signatures: what they are for, so that none can be borrowed. */
export const signatureTag = 'counterfoil';

/** What is signed, in this order, nothing more and nothing less. */
export const signedComponents = [
  '@method',
  '@authority',
  '@path',
  '@query',
  'content-digest',
] as const;

/** The parts of a request that are signed. */
export type SignedRequest = {
  /** Upper case. */
  readonly method: string;
  /** `URL.host`: lower case, with the port unless it is the default one. The Host header. */
  readonly authority: string;
  /** `URL.pathname`, as sent. */
  readonly path: string;
  /** `URL.search` with its question mark, or '' (signed as `?`). */
  readonly query: string;
  /** The value of the Content-Digest header. */
  readonly digest: string;
};

/** The three headers of a signed request, names in lower case. */
export type SignatureHeaders = {
  readonly 'content-digest': string;
  readonly 'signature-input': string;
  readonly signature: string;
};

/** A signature as read from its headers; still to be verified. */
export type ParsedSignature = {
  readonly kind: 'parsed';
  readonly createdS: number;
  readonly keyId: string;
  readonly nonce: string | null;
  /** The text for the `@signature-params` line, exactly as it came. */
  readonly params: string;
  /** Base64 of 64 bytes. */
  readonly signatureBase64: string;
  /** Base64 of the 32 bytes of the body's SHA-256. */
  readonly digestBase64: string;
};

const componentList = `(${signedComponents.map((name) => `"${name}"`).join(' ')})`;
const keyIdPattern = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const inputPattern = new RegExp(
  `^sig1=(\\("[-@a-z" ]{1,120}"\\);created=(\\d{1,12});keyid="(${keyIdPattern})"` +
    `(?:;nonce="([A-Za-z0-9_-]{1,64})")?;tag="${signatureTag}")$`,
);
const signaturePattern = /^sig1=:([A-Za-z0-9+/]{86}==):$/;
const digestPattern = /^sha-256=:([A-Za-z0-9+/]{43}=):$/;

/** The value of the Content-Digest header for a body's SHA-256 in base64 (with padding). */
export function contentDigestValue(sha256Base64: string): string {
  return `sha-256=:${sha256Base64}:`;
}

/** The signature parameters: when (seconds since the epoch), by which install, what for. */
export function signatureParams(input: {
  readonly createdS: number;
  readonly keyId: string;
  readonly nonce?: string;
}): string {
  const nonce = input.nonce === undefined ? '' : `;nonce="${input.nonce}"`;
  return `${componentList};created=${input.createdS};keyid="${input.keyId}"${nonce};tag="${signatureTag}"`;
}

/** The signature base of RFC 9421 §2.5: the text to sign or to verify, as UTF-8 bytes. */
export function signatureBase(request: SignedRequest, params: string): string {
  return [
    `"@method": ${request.method}`,
    `"@authority": ${request.authority}`,
    `"@path": ${request.path}`,
    `"@query": ${request.query === '' ? '?' : request.query}`,
    `"content-digest": ${request.digest}`,
    `"@signature-params": ${params}`,
  ].join('\n');
}

/** The headers that carry a signature. */
export function signatureHeaders(input: {
  readonly digest: string;
  readonly params: string;
  readonly signatureBase64: string;
}): SignatureHeaders {
  return {
    'content-digest': input.digest,
    'signature-input': `sig1=${input.params}`,
    signature: `sig1=:${input.signatureBase64}:`,
  };
}

/**
 * Reads the three headers. Only our own form counts: label `sig1`, exactly `signedComponents`, the
 * tag `counterfoil`. Anything else is `malformed`; a time far off is not judged here or anywhere.
 */
export function parseSignatureHeaders(headers: {
  readonly contentDigest: string | undefined;
  readonly signatureInput: string | undefined;
  readonly signature: string | undefined;
}): ParsedSignature | { readonly kind: 'malformed' } {
  const input = inputPattern.exec(headers.signatureInput ?? '');
  const signature = signaturePattern.exec(headers.signature ?? '');
  const digest = digestPattern.exec(headers.contentDigest ?? '');
  const params = input?.[1];
  const keyId = input?.[3];
  const signatureBase64 = signature?.[1];
  const digestBase64 = digest?.[1];
  if (!params || !keyId || !signatureBase64 || !digestBase64) return { kind: 'malformed' };
  if (!params.startsWith(`${componentList};`)) return { kind: 'malformed' };
  const createdS = Number(input?.[2]);
  const nonce = input?.[4] ?? null;
  return { kind: 'parsed', createdS, keyId, nonce, params, signatureBase64, digestBase64 };
}

import type { z } from 'zod';
import { safeParse } from '../contract/safe-parse.ts';
import { hqErrorSchema } from '../contract/sync.ts';
import type { HqError } from '../contract/sync.ts';
import { failure, readFetchError, readStatus } from './network-state.ts';
import type { HqFailure } from './network-state.ts';
import type { HqDeps } from './ports.ts';
import { signRequest } from './request-signer.ts';

/** Who asks: null only for enrolment, which has no install yet. */
export type Signer = { readonly installId: string; readonly signingKey: string } | null;

/** Which HQ, and as whom. */
export type HqConnection = { readonly origin: string; readonly signer: Signer };

export type HqRequest = {
  readonly method: 'GET' | 'POST';
  /** Path and query under HQ's origin, starting with one slash. */
  readonly path: string;
  /** Sent as JSON; left out for GET. */
  readonly body?: unknown;
  readonly deadlineMs: number;
};

/** One exchange with HQ that came to a clear end. */
export type HqExchange<T> =
  | { readonly kind: 'answer'; readonly value: T; readonly contact: Contact }
  /** HQ itself refused, in its own words; `failure` says how that is shown. */
  | { readonly kind: 'refused'; readonly error: HqError; readonly failure: HqFailure }
  | HqFailure;

/** When HQ was heard and what its clock said: HQ time less ours, half the round trip taken off. */
export type Contact = { readonly atMs: number; readonly hqOffsetMs: number };

/** In which every answer of HQ brings the nonce for the next signature. */
const nonceHeader = 'counterfoil-nonce';

/** A page of 500 rows is about 300 KB; whoever sends much more is not HQ. */
const answerBytesMax = 16 * 1024 * 1024;

/**
 * One request to HQ's origin and nowhere else. An answer counts only with status 200, JSON content
 * type and the given schema, so that a captive portal's cheerful page can never pass for HQ.
 * Never throws for anything the network or the other side does.
 */
export async function callHq<T extends { readonly serverTimeMs: number }>(
  given: HqDeps,
  connection: HqConnection,
  request: HqRequest,
  schema: z.ZodType<T>,
): Promise<HqExchange<T>> {
  // Who carries no nonce from call to call learns one here, for the second try.
  const deps = { ...given, nonce: given.nonce ?? { last: null } };
  let sentAtMs = deps.nowMs();
  let raw = await exchange(deps, connection, request, sentAtMs);
  if (raw.kind === 'raw' && wantsNonce(deps, raw)) {
    sentAtMs = deps.nowMs();
    raw = await exchange(deps, connection, request, sentAtMs);
  }
  if (raw.kind === 'failed') return raw;
  const body = raw.isJson ? parseJson(raw.body) : undefined;
  if (raw.status === 200) {
    const parsed = safeParse(schema, body);
    if (!parsed.success) return failure('not-hq', raw.isJson ? 'schema' : 'content-type');
    const atMs = deps.nowMs();
    const hqOffsetMs = Math.round(parsed.data.serverTimeMs - (sentAtMs + atMs) / 2);
    return { kind: 'answer', value: parsed.data, contact: { atMs, hqOffsetMs } };
  }
  const refusal = safeParse(hqErrorSchema, body);
  const isMisconfigured = refusal.success && refusal.data.error === 'hq-misconfigured';
  const failed = isMisconfigured
    ? failure('hq-misconfigured', `http-${raw.status}`, raw.retryAfter)
    : readStatus(raw.status, refusal.success, raw.retryAfter);
  if (!refusal.success || failed.reason === 'not-hq') return failed;
  return { kind: 'refused', error: refusal.data, failure: failed };
}

/** HQ takes the request only with the nonce it has just given: once more with that one. */
function wantsNonce(deps: HqDeps, raw: RawAnswer): boolean {
  if (raw.status !== 401 || !raw.isJson || deps.nonce?.last == null) return false;
  const refusal = safeParse(hqErrorSchema, parseJson(raw.body));
  return refusal.success && refusal.data.error === 'use-nonce';
}

type RawAnswer = {
  readonly kind: 'raw';
  readonly status: number;
  readonly isJson: boolean;
  readonly retryAfter: string | null;
  readonly body: string;
};

async function exchange(
  deps: HqDeps,
  connection: HqConnection,
  request: HqRequest,
  nowMs: number,
): Promise<RawAnswer | HqFailure> {
  const url = new URL(request.path, connection.origin);
  if (url.origin !== connection.origin) throw new Error('a request may only go to the HQ origin');
  const body = request.body === undefined ? '' : JSON.stringify(request.body);
  const { method } = request;
  const { signer } = connection;
  const nonce = deps.nonce?.last ?? null;
  const signature =
    signer === null ? {} : signRequest({ ...signer, method, url, body, nowMs, nonce });
  const abort = new AbortController();
  const cancel = deps.timers.setTimer(request.deadlineMs, () => abort.abort());
  try {
    const response = await deps.fetch(url.href, {
      method,
      headers: {
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...signature,
      },
      ...(request.body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: abort.signal,
    });
    noteNonce(deps, response.headers.get(nonceHeader));
    const type = response.headers.get('content-type') ?? '';
    const text = await readText(response);
    if (text === null) return failure('not-hq', 'too-long');
    return {
      kind: 'raw',
      status: response.status,
      isJson: /^application\/json\s*(;|$)/i.test(type),
      retryAfter: response.headers.get('retry-after'),
      body: text,
    };
  } catch (error) {
    return abort.signal.aborted ? failure('unreachable', 'deadline') : readFetchError(error);
  } finally {
    cancel();
  }
}

function noteNonce({ nonce }: HqDeps, given: string | null): void {
  if (nonce !== undefined && given !== null && /^[A-Za-z0-9_-]{1,64}$/.test(given))
    nonce.last = given;
}

/** The body as text, or null when it is longer than any answer of HQ. */
async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > answerBytesMax) return null;
    chunks.push(chunk);
  }
  // In one go: a decoder that is fed piece by piece takes a slower way through each.
  const [only] = chunks;
  return new TextDecoder().decode(
    chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

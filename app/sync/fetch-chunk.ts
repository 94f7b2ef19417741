import type { HqConnection } from './call-hq.ts';
import { failure, readFetchError, readStatus } from './network-state.ts';
import type { HqFailure } from './network-state.ts';
import type { HqDeps } from './ports.ts';
import { signRequest } from './request-signer.ts';

export type FetchedChunk =
  /** The bytes stand in the memory that was given. */
  | { readonly kind: 'chunk' }
  /** HQ has this snapshot no more, or never had it: another process of HQ may have answered. */
  | { readonly kind: 'gone' }
  | HqFailure;

/** Once for the nonce, once more with it. */
const triesMax = 2;

/** Fetches bytes of a known length from HQ, signed like every request. Never throws for the network. */
export async function fetchChunk(
  deps: HqDeps,
  connection: HqConnection,
  request: {
    readonly path: string;
    readonly bytes: number;
    /** At least so big. */
    readonly into: ArrayBuffer;
    readonly deadlineMs: number;
  },
): Promise<FetchedChunk> {
  const abort = new AbortController();
  const cancel = deps.timers.setTimer(request.deadlineMs, () => abort.abort());
  try {
    for (let tries = 1; ; tries += 1) {
      const response = await send(deps, connection, request.path, abort.signal);
      const nonce = response.headers.get('counterfoil-nonce');
      if (deps.nonce !== undefined && nonce !== null && /^[A-Za-z0-9_-]{1,64}$/.test(nonce))
        deps.nonce.last = nonce;
      if (response.status === 200)
        return await readBytes(response, new Uint8Array(request.into, 0, request.bytes));
      await response.body?.cancel();
      if (response.status === 401 && tries < triesMax) continue;
      const type = response.headers.get('content-type') ?? '';
      const isHq = /^application\/json\s*(;|$)/i.test(type);
      if (response.status === 404 && isHq) return { kind: 'gone' };
      return readStatus(response.status, isHq, response.headers.get('retry-after'));
    }
  } catch (error) {
    return abort.signal.aborted ? failure('unreachable', 'deadline') : readFetchError(error);
  } finally {
    cancel();
  }
}

async function send(
  deps: HqDeps,
  { origin, signer }: HqConnection,
  path: string,
  signal: AbortSignal,
): Promise<Response> {
  const url = new URL(path, origin);
  if (url.origin !== origin || signer === null)
    throw new Error('a snapshot comes from HQ, to an install');
  const nonce = deps.nonce?.last ?? null;
  const method = 'GET';
  const nowMs = deps.nowMs();
  const signature = signRequest({ ...signer, method, url, body: '', nowMs, nonce });
  const headers = { accept: 'application/octet-stream, application/json', ...signature };
  return await deps.fetch(url.href, { method, headers, redirect: 'manual', signal });
}

/** Exactly so many bytes; whoever sends more or fewer is not HQ. */
async function readBytes(
  response: Response,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<FetchedChunk> {
  const { length } = bytes;
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/octet-stream')) return failure('not-hq', 'content-type');
  let at = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const part of body ?? []) {
    if (at + part.byteLength > length) return failure('not-hq', 'too-long');
    bytes.set(part, at);
    at += part.byteLength;
  }
  return at === length ? { kind: 'chunk' } : failure('unreachable', 'cut-off');
}

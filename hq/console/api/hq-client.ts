import type { z } from 'zod';
import {
  adminApiRoot,
  adminErrorSchema,
  signInAnswerSchema,
} from '../../../app/contract/hq-admin.ts';

/** What came of a call. `unreachable`: no answer, not HQ's answer, or HQ in trouble; try again. */
export type HqAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly error: string }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'unreachable' };

/** What the whole page must know of its connection. */
export type HqConnection = {
  readonly session: 'unknown' | 'signed-in' | 'signed-out';
  readonly isReachable: boolean;
};

type Query = Readonly<Record<string, string | number | undefined>>;
type Send = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
};

export type HqClient = {
  readonly get: <T>(
    path: string,
    schema: z.ZodType<T>,
    query?: Query,
    signal?: AbortSignal,
  ) => Promise<HqAnswer<T>>;
  readonly post: <T>(path: string, schema: z.ZodType<T>, body: unknown) => Promise<HqAnswer<T>>;
  /** `signed-out` here means: the token was wrong. */
  readonly signIn: (token: string) => Promise<HqAnswer<unknown>>;
  readonly signOut: () => Promise<void>;
  readonly getConnection: () => HqConnection;
  readonly subscribe: (listener: () => void) => () => void;
};

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const deadlineMs = 10_000;

/**
 * The page's one way to HQ. Every answer is checked against its schema; a 401 anywhere ends the
 * session on the page.
 */
export function createHqClient(deps: { readonly fetch: Fetch }): HqClient {
  const listeners = new Set<() => void>();
  let connection: HqConnection = { session: 'unknown', isReachable: true };
  const note = (change: Partial<HqConnection>): void => {
    const next = { ...connection, ...change };
    if (next.session === connection.session && next.isReachable === connection.isReachable) return;
    connection = next;
    for (const listener of listeners) listener();
  };
  const call = async <T>(
    send: Send,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<HqAnswer<T>> => {
    const answer = await exchange(deps.fetch, send, schema, signal);
    // A call that the page itself gave up says nothing about the line.
    if (signal?.aborted !== true) note({ isReachable: answer.kind !== 'unreachable' });
    return answer;
  };
  const inSession = async <T>(
    send: Send,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<HqAnswer<T>> => {
    const answer = await call(send, schema, signal);
    if (answer.kind === 'ok') note({ session: 'signed-in' });
    if (answer.kind === 'signed-out') note({ session: 'signed-out' });
    return answer;
  };
  return {
    get: (path, schema, query = {}, signal) =>
      inSession({ method: 'GET', path: path + queryText(query) }, schema, signal),
    post: (path, schema, body) => inSession({ method: 'POST', path, body }, schema),
    signIn: async (token) => {
      const answer = await call(
        { method: 'POST', path: '/session', body: { token } },
        signInAnswerSchema,
      );
      if (answer.kind === 'ok') note({ session: 'signed-in' });
      return answer;
    },
    signOut: async () => {
      await fetchOrNull(deps.fetch, { method: 'DELETE', path: '/session' });
      note({ session: 'signed-out' });
    },
    getConnection: () => connection,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function queryText(query: Query): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

async function fetchOrNull(
  fetch: Fetch,
  send: Send,
  signal?: AbortSignal,
): Promise<Response | null> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    return await fetch(adminApiRoot + send.path, {
      method: send.method,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      ...(send.body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(send.body) }),
    });
  } catch {
    return null;
  }
}

async function exchange<T>(
  fetch: Fetch,
  send: Send,
  schema: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<HqAnswer<T>> {
  const response = await fetchOrNull(fetch, send, signal);
  if (response === null || response.status >= 500) return { kind: 'unreachable' };
  const body = await readJson(response);
  if (response.ok) {
    const read = schema.safeParse(body);
    return read.success ? { kind: 'ok', value: read.data } : { kind: 'unreachable' };
  }
  const refusal = adminErrorSchema.safeParse(body);
  // A refusal in another form comes from something between the page and HQ.
  if (!refusal.success) return { kind: 'unreachable' };
  if (response.status === 401) return { kind: 'signed-out' };
  return { kind: 'refused', status: response.status, error: refusal.data.error };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

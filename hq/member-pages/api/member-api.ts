import { memberApiRoot } from './member-api-root.ts';
import type { Language } from '../../../app/contract/language.ts';
import type {
  BindRequest,
  ExchangeAnswer,
  JoinRequest,
  MemberCode,
  MemberConfig,
  MemberCopy,
  MemberError,
  MemberHome,
  MemberPostings,
  MemberReferral,
  MemberSession,
  MemberVouchers,
} from '../../../app/contract/member-pages.ts';
import { isErrorBody, isOf } from './check-answer.ts';
import type { AnswerShape } from './check-answer.ts';

/** How a call ended. `offline`: nothing came back, so whether HQ did it is unknown. `broken`: not what HQ says. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly error: MemberError['error'] }
  | { readonly kind: 'offline' }
  | { readonly kind: 'broken' };

/** HQ, as the pages speak with it. */
export type MemberApi = {
  readonly config: () => Promise<Answer<MemberConfig>>;
  /** Once it answered, the other calls carry its session. */
  readonly openSession: (language: Language) => Promise<Answer<MemberSession>>;
  readonly join: (request: JoinRequest) => Promise<Answer<MemberHome>>;
  readonly bind: (request: BindRequest) => Promise<Answer<MemberHome>>;
  readonly home: () => Promise<Answer<MemberHome>>;
  readonly code: () => Promise<Answer<MemberCode>>;
  readonly postings: (before: string | null) => Promise<Answer<MemberPostings>>;
  readonly vouchers: () => Promise<Answer<MemberVouchers>>;
  readonly exchange: (couponId: string, key: string) => Promise<Answer<ExchangeAnswer>>;
  readonly referral: () => Promise<Answer<MemberReferral>>;
  readonly setMarketing: (on: boolean) => Promise<Answer<{ kind: 'done' }>>;
  readonly unlink: () => Promise<Answer<{ kind: 'done' }>>;
  readonly askDeletion: () => Promise<Answer<{ kind: 'done' }>>;
  readonly withdrawDeletion: () => Promise<Answer<{ kind: 'done' }>>;
  readonly copy: () => Promise<Answer<MemberCopy>>;
};

/** A page that says nothing for longer is no page; the network of a train is given this long. */
const deadlineMs = 15_000;

export type MemberApiDeps = {
  readonly fetch: typeof fetch;
  /** What LINE signed of who this is; null = nothing. */
  readonly idToken: () => string | null;
};

type Call = {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly session: string | null;
};

/**
 * HQ's API under `/member/api`. When a session has run out while the page stood open, it is opened anew
 * once and the call repeated: HQ refused it before doing anything.
 */
export function createMemberApi(deps: MemberApiDeps): MemberApi {
  let session: string | null = null;
  let language: Language = 'zh-TW';

  async function openSession(wanted: Language): Promise<Answer<MemberSession>> {
    language = wanted;
    const idToken = deps.idToken();
    if (idToken === null) return { kind: 'refused', error: 'not-signed-in' };
    const body = { idToken, language };
    const call = { method: 'POST', path: '/session', body, session: null } as const;
    const answer = await ask<MemberSession>(deps.fetch, call, 'session');
    if (answer.kind === 'ok') session = answer.value.session;
    return answer;
  }

  async function withSession<T>(
    call: Omit<Call, 'session'>,
    shape: AnswerShape,
  ): Promise<Answer<T>> {
    const first = await ask<T>(deps.fetch, { ...call, session }, shape);
    if (first.kind !== 'refused' || first.error !== 'not-signed-in') return first;
    const opened = await openSession(language);
    if (opened.kind !== 'ok') return opened;
    return ask<T>(deps.fetch, { ...call, session }, shape);
  }

  const post = <T>(path: string, body: unknown, shape: AnswerShape): Promise<Answer<T>> =>
    withSession<T>({ method: 'POST', path, body }, shape);

  return {
    config: () => ask<MemberConfig>(deps.fetch, { path: '/config', session: null }, 'config'),
    openSession,
    join: (request) => post('/join', request, 'home'),
    bind: (request) => post('/bind', request, 'home'),
    home: () => withSession({ path: '/home' }, 'home'),
    code: () => withSession({ path: '/code' }, 'code'),
    postings: (before) =>
      withSession(
        { path: before === null ? '/postings' : `/postings?before=${encodeURIComponent(before)}` },
        'postings',
      ),
    vouchers: () => withSession({ path: '/vouchers' }, 'vouchers'),
    exchange: (couponId, key) => post('/exchange', { couponId, key }, 'exchange'),
    referral: () => withSession({ path: '/referral' }, 'referral'),
    setMarketing: (on) => post('/marketing', { on }, 'done'),
    unlink: () => post('/unlink', {}, 'done'),
    askDeletion: () => post('/delete-request', {}, 'done'),
    withdrawDeletion: () => post('/delete-withdraw', {}, 'done'),
    copy: () => withSession({ path: '/copy' }, 'copy'),
  };
}

async function ask<T>(fetchFn: typeof fetch, call: Call, shape: AnswerShape): Promise<Answer<T>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetchFn(`${memberApiRoot}${call.path}`, {
      method: call.method ?? 'GET',
      headers: {
        ...(call.session === null ? {} : { authorization: `Bearer ${call.session}` }),
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    body = await response.json();
  } catch (error) {
    // A page of a hotel's network answers 200 in HTML: that is no network either.
    return error instanceof SyntaxError ? { kind: 'broken' } : { kind: 'offline' };
  }
  if (response.ok && isOf(shape, body)) return { kind: 'ok', value: body as T };
  if (!response.ok && isErrorBody(body)) return { kind: 'refused', error: body.error };
  return { kind: 'broken' };
}

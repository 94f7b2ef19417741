import { memberApiRoot } from '../../app/contract/member-pages.ts';

/** A member page in LINE as HQ sees it: whoever LINE says is there, with their session. */
export type MemberPage = {
  readonly lineUserId: string;
  readonly get: (path: string) => Promise<PageAnswer>;
  readonly post: (path: string, body?: unknown) => Promise<PageAnswer>;
};

export type PageAnswer = { readonly status: number; readonly body: Record<string, unknown> };

/** LINE's id of somebody: the n-th. */
export function lineUser(n: number): string {
  return `U${n.toString(16).padStart(32, '0')}`;
}

/** One call of the member pages; without a session none is sent. */
export async function callMember(
  url: string,
  call: {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    readonly session?: string | undefined;
    readonly body?: unknown;
  },
): Promise<PageAnswer> {
  const response = await fetch(`${url}${memberApiRoot}/${call.path}`, {
    method: call.method,
    headers: {
      ...(call.session === undefined ? {} : { authorization: `Bearer ${call.session}` }),
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Opens the pages as somebody: LINE's token becomes a session. Throws unless HQ takes it. */
export async function openMemberPage(
  url: string,
  who: { readonly lineUserId: string; readonly idToken: string; readonly language?: string },
): Promise<MemberPage> {
  const body = { idToken: who.idToken, language: who.language ?? 'zh-TW' };
  const answer = await callMember(url, { method: 'POST', path: 'session', body });
  if (answer.status !== 200) throw new Error(`no session: ${JSON.stringify(answer.body)}`);
  const session = String(answer.body['session']);
  return {
    lineUserId: who.lineUserId,
    get: (path) => callMember(url, { method: 'GET', path, session }),
    post: (path, sent = {}) => callMember(url, { method: 'POST', path, session, body: sent }),
  };
}

import { expect, it } from 'vitest';
import { memberErrorSchema } from '../../../app/contract/member-pages.ts';
import { isErrorBody } from './check-answer.ts';
import { createMemberApi } from './member-api.ts';

type Sent = { readonly path: string; readonly bearer: string | null; readonly body: unknown };

/** HQ as a list of answers, used up in order; what was sent is kept. */
function hqOf(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const fetchFn = (input: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    sent.push({ path: input, bearer: headers.get('authorization'), body });
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error)
      return Promise.reject(answer ?? new Error());
    return Promise.resolve(answer);
  };
  const api = createMemberApi({ fetch: fetchFn as typeof fetch, idToken: () => 'token' });
  return { api, sent };
}

const json = (body: unknown, status = 200): Response => Response.json(body, { status });
const refusal = (error: string, status = 409): Response => json({ error, message: 'x' }, status);
const opened = (session: string): Response =>
  json({ session, expiresAtMs: 2, bound: true, serverTimeMs: 1 });
const done = { kind: 'done' };

it('opens a session anew when it has run out, and asks again, once', async () => {
  const { api, sent } = hqOf(
    opened('first'),
    refusal('not-signed-in', 401),
    opened('second'),
    json(done),
    refusal('not-signed-in', 401),
    opened('third'),
    refusal('not-signed-in', 401),
  );
  await api.openSession('ja');
  expect(await api.unlink()).toEqual({ kind: 'ok', value: done });
  expect(await api.unlink()).toEqual({ kind: 'refused', error: 'not-signed-in' });
  expect(sent.map(({ path, bearer }) => [path.split('/').at(-1), bearer])).toEqual([
    ['session', null],
    ['unlink', 'Bearer first'],
    ['session', null],
    ['unlink', 'Bearer second'],
    ['unlink', 'Bearer second'],
    ['session', null],
    ['unlink', 'Bearer third'],
  ]);
  expect(sent[2]?.body).toEqual({ idToken: 'token', language: 'ja' });
});

it('tells no network from no HQ, and takes a stranger’s page for neither yes nor no', async () => {
  const { api } = hqOf(
    new TypeError('fetch failed'),
    new Response('<h1>Sign in to our network</h1>', { headers: { 'content-type': 'text/html' } }),
    json({ hello: 'world' }),
    json({ error: 'of a newer HQ', message: '' }, 409),
    json({ kind: 'done' }, 500),
    refusal('busy', 503),
  );
  const answers = [];
  for (let i = 0; i < 6; i += 1) answers.push(await api.unlink());
  expect(answers).toEqual([
    { kind: 'offline' },
    { kind: 'broken' },
    { kind: 'broken' },
    { kind: 'broken' },
    { kind: 'broken' },
    { kind: 'refused', error: 'busy' },
  ]);
});

it('knows every refusal of the contract', () => {
  const codes = memberErrorSchema.shape.error.options;
  expect(codes.filter((error) => !isErrorBody({ error, message: '' }))).toEqual([]);
});

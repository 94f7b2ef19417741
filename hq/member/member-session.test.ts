import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { memberErrorSchema } from '../../app/contract/member-pages.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { createSigningKey } from '../../app/db/sign-document.ts';
import { callMember, lineUser } from '../test-rig/member-page.ts';
import { startMemberRig, testLoginChannelId } from '../test-rig/member-rig.ts';
import type { MemberRig } from '../test-rig/member-rig.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';
import { createMemberSessions } from './member-session.ts';
import { verifyIdToken } from './verify-id-token.ts';

const nowMs = 1_800_000_000_000;
const facts = { lineUserId: lineUser(1), language: 'ja', expiresAtMs: nowMs + 1 } as const;

describe('a session', () => {
  const sessions = createMemberSessions(createSigningKey().signingKey);

  test('is read as it was signed, until its time is over', () => {
    const text = sessions.sign(facts);
    expect(text.length).toBeLessThan(400);
    expect(sessions.read(text, nowMs)).toEqual(facts);
    expect(sessions.read(text, nowMs + 1)).toBeNull();
  });

  test('of another brand, or changed anywhere, is none', () => {
    const text = sessions.sign(facts);
    const other = createMemberSessions(createSigningKey().signingKey);
    expect(other.read(text, nowMs)).toBeNull();
    fc.assert(
      fc.property(
        fc.nat({ max: text.length - 1 }),
        fc.base64String({ minLength: 1 }),
        (at, put) => {
          const changed = `${text.slice(0, at)}${put.charAt(0)}${text.slice(at + 1)}`;
          // The last character of 43 carries two bits that mean nothing.
          fc.pre(changed !== text && at !== text.length - 1);
          expect(sessions.read(changed, nowMs)).toBeNull();
        },
      ),
    );
    fc.assert(fc.property(fc.string(), (junk) => sessions.read(junk, nowMs) === null));
  });
});

describe('asking LINE whose a token is', () => {
  const answers = new Map<string, { readonly status: number; readonly body: string }>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      asked.push(
        `${request.method} ${request.url} ${request.headers['content-type']} ${form.toString()}`,
      );
      const { status, body } = answers.get(form.get('id_token') ?? '') ?? { status: 500, body: '' };
      response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {});
      response.end(body);
    });
  });
  let apiOrigin = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    apiOrigin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());
  const good = {
    iss: 'https://access.line.me',
    sub: lineUser(3),
    aud: '165',
    exp: nowMs / 1000 + 60,
    name: '林美',
  };
  const ask = async (token: string) =>
    await verifyIdToken(token, { apiOrigin, loginChannelId: '165' }, nowMs);

  it('asks as LINE wants to be asked', async () => {
    answers.set('good', { status: 200, body: JSON.stringify(good) });
    expect(await ask('good')).toEqual({ kind: 'verified', lineUserId: lineUser(3) });
    expect(asked).toEqual([
      'POST /oauth2/v2.1/verify application/x-www-form-urlencoded;charset=UTF-8 id_token=good&client_id=165',
    ]);
  });

  it.each<[string, number, string, string]>([
    ['another issuer', 200, JSON.stringify({ ...good, iss: 'https://evil.example' }), 'refused'],
    ['another channel', 200, JSON.stringify({ ...good, aud: '166' }), 'refused'],
    ['expired', 200, JSON.stringify({ ...good, exp: nowMs / 1000 }), 'refused'],
    ['no user', 200, JSON.stringify({ ...good, sub: 'admin' }), 'refused'],
    ['a user and more', 200, JSON.stringify({ ...good, sub: `${lineUser(3)}0` }), 'refused'],
    ['LINE says no', 400, '{"error":"invalid_request"}', 'refused'],
    ['HTML', 200, '<html></html>', 'unreachable'],
    ['no claims', 200, '{}', 'unreachable'],
    ['a rate limit', 429, '', 'unreachable'],
    ['a failure', 503, '', 'unreachable'],
    ['a way elsewhere', 302, '', 'unreachable'],
    ['an endless answer', 200, `"${'x'.repeat(40_000)}"`, 'unreachable'],
  ])('%s', async (name, status, body, wanted) => {
    answers.set(name, { status, body });
    expect((await ask(name)).kind).toBe(wanted);
  });

  it('says that LINE is away where nobody answers', async () => {
    const gone = { apiOrigin: 'http://127.0.0.1:1', loginChannelId: '165' };
    expect((await verifyIdToken('x', gone, nowMs)).kind).toBe('unreachable');
  });
});

describe('hostile input to the member pages', () => {
  let line: LineStandIn;
  let rig: MemberRig;
  let session = '';
  beforeAll(async () => {
    line = await startLineStandIn({ loginChannelIds: [testLoginChannelId, '9'] });
    rig = await startMemberRig(testStoreKind, line);
    const idToken = line.issueIdToken({ userId: lineUser(77) });
    const body = { idToken, language: 'en' };
    const answer = await callMember(rig.hq.url, { method: 'POST', path: 'session', body });
    session = String(answer.body['session']);
  });
  afterAll(async () => {
    await rig.hq.stop();
    await line.stop();
  });

  it('takes only tokens of its own channel that LINE vouches for', async () => {
    const open = async (idToken: string) => {
      const body = { idToken, language: 'zh-TW' };
      const answer = await callMember(rig.hq.url, { method: 'POST', path: 'session', body });
      return [answer.status, answer.body['error'] ?? 'open'];
    };
    const userId = lineUser(5);
    expect(await open(line.issueIdToken({ userId }))).toEqual([200, 'open']);
    expect(await open(line.issueIdToken({ userId, channelId: '9' }))).toEqual([
      401,
      'not-signed-in',
    ]);
    expect(await open(line.issueIdToken({ userId, lifeMs: -1 }))).toEqual([401, 'not-signed-in']);
    expect(await open(`${line.issueIdToken({ userId })}x`)).toEqual([401, 'not-signed-in']);
    line.scriptAt('/oauth2/v2.1/verify', { kind: 'server-error' } as never);
    expect((await open(line.issueIdToken({ userId })))[1]).toBe('line-unreachable');
  });

  it('answers anything in the form of its errors, and never fails', async () => {
    const paths = ['session', 'join', 'bind', 'exchange', 'marketing', 'unlink', 'delete-request'];
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({
        by: fc.constantFrom('ticket', 'card', 'x'),
        ticket: fc.string(),
        cardCode: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\u0000')),
        mobile: fc.constantFrom('0912345678', '\u0000'.repeat(9)),
        consentVersion: fc.constantFrom('2026-11-line', ''),
        marketing: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), odd, async (path, body) => {
        const call = { method: 'POST', path, session, body } as const;
        const answer = await callMember(rig.hq.url, call);
        expect(answer.status).toBeLessThan(500);
        if (answer.status !== 200) memberErrorSchema.parse(answer.body);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses what is too large, no JSON, of nobody, or asked too often', async () => {
    const post = async (body: string, headers: Record<string, string>) => {
      const url = `${rig.hq.url}/member/api/unlink`;
      const answer = await fetch(url, { method: 'POST', body, headers });
      return [answer.status, memberErrorSchema.parse(await answer.json()).error];
    };
    const json = { 'content-type': 'application/json' };
    const mine = { ...json, authorization: `Bearer ${session}` };
    expect(await post('x'.repeat(9_000), mine)).toEqual([413, 'bad-request']);
    expect(await post('{', mine)).toEqual([400, 'bad-request']);
    expect((await post('{}', { 'content-type': 'text/plain' }))[1]).toBe('bad-request');
    expect(await post('{}', json)).toEqual([401, 'not-signed-in']);
    expect(await post('{}', { ...json, authorization: 'Bearer a.b' })).toEqual([
      401,
      'not-signed-in',
    ]);
    const answer = await fetch(`${rig.hq.url}/member/api/config`, {
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const many = await Promise.all(
      Array.from({ length: 130 }, () =>
        callMember(rig.hq.url, { method: 'GET', path: 'home', session }),
      ),
    );
    expect(many.at(-1)).toMatchObject({ status: 429, body: { error: 'too-many-tries' } });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adminErrorSchema,
  exceptionsAnswerSchema,
  lineOutboxAnswerSchema,
  membersAnswerSchema,
  overviewAnswerSchema,
  salesAnswerSchema,
} from '../../app/contract/hq-admin.ts';
import { makeDemoShop } from '../../app/seed/make-demo-shop.ts';
import { insertAdmin } from '../db/admins.ts';
import { seedDemoShop } from '../seed-demo.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { hashSecret } from './admin-session.ts';

const startMs = Date.parse('2026-11-22T12:00:00+08:00');
const shop = makeDemoShop({ seed: 3, memberCount: 80, nowMs: startMs });

describe.each(testStoreKinds)('the admin API on %s', (kind) => {
  let hq: TestHq;
  let nowMs = startMs;
  let cookie = '';
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs, seed: (db) => seedDemoShop(db, shop) });
  });
  afterAll(async () => {
    await hq.stop();
  });
  const ask = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${hq.url}/admin/api${path}`, {
      method,
      headers: {
        cookie,
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const read = async (path: string): Promise<unknown> => await (await ask('GET', path)).json();

  it('opens only with the token, by a cookie scripts cannot read', async () => {
    const closed = await ask('GET', '/overview');
    expect([closed.status, adminErrorSchema.parse(await closed.json()).error]).toEqual([
      401,
      'bad-signature',
    ]);
    expect((await ask('POST', '/session', { token: 'wrong' })).status).toBe(401);
    const foreign = { origin: 'http://evil.example' };
    expect((await ask('POST', '/session', { token: 'test-admin-token' }, foreign)).status).toBe(
      401,
    );
    const opened = await ask('POST', '/session', { token: 'test-admin-token' });
    const set = opened.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/; Path=\/admin; HttpOnly; SameSite=Strict/);
    cookie = set.split(';')[0] ?? '';
    expect((await ask('GET', '/overview')).status).toBe(200);
    expect((await ask('GET', '/overview', undefined, foreign)).status).toBe(401);
  });

  it('keeps the cookie to https where the page was opened by https, as behind a TLS proxy', async () => {
    const { host } = new URL(hq.url);
    const cookieOf = async (method: string, origin: string | null, body?: unknown) => {
      const headers: Record<string, string> = origin === null ? {} : { origin };
      const set = (await ask(method, '/session', body, headers)).headers.get('set-cookie') ?? '';
      return set.split('; ').slice(1).includes('Secure');
    };
    const token = { token: 'test-admin-token' };
    const origins = [`https://${host}`, `http://${host}`, null];
    const isSecure = { opened: [] as boolean[], closed: [] as boolean[] };
    for (const origin of origins) isSecure.opened.push(await cookieOf('POST', origin, token));
    const kept = cookie;
    cookie = '';
    for (const origin of origins) isSecure.closed.push(await cookieOf('DELETE', origin));
    cookie = kept;
    expect(isSecure).toEqual({ opened: [true, false, false], closed: [true, false, false] });
  });

  it('answers each list in its form, masked', async () => {
    const overview = overviewAnswerSchema.parse(await read('/overview'));
    expect(overview).toMatchObject({
      brandName: shop.brandName,
      storeKind: kind,
      counts: { members: 80, events: shop.sales.length, openExceptions: 0 },
      line: { alarm: 'no-token' },
    });
    expect(overview.stores.length).toBe(shop.stores.length);
    const members = membersAnswerSchema.parse(await read('/members?limit=200'));
    const names = new Set(shop.members.map((m) => m.name));
    expect([members.total, members.rows.some((row) => names.has(row.nameMasked))]).toEqual([
      80,
      false,
    ]);
    const someone = shop.members[0];
    const byCard = membersAnswerSchema.parse(await read(`/members?text=${someone?.cardCodes[0]}`));
    expect(byCard.rows.map((row) => row.memberId)).toEqual([someone?.memberId]);
    expect(exceptionsAnswerSchema.parse(await read('/exceptions'))).toEqual({ rows: [] });
    expect(lineOutboxAnswerSchema.parse(await read('/line-outbox?state=waiting'))).toEqual({
      rows: [],
    });
  });

  it('pages through every sale once, newest first', async () => {
    const seen: string[] = [];
    let before: string | null = '';
    while (before !== null) {
      const query: string = before === '' ? '' : `&before=${encodeURIComponent(before)}`;
      const page = salesAnswerSchema.parse(await read(`/sales?limit=150${query}`));
      seen.push(...page.rows.map((row) => row.saleId));
      before = page.older;
    }
    const wanted = shop.sales.toSorted((a, b) => b.atMs - a.atMs || (a.saleId < b.saleId ? 1 : -1));
    expect(seen).toEqual(wanted.map((sale) => sale.saleId));
  });

  it('makes a store and a code for its counter', async () => {
    const made = await ask('POST', '/stores', { name: '新店', taxId: '90000006' });
    const { storeId } = (await made.json()) as { storeId: string };
    const code = await ask('POST', '/enrolment-codes', { storeId, counterLabel: '1 號機' });
    expect(await code.json()).toMatchObject({ expiresAtMs: nowMs + 600_000 });
    const nowhere = await ask('POST', '/enrolment-codes', {
      storeId: shop.members[0]?.memberId,
      counterLabel: 'x',
    });
    expect(nowhere.status).toBe(404);
  });

  it('closes the session, and guessing gets nowhere', async () => {
    await ask('DELETE', '/session');
    expect((await ask('GET', '/overview')).status).toBe(401);
    for (let n = 0; n < 10; n += 1) await ask('POST', '/session', { token: `guess-${n}` });
    expect((await ask('POST', '/session', { token: 'test-admin-token' })).status).toBe(429);
    // Nobody guesses a token that HQ made: whoever has one is let in meanwhile.
    const made = Buffer.from('0123456789abcdefgh').toString('base64url');
    const admin = { adminId: '0198b3a0-0000-7000-8000-0000000000a1', name: '店長', nowMs };
    await hq.db
      .transaction()
      .execute((trx) => insertAdmin(trx, { ...admin, tokenHash: hashSecret(made) }));
    expect([
      (await ask('POST', '/session', { token: `${made.slice(0, -1)}_` })).status,
      (await ask('POST', '/session', { token: made })).status,
    ]).toEqual([429, 200]);
    nowMs += 5 * 60_000 + 1;
    expect((await ask('POST', '/session', { token: 'test-admin-token' })).status).toBe(200);
  });
});

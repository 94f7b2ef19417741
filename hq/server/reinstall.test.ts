import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminDoneSchema } from '../../app/contract/hq-admin.ts';
import { installAnswerSchema, reinstallAnswerSchema } from '../../app/contract/install.ts';
import type { ReinstallAnswer } from '../../app/contract/install.ts';
import { createSigningKey, signDocument } from '../../app/db/sign-document.ts';
import { createInstallKey, signRequest } from '../../app/sync/request-signer.ts';
import { markHqRestored } from '../mark-restored.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import { addMember, receiptFor, takeExceptions } from '../test-rig/award-fixtures.ts';
import { push, record, sendSigned, tell } from '../test-rig/test-counter.ts';
import type { Answer, TestCounter } from '../test-rig/test-counter.ts';
import { makeAward } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';

let hq: TestHq;
beforeAll(async () => {
  hq = await startTestHq(testStoreKind);
});
afterAll(async () => {
  await hq.stop();
});

/** Sends a request with the nonce of the last answer, as counters do. */
async function sendFresh(
  counter: Pick<TestCounter, 'url' | 'install' | 'key'>,
  method: 'GET' | 'POST',
  path: string,
  given: { readonly body?: unknown; readonly nonce?: string | null } = {},
): Promise<Answer & { readonly nonce: string }> {
  const url = new URL(path, counter.url);
  const body = given.body === undefined ? '' : JSON.stringify(given.body);
  const { headers: hello } = await fetch(`${counter.url}/v1/hello`);
  const nonce = given.nonce === undefined ? hello.get('counterfoil-nonce') : given.nonce;
  const headers = signRequest({
    signingKey: counter.key.signingKey,
    installId: counter.install,
    method,
    url,
    body,
    nowMs: Date.now(),
    nonce,
  });
  const type = method === 'POST' ? { 'content-type': 'application/json' } : {};
  const init = { method, headers: { ...headers, ...type } };
  const response = await fetch(url, method === 'POST' ? { ...init, body } : init);
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    nonce: response.headers.get('counterfoil-nonce') ?? '',
  };
}

const requestOf = (counter: TestCounter, publicKey = createInstallKey().publicKey) => ({
  proto: 1,
  publicKey,
  reason: 'fork',
  hostName: 'copy',
  appVersion: '0.3.0',
  lastSeq: counter.events.length,
  head: counter.hashes.at(-1) ?? null,
  unsent: 1,
  certificate: counter.enrolled.certificate ?? null,
});
const reinstall = (counter: TestCounter, body: unknown) =>
  sendFresh(counter, 'POST', '/v1/reinstall', { body });

/** A counter HQ has forgotten, as after a restore from before its enrolment. */
async function forgotten(): Promise<TestCounter> {
  const counter = await hq.enrol();
  await hq.db.deleteFrom('install').where('install_id', '=', counter.install).execute();
  return counter;
}

describe('re-install', () => {
  it('gives a new install of the same store and label, once per key, and waits for a manager', async () => {
    const counter = await hq.enrol();
    await tell(counter, JSON.stringify(makeAward({ memberId: await addMember(hq) })));
    await takeExceptions(hq);
    const key = createInstallKey();
    const body = requestOf(counter, key.publicKey);
    const first = await reinstall(counter, body);
    const again = await reinstall(counter, body);
    const answer: ReinstallAnswer = reinstallAnswerSchema.parse(first.body);
    expect(answer).toMatchObject({
      replaces: counter.install,
      counterLabel: '1 號機',
      confirmed: false,
    });
    expect(again.body['inst']).toBe(answer.inst);
    expect(await takeExceptions(hq)).toMatchObject([
      {
        kind: 'reinstall',
        detail: {
          why: 'fork',
          replaces: counter.install,
          held: { last: 1, hostName: 'test' },
          offered: { hostName: 'copy', count: 1 },
        },
      },
    ]);
    const fresh = { ...counter, install: answer.inst, key, events: [], hashes: [] };
    const ask = async () =>
      installAnswerSchema.parse((await sendFresh(fresh, 'GET', '/v1/sync/install?cursor=0')).body);
    expect(await ask()).toMatchObject({ last: 0, head: null, confirmed: false, cursorValid: true });
    const admin = await signInAdmin(hq);
    const confirm = () => admin.post('/counters/confirm', { inst: answer.inst }, adminDoneSchema);
    expect(await confirm()).toEqual({ kind: 'done' });
    await expect(confirm()).rejects.toThrow('404');
    const lines = async () => {
      const rows = await hq.db.selectFrom('audit').select(['action', 'subject']).execute();
      return rows.filter(({ action }) => action === 'exception.done').length;
    };
    const noted = await lines();
    await expect(confirm()).rejects.toThrow('404');
    expect(await lines()).toBe(noted);
    expect((await ask()).confirmed).toBe(true);
    // The old identity goes on: perhaps it was the other machine that was copied.
    record(counter, JSON.stringify(makeAward({ memberId: await addMember(hq) })));
    expect(await push(counter, 2)).toMatchObject({ status: 200 });
  });

  it('takes back a counter HQ has forgotten by its own certificate, with its store', async () => {
    const counter = await forgotten();
    const answer = await reinstall(counter, { ...requestOf(counter), reason: 'unknown-install' });
    expect(answer).toMatchObject({
      status: 200,
      body: { replaces: counter.install, counterLabel: '1 號機', confirmed: false },
    });
  });

  it('refuses everybody else', async () => {
    const counter = await hq.enrol();
    const stranger = await forgotten();
    const other = await forgotten();
    const forger = createSigningKey();
    const payload = JSON.parse(stranger.enrolled.certificate?.payload ?? '') as object;
    const forged = signDocument(forger.signingKey, 'install-certificate', payload);
    const ownKid = { ...forged, kid: stranger.enrolled.certificate?.kid };
    const otherPurpose = stranger.enrolled.keys;
    const ask = async (who: TestCounter, changes: object) => {
      const { status, body } = await reinstall(who, { ...requestOf(who), ...changes });
      return [status, body['error']];
    };
    const closed = await hq.enrol();
    const admin = await signInAdmin(hq);
    await admin.post('/counters/revoke', { inst: closed.install }, adminDoneSchema);
    const unsigned = { ...counter, key: createInstallKey() };
    expect([
      await ask(stranger, { certificate: null }),
      await ask(stranger, { certificate: forged }),
      await ask(stranger, { certificate: ownKid }),
      await ask(stranger, { certificate: otherPurpose }),
      await ask(stranger, { certificate: other.enrolled.certificate }),
      await ask({ ...stranger, key: createInstallKey() }, {}),
      await ask(unsigned, {}),
      await ask(closed, {}),
      await ask(counter, { publicKey: 'A'.repeat(42) }),
    ]).toEqual([
      [404, 'unknown-install'],
      [404, 'unknown-install'],
      [404, 'unknown-install'],
      [404, 'unknown-install'],
      [404, 'unknown-install'],
      [401, 'bad-signature'],
      [401, 'bad-signature'],
      [403, 'revoked'],
      [400, 'bad-request'],
    ]);
  });

  it('stops a machine gone wild', async () => {
    const counter = await hq.enrol();
    const statuses: number[] = [];
    for (let i = 0; i < 52; i++)
      statuses.push((await reinstall(counter, requestOf(counter))).status);
    expect([statuses.filter((status) => status === 200).length, statuses.at(-1)]).toEqual([
      50, 429,
    ]);
  });
});

describe('a restored HQ', () => {
  it('says so to a counter whose place in the stream is of another past', async () => {
    const counter = await hq.enrol();
    const pull = (query: string) => sendFresh(counter, 'GET', `/v1/sync/pull?limit=1${query}`);
    const page = await pull('&cursor=0');
    const { to, mark } = page.body as { to: number; mark: string };
    const ask = async (query: string) => {
      const { status, body } = await pull(query);
      return [status, body['error'] ?? null];
    };
    await takeExceptions(hq);
    expect([
      await ask(`&cursor=${to}&mark=${mark}`),
      await ask(`&cursor=${to}`),
      await ask(`&cursor=${to}&mark=1`),
      await ask('&cursor=999999'),
    ]).toEqual([
      [200, null],
      [200, null],
      [409, 'ahead'],
      [409, 'ahead'],
    ]);
    // Noted once, however many counters find it out.
    expect((await takeExceptions(hq)).map(({ kind }) => kind)).toEqual(['hq-restored']);
    const before = page.body['tl'];
    const timeline = await markHqRestored(hq.db, 1);
    expect(before).not.toBe(timeline);
    expect((await pull(`&cursor=${to}&mark=${mark}`)).body['tl']).toBe(timeline);
  });
});

describe('revocation', () => {
  it('takes what was recorded into quarantine, tells nothing more, and is in force at once', async () => {
    const counter = await hq.enrol();
    const award = makeAward({ memberId: await addMember(hq) });
    record(counter, JSON.stringify(award));
    const admin = await signInAdmin(hq);
    await admin.post('/counters/revoke', { inst: counter.install }, adminDoneSchema);
    await takeExceptions(hq);
    expect(await push(counter, 1)).toMatchObject({ status: 200, body: { through: 1 } });
    expect(await sendSigned(counter, 'GET', '/v1/sync/pull?cursor=0')).toMatchObject({
      status: 403,
      body: { error: 'revoked' },
    });
    expect(await receiptFor(await hq.enrol(), award.eid)).toMatchObject([
      { status: 'quarantined', entries: [], exceptions: ['from-revoked'] },
    ]);
    expect((await takeExceptions(hq)).map(({ kind }) => kind)).toEqual(['from-revoked']);
  });
});

describe('nonces', () => {
  const pull = '/v1/sync/pull?cursor=0&limit=1';

  it('who once signed with one must go on doing so; an old or foreign one is sent back', async () => {
    const counter = await hq.enrol();
    const statusOf = async (nonce?: string | null) => {
      const { status, body } = await sendFresh(
        counter,
        'GET',
        pull,
        nonce === undefined ? {} : { nonce },
      );
      return [status, body['error'] ?? null];
    };
    expect([
      await statusOf(null),
      await statusOf(),
      await statusOf(null),
      await statusOf('A'.repeat(22)),
    ]).toEqual([
      [200, null],
      [200, null],
      [401, 'use-nonce'],
      [401, 'use-nonce'],
    ]);
    const refused = await sendFresh(counter, 'GET', pull, { nonce: 'A' });
    expect((await sendFresh(counter, 'GET', pull, { nonce: refused.nonce })).status).toBe(200);
  });

  it('a re-install is never taken without one', async () => {
    const counter = await hq.enrol();
    const body = requestOf(counter);
    const answer = await sendFresh(counter, 'POST', '/v1/reinstall', { body, nonce: null });
    expect(answer).toMatchObject({ status: 401, body: { error: 'use-nonce' } });
  });
});

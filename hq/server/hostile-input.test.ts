import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hqErrorSchema } from '../../app/contract/sync.ts';
import { chainHash } from '../../app/db/chain-hash.ts';
import {
  enrolTestCounter,
  postJson,
  pushBody,
  record,
  sendSigned,
} from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, newTestId } from '../test-rig/test-events.ts';
import { northStore, startTestHq } from '../test-rig/test-hq.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';
import type { TestHq } from '../test-rig/test-hq.ts';

const paths = [
  '/v1/enrol',
  '/v1/sync/push',
  '/v1/sync/pull',
  '/v1/hello',
  '/v1/health',
  '/admin/api/session',
  '/admin/api/sales',
  '/admin/api/members',
  '/admin/api/stores',
  '/admin/api/enrolment-codes',
  '/admin/api/exceptions/act',
  '/admin/api/exceptions/decide',
  '/admin/api/exceptions/case',
  '/admin/api/exceptions/costs',
  '/admin/api/exceptions/costs.csv',
  '/admin/api/admins',
  '/admin/api/admins/limit',
  '/admin/api/admins/revoke',
  '/nowhere',
];
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constant('\u0000'),
  fc.constant("'; --"),
);

describe('hostile input', () => {
  let hq: TestHq;
  let counter: TestCounter;
  let cookie = '';

  async function signIn(): Promise<string> {
    const response = await fetch(`${hq.url}/admin/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: 'test-admin-token' }),
    });
    return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  beforeAll(async () => {
    hq = await startTestHq(testStoreKind);
    counter = await enrolTestCounter(hq.url, await hq.makeEnrolmentCode(northStore.storeId, 'x'));
    cookie = await signIn();
  });
  afterAll(async () => {
    await hq.stop();
  });

  it('is never answered with a failure of ours, and always in one form', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        fc.dictionary(oddText, oddText, { maxKeys: 4 }),
        fc.oneof(fc.json(), oddText, fc.constant('')),
        fc.constantFrom('application/json', 'text/plain', 'application/json; charset=big5', 'x'),
        fc.boolean(),
        async (path, method, query, body, contentType, isSignedIn) => {
          const search = new URLSearchParams(Object.entries(query)).toString();
          const response = await fetch(`${hq.url}${path}?${search}`, {
            method,
            headers: { 'content-type': contentType, ...(isSignedIn ? { cookie } : {}) },
            ...(method === 'GET' ? {} : { body }),
          });
          const text = await response.text();
          expect(response.status, `${method} ${path} ${body}`).toBeLessThan(500);
          if (response.status !== 200) hqErrorSchema.parse(JSON.parse(text));
        },
      ),
      { numRuns: 250 },
    );
  });

  it('signed by a counter gone mad is kept or refused, never a failure', async () => {
    const values = fc.oneof(
      fc.json(),
      oddText,
      fc.constant(JSON.stringify(makeAward({ memberId: newTestId() }))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 5 }), async (rawBodies) => {
        record(counter, ...rawBodies);
        const from = counter.events.length - rawBodies.length + 1;
        const answer = await sendSigned(
          counter,
          'POST',
          '/v1/sync/push',
          JSON.stringify(pushBody(counter, from)),
        );
        expect(answer.status, JSON.stringify(rawBodies)).toBe(200);
      }),
      { numRuns: 60 },
    );
    const mutations = [
      { from: 0 },
      { from: 2 ** 53 - 1 },
      { head: 'x' },
      { events: [] },
      { events: [5] },
      { proto: 2 },
    ];
    for (const mutation of mutations) {
      const body = JSON.stringify({ ...pushBody(counter, 1), ...mutation });
      expect((await sendSigned(counter, 'POST', '/v1/sync/push', body)).status).toBeLessThan(500);
    }
    expect(
      chainHash({ prev: '', install: counter.install, seq: 1, rawBody: counter.events[0] ?? '' }),
    ).toBe(counter.hashes[0]);
  });

  it('that makes the schema itself throw is refused, and in an event quarantined', async () => {
    const trap = JSON.parse('{"length":{"toString":1}}') as unknown;
    const enrolled = await postJson(`${hq.url}/v1/enrol`, { hostName: trap, appVersion: trap });
    const signedIn = await postJson(`${hq.url}/admin/api/session`, { token: trap });
    const event = makeAward({ memberId: newTestId() });
    record(counter, JSON.stringify({ ...event, body: { ...event.body, lines: trap } }));
    const from = counter.events.length;
    const body = JSON.stringify(pushBody(counter, from));
    const pushed = await sendSigned(counter, 'POST', '/v1/sync/push', body);
    const kept = await hq.db
      .selectFrom('event')
      .select('status')
      .where('inst', '=', counter.install)
      .where('seq', '=', from)
      .execute();
    expect([enrolled.status, signedIn.status, pushed.status, kept]).toEqual([
      400,
      400,
      200,
      [{ status: 'quarantined' }],
    ]);
  });

  it('in text the database cannot hold is a bad request', async () => {
    const answer = await postJson(
      `${hq.url}/admin/api/stores`,
      { name: 'a\u0000b', taxId: '12345678' },
      // Not the cookie from before: the random requests may have signed that session out.
      { cookie: await signIn() },
    );
    expect(answer).toMatchObject({ status: 400, body: { error: 'bad-request' } });
  });
});

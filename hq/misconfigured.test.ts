import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actAs, openPostgres } from './db/hq-db.ts';
import { appRole } from './db/app-role.ts';
import { startPostgres } from '../build/postgres.ts';
import type { PostgresServer } from '../build/postgres.ts';
import { createMisconfiguredNote } from './server/note-misconfigured.ts';
import { signInAdmin } from './test-rig/admin-client.ts';
import { addMember, receiptsOf } from './test-rig/award-fixtures.ts';
import { push, record, sendSigned } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

describe.each(testStoreKinds)('an HQ that its database refuses, on %s', (kind) => {
  let hq: TestHq;
  let server: PostgresServer | null = null;
  let counter: TestCounter;
  const lines: string[] = [];
  beforeAll(async () => {
    server = kind === 'postgres' ? await startPostgres() : null;
    hq = await startTestHq(kind, {
      ...(server === null ? {} : { databaseUrl: server.url }),
      log: (line) => lines.push(line),
    });
    counter = await hq.enrol();
  });
  afterAll(async () => {
    await hq.stop();
    await server?.stop();
  });

  async function asOwner(statement: string): Promise<void> {
    if (server === null) {
      await actAs(hq.db, { role: 'none' });
      await sql.raw(statement).execute(hq.db);
      return await actAs(hq.db, { role: appRole });
    }
    const db = openPostgres(server.url);
    await sql.raw(statement).execute(db);
    await db.destroy();
  }
  const loud = () => lines.splice(0).filter((line) => line.startsWith('ERROR'));
  const pull = () => sendSigned(counter, 'GET', '/v1/sync/pull?cursor=0&limit=1');

  it('tells counters so and the operator once, and takes everything once it is mended', async () => {
    const memberId = await addMember(hq);
    record(counter, JSON.stringify(makeAward({ memberId })));
    await asOwner(`REVOKE INSERT ON entry FROM ${appRole}`);
    const body = { error: 'hq-misconfigured', message: 'HQ must be mended; see its log' };
    expect([await push(counter, 1), await push(counter, 1)]).toEqual([
      { status: 503, body },
      { status: 503, body },
    ]);
    // Reading goes on.
    expect([(await pull()).status, loud()]).toEqual([
      200,
      [expect.stringMatching(/HQ is down.*42501 permission denied for table entry/s)],
    ]);
    await asOwner('ALTER TABLE change RENAME COLUMN pos TO place');
    expect([await pull(), await pull(), loud()]).toEqual([
      { status: 503, body },
      { status: 503, body },
      [expect.stringMatching(/42703 .*pos/)],
    ]);
    await asOwner('ALTER TABLE change RENAME COLUMN place TO pos');
    await asOwner('ALTER TABLE admin_session RENAME TO elsewhere');
    await signInAdmin(hq);
    expect(loud()).toEqual([expect.stringMatching(/42P01 .*admin_session/)]);
    await asOwner('ALTER TABLE elsewhere RENAME TO admin_session');
    await asOwner(`GRANT INSERT ON entry TO ${appRole}`);
    expect([(await push(counter, 1)).status, (await receiptsOf(counter)).length]).toEqual([200, 1]);
  });

  it('asks counters for patience', async () => {
    await asOwner('ALTER TABLE install RENAME TO elsewhere');
    const response = await fetch(`${hq.url}/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        proto: 1,
        code: await hq.makeEnrolmentCode('0198b3a0-0000-7000-8000-000000000001' as never, '2'),
        publicKey: counter.key.publicKey,
        hostName: 'test',
        appVersion: '0.1.0',
      }),
    });
    await asOwner('ALTER TABLE elsewhere RENAME TO install');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
  });
});

it('tells the operator each kind of trouble once an hour', () => {
  const said: string[] = [];
  let nowMs = 0;
  const note = createMisconfiguredNote({ log: (line) => said.push(line), nowMs: () => nowMs });
  const trouble = (code: string) => note(Object.assign(new Error('no'), { code }));
  for (const at of [0, 1, 3_599_999]) {
    nowMs = at;
    trouble('42501');
    trouble('42P01');
  }
  nowMs = 3_600_000;
  trouble('42501');
  expect(said.map((line) => /\((\w+) no\)/.exec(line)?.[1])).toEqual(['42501', '42P01', '42501']);
});

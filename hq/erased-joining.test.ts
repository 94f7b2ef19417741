import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actAnswerSchema } from '../app/contract/hq-admin-exceptions.ts';
import { adminDoneSchema, exceptionsAnswerSchema } from '../app/contract/hq-admin.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { eraseMember } from './member/erase-member.ts';
import { signInAdmin } from './test-rig/admin-client.ts';
import type { AdminClient } from './test-rig/admin-client.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeStub, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;

describe.each(testStoreKinds)('a joining that had been in quarantine, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let owner: AdminClient;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    north = await hq.enrol();
    owner = await signInAdmin(hq);
  });
  afterAll(async () => await hq.stop());

  const newest = async () => {
    const { rows } = await owner.get('/exceptions', exceptionsAnswerSchema);
    const found = rows.find((row) => row.kind === 'from-revoked');
    if (found === undefined) throw new Error('nothing came from a revoked counter');
    return found;
  };
  const act = async (exceptionId: string) =>
    await owner.post(
      '/exceptions/act',
      { exceptionId, kind: 'redrive', note: '查明' },
      actAnswerSchema,
    );

  it('keeps nothing of whoever was erased, before or after it was taken', async () => {
    const gone = await hq.enrol();
    await owner.post('/counters/revoke', { inst: gone.install }, adminDoneSchema);
    const people = [
      { name: '諸葛亮', mobile: '+886977100001', birthday: '07-23', cardCode: '2000000009988' },
      { name: '司馬懿', mobile: '+886977100002', birthday: '09-07', cardCode: '2000000009971' },
    ];
    const [first, second] = people.map((person) => ({
      memberId: newTestId<MemberId>(),
      person,
    }));
    const redrive = async () => {
      const { exceptionId } = await newest();
      expect((await act(exceptionId)).kind).toBe('done');
    };
    const erase = async (memberId: MemberId) =>
      await hq.db.transaction().execute((trx) => eraseMember(trx, memberId));
    await tell(gone, text(makeStub(first!.memberId, first!.person)));
    await redrive();
    expect(await erase(first!.memberId)).toBe(first!.memberId);
    // HQ knows them by what another counter said of the same person.
    await tell(north, text(makeStub(second!.memberId, second!.person)));
    await tell(gone, text(makeStub(second!.memberId, second!.person)));
    expect(await erase(second!.memberId)).toBe(second!.memberId);
    await redrive();
    const events = await hq.db.selectFrom('event').select('raw_body').execute();
    const kept = events.map((row) => Buffer.from(row.raw_body).toString('utf8'));
    const known = text(await hq.db.selectFrom('member').selectAll().execute());
    const told = text(await hq.db.selectFrom('change').select('payload').execute());
    for (const secret of people.flatMap((person) => Object.values(person)))
      expect([
        secret,
        kept.filter((raw) => raw.includes(secret)),
        known.includes(secret),
        told.includes(secret),
      ]).toEqual([secret, [], false, false]);
    expect(await recheckLedger(hq.db, Date.now())).toBe(0);
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Program } from '../../app/domain/program.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { giveBirthdayGifts } from '../jobs/give-birthday-gifts.ts';
import { addMember } from '../test-rig/award-fixtures.ts';
import { richProgram } from '../test-rig/rich-program.ts';
import { newTestId } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { insertCouponUses, lockUseTotals } from './coupon-uses.ts';
import type { HqTrx } from './hq-db.ts';
import { insertProgram } from './programs.ts';

describe.each(testStoreKinds)('uses of limited things, on %s', (kind) => {
  let hq: TestHq;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, richProgram);
  });
  afterAll(async () => await hq.stop());

  /** How many things are locked by name in this transaction. */
  const locked = async (trx: HqTrx) =>
    (
      await sql<{ n: number }>`SELECT count(*)::integer AS n FROM pg_locks
        WHERE locktype = 'advisory' AND classid = 7226013 AND pid = pg_backend_pid()`.execute(trx)
    ).rows[0]?.n;

  it('are summed from the first day on only where a limit is on the whole', async () => {
    const memberId = newTestId<MemberId>();
    const use = { memberId, storeId: null, n: 1 };
    await hq.db.transaction().execute(async (trx) => {
      await insertCouponUses(
        trx,
        ['whole', 'daily', 'own'].flatMap((useId) =>
          ['2026-11-21', '2026-11-22'].map((bizDate) => ({
            ...use,
            eid: newTestId(),
            useId,
            bizDate,
          })),
        ),
      );
      const totals = await lockUseTotals(trx, {
        useIds: ['whole', 'daily', 'own'],
        sharedIds: ['whole', 'daily'],
        foreverIds: ['whole'],
        bizDates: ['2026-11-22'],
        rootOf: new Map([[memberId, memberId]]),
      });
      const of = (...keys: string[]) => keys.map((key) => totals.get(key));
      expect([
        of('whole', 'daily', 'own'),
        of('whole|day|2026-11-22', 'daily|day|2026-11-22', 'daily|day|2026-11-21'),
        of(`own|member|${memberId}`, `own|member|${memberId}|2026-11-22`),
        await locked(trx),
      ]).toEqual([[2, undefined, undefined], [1, 1, undefined], [2, 1], 2]);
    });
  });

  it.each([
    { limit: 'on each member', limits: { perMemberPerDay: 1 }, given: [1, 1], locks: 0 },
    { limit: 'on all together', limits: { program: 1 }, given: [1, 0], locks: 1 },
  ])('lock birthday gifts limited $limit: $locks', async ({ limits, given, locks }) => {
    const birthday = '2026-11-22';
    const [one, other] = [await addMember(hq), await addMember(hq)];
    const gifts = richProgram.gifts
      .filter(({ on }) => on === 'birthday')
      .map((gift) => ({
        ...gift,
        giftId: newTestId<typeof gift.giftId>(),
        limits: { ...gift.limits, program: null, perMemberPerDay: null, ...limits },
      }));
    const [first, ...others] = gifts;
    const program = { ...richProgram, gifts: first === undefined ? [] : [first] } as Program;
    expect(others.length).toBe(1);
    const night = {
      day: birthday,
      birthday,
      program,
      nowMs: Date.parse(`${birthday}T03:00:00+08:00`),
      randomBytes: (count: number) => new Uint8Array(count),
      memberPageUrl: null,
    };
    await hq.db.transaction().execute(async (trx) => {
      const counts = [
        await giveBirthdayGifts(trx, [one], night),
        await giveBirthdayGifts(trx, [other], night),
      ];
      expect([counts, await locked(trx)]).toEqual([given, locks]);
    });
  });
});

import { expect, test } from 'vitest';
import { everyLine, always } from '../../app/domain/program-conditions.ts';
import { unlimited } from '../../app/domain/program-coupon.ts';
import type { Program } from '../../app/domain/program.ts';
import { insertChanges } from '../../hq/db/changes.ts';
import { insertProgram } from '../../hq/db/programs.ts';
import { fiftyOff, takeExceptions } from '../../hq/test-rig/award-fixtures.ts';
import { pointsAtHq } from '../../hq/test-rig/balances.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import { testStoreKind } from '../../hq/test-rig/test-stores.ts';
import { openTill } from './till-rig.ts';

/** The first two who join get 30 points. */
const program: Program = {
  ...fiftyOff,
  version: 2,
  effectiveFrom: '2026-02-01',
  gifts: [
    {
      giftId: 'first-two',
      name: { 'zh-TW': '前兩名入會禮', en: 'For the first two' },
      on: 'sign-up',
      tierId: null,
      scope: everyLine,
      when: always,
      give: { kind: 'points', points: 30 },
      limits: { ...unlimited, program: 2 },
    },
  ],
};

test('the first two who join anywhere get the gift of the first two, and nobody after them', async () => {
  const hq = await startTestHq(testStoreKind);
  try {
    await hq.db.transaction().execute(async (trx) => {
      await insertProgram(trx, program);
      await insertChanges(trx, [{ kind: 'program', program }]);
    });
    const tills = [await openTill(hq, 7_101), await openTill(hq, 7_102)] as const;
    const [first, second] = tills;
    for (const till of tills) await till.sync();
    const join = async ({ counter, sync }: typeof first, n: number) => {
      const answer = await counter.handlers['member:enrol']({
        name: `王小明${n}`,
        mobile: `0955-666-00${n}`,
        birthday: null,
        invitedByCode: null,
        consent: true,
      });
      if (answer.kind !== 'done') throw new Error(answer.code);
      await counter.handlers['sale:clear']({});
      await sync();
      // HQ's answer is read in a round of its own.
      await sync();
      return await pointsAtHq(hq.db, answer.memberId);
    };
    const given: number[] = [];
    for (const [n, till] of [first, first, first, second].entries()) {
      await till.sync();
      given.push(await join(till, n));
    }
    expect(given).toEqual([30, 30, 0, 0]);
    expect(await takeExceptions(hq)).toEqual([]);
    for (const till of tills) {
      expect(till.errors).toEqual([]);
      await till.close();
    }
  } finally {
    await hq.stop();
  }
});

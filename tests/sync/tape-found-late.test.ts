import { expect, test } from 'vitest';
import { inTransaction } from '../../app/db/handles.ts';
import { listBalances } from '../../app/db/ledger.ts';
import { findMember } from '../../app/db/members.ts';
import { putBackEvents } from '../../app/db/put-back-events.ts';
import { linksOf } from '../../app/db/test-links.ts';
import { listAllVouchers } from '../../app/db/vouchers.ts';
import type { CouponId } from '../../app/domain/ids.ts';
import { always, everyLine } from '../../app/domain/program-conditions.ts';
import { couponDefaults } from '../../app/domain/program-defaults.ts';
import { unlimited } from '../../app/domain/program-coupon.ts';
import type { Gift, Program } from '../../app/domain/program.ts';
import { insertChanges } from '../../hq/db/changes.ts';
import { insertProgram } from '../../hq/db/programs.ts';
import { fiftyOff } from '../../hq/test-rig/award-fixtures.ts';
import { pointsAtHq } from '../../hq/test-rig/balances.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import { testStoreKind } from '../../hq/test-rig/test-stores.ts';
import { openTill } from './till-rig.ts';

const welcomeCouponId = '0198b3a0-0000-7000-8000-00000000c0e1' as CouponId;
const joining = (giftId: string, give: Gift['give']): Gift => ({
  giftId,
  name: { 'zh-TW': '入會禮', en: 'For joining' },
  on: 'sign-up',
  tierId: null,
  scope: everyLine,
  when: always,
  give,
  limits: unlimited,
});
const withGifts: Program = {
  ...fiftyOff,
  version: 2,
  effectiveFrom: '2026-02-01',
  coupons: [
    {
      ...couponDefaults,
      couponId: welcomeCouponId,
      name: { 'zh-TW': '入會券', en: 'Welcome' },
      effect: { kind: 'amount', amountMinor: 50 },
    },
  ],
  gifts: [
    joining('welcome', { kind: 'points', points: 30 }),
    joining('welcome-voucher', {
      kind: 'voucher',
      couponId: welcomeCouponId,
      uses: 1,
      usesPerUnit: 0,
    }),
  ],
};

test.each([
  { what: 'gifts', program: withGifts },
  { what: 'none', program: { ...withGifts, gifts: [] } },
])(
  'a tape found again after HQ told what is on it changes nothing, now or at the next sync (joining with $what)',
  async ({ program }) => {
    const hq = await startTestHq(testStoreKind);
    try {
      await hq.db.transaction().execute(async (trx) => {
        await insertProgram(trx, program);
        await insertChanges(trx, [{ kind: 'program', program }]);
      });
      const before = await openTill(hq, 7_201);
      await before.sync();
      const joined = await before.counter.handlers['member:enrol']({
        name: '王小明',
        mobile: '0955-666-001',
        birthday: null,
        invitedByCode: null,
        consent: true,
      });
      if (joined.kind !== 'done') throw new Error(joined.code);
      const { memberId } = joined;
      await before.counter.handlers['sale:set-amount']({ amountText: '6000' });
      expect(await before.settle()).toBe('done');
      await before.sync();
      const tape = await linksOf(before.db);
      await before.close();
      const atHq = await pointsAtHq(hq.db, memberId);

      // The PC is set up anew without its disk, and hears from HQ what it did. Then the disk turns up.
      const after = await openTill(hq, 7_202);
      await after.sync();
      const held = async () => {
        const today = '2026-11-24';
        const balances = await listBalances(after.db, { memberIds: [memberId], today });
        const vouchers = await listAllVouchers(after.db, { memberId, limit: 9 });
        return {
          points: balances.get(memberId),
          tierId: (await findMember(after.db, memberId))?.tierId,
          vouchers: vouchers.map(({ state, usesLeft }) => [state, usesLeft]),
        };
      };
      const vouchers = program.gifts.length === 0 ? [] : [['issued', 1]];
      const whole = { points: atHq, tierId: 'gold', vouchers };
      expect(await held()).toEqual(whole);
      const back = await inTransaction(after.db, (trx) => putBackEvents(trx, tape));
      expect([back.events, await held()]).toEqual([2, whole]);
      for (let round = 0; round < 3; round += 1) await after.sync();
      expect(await held()).toEqual(whole);
      expect(await pointsAtHq(hq.db, memberId)).toBe(atHq);
      expect(after.errors).toEqual([]);
      await after.close();
    } finally {
      await hq.stop();
    }
  },
);

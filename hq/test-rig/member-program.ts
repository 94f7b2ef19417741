import type { CouponId } from '../../app/domain/ids.ts';
import { always, everyLine } from '../../app/domain/program-conditions.ts';
import { couponDefaults } from '../../app/domain/program-defaults.ts';
import { unlimited } from '../../app/domain/program-coupon.ts';
import type { Program } from '../../app/domain/program.ts';
import { insertChanges } from '../db/changes.ts';
import type { HqDb } from '../db/hq-db.ts';
import { insertProgram } from '../db/programs.ts';
import { programSchema } from '../../app/contract/program.ts';
import { giftCouponId, richProgram } from './rich-program.ts';
import { seedTwoStores } from './test-hq.ts';

/** Ten points buy it, twice. */
export const tenPointsCouponId = '0198b3a0-0000-7000-8000-00000000c00a' as CouponId;
/** Not before next year. */
export const laterCouponId = '0198b3a0-0000-7000-8000-00000000c00b' as CouponId;

/** A program with gifts for joining and vouchers for points. */
export const memberProgram: Program = {
  ...richProgram,
  coupons: [
    ...richProgram.coupons,
    {
      ...couponDefaults,
      couponId: tenPointsCouponId,
      name: { 'zh-TW': '十點換券', en: 'Ten points' },
      effect: { kind: 'amount', amountMinor: 30 },
      when: { ...always, minSpendMinor: 200, weekdays: [1, 2], tierIds: ['general'] },
      exchange: { points: 10, perMember: 2 },
    },
    {
      ...couponDefaults,
      couponId: laterCouponId,
      name: { 'zh-TW': '明年券', en: 'Next year' },
      effect: { kind: 'percent', offBps: 500, maxMinor: 100 },
      validFrom: '2027-01-01',
      exchange: { points: 20, perMember: null },
    },
  ],
  gifts: [
    ...richProgram.gifts,
    {
      giftId: 'hello',
      name: { 'zh-TW': '入會禮', en: 'Hello' },
      on: 'sign-up',
      tierId: null,
      scope: everyLine,
      when: always,
      give: { kind: 'points', points: 25 },
      limits: unlimited,
    },
    {
      giftId: 'hello-voucher',
      name: { 'zh-TW': '入會券', en: 'Hello voucher' },
      on: 'sign-up',
      tierId: null,
      scope: everyLine,
      when: always,
      give: { kind: 'voucher', couponId: giftCouponId, uses: 1, usesPerUnit: 0 },
      limits: unlimited,
    },
  ],
};

/** Two stores, and the program told to the counters. */
export async function seedMemberProgram(db: HqDb): Promise<void> {
  await seedTwoStores(db);
  await db.transaction().execute(async (trx) => {
    await insertProgram(trx, memberProgram);
    await insertChanges(trx, [{ kind: 'program', program: programSchema.parse(memberProgram) }]);
  });
}

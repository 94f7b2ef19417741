import { counterEventSchema } from '../contract/events.ts';
import type { HeldRight } from '../contract/spend-policy.ts';
import type { RightId } from '../domain/ids.ts';
import { defaultSpendPolicy, type SpendPolicy } from '../domain/spend-policy.ts';
import { listUnsent } from '../db/events.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { insertEntries } from '../db/ledger.ts';
import { putSpendPolicy } from '../db/spend-policy.ts';
import { replaceRights } from '../db/spend-rights.ts';
import { countingIds } from '../db/test-database.ts';
import type { CounterDeps } from './ports.ts';
import { loyaltyCoupons, loyaltyProgram } from './test-program.ts';
import { shop, shopVoucher, startMs, stockShop, type testCounter } from './test-counter.ts';

/** Points pay one for one in this program, from 1 on. */
export const oneForOneProgram: typeof loyaltyProgram = {
  ...loyaltyProgram,
  redemption: {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 1,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
  },
};

export async function stock(
  db: Db,
  points: number,
  policy: Partial<SpendPolicy> = {},
): Promise<void> {
  const voucher = shopVoucher(1, { couponId: loyaltyCoupons.valuable });
  await stockShop(db, [voucher], oneForOneProgram);
  const newId = countingIds(9_000);
  await inTransaction(db, async (trx) => {
    for (const memberId of [shop.ming, shop.lin]) {
      await insertEntries(trx, [
        {
          eid: newId(),
          origin: 'receipt:1',
          recordedAtMs: 1,
          entries: [{ leg: 0, kind: 'earn', memberId, lotId: newId(), points, expiresOn: null }],
        },
      ]);
    }
    const limits = { ...defaultSpendPolicy, verifyShareBps: 0, ...policy, revision: 1 };
    await putSpendPolicy(trx, limits, null);
  });
}

export const online = {
  syncStatus: () => ({
    state: 'online' as const,
    reason: null,
    lastContactAtMs: startMs,
    clockOffsetMs: 0,
    pulledRows: 0,
  }),
} satisfies Partial<CounterDeps>;

export type SpendingRig = ReturnType<typeof testCounter>;

/** Sells NT$1,000 to a member who pays with points as far as wished. */
export async function spend(rig: SpendingRig, card: string, points: number) {
  await rig.scan(card);
  await rig.counter.handlers['sale:set-amount']({ amountText: '1000' });
  const put = await rig.counter.handlers['sale:set-points']({ points });
  if (put.kind === 'refused') return put.code;
  const { preview, spendPoints } = rig.last().sale;
  if (preview?.kind !== 'evaluated') throw new Error('no preview');
  const { paidMinor: expectedPaidMinor, points: expectedPoints } = preview;
  const settled = await rig.counter.handlers['sale:settle']({ expectedPaidMinor, expectedPoints });
  return settled.kind === 'refused' ? settled.code : spendPoints;
}

export async function coversOf(db: Db) {
  const unsent = await listUnsent(db, { limit: 99, bytesMax: 1e7 });
  return unsent.map(({ rawBody }) => {
    const event = counterEventSchema.parse(JSON.parse(rawBody));
    if (event.type === 'lease_return') return ['return', event.body.rightId, event.body.why];
    return event.type === 'award' ? (event.body.cover ?? null) : event.type;
  });
}

export const right = (change: Partial<HeldRight>): HeldRight => ({
  rightId: '01980000-0000-7000-8000-00000000aaa1' as RightId,
  kind: 'lease',
  memberId: shop.ming,
  grantedPoints: 300,
  spentPoints: 0,
  voucherId: null,
  expiresAtMs: startMs + 3_600_000,
  recalled: false,
  ...change,
});
export const hold = (db: Db, ...rights: HeldRight[]) =>
  inTransaction(db, (trx) =>
    replaceRights(trx, { installId: shop.install, rights, nowMs: startMs }),
  );

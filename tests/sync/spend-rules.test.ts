import { expect, test } from 'vitest';
import { signVoucherToken } from '../../app/db/sign-voucher-token.ts';
import { findSpendPolicy } from '../../app/db/spend-policy.ts';
import { listRights } from '../../app/db/spend-rights.ts';
import type { CouponId, MemberId, RefundId, VoucherId } from '../../app/domain/ids.ts';
import { unlimited } from '../../app/domain/program-coupon.ts';
import { couponDefaults, earnPerAmount } from '../../app/domain/program-defaults.ts';
import type { Program } from '../../app/domain/program.ts';
import { createSigningKey } from '../../app/db/sign-document.ts';
import { publishPolicy } from '../../hq/apply/publish-policy.ts';
import { getBrand } from '../../hq/db/brand.ts';
import { insertChanges } from '../../hq/db/changes.ts';
import { insertProgram } from '../../hq/db/programs.ts';
import { listRights as listHqRights } from '../../hq/db/spend-rights.ts';
import { makeVoucherToken } from '../../hq/server/make-voucher-token.ts';
import { addVoucher, fiftyOff, takeExceptions } from '../../hq/test-rig/award-fixtures.ts';
import { pointsAtHq } from '../../hq/test-rig/balances.ts';
import { newTestId, makeStub } from '../../hq/test-rig/test-events.ts';
import { tell } from '../../hq/test-rig/test-counter.ts';
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { TestHq } from '../../hq/test-rig/test-hq.ts';
import { testStoreKind } from '../../hq/test-rig/test-stores.ts';
import { openTill, tillCard as card } from './till-rig.ts';

const fifty = '0198b3a0-0000-7000-8000-00000000c005' as CouponId;
const valuable = '0198b3a0-0000-7000-8000-00000000c500' as CouponId;
const shared = '0198b3a0-0000-7000-8000-00000000c0de' as CouponId;
const coupon = (couponId: CouponId, offlineClass: 'A' | 'B') => ({
  ...couponDefaults,
  couponId,
  name: { 'zh-TW': '折五十', en: '50 off' },
  effect: { kind: 'amount' as const, amountMinor: 50 },
  offlineClass,
});
const program: Program = {
  ...fiftyOff,
  programId: '0198b3a0-0000-7000-8000-00000000dada' as Program['programId'],
  version: 2,
  effectiveFrom: '2026-02-01',
  earn: [earnPerAmount(1, 1)],
  redemption: {
    pointsPerStep: 1,
    minorPerStep: 1,
    pointsMin: 1,
    cartMinMinor: 0,
    shareMaxBps: 10_000,
    block: null,
  },
  coupons: [
    coupon(fifty, 'A'),
    coupon(valuable, 'B'),
    {
      ...coupon(shared, 'A'),
      trigger: 'code',
      code: 'LINE-50',
      limits: { ...unlimited, perMember: 1 },
    },
  ],
};

async function publish(hq: TestHq): Promise<void> {
  await hq.db.transaction().execute(async (trx) => {
    await insertProgram(trx, program);
    await insertChanges(trx, [{ kind: 'program', program }]);
  });
}

test('a till and HQ: policy, lease, floor, HQ’s word, all counted once and reconciled', async () => {
  const hq = await startTestHq(testStoreKind);
  try {
    await publish(hq);
    const first = (await openTill(hq, 7_001))!;
    const second = (await openTill(hq, 7_002))!;
    const memberId = newTestId<MemberId>();
    const stranger = await hq.enrol();
    await tell(stranger, JSON.stringify(makeStub(memberId, { cardCode: card })));
    await first.sync();
    expect((await findSpendPolicy(first.db))?.revision).toBe(1);
    expect(await first.sell(1_000, 0)).toBe('done');
    await first.sync();
    await first.keep();
    await second.sync();
    const openRights = async () =>
      (await listHqRights(hq.db, { openOfMembers: [memberId] })).map((right) => [
        right.kind,
        right.grantedPoints - right.spentPoints,
      ]);
    expect(await openRights()).toEqual([['lease', 300]]);
    await takeExceptions(hq);

    // Both are cut off. One has the lease, the other only its floor.
    for (const till of [first, second]) till.line.cut = true;
    expect([
      await first.sell(400, 250),
      await first.sell(400, 80),
      await second.sell(400, 100),
      await second.sell(400, 100),
      await second.sell(400, 100),
    ]).toEqual(['done', 'done', 'done', 'done', 'spend-above-member']);
    expect([await first.covers(), await second.covers()]).toEqual([
      ['lease', 'floor'],
      ['floor', 'floor'],
    ]);

    // The line is back: what each spent is told, and the lease has 50 left on both sides.
    for (const till of [first, second]) till.line.cut = false;
    await first.sync();
    await second.sync();
    await first.sync();
    const left = (await listRights(first.db)).map((right) => right.leftPoints);
    expect([await openRights(), left]).toEqual([[['lease', 50]], [50]]);
    expect(await takeExceptions(hq)).toEqual([]);

    // Beyond the floor HQ is asked; the lease pays its part.
    const before = await pointsAtHq(hq.db, memberId);
    expect([await first.sell(900, 400), await first.covers()]).toEqual(['done', ['online']]);
    // The other till asks for more than is left: 50 fewer than it believes are promised to the first.
    await second.sync();
    expect(await second.sell(3_000, before)).toBe('spend-hq-short');
    await first.sync();
    await first.sync();
    expect([await openRights(), await listRights(first.db)]).toEqual([[], []]);
    expect(await takeExceptions(hq)).toEqual([]);

    // A new policy comes down signed; one that HQ did not sign changes nothing.
    const policy = { ...(await findSpendPolicy(first.db))!, floorSalePoints: 7 };
    await publishPolicy({ db: hq.db, nowMs: Date.now }, { policy, afterRevision: 1 });
    const { signingKey } = createSigningKey();
    const forged = { ...policy, revision: 9_999_999_999, floorSalePoints: 200 };
    const { signDocument } = await import('../../app/db/sign-document.ts');
    const document = signDocument(signingKey, 'spend-policy', forged);
    await hq.db.transaction().execute((trx) => insertChanges(trx, [{ kind: 'policy', document }]));
    await first.sync();
    expect((await findSpendPolicy(first.db))?.floorSalePoints).toBe(7);
    expect([first.errors, second.errors]).toEqual([[], []]);
    await first.close();
    await second.close();
  } finally {
    await hq.stop();
  }
}, 120_000);

test('a voucher the till has not heard of is used by its signed token, once, by its member, in class A', async () => {
  const hq = await startTestHq(testStoreKind);
  try {
    await publish(hq);
    const till = await openTill(hq, 7_003);
    const memberId = newTestId<MemberId>();
    const stranger = await hq.enrol();
    await tell(stranger, JSON.stringify(makeStub(memberId, { cardCode: card })));
    await till.sync();
    till.line.cut = true;
    const give = async (couponId: CouponId) => {
      const { voucherId } = await addVoucher(hq, memberId, { couponId });
      const token = await makeVoucherToken({ db: hq.db, nowMs: Date.now }, voucherId);
      return { voucherId, token: token! };
    };
    const marketing = await give(fifty);
    const costly = await give(valuable);
    const { signingKey } = await getBrand(hq.db);
    const signed = { class: 'A', couponId: fifty, memberId } as const;
    const days = { validFrom: '2026-01-01', validUntil: '2026-12-31' };
    const other = { ...signed, memberId: newTestId<MemberId>(), voucherId: newTestId<VoucherId>() };
    const lapsed = { ...signed, voucherId: newTestId<VoucherId>(), validUntil: '2026-02-01' };
    const strange = { ...signed, voucherId: newTestId<VoucherId>() };
    expect(await till.scan(marketing.token)).toBe('voucher-needs-member');
    await till.scan(card);
    expect([
      await till.scan(costly.token),
      await till.scan(signVoucherToken(signingKey, { ...days, ...other })),
      await till.scan(signVoucherToken(signingKey, { ...days, ...lapsed })),
      await till.scan(signVoucherToken(createSigningKey().signingKey, { ...days, ...strange })),
      await till.scan(`${marketing.token.slice(0, -1)}/`),
      await till.scan(marketing.token),
    ]).toEqual([
      'voucher-token-online',
      'voucher-of-other-member',
      'voucher-expired',
      'voucher-token-invalid',
      'voucher-misread',
      'voucher-attached',
    ]);
    await till.counter.handlers['sale:set-amount']({ amountText: '500' });
    expect([till.last().sale.preview, await till.settle()]).toMatchObject([
      { discountMinor: 50, paidMinor: 450 },
      'done',
    ]);
    await till.scan(card);
    await till.scan('2000000000015');
    expect(await till.scan(marketing.token)).toBe('voucher-used');
    till.line.cut = false;
    await till.sync();
    expect(await takeExceptions(hq)).toEqual([]);
    // Used: HQ makes no token of it any more.
    const deps = { db: hq.db, nowMs: Date.now };
    expect(await makeVoucherToken(deps, marketing.voucherId)).toBeNull();
    expect(till.errors).toEqual([]);
    await till.close();
  } finally {
    await hq.stop();
  }
}, 120_000);

test('a code that everybody shares counts per member: apart two tills both take it, HQ agrees with each and tells', async () => {
  const hq = await startTestHq(testStoreKind);
  try {
    await publish(hq);
    const tills = [await openTill(hq, 7_004), await openTill(hq, 7_005)];
    const memberId = newTestId<MemberId>();
    await tell(await hq.enrol(), JSON.stringify(makeStub(memberId, { cardCode: card })));
    for (const till of tills) {
      await till.sync();
      till.line.cut = true;
    }
    const use = async (till: (typeof tills)[number]) => {
      await till.counter.handlers['sale:clear']({});
      await till.scan(card);
      const said = await till.scan('line-50');
      await till.counter.handlers['sale:set-amount']({ amountText: '500' });
      const settled = said === 'voucher-attached' ? await till.settle() : null;
      return [said, settled, till.last().lastSales[0]?.discountMinor];
    };
    const taken = ['voucher-attached', 'done', 50];
    const full = ['voucher-limit-member', null, 50];
    for (const till of tills) expect([await use(till), await use(till)]).toEqual([taken, full]);
    const meet = async () => {
      // Twice: what one till told last the other learns in the second round.
      for (const till of [...tills, ...tills]) {
        till.line.cut = false;
        await till.sync();
      }
    };
    await meet();
    expect(await takeExceptions(hq)).toMatchObject([
      {
        kind: 'coupon-limit-exceeded',
        detail: { id: shared, exceeded: [{ limit: 'perMember', max: 1, used: 2 }] },
      },
    ]);
    const undo = async (till: (typeof tills)[number]) => {
      const { saleId } = till.last().lastSales[0]!;
      const asked = { saleId, mode: 'void', request: { kind: 'all' } } as const;
      const preview = await till.counter.handlers['refund:preview'](asked);
      if (preview.kind === 'refused') throw new Error(preview.code);
      const { moneyMinor: expectedMoneyMinor, clawedBack: expectedClawedBack } = preview;
      const intent = { refundId: newTestId<RefundId>(), why: 'mistake' } as const;
      const expected = { expectedMoneyMinor, expectedClawedBack };
      await till.counter.handlers['refund:settle']({ ...asked, ...intent, ...expected });
      await meet();
    };
    await undo(tills[0]!);
    expect(await use(tills[0]!)).toEqual(full);
    await undo(tills[1]!);
    expect(await use(tills[0]!)).toEqual(taken);
    await meet();
    expect([await use(tills[1]!), await takeExceptions(hq)]).toEqual([full, []]);
    for (const till of tills) {
      expect(till.errors).toEqual([]);
      await till.close();
    }
  } finally {
    await hq.stop();
  }
}, 120_000);

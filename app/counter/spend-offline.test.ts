import { expect, test } from 'vitest';
import type { MemberId, RightId, VoucherId } from '../domain/ids.ts';
import type { SpendPolicy } from '../domain/spend-policy.ts';
import { listUnsent, markAcked } from '../db/events.ts';
import { inTransaction } from '../db/handles.ts';
import { listRights } from '../db/spend-rights.ts';
import { countingIds, withTestDatabase } from '../db/test-database.ts';
import { shop, shopVoucher, startMs, testCounter } from './test-counter.ts';
import { coversOf, hold, online, right, spend, stock, type SpendingRig } from './test-spending.ts';

test('offline the floor limits hold: per sale, per member, per counter, until HQ has the sales', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000, { floorCounterPoints: 300 });
    const rig = testCounter(db);
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    await rig.counter.handlers['sale:set-amount']({ amountText: '1000' });
    expect(rig.last().sale).toMatchObject({ spendPointsMax: 100, spendBlockedBy: null });
    expect([
      // Cut to what one sale may spend, then to what the member has left, then none.
      await spend(rig, shop.mingCard, 150),
      await spend(rig, shop.mingCard, 60),
      await spend(rig, shop.mingCard, 60),
      await spend(rig, shop.mingCard, 10),
      // Another member has his own limit, and what the counter has left.
      await spend(rig, shop.linCard, 70),
      await spend(rig, shop.linCard, 70),
      await spend(rig, shop.linCard, 1),
    ]).toEqual([100, 60, 40, 'spend-above-member', 70, 30, 'spend-above-counter']);
    expect(rig.last().notice?.code).toBe('spend-above-counter');
    expect(rig.last().sale).toMatchObject({
      spendPointsMax: null,
      spendBlockedBy: 'spend-above-counter',
    });
    expect(await coversOf(db)).toEqual(Array.from({ length: 5 }, () => ({ by: 'floor' })));

    // A restart forgets nothing: it is all read out of the log.
    const again = testCounter(db, {}, countingIds(50_000));
    await again.counter.start();
    expect(await spend(again, shop.mingCard, 10)).toBe('spend-above-member');
    const unsent = await listUnsent(db, { limit: 99, bytesMax: 1e7 });
    const last = unsent.at(-1)!;
    await inTransaction(db, (trx) =>
      markAcked(trx, { installId: shop.install, through: last.seq, head: last.hash }),
    );
    expect(await spend(again, shop.mingCard, 100)).toBe(100);
    expect([rig.errors, again.errors]).toEqual([[], []]);
  });
});

test.each<[string, Partial<SpendPolicy>, number, string]>([
  ['away for too long', { offlineHoursMax: 1 }, 1, 'spend-offline-too-long'],
  ['balances too old', { snapshotAgeHoursMax: 1 }, 1, 'spend-balance-old'],
  ['the clock jumped', {}, 30, 'spend-time-unknown'],
  ['no floor at all', { floorSalePoints: 0, floorMemberPoints: 0 }, 0, 'spend-above-sale'],
])('offline nothing is spent: %s', async (_, policy, hours, code) => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000, policy);
    const rig = testCounter(db);
    await rig.counter.start();
    rig.clock.wallMs += hours * 3_600_000;
    expect([await spend(rig, shop.mingCard, 10), await spend(rig, shop.mingCard, 0)]).toEqual([
      code,
      0,
    ]);
  });
});

test('a lease pays more than the floor, once, and survives a restart and what HQ says again', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000);
    await hold(db, right({}));
    const rig = testCounter(db);
    await rig.counter.start();
    const leaseId = right({}).rightId;
    expect([await spend(rig, shop.mingCard, 250), await coversOf(db)]).toEqual([
      250,
      [{ by: 'lease', leaseId }],
    ]);
    // HQ lists it as it granted it: what was spent stays spent.
    await hold(db, right({}));
    const lefts = async () => (await listRights(db)).map((one) => one.leftPoints);
    expect(await lefts()).toEqual([50]);
    // HQ has seen more than our own log holds (a disk put back): the smaller rest counts.
    await hold(db, right({ spentPoints: 280 }));
    expect(await lefts()).toEqual([20]);
    // 70 fit the floor; leased points are not counted a second time.
    expect(await spend(rig, shop.mingCard, 70)).toBe(70);
    expect((await coversOf(db)).at(-1)).toEqual({ by: 'floor' });
    await hold(db);
    expect(await lefts()).toEqual([]);
    await hold(db, right({}));
    expect(await lefts()).toEqual([50]);
  });
});

test('the cashier is told when only being offline holds the points down', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 500);
    const rig = testCounter(db);
    await rig.counter.start();
    const put = async (points: number) => {
      await rig.counter.handlers['sale:set-points']({ points });
      return [rig.last().notice?.code, rig.last().sale.spendPoints];
    };
    await rig.scan(shop.linCard);
    await rig.counter.handlers['sale:set-amount']({ amountText: '1000' });
    expect([await put(400), await put(100), await put(30)]).toEqual([
      ['points-on-sale-offline', 100],
      ['points-on-sale-offline', 100],
      ['points-on-sale', 30],
    ]);
    // The rules alone would not take more here.
    await rig.counter.handlers['sale:set-amount']({ amountText: '60' });
    expect(await put(400)).toEqual(['points-cut', 60]);
  });
});

test('a class B voucher needs HQ’s word, or a pin, which is worth one sale', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 0);
    const { voucherId } = shopVoucher(1);
    const use = async (rig: SpendingRig) => {
      await rig.scan(shop.mingCard);
      await rig.counter.handlers['sale:toggle-voucher']({ voucherId });
      const put = rig.last().sale;
      await rig.sell(2_000);
      return [put.preview?.kind ?? null, rig.last().notice?.code];
    };
    const offline = testCounter(db);
    await offline.counter.start();
    await offline.scan(shop.mingCard);
    const answer = await offline.counter.handlers['sale:toggle-voucher']({ voucherId });
    expect(answer).toEqual({ kind: 'refused', code: 'voucher-needs-hq' });

    const refusing = testCounter(db, {
      ...online,
      authoriseSpend: async () => ({ kind: 'voucher-refused', voucherId, why: 'held-elsewhere' }),
    });
    await refusing.counter.start();
    expect((await use(refusing))[1]).toBe('voucher-held-elsewhere');
    await refusing.counter.handlers['sale:clear']({});

    await hold(db, right({ kind: 'pin', grantedPoints: 0, voucherId: voucherId as VoucherId }));
    const pinned = testCounter(db, {}, countingIds(70_000));
    await pinned.counter.start();
    expect((await use(pinned))[1]).toMatch(/^sale-settled/);
    expect(await coversOf(db)).toEqual([null]);
    expect((await listRights(db)).map((one) => one.used)).toEqual([true]);
  });
});

test('what is over, called back or never used is given back; what is in use is not', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000);
    const id = (n: number) => `01980000-0000-7000-8000-00000000bbb${n}` as RightId;
    const lin = { memberId: shop.lin as MemberId };
    await hold(
      db,
      right({ rightId: id(1), ...lin, expiresAtMs: startMs - 1 }),
      right({ rightId: id(2), ...lin }),
      right({ rightId: id(3), ...lin, recalled: true }),
      right({ rightId: id(4), ...lin, kind: 'auth', grantedPoints: 5 }),
      right({ rightId: id(5), recalled: true }),
    );
    const rig = testCounter(db);
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    await rig.counter.returnRights();
    expect(await coversOf(db)).toEqual([
      ['return', id(1), 'expired'],
      ['return', id(3), 'recalled'],
    ]);
    rig.clock.wallMs += 180_000;
    rig.clock.monoMs += 180_000;
    await rig.counter.handlers['sale:clear']({});
    await rig.counter.returnRights();
    await rig.counter.returnRights();
    expect((await coversOf(db)).slice(2)).toEqual([
      ['return', id(4), 'unused'],
      ['return', id(5), 'recalled'],
    ]);
    // HQ still lists them until it reads the returns: they are gone here all the same.
    expect((await listRights(db)).map((one) => one.rightId)).toEqual([id(2)]);
    expect(rig.errors).toEqual([]);
  });
});

test('a shop without HQ spends freely', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000);
    const { putSettings } = await import('../db/settings.ts');
    await inTransaction(db, (trx) => putSettings(trx, { mode: 'local', hqUrl: null }));
    const rig = testCounter(db);
    await rig.counter.start();
    expect([await spend(rig, shop.mingCard, 900), await coversOf(db)]).toEqual([900, [null]]);
  });
});

import { expect, test } from 'vitest';
import { counterEventSchema } from '../contract/events.ts';
import type { AuthoriseRequest, HeldRight } from '../contract/spend-policy.ts';
import type { MemberId, RightId, VoucherId } from '../domain/ids.ts';
import { defaultSpendPolicy, type SpendPolicy } from '../domain/spend-policy.ts';
import { listUnsent, markAcked } from '../db/events.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { insertEntries } from '../db/ledger.ts';
import { putSpendPolicy } from '../db/spend-policy.ts';
import { listRights, replaceRights } from '../db/spend-rights.ts';
import { countingIds, withTestDatabase } from '../db/test-database.ts';
import type { CounterDeps } from './ports.ts';
import { loyaltyCoupons, loyaltyProgram } from './test-program.ts';
import { shop, shopVoucher, startMs, stockShop, testCounter } from './test-counter.ts';

/** Points pay one for one in this program, from 1 on. */
const program: typeof loyaltyProgram = {
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

async function stock(db: Db, points: number, policy: Partial<SpendPolicy> = {}): Promise<void> {
  const voucher = shopVoucher(1, { couponId: loyaltyCoupons.valuable });
  await stockShop(db, [voucher], program);
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

const online = {
  syncStatus: () => ({
    state: 'online' as const,
    reason: null,
    lastContactAtMs: startMs,
    clockOffsetMs: 0,
    pulledRows: 0,
  }),
} satisfies Partial<CounterDeps>;

type Rig = ReturnType<typeof testCounter>;

/** Sells NT$1,000 to a member who pays with points as far as wished. */
async function spend(rig: Rig, card: string, points: number) {
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

async function coversOf(db: Db) {
  const unsent = await listUnsent(db, { limit: 99, bytesMax: 1e7 });
  return unsent.map(({ rawBody }) => {
    const event = counterEventSchema.parse(JSON.parse(rawBody));
    if (event.type === 'lease_return') return ['return', event.body.rightId, event.body.why];
    return event.type === 'award' ? (event.body.cover ?? null) : event.type;
  });
}

const right = (change: Partial<HeldRight>): HeldRight => ({
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
const hold = (db: Db, ...rights: HeldRight[]) =>
  inTransaction(db, (trx) =>
    replaceRights(trx, { installId: shop.install, rights, nowMs: startMs }),
  );

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

test('while HQ answers it is asked for what no lease and no floor covers', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000);
    await hold(db, right({ grantedPoints: 200 }));
    const asked: AuthoriseRequest[] = [];
    const answers: Awaited<ReturnType<NonNullable<CounterDeps['authoriseSpend']>>>[] = [];
    const rig = testCounter(db, {
      ...online,
      authoriseSpend: async (request) => {
        asked.push(request);
        return answers.shift() ?? { kind: 'granted', authId: request.authId };
      },
    });
    await rig.counter.start();
    expect([
      await spend(rig, shop.linCard, 90),
      await spend(rig, shop.linCard, 400),
      await spend(rig, shop.mingCard, 500),
    ]).toEqual([90, 400, 500]);
    const leaseId = right({}).rightId;
    expect(asked).toMatchObject([
      { memberId: shop.lin, points: 400, leaseId: null, pending: [{ points: 90 }] },
      { memberId: shop.ming, points: 300, leaseId, pending: [] },
    ]);
    expect(await coversOf(db)).toEqual([
      { by: 'floor' },
      { by: 'online', authId: asked[0]?.authId, lease: null },
      { by: 'online', authId: asked[1]?.authId, lease: { leaseId, points: 200 } },
    ]);
    answers.push(
      { kind: 'points-short', availablePoints: 80, heldPoints: 0 },
      { kind: 'points-short', availablePoints: 80, heldPoints: 300 },
      { kind: 'unreachable' },
      { kind: 'refused', why: 'too-many-rights' },
    );
    const said = [];
    for (let i = 0; i < 4; i += 1) {
      said.push([await spend(rig, shop.linCard, 200), rig.last().notice?.params]);
    }
    expect(said).toEqual([
      ['spend-hq-short', { availablePoints: 80, heldPoints: 0 }],
      ['spend-held-elsewhere', { availablePoints: 80, heldPoints: 300 }],
      ['spend-hq-silent', { maxPoints: 100 }],
      ['spend-hq-full', { maxPoints: 100 }],
    ]);
    expect((await coversOf(db)).length).toBe(3);
    expect(rig.errors).toEqual([]);
  });
});

test('a sale that HQ was asked about in vain says so: HQ may have reserved its points', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000, { verifyShareBps: 10_000 });
    const asked: unknown[] = [];
    const authoriseSpend: CounterDeps['authoriseSpend'] = async ({ authId }) =>
      asked.push(authId) === 1 ? { kind: 'unreachable' } : { kind: 'refused', why: 'closed' };
    const rig = testCounter(db, { ...online, authoriseSpend });
    await rig.counter.start();
    for (const points of [40, 30]) await spend(rig, shop.linCard, points);
    expect(await coversOf(db)).toEqual([{ by: 'floor', asked: asked[0] }, { by: 'floor' }]);
  });
});

test('HQ’s word is for the sale it was asked for: another one scanned meanwhile does not get it', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000);
    const rig: Rig = testCounter(db, {
      ...online,
      authoriseSpend: async ({ authId }) => {
        await rig.counter.handlers['sale:set-amount']({ amountText: '2000' });
        return { kind: 'granted', authId };
      },
    });
    await rig.counter.start();
    expect([await spend(rig, shop.linCard, 400), await coversOf(db)]).toEqual([
      'preview-changed',
      [],
    ]);
  });
});

test('Enter pressed again while HQ is asked asks nothing more, and the good news stays', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 500);
    let asked = 0;
    let answer: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => (answer = resolve));
    const rig = testCounter(db, {
      ...online,
      authoriseSpend: async ({ authId }) => {
        asked += 1;
        await heard;
        return { kind: 'granted', authId };
      },
    });
    await rig.counter.start();
    const first = spend(rig, shop.linCard, 400);
    while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const { preview } = rig.last().sale;
    if (preview?.kind !== 'evaluated') throw new Error('no preview');
    const { paidMinor: expectedPaidMinor, points: expectedPoints } = preview;
    const again = rig.counter.handlers['sale:settle']({ expectedPaidMinor, expectedPoints });
    answer();
    expect([await first, await again, asked, (await coversOf(db)).length]).toEqual([
      400,
      { kind: 'done' },
      1,
      1,
    ]);
    expect(rig.last().notice?.code).toBe('sale-settled-with');
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
    const use = async (rig: Rig) => {
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

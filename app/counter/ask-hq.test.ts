import { expect, test } from 'vitest';
import type { AuthoriseRequest } from '../contract/spend-policy.ts';
import { withTestDatabase } from '../db/test-database.ts';
import type { CounterDeps } from './ports.ts';
import { shop, testCounter } from './test-counter.ts';
import { coversOf, hold, online, right, spend, stock, type SpendingRig } from './test-spending.ts';

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
    const asked: AuthoriseRequest[] = [];
    const authoriseSpend: CounterDeps['authoriseSpend'] = async (request) =>
      asked.push(request) === 1 ? { kind: 'unreachable' } : { kind: 'refused', why: 'closed' };
    const rig = testCounter(db, { ...online, authoriseSpend });
    await rig.counter.start();
    for (const points of [40, 30, 20]) await spend(rig, shop.linCard, points);
    const inVain = asked[0]?.authId;
    expect(await coversOf(db)).toEqual([
      { by: 'floor', asked: inVain },
      { by: 'floor' },
      { by: 'floor' },
    ]);
    const eid: unknown = expect.any(String);
    // Whoever asks again says so, too, so that HQ does not count them twice.
    expect(asked.map(({ pending }) => pending)).toEqual([
      [],
      [{ eid, points: 40, asked: inVain }],
      [
        { eid, points: 40, asked: inVain },
        { eid, points: 30 },
      ],
    ]);
  });
});

test('HQ’s word is for the sale it was asked for: another one scanned meanwhile does not get it', async () => {
  await withTestDatabase(async (db) => {
    await stock(db, 1_000);
    const rig: SpendingRig = testCounter(db, {
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

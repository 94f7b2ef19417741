import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRowSchema } from '../app/contract/sync.ts';
import type { CouponId, MemberId } from '../app/domain/ids.ts';
import type { Program } from '../app/domain/program.ts';
import { mergeMembers } from './apply/merge-members.ts';
import { moveStamps } from './apply/move-stamps.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { addMember, takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { giftCouponId, richProgram } from './test-rig/rich-program.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeStub, newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = (event: object): string => JSON.stringify(event);
const nowMs = Date.parse('2026-11-22T12:00:00+08:00');
const [coffee] = richProgram.stampCards;
if (coffee === undefined) throw new Error('no card');

/** A full card of five is worth 5 points, one of tea a voucher, a sandwich card a sandwich. */
const program: Program = {
  ...richProgram,
  version: 3,
  stampCards: [
    { ...coffee, goal: 5, bonusOnIssue: 0 },
    {
      ...coffee,
      cardId: 'tea',
      goal: 5,
      bonusOnIssue: 0,
      next: { kind: 'none' },
      reward: {
        kind: 'voucher',
        couponId: giftCouponId as CouponId,
        uses: 1,
        usesPerUnit: 0,
      },
    },
    {
      ...coffee,
      cardId: 'bread',
      goal: 5,
      bonusOnIssue: 0,
      reward: {
        kind: 'goods',
        sku: 'bread',
        name: {
          'zh-TW': '麵包',
          en: 'Bread',
        },
      },
    },
  ],
};

describe('moving stamps', () => {
  const [from, into] = [newTestId<MemberId>(), newTestId<MemberId>()];
  const entry = (memberId: MemberId, cardNo: number, stamps: number) => ({
    memberId,
    cardId: 'coffee',
    cardNo,
    stamps,
    completed: false,
    atMs: 7,
  });
  const move = (a: readonly [number, number][], b: readonly [number, number][]) => {
    const side = (memberId: MemberId, cards: readonly [number, number][]) => ({
      memberId,
      entries: cards.map(([no, n]) => entry(memberId, no, n)),
    });
    const { stamps, filled } = moveStamps(program, { from: side(from, a), into: side(into, b) });
    return [
      stamps.map((one) => [one.memberId === from ? 'from' : 'into', one.cardNo, one.stamps]),
      filled.map((card) => card.cardId),
    ];
  };

  it('fills a card together once, and carries the rest', () => {
    expect(move([[1, 3]], [[1, 2]])).toEqual([
      [
        ['from', 1, -3],
        ['into', 1, -2],
        ['into', 1, 5],
      ],
      ['coffee'],
    ]);
    expect(move([[1, 4]], [[3, 3]])).toEqual([
      [
        ['from', 1, -4],
        ['into', 3, -3],
        ['into', 3, 5],
        ['into', 4, 2],
      ],
      ['coffee'],
    ]);
  });

  it('moves what fills nothing, and puts nothing on a full card', () => {
    expect([
      move([[1, 2]], [[1, 2]]),
      move([[1, 1]], [[2, 2]]),
      move([[2, 1]], [[1, 5]]),
      move([[1, 2]], [[1, 5]]),
      move([], [[1, 5]]),
    ]).toEqual([
      [[], []],
      [
        [
          ['from', 1, -1],
          ['into', 2, 1],
        ],
        [],
      ],
      [[], []],
      [
        [
          ['from', 1, -2],
          ['into', 2, 2],
        ],
        [],
      ],
      [[], []],
    ]);
  });
});

describe.each(testStoreKinds)('a stamp card filled by two who are one, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  let serial = 0;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs });
    await insertProgram(hq.db, program);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    await hq.stop();
  });
  const merge = async (from: MemberId, into: MemberId) =>
    await hq.db.transaction().execute((trx) => mergeMembers(trx, { from, into, nowMs }));
  /** A sale too small for points, with the stamps the counter knew of before. */
  const visit = (memberId: MemberId, before: number) =>
    makeAward({
      memberId,
      program,
      amountMinor: 50,
      facts: {
        stamps: ['coffee', 'tea', 'bread'].flatMap((cardId) =>
          before === 0
            ? []
            : [
                {
                  cardId,
                  cardNo: 1,
                  stamps: before,
                  lastAtMs: nowMs - 1,
                },
              ],
        ),
      },
    });
  const visits = (memberId: MemberId, n: number) =>
    Array.from({ length: n }, (_, before) => visit(memberId, before));
  const vouchersOf = async (memberId: MemberId) =>
    (
      await hq.db
        .selectFrom('voucher')
        .select('because')
        .where('member_id', '=', memberId)
        .execute()
    ).map((row) => row.because);
  const cardsOf = async (ids: readonly MemberId[]) => {
    const rows = await hq.db
      .selectFrom('stamp_entry')
      .select(['card_no', (eb) => eb.fn.sum<string>('stamps').as('n')])
      .where('member_id', 'in', ids)
      .where('card_id', '=', 'coffee')
      .groupBy('card_no')
      .orderBy('card_no')
      .execute();
    return rows.map((row) => [row.card_no, Number(row.n)]);
  };

  it('gives the reward once: points, a voucher, and word of goods to hand over', async () => {
    const [from, into] = [await addMember(hq), await addMember(hq)];
    await tell(north, ...[...visits(from, 4), ...visits(into, 3)].map(text));
    await takeExceptions(hq);
    await merge(from, into);
    expect([
      await pointsAtHq(hq.db, into),
      await vouchersOf(into),
      await cardsOf([from, into]),
    ]).toEqual([
      5,
      ['tea'],
      [
        [1, 5],
        [2, 2],
      ],
    ]);
    expect(await takeExceptions(hq)).toMatchObject([
      { kind: 'stamp-reward-due', detail: { memberId: into, goods: [{ sku: 'bread' }] } },
    ]);
    await merge(from, into);
    expect(await pointsAtHq(hq.db, into)).toBe(5);
    const told = (await pullAll(north)).map((row) => changeRowSchema.parse(row));
    expect(
      told.flatMap((row) =>
        row.kind === 'posting' && row.posting.why === 'merge'
          ? [row.posting.entries.map((entry) => [entry.memberId, entry.points])]
          : [],
      ),
    ).toContainEqual([[into, 5]]);
  });

  it('also when a counter stamps the card of the merged one later, whichever comes first', async () => {
    for (const stubFirst of [true, false]) {
      serial += 1;
      const mobile = `+88695522${kind === 'pglite' ? 1 : 2}${String(serial).padStart(3, '0')}`;
      const ownerId = await addMember(hq, 'general', { mobile });
      const stubId = newTestId<MemberId>();
      await tell(south, ...visits(ownerId, 3).map(text));
      const stub = makeStub(stubId, { mobile, cardCode: `stub-${kind}-${serial}` });
      const sales = visits(stubId, 4);
      for (const event of stubFirst ? [stub, ...sales] : [...sales, stub])
        await tell(north, text(event));
      expect([
        await pointsAtHq(hq.db, ownerId),
        await vouchersOf(ownerId),
        await cardsOf([ownerId, stubId]),
      ]).toEqual([
        5,
        ['tea'],
        [
          [1, 5],
          [2, 2],
        ],
      ]);
      await takeExceptions(hq);
    }
  });
});

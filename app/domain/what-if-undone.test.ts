import { describe, expect, test } from 'vitest';
import type { CouponId, MemberId, VoucherId } from './ids.ts';
import { makeCoupon, makeGift, makeTier, makeWhen } from './lint.fixture.ts';
import { everyLine } from './program-conditions.ts';
import { unlimited } from './program-coupon.ts';
import type { Program } from './program.ts';
import { lineOfAmount } from './sale.ts';
import type { OfferedVoucher } from './sale.ts';
import { an, discounts, mei, member, pointsOf, program, refund, sale } from './what-if.fixture.ts';
import { whatIf } from './what-if.ts';
import type { WhatIfRefund, WhatIfSale } from './what-if.ts';

describe('what a refund leaves of a sale', () => {
  const undo = (saleIndex: number, date: string, part: Partial<WhatIfRefund> = {}) => ({
    ...refund(saleIndex, saleIndex + 1),
    mode: 'void' as const,
    date,
    ...part,
  });
  const limited: Program = {
    ...program,
    coupons: [
      makeCoupon(
        'c',
        { kind: 'amount', amountMinor: 5 },
        { trigger: 'auto', limits: { ...unlimited, perMember: 1 } },
      ),
    ],
    gifts: [
      makeGift({ give: { kind: 'points', points: 7 }, limits: { ...unlimited, program: 1 } }),
    ],
  };

  test('no use of a limit, once nothing of it is left', () => {
    const sales = [sale(mei, 9), sale(mei, 9), sale(mei, 9)];
    const members = [member(mei)];
    const part = refund(0, 1, 1);
    const run = (refunds: WhatIfRefund[]) => {
      const { sales: done, members: after } = whatIf(limited, { members, sales, refunds });
      return [
        done.map(({ result }) =>
          result.kind === 'evaluated' ? [result.discountMinor, result.points] : [],
        ),
        after[0]?.useCounts.map(({ id, member: n }) => [id, n]),
      ];
    };
    const none = [
      [5, 7],
      [0, 0],
      [0, 0],
    ];
    const once = [
      ['c', 1],
      ['gift', 1],
    ];
    expect([run([]), run([part])]).toEqual([
      [none, once],
      [none, once],
    ]);
    expect(run([undo(0, '2026-05-01')])).toEqual([
      [
        [5, 7],
        [5, 7],
        [0, 0],
      ],
      once,
    ]);
  });

  test('no use of a ticket, but in the counts of a sale as many as it took', () => {
    const tickets: Program = {
      ...program,
      coupons: [
        makeCoupon(
          'c',
          { kind: 'free-units', units: 1 },
          { uses: 4, limits: { ...unlimited, perMember: 5 } },
        ),
      ],
    };
    const offered = (uses: number): OfferedVoucher => ({
      voucherId: 'v' as VoucherId,
      couponId: 'c' as CouponId,
      memberId: mei,
      validFrom: '2026-01-01',
      validUntil: '2026-12-31',
      usesLeft: 4,
      uses,
    });
    const buying = (uses: number, id = 'v') =>
      sale(mei, 9, {
        lines: [{ ...lineOfAmount(10), qty: 5 }],
        vouchers: [{ ...offered(uses), voucherId: id as VoucherId }],
      });
    const run = (refunds: WhatIfRefund[], last: WhatIfSale) =>
      discounts(
        whatIf(tickets, { members: [member(mei)], sales: [buying(3), buying(3), last], refunds }),
      );
    expect([
      run([], buying(1)),
      // The limit counts uses, not sales.
      run([], buying(3, 'w')),
      run([undo(0, '2026-05-01')], buying(1)),
      run([undo(0, '2026-05-01')], buying(2)),
    ]).toEqual([
      [30, 0, 10],
      [30, 0, 0],
      [30, 30, 10],
      [30, 30, 0],
    ]);
  });

  test('no spend: it leaves the tier window once, and counts for no tier it came before', () => {
    const tiered: Program = {
      ...program,
      tierRules: { ...program.tierRules, windowMonths: 12, validMonths: 12 },
      tiers: [makeTier('basic', 0), makeTier('gold', 1_000)],
    };
    const onDay = (date: string, amountMinor: number) => sale(mei, amountMinor, { date });
    const run = (sales: WhatIfSale[], refunds: WhatIfRefund[]) => {
      const { tierId, spentMinor, spentSinceTierMinor } = whatIf(tiered, {
        members: [member(mei)],
        sales,
        refunds,
      }).members[0]!;
      return [tierId, spentMinor, spentSinceTierMinor];
    };
    const early = [onDay('2025-01-01', 900), onDay('2026-02-01', 100), onDay('2026-03-01', 900)];
    const rising = [onDay('2026-01-01', 900), onDay('2026-02-01', 100), onDay('2026-03-01', 50)];
    expect([
      run(early, [undo(0, '2025-01-02')]),
      // Taken back when it had left the window already.
      run(early, [undo(0, '2026-02-02', { afterSales: 2 })]),
      run(rising, [undo(0, '2026-03-02', { afterSales: 3 })]),
      run(rising, [undo(2, '2026-03-02')]),
      run(rising, [{ ...refund(2, 3, 20), date: '2026-03-02' }]),
      run([...rising, onDay('2026-03-03', 60)], [undo(2, '2026-03-04', { afterSales: 4 })]),
      // The sale that reached the tier is not of those that keep it.
      run([...rising, onDay('2026-03-03', 60)], [undo(1, '2026-03-04', { afterSales: 4 })]),
    ]).toEqual([
      ['gold', 1_000, 0],
      ['gold', 1_000, 0],
      ['gold', 150, 50],
      ['gold', 1_000, 0],
      ['gold', 1_030, 30],
      ['gold', 1_060, 60],
      ['gold', 1_010, 110],
    ]);
  });

  test('a referral that is due again, for the inviter’s limit too', () => {
    const referral: Program = {
      ...program,
      earn: [],
      referral: { minPaidMinor: 100, withinDays: null },
      gifts: [
        makeGift({
          giftId: 'a',
          on: 'referral-inviter',
          give: { kind: 'points', points: 30 },
          limits: { ...unlimited, perMember: 1 },
        }),
        makeGift({ giftId: 'b', on: 'referral-invitee', give: { kind: 'points', points: 10 } }),
      ],
    };
    const bo = 'bo' as MemberId;
    const invited = { inviterId: mei };
    const members = [member(mei), member(an, invited), member(bo, invited)];
    const after = (refunds: WhatIfRefund[]) =>
      pointsOf(
        whatIf(referral, {
          members,
          sales: [sale(an, 100), sale(an, 100), sale(bo, 100)],
          refunds,
        }),
      );
    expect([after([]), after([undo(0, '2026-05-01')])]).toEqual([
      [30, 10, 10],
      [30, 10, 10],
    ]);
    const only = whatIf(referral, {
      members,
      sales: [sale(an, 100), sale(bo, 100)],
      refunds: [undo(0, '2026-05-01')],
    });
    expect([pointsOf(only), only.members[1]?.inviterId]).toEqual([[30, 0, 10], mei]);
    const inviterAfter = (sales: WhatIfSale[], refunds: WhatIfRefund[]) =>
      whatIf(referral, { members, sales, refunds }).members[1]?.inviterId;
    expect([
      // A part of it, a sale after it, one before it that did not bring it.
      inviterAfter([sale(an, 100)], [refund(0, 1, 50)]),
      inviterAfter([sale(an, 100), sale(an, 100)], [undo(1, '2026-05-01')]),
      inviterAfter([sale(an, 50), sale(an, 100)], [undo(0, '2026-05-01', { afterSales: 2 })]),
      inviterAfter([sale(an, 50)], [undo(0, '2026-05-01')]),
    ]).toEqual([null, null, null, mei]);
  });

  test('the day’s stamp still to be had', () => {
    const card: Program['stampCards'][number] = {
      cardId: 'bread',
      name: { 'zh-TW': '卡', en: 'Card' },
      goal: 10,
      bonusOnIssue: 0,
      per: { kind: 'visit' },
      scope: everyLine,
      when: makeWhen({}),
      limit: { kind: 'once-a-day' },
      reward: { kind: 'points', points: 5 },
      next: { kind: 'same' },
    };
    const at = 1_777_608_000_000;
    const days = [0, 24, 25].map((hours) => sale(mei, 9, { atMs: at + hours * 3_600_000 }));
    const cardAfter = (refunds: WhatIfRefund[], count = 3) =>
      whatIf(
        { ...program, stampCards: [card] },
        { members: [member(mei)], sales: days.slice(0, count), refunds },
      ).members[0]?.stamps;
    const standing = (stamps: number, hours: number) => [
      { cardId: 'bread', cardNo: 1, stamps, lastAtMs: at + hours * 3_600_000 },
    ];
    expect([
      cardAfter([]),
      cardAfter([undo(1, '2026-05-02')]),
      cardAfter([undo(1, '2026-05-02')], 2),
      cardAfter([undo(0, '2026-05-01')], 1),
    ]).toEqual([standing(2, 24), standing(2, 25), standing(1, 0), []]);
  });

  test('the last stamps of a card, those before them with their time', () => {
    const card: Program['stampCards'][number] = {
      cardId: 'bread',
      name: { 'zh-TW': '卡', en: 'Card' },
      goal: 20,
      bonusOnIssue: 0,
      per: { kind: 'units' },
      scope: everyLine,
      when: makeWhen({}),
      limit: { kind: 'none' },
      reward: { kind: 'points', points: 5 },
      next: { kind: 'same' },
    };
    const buying = (qty: number, atMs: number) =>
      sale(mei, 9, { atMs, lines: [{ ...lineOfAmount(10), qty }] });
    const units = (saleIndex: number, qty: number) => ({
      ...refund(saleIndex, 2),
      request: { kind: 'lines' as const, lines: [{ line: 0, qty }] },
    });
    const cardAfter = (refunds: WhatIfRefund[]) =>
      whatIf(
        { ...program, stampCards: [card] },
        { members: [member(mei)], sales: [buying(3, 1_000), buying(2, 2_000)], refunds },
      ).members[0]?.stamps.map(({ stamps, lastAtMs }) => [stamps, lastAtMs]);
    const begun = { cardId: 'bread', cardNo: 1, stamps: 4, lastAtMs: 500 };
    const begunAfter = whatIf(
      { ...program, stampCards: [card] },
      {
        members: [member(mei, { stamps: [begun] })],
        sales: [buying(3, 1_000)],
        refunds: [refund(0, 1)],
      },
    ).members[0]?.stamps;
    expect(begunAfter).toEqual([begun]);
    expect([
      cardAfter([]),
      cardAfter([units(1, 1)]),
      cardAfter([units(1, 2)]),
      cardAfter([units(0, 3)]),
      cardAfter([units(0, 3), units(1, 1)]),
      cardAfter([units(0, 3), units(1, 2)]),
    ]).toEqual([[[5, 2_000]], [[4, 2_000]], [[3, 1_000]], [[2, 1_000]], [[1, 1_000]], []]);
  });

  test('points that lapsed cover no debt that came about later, and are not charged again', () => {
    const dated: Program = { ...program, expiry: { kind: 'days', days: 10 } };
    const spendLater = [
      sale(mei, 1_000, { date: '2026-05-01' }),
      sale(mei, 1_000, { date: '2026-06-01' }),
      sale(mei, 10, { date: '2026-06-01', spendPoints: 10 }),
      sale(mei, 500, { date: '2026-06-02' }),
    ];
    const run = (refunds: WhatIfRefund[]) =>
      pointsOf(whatIf(dated, { members: [member(mei)], sales: spendLater, refunds }));
    expect([
      run([]),
      run([undo(1, '2026-06-01', { afterSales: 3 })]),
      run([undo(0, '2026-06-01', { afterSales: 3 })]),
    ]).toEqual([[5], [-5], [5]]);
  });
});

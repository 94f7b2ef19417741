import { describe, expect, test } from 'vitest';
import { unlimited } from './program-coupon.ts';
import type { Coupon, CouponEffect, Program } from './program.ts';
import { lintCodes, lintLines, makeCoupon, makeScope, makeWhen } from './lint.fixture.ts';

const off100: CouponEffect = { kind: 'amount', amountMinor: 100 };
const from500 = makeWhen({ minSpendMinor: 500 });

function percent(offBps: number, maxMinor: number | null = null): CouponEffect {
  return { kind: 'percent', offBps, maxMinor };
}

describe('coupons beside others', () => {
  const auto = (id: string, effect: CouponEffect, part: Partial<Coupon> = {}): Coupon =>
    makeCoupon(id, effect, {
      trigger: 'auto',
      group: 'g',
      when: from500,
      priority: id === 'a' ? 1 : 2,
      ...part,
    });
  const ten = percent(1_000, 100);
  const pair = (a: Coupon, b: Coupon): Partial<Program> => ({
    coupons: [a, b],
    orderPercentsMax: 2,
  });

  test.each<[string, Partial<Program>, string[]]>([
    ['more of the same', pair(auto('a', percent(1_100, 100)), auto('b', ten)), ['coupon-shadowed']],
    [
      'more without a maximum',
      pair(auto('a', percent(1_100)), auto('b', ten)),
      ['coupon-shadowed'],
    ],
    ['more with a lower maximum', pair(auto('a', percent(1_100, 99)), auto('b', ten)), []],
    ['more against no maximum', pair(auto('a', percent(1_100, 99)), auto('b', percent(1_000))), []],
    ['as much', pair(auto('a', ten), auto('b', ten)), []],
    [
      'an amount that is larger',
      pair(auto('a', { kind: 'amount', amountMinor: 101 }), auto('b', off100)),
      ['coupon-shadowed'],
    ],
    ['an amount that is equal', pair(auto('a', off100), auto('b', off100)), []],
    ['an amount and a percentage', pair(auto('a', off100), auto('b', ten)), []],
    ['another group', pair(auto('a', percent(1_100, 100), { group: 'h' }), auto('b', ten)), []],
    [
      'no group',
      pair(auto('a', percent(1_100, 100), { group: null }), auto('b', ten, { group: null })),
      [],
    ],
    [
      'no group, one percentage',
      {
        ...pair(auto('a', percent(1_100, 100), { group: null }), auto('b', ten, { group: null })),
        orderPercentsMax: 1,
      },
      ['coupon-shadowed'],
    ],
    [
      'no group, one percentage of goods',
      {
        ...pair(
          auto('a', percent(1_100, 100), { group: null, scope: makeScope({ skus: ['A'] }) }),
          auto('b', ten, { group: null, scope: makeScope({ skus: ['A'] }) }),
        ),
        orderPercentsMax: 1,
      },
      [],
    ],
    ['a voucher', pair(auto('a', percent(1_100, 100), { trigger: 'voucher' }), auto('b', ten)), []],
    [
      'beside a voucher',
      pair(auto('a', percent(1_100, 100)), auto('b', ten, { trigger: 'voucher' })),
      [],
    ],
    [
      'a better one with a limit',
      pair(
        auto('a', percent(1_100, 100), { limits: { ...unlimited, perMember: 1 } }),
        auto('b', ten),
      ),
      [],
    ],
    [
      'a better one for fewer goods',
      pair(auto('a', percent(1_100, 100), { scope: makeScope({ skus: ['A'] }) }), auto('b', ten)),
      [],
    ],
    [
      'a better one for more goods',
      pair(auto('a', percent(1_100, 100)), auto('b', ten, { scope: makeScope({ skus: ['A'] }) })),
      [],
    ],
    [
      'a better one from more',
      pair(
        auto('a', percent(1_100, 100), { when: makeWhen({ minSpendMinor: 501 }) }),
        auto('b', ten),
      ),
      [],
    ],
    [
      'a better one from less',
      pair(
        auto('a', percent(1_100, 100), { when: makeWhen({ minSpendMinor: 499 }) }),
        auto('b', ten),
      ),
      ['coupon-shadowed'],
    ],
    [
      'a better one that ends',
      pair(auto('a', percent(1_100, 100), { validUntil: '2026-06-30' }), auto('b', ten)),
      [],
    ],
    [
      'one priority in a group',
      pair(auto('a', ten, { priority: 5 }), auto('b', ten, { priority: 5 })),
      ['priority-tie'],
    ],
    [
      'one priority in two groups',
      pair(auto('a', ten, { priority: 5, group: 'h' }), auto('b', ten, { priority: 5 })),
      [],
    ],
    [
      'one priority in no group',
      pair(
        auto('a', ten, { priority: 5, group: null }),
        auto('b', ten, { priority: 5, group: null }),
      ),
      [],
    ],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));

  test('are said by name', () => {
    expect(
      [
        pair(auto('a', percent(1_100, 100)), auto('b', ten)),
        pair(auto('a', ten, { priority: 5 }), auto('b', ten, { priority: 5 })),
      ].flatMap(lintLines),
    ).toMatchInlineSnapshot(`
      [
        "warning coupon-shadowed coupons.1",
        "  「b」永遠不會被選到：不能並用的「a」條件相同或更寬，折扣更多。請刪除或改條件",
        "  “b” is never chosen: “a”, which it cannot go with, holds whenever it does and takes off more. Remove it or change its conditions",
        "warning priority-tie coupons.1.priority",
        "  「b」與同組的「a」優先順序同為 5：折扣相同時由出示先後決定。請給不同的 priority",
        "  “b” and “a” of group g share priority 5: with equal discounts the one asked for first wins. Give them different priorities",
      ]
    `);
  });
});

import { describe, expect, test } from 'vitest';
import { unlimited } from './program-coupon.ts';
import type { Coupon, CouponEffect, Program } from './program.ts';
import { lintCodes, lintLines, makeCoupon, makeScope, makeWhen } from './lint.fixture.ts';

function off(amountMinor: number): CouponEffect {
  return { kind: 'amount', amountMinor };
}

function percent(offBps: number, maxMinor: number | null = null): CouponEffect {
  return { kind: 'percent', offBps, maxMinor };
}

/** A voucher from so much on. */
function from(id: string, minSpendMinor: number, effect: CouponEffect, part: Partial<Coupon> = {}) {
  const { when, ...rest } = part;
  return makeCoupon(id, effect, { when: makeWhen({ ...when, minSpendMinor }), ...rest });
}

function together(coupons: readonly Coupon[], part: Partial<Program> = {}): Partial<Program> {
  return { coupons, vouchersPerSaleMax: 2, ...part };
}

const big = from('a', 100, off(50), { group: 'x' });
const small = (part: Partial<Coupon> = {}) => from('b', 100, off(50), { group: 'y', ...part });

describe('coupons that go together', () => {
  test.each<[string, Partial<Program>, string[]]>([
    ['exactly all', together([big, small()]), ['stacking-over-100']],
    [
      'NT$1 less than all',
      together([big, from('b', 100, off(49), { group: 'y' })]),
      ['stacking-over-half'],
    ],
    [
      'half',
      together([from('a', 100, off(25), { group: 'x' }), from('b', 100, off(25), { group: 'y' })]),
      [],
    ],
    [
      'more than half alone',
      together([from('a', 100, off(60), { group: 'x' }), from('b', 100, off(20), { group: 'y' })]),
      [],
    ],
    [
      'all, more than half alone',
      together([from('a', 100, off(60), { group: 'x' }), from('b', 100, off(40), { group: 'y' })]),
      ['stacking-over-100'],
    ],
    ['one voucher a sale', together([big, small()], { vouchersPerSaleMax: 1 }), []],
    [
      'automatic beside a voucher',
      together([big, small({ trigger: 'auto' })], { vouchersPerSaleMax: 1 }),
      ['stacking-over-100'],
    ],
    ['one group', together([big, small({ group: 'x', priority: 7 })]), []],
    ['one that stands alone', together([big, small({ stacks: false })]), []],
    [
      'different days',
      together([
        from('a', 100, off(50), { group: 'x', when: makeWhen({ until: '2026-05-01' }) }),
        small({ when: makeWhen({ from: '2026-05-02' }) }),
      ]),
      [],
    ],
    [
      'the same day',
      together([
        from('a', 100, off(50), { group: 'x', when: makeWhen({ until: '2026-05-02' }) }),
        small({ when: makeWhen({ from: '2026-05-02' }) }),
      ]),
      ['stacking-over-100'],
    ],
    [
      'different campaigns',
      together([{ ...big, validUntil: '2026-05-01' }, small({ validFrom: '2026-05-02' })]),
      [],
    ],
    [
      'different tiers',
      together([
        from('a', 100, off(50), { group: 'x', when: makeWhen({ tierIds: ['basic'] }) }),
        small({ when: makeWhen({ tierIds: ['gold'] }) }),
      ]),
      [],
    ],
    [
      'different weekdays',
      together([
        from('a', 100, off(50), { group: 'x', when: makeWhen({ weekdays: [1] }) }),
        small({ when: makeWhen({ weekdays: [2] }) }),
      ]),
      [],
    ],
    [
      'different channels',
      together([
        from('a', 100, off(50), { group: 'x', when: makeWhen({ channels: ['a'] }) }),
        small({ when: makeWhen({ channels: ['b'] }) }),
      ]),
      [],
    ],
    [
      'different goods',
      together([
        { ...big, scope: makeScope({ skus: ['A'] }) },
        small({ scope: makeScope({ skus: ['B'] }) }),
      ]),
      [],
    ],
    [
      'goods in common',
      together([
        { ...big, scope: makeScope({ skus: ['A', 'C'] }) },
        small({ scope: makeScope({ skus: ['B', 'C'] }) }),
      ]),
      ['stacking-over-100'],
    ],
    [
      'a line of a category',
      together([{ ...big, scope: makeScope({ categories: ['tea'] }) }, small()]),
      ['stacking-over-100'],
    ],
    [
      'a line of a label',
      together([
        { ...big, scope: makeScope({ labels: ['new'] }) },
        small({ scope: makeScope({ exceptLabels: ['old'] }) }),
      ]),
      ['stacking-over-100'],
    ],
    [
      'goods the other excludes',
      together([
        { ...big, scope: makeScope({ skus: ['A'] }) },
        small({ scope: makeScope({ exceptSkus: ['A'] }) }),
      ]),
      [],
    ],
    [
      'from a higher spend',
      together([big, from('b', 101, off(50), { group: 'y' })]),
      ['stacking-over-half'],
    ],
    [
      'up to a lower spend',
      together([{ ...big, when: makeWhen({ minSpendMinor: 60, maxSpendMinor: 99 }) }, small()]),
      [],
    ],
    [
      'two percentages, one allowed',
      together([
        from('a', 100, percent(5_000, 900), { group: 'x' }),
        from('b', 100, percent(5_000, 900), { group: 'y' }),
      ]),
      [],
    ],
    [
      'two percentages, two allowed',
      together(
        [
          from('a', 100, percent(5_000, 900), { group: 'x' }),
          from('b', 100, percent(5_000, 900), { group: 'y' }),
        ],
        { orderPercentsMax: 2 },
      ),
      ['stacking-over-half'],
    ],
    [
      'a percentage and an amount',
      together([from('a', 100, percent(5_000, 900)), from('b', 100, off(50), { group: 'y' })]),
      ['stacking-over-100'],
    ],
    [
      'the amount first',
      together([
        from('a', 100, percent(5_000, 900)),
        from('b', 100, off(50), { group: 'y', priority: 1 }),
      ]),
      ['stacking-over-half'],
    ],
    [
      'a maximum',
      together([from('a', 100, percent(5_000, 20)), from('b', 100, off(50), { group: 'y' })]),
      ['stacking-over-half'],
    ],
    [
      'effects without a known amount',
      together([big, small({ effect: { kind: 'free-units', units: 1 } })]),
      [],
    ],
    [
      'three coupons of which two go together',
      together([big, small(), from('c', 100, off(10), { group: 'z' })]),
      ['stacking-over-100'],
    ],
    [
      'the same set at two amounts once',
      together([big, small(), from('c', 120, off(10), { group: 'z' })]),
      ['stacking-over-100'],
    ],
    [
      'the largest of three, whatever their order',
      together([from('c', 100, off(10), { group: 'z' }), big, small()]),
      ['stacking-over-100'],
    ],
    [
      'two sets of as many, for different goods',
      together([
        { ...big, scope: makeScope({ skus: ['A'] }) },
        small({ effect: off(20), scope: makeScope({ skus: ['A'] }) }),
        { ...makeCoupon('c', off(50)), scope: makeScope({ skus: ['B'] }), group: 'x' },
        { ...makeCoupon('d', off(50)), scope: makeScope({ skus: ['B'] }), group: 'y' },
      ]),
      ['stacking-over-half', 'stacking-over-100'],
    ],
    [
      'less than half at an amount, nothing at a lower one for other goods',
      together([
        { ...big, scope: makeScope({ skus: ['A', 'B'] }) },
        small(),
        from('c', 120, off(1), { group: 'x' }),
        {
          ...makeCoupon('d', off(60), { group: 'z', scope: makeScope({ skus: ['A'] }) }),
          when: makeWhen({ minSpendMinor: 100, maxSpendMinor: 110 }),
        },
      ]),
      ['stacking-over-100', 'stacking-over-100'],
    ],
    [
      'one that takes all beside goods for free',
      together([
        from('a', 100, off(100), { group: 'x' }),
        small({ effect: { kind: 'free-units', units: 1 } }),
      ]),
      [],
    ],
    [
      'the percentage first, wherever it stands',
      together([from('b', 100, off(50), { group: 'y' }), from('a', 100, percent(5_000, 900))]),
      ['stacking-over-100'],
    ],
    [
      'a percentage without a maximum',
      together([from('a', 100, percent(4_000)), from('b', 100, off(30), { group: 'y' })]),
      ['stacking-over-half'],
    ],
    [
      'a voucher after an automatic one',
      together(
        [
          from('a', 100, off(60), { group: 'x', trigger: 'auto' }),
          from('b', 100, off(40), { group: 'y' }),
        ],
        { vouchersPerSaleMax: 1 },
      ),
      ['stacking-over-100'],
    ],
    [
      'no groups at all',
      together([from('a', 100, off(50)), from('b', 100, off(50))]),
      ['stacking-over-100'],
    ],
    [
      'the same steep set at two amounts once',
      together([
        from('a', 100, off(40), { group: 'x' }),
        from('b', 100, off(40), { group: 'y' }),
        from('c', 120, off(30), { group: 'z' }),
      ]),
      ['stacking-over-half'],
    ],
  ])('%s', (_, part, codes) => {
    const kept = lintCodes(part).filter((code) => code.startsWith('stacking'));
    expect(kept).toEqual(codes);
  });

  test('are looked for in so many kinds of goods and no more', () => {
    const skus = Array.from({ length: 400 }, (_, place) => `S${place}`);
    const codesWith = (sku: string) =>
      lintCodes(
        together([
          { ...big, scope: makeScope({ skus }) },
          small({ scope: makeScope({ skus: [sku] }) }),
        ]),
      );
    // One basket is the one of no kind.
    expect([codesWith('S298'), codesWith('S299')]).toEqual([['stacking-over-100'], []]);
  });

  test('are looked for at so many amounts and no more', () => {
    const singles = (count: number) =>
      Array.from({ length: count }, (_, place) =>
        from(`s${place}`, place + 1, percent(1), { group: 'x', trigger: 'auto' }),
      );
    const codesWith = (count: number) =>
      lintCodes(
        together([
          ...singles(count),
          from('a', 500, off(250), { group: 'x' }),
          from('b', 500, off(250), { group: 'y' }),
        ]),
      ).filter((code) => code.startsWith('stacking'));
    expect([codesWith(99), codesWith(100)]).toEqual([['stacking-over-100'], []]);
  });

  test('are said at the lowest amount, in the order of the program', () => {
    const said = (coupons: readonly Coupon[]) =>
      lintLines(together(coupons)).filter((line) => /^ {2}“.*take off/.test(line));
    const two = (a: number, b: number) => [
      from('a', 100, off(a), { group: 'x' }),
      from('b', 100, off(b), { group: 'y' }),
    ];
    const later = from('c', 120, off(10), { group: 'z' });
    const low = (offs: string, leaving = '') =>
      `  “a” + “b” can be used together and take off ${offs} of a sale of NT$100${leaving}`;
    expect(
      [said([later, ...two(40, 40)]), said([...two(60, 60), later]), said(two(45, 50))].map(
        (lines) => lines.map((line) => line.replace(/\. .*$/, '')),
      ),
    ).toEqual([[low('80%', ', leaving NT$20')], [low('100%')], [low('95%', ', leaving NT$5')]]);
  });

  test('are said with names and amounts, at the last of them', () => {
    expect(
      [
        together([from('other', 900, percent(500)), big, small()]),
        together([big, from('b', 100, off(33), { group: 'y' })]),
      ].flatMap(lintLines),
    ).toMatchInlineSnapshot(`
      [
        "error stacking-over-100 coupons.2",
        "  「a」＋「b」 可一起使用，消費 NT$100 就折抵 100%。請放進同一個 group、設 stacks 為 false，或提高最低消費",
        "  “a” + “b” can be used together and take off 100% of a sale of NT$100. Put them in one group, set stacks to false, or raise the minimum spend",
        "warning stacking-over-half coupons.1",
        "  「a」＋「b」 可一起使用，消費 NT$100 折抵 83%，只收 NT$17。若不打算如此，請放進同一個 group",
        "  “a” + “b” can be used together and take off 83% of a sale of NT$100, leaving NT$17. If that is not meant, put them in one group",
      ]
    `);
  });
});

describe('several vouchers of one coupon', () => {
  const half = (part: Partial<Coupon> = {}) => from('a', 100, off(50), part);
  test.each<[string, Partial<Program>, string[]]>([
    ['two of half', together([half()]), ['same-coupon-twice']],
    ['two of all', together([from('a', 100, off(100))]), ['goods-for-nothing']],
    ['two of less than half', together([from('a', 101, off(50))]), []],
    ['one a sale', together([half()], { vouchersPerSaleMax: 1 }), []],
    ['one a day', together([half({ limits: { ...unlimited, perMemberPerDay: 1 } })]), []],
    ['one a member', together([half({ limits: { ...unlimited, perMember: 1 } })]), []],
    [
      'one at all',
      together([half({ offlineClass: 'B', limits: { ...unlimited, program: 1 } })]),
      [],
    ],
    ['a group', together([half({ group: 'g' })]), []],
    ['alone', together([half({ stacks: false })]), []],
    ['a code', together([half({ trigger: 'code', code: 'SAVE' })]), []],
    ['a percentage', together([from('a', 100, percent(5_000, 90))]), []],
  ])('%s', (_, part, codes) => expect(lintCodes(part)).toEqual(codes));

  test('are said with what they come to', () => {
    expect(lintLines(together([half()]))).toMatchInlineSnapshot(`
      [
        "warning same-coupon-twice coupons.0",
        "  一筆交易可用 2 張「a」，滿 NT$100 折 NT$100，等於免費。請設定 group 或 limits.perMemberPerDay",
        "  A sale may use 2 vouchers “a”: NT$100 off from NT$100 costs nothing. Set a group or limits.perMemberPerDay",
      ]
    `);
  });
});

import { describe, expect, test } from 'vitest';
import type { Coupon, CouponEffect, Program } from './program.ts';
import { cleanProgram, lintCodes, makeCoupon, makeWhen } from './lint.fixture.ts';
import { lintExchange } from './lint-exchange.ts';

const off50: CouponEffect = { kind: 'amount', amountMinor: 50 };

function offering(part: Partial<Coupon>, effect = off50, program: Partial<Program> = {}): Program {
  const when = makeWhen({ minSpendMinor: 200 });
  return { ...cleanProgram, ...program, coupons: [makeCoupon('c', effect, { when, ...part })] };
}

const for50 = { exchange: { points: 50, perMember: null } };
const for51 = { exchange: { points: 51, perMember: 2 } };

describe('a coupon for points', () => {
  test.each<[string, Program, string[]]>([
    ['left out', offering({}), []],
    ['null', offering({ exchange: null }), []],
    ['what points pay by themselves', offering(for50), []],
    ['a point more', offering(for51), ['exchange-dearer-than-paying']],
    ['of which points cannot pay', offering(for51, off50, { redemption: null }), []],
    ['a percentage', offering(for51, { kind: 'percent', offBps: 500, maxMinor: 50 }), []],
    [
      'by a code',
      offering({ ...for50, trigger: 'code', code: 'SAVE' }),
      ['exchange-without-voucher'],
    ],
    ['by itself', offering({ ...for51, trigger: 'auto' }), ['exchange-without-voucher']],
  ])('%s', (_, program, codes) =>
    expect(lintExchange(program).map(({ code }) => code)).toEqual(codes),
  );

  test('weighs whole NT$ of the steps', () => {
    const redemption = { ...cleanProgram.redemption, pointsPerStep: 10, minorPerStep: 3 };
    const priced = (points: number) =>
      offering({ exchange: { points, perMember: null } }, off50, {
        redemption: redemption as Program['redemption'],
      });
    expect(lintExchange(priced(169))).toEqual([]);
    expect(lintExchange(priced(170))).toEqual([
      {
        severity: 'warning',
        code: 'exchange-dearer-than-paying',
        path: ['coupons', 0, 'exchange'],
        words: {
          'zh-TW': '「c」要 170 點，直接折抵值 NT$51，券只折 NT$50。請調低 points',
          en: '“c” costs 170 points, which pay NT$51 by themselves; the voucher takes NT$50 off. Lower points',
        },
      },
    ]);
  });

  test('is a way to spend points', () => {
    expect(lintCodes(offering({ exchange: null }, off50, { redemption: null }))).toEqual([
      'no-way-to-spend',
    ]);
    expect(lintCodes(offering(for50, off50, { redemption: null }))).toEqual([]);
  });

  test('is told in its words and found with the rest', () => {
    const [found] = lintExchange(offering({ ...for50, trigger: 'auto' }));
    expect(found).toEqual({
      severity: 'error',
      code: 'exchange-without-voucher',
      path: ['coupons', 0, 'exchange'],
      words: {
        'zh-TW':
          '「c」不是會員持有的券（trigger 不是 voucher），不能用點數換。請改 trigger 或刪除 exchange',
        en: '“c” is no voucher of a member (its trigger is not voucher), so points cannot buy it. Change trigger or remove exchange',
      },
    });
    expect(lintCodes(offering(for51))).toEqual(['exchange-dearer-than-paying']);
  });
});

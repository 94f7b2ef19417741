import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offerContext } from '../../app/domain/offered-discounts.ts';
import { collectOffers, weighOffers } from '../../app/domain/price-sale.ts';
import type { Program } from '../../app/domain/program.ts';
import { couponDefaults } from '../../app/domain/program-defaults.ts';
import { saleContext } from '../../app/domain/sale-conditions.ts';
import { settleAtOnce, settleDiscounts } from '../../app/domain/settle-discounts.ts';
import { anyProgram } from './arbitrary-program.ts';
import { anyMember, anySale } from './arbitrary-sale.ts';
import { propertyParameters, propertyTimeoutMs } from './runs.ts';

/** Takes away what keeps coupons apart or unused, so that the short way has much to do. */
function withoutHurdles(program: Program): Program {
  const { group, limits, stacks, validFrom, validUntil, when } = couponDefaults;
  const open = { group, limits, stacks, validFrom, validUntil, when, trigger: 'auto' as const };
  const coupons = program.coupons.map((coupon) => ({ ...coupon, ...open }));

  return {
    ...program,
    coupons,
    effectiveFrom: '2000-01-01',
    effectiveUntil: null,
    orderPercentsMax: 9,
  };
}

test(
  'discounts settled at once are those of trying each by itself and comparing them',
  () => {
    let compared = 0;
    fc.assert(
      fc.property(anyProgram, fc.boolean(), anyMember, anySale, (any, isOpen, state, sale) => {
        const program = isOpen ? withoutHurdles(any) : any;
        const grossByLine = sale.lines.map((line) => line.qty * line.unitMinor);
        const { tierId } = state;
        const context = offerContext(saleContext({ program, state, sale, grossByLine, tierId }));
        const offers = collectOffers(context);
        if (offers.kind === 'refused') return;
        const atOnce = settleAtOnce(context, offers.offers);
        if (atOnce === null) return;
        if (atOnce.length > 1) compared += 1;
        const { candidates, unusable } = weighOffers(context, offers);
        const { applied, dropped } = settleDiscounts(context, candidates);
        const plain = (list: typeof atOnce) =>
          list.map(({ candidate, discount, byLine }) => {
            return { order: candidate.order, discount, byLine };
          });
        expect({ applied: plain(applied), dropped, unusable }).toEqual({
          applied: plain(atOnce),
          dropped: [],
          unusable: [],
        });
      }),
      propertyParameters('discounts at once'),
    );
    // Else nothing was compared and all of this says nothing.

    expect(compared).toBeGreaterThan(10);
  },
  propertyTimeoutMs,
);

import type { LotId, MemberId } from './ids.ts';
import { cleanProgram, makeTier } from './lint.fixture.ts';
import type { Program } from './program.ts';
import { lineOfAmount } from './sale.ts';
import type { MemberState, SaleInput } from './sale.ts';
import type { whatIf, WhatIfRefund, WhatIfSale } from './what-if.ts';

/** Small makers for scenarios: a program of 1 point per NT$100, members, sales and refunds of them. */

export const program: Program = {
  ...cleanProgram,
  effectiveUntil: null,
  tiers: [makeTier('basic', 0)],
};
export const mei = 'mei' as MemberId;
export const an = 'an' as MemberId;

export function member(memberId: MemberId, part: Partial<MemberState> = {}): MemberState {
  return {
    memberId,
    tierId: 'basic',
    tierUntil: null,
    joinedOn: null,
    birthday: 'no',
    spentMinor: 0,
    spentSinceTierMinor: 0,
    saleCount: 0,
    inviterId: null,
    lots: [],
    storedValue: [],
    stamps: [],
    useCounts: [],
    ...part,
  };
}

let made = 0;

function lotIds(): LotId[] {
  return Array.from({ length: 8 }, () => `lot-${String((made += 1)).padStart(6, '0')}` as LotId);
}

export function sale(
  memberId: MemberId,
  amountMinor: number,
  part: Partial<SaleInput> = {},
): WhatIfSale {
  return {
    memberId,
    sale: {
      date: '2026-05-01',
      time: '12:00',
      atMs: 1_777_608_000_000,
      storeId: null,
      channel: 'counter',
      identifiedBy: 'scan',
      lines: [lineOfAmount(amountMinor)],
      vouchers: [],
      codes: [],
      rewards: [],
      spendPoints: 0,
      storedValueMinor: 0,
      giftCards: [],
      lotIds: lotIds(),
      ...part,
    },
  };
}

export function refund(saleIndex: number, afterSales: number, amountMinor?: number): WhatIfRefund {
  return {
    saleIndex,
    afterSales,
    mode: 'refund',
    request: amountMinor === undefined ? { kind: 'all' } : { kind: 'amount', amountMinor },
    date: '2026-05-02',
    atMs: 1_777_694_400_000,
    lotIds: lotIds(),
  };
}

/** What each sale took off. */
export function discounts(run: ReturnType<typeof whatIf>): (number | string)[] {
  return run.sales.map(({ result }) =>
    result.kind === 'refused' ? result.refusal.code : result.discountMinor,
  );
}

export function pointsOf(run: ReturnType<typeof whatIf>): number[] {
  return run.members.map(({ lots }) => lots.reduce((sum, lot) => sum + lot.points, 0));
}

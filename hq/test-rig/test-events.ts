import { v7 } from 'uuid';
import type { AwardEvent, MemberStubEvent } from '../../app/contract/events.ts';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { EventId, LotId, MemberId, SaleId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import type { HqVoucher } from '../db/vouchers.ts';

const bizDate = '2026-11-22';
const wallMs = Date.parse('2026-11-22T12:00:00+08:00');
const boot = '0198b3a0-0000-7000-8000-0000000000bb';

/** Any id, of any kind. */
export function newTestId<T>(): T {
  return v7() as T;
}

/** What a test may choose of a sale; the rest is as a counter would make it. */
export type TestSale = {
  readonly memberId: MemberId;
  readonly amountMinor?: number;
  readonly tierId?: string;
  readonly program?: Program;
  readonly vouchers?: readonly HqVoucher[];
  readonly invoiceNumber?: string;
  readonly saleId?: SaleId;
  readonly eid?: EventId;
  /** Changes the body after everything was computed, as no honest counter would. */
  readonly change?: (body: AwardEvent['body']) => AwardEvent['body'];
};

/** An award event as a counter records it: evaluated with the same rules. */
export function makeAward(sale: TestSale): AwardEvent {
  const program = sale.program ?? starterProgram;
  const tierId = sale.tierId ?? program.tiers[0]?.tierId ?? '';
  const vouchers = sale.vouchers ?? [];
  const amountMinor = sale.amountMinor ?? 1_000;
  const result = evaluateSale(
    program,
    { memberId: sale.memberId, tierId },
    { amountMinor, vouchers },
    bizDate,
  );
  if (result.kind === 'refused') throw new Error(`the test's sale is refused: ${result.code}`);
  const { discountMinor, paidMinor, baseMinor, points, expiresOn } = result;
  const entry = {
    leg: 0,
    kind: 'earn' as const,
    memberId: sale.memberId,
    lotId: newTestId<LotId>(),
    points,
    expiresOn,
  };
  const body: AwardEvent['body'] = {
    saleId: sale.saleId ?? newTestId<SaleId>(),
    saleNo: '1122-0001',
    amountSource: sale.invoiceNumber === undefined ? 'typed' : 'einvoice',
    invoice:
      sale.invoiceNumber === undefined
        ? null
        : { number: sale.invoiceNumber, date: bizDate, sellerTaxId: '90000006' },
    program: { id: program.programId, version: program.version },
    tierId,
    amountMinor,
    discountMinor,
    paidMinor,
    baseMinor,
    points,
    expiresOn,
    vouchers: vouchers.map((voucher) => ({
      voucherId: voucher.voucherId,
      couponId: voucher.couponId,
      code: voucher.code,
      validFrom: voucher.validFrom,
      validUntil: voucher.validUntil,
      discountMinor:
        result.discounts.find((d) => d.voucherId === voucher.voucherId)?.discountMinor ?? 0,
    })),
    entries: points === 0 ? [] : [entry],
  };
  return {
    ...commonOf(sale.eid),
    type: 'award',
    member: sale.memberId,
    body: sale.change === undefined ? body : sale.change(body),
  };
}

/** A member enrolled at a counter. */
export function makeStub(
  memberId: MemberId,
  change: Partial<MemberStubEvent['body']> = {},
): MemberStubEvent {
  return {
    ...commonOf(undefined),
    type: 'member_stub',
    member: memberId,
    body: {
      name: '王小明',
      mobile: '+886912345678',
      birthday: '05-01',
      cardCode: '2000000000015',
      tierId: 'general',
      consent: { textVersion: '1', atMs: wallMs },
      ...change,
    },
  };
}

function commonOf(eid: EventId | undefined) {
  return {
    eid: eid ?? newTestId<EventId>(),
    v: 1 as const,
    store: null,
    bizDate,
    t: { wallMs, monoMs: 5, boot, hqOffsetMs: null, hqAgeS: null },
  };
}

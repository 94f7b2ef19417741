import { v7 } from 'uuid';
import type {
  AwardEvent,
  MemberStubEvent,
  RefundEvent,
  SaleInvoiceEvent,
} from '../../app/contract/events.ts';
import { counterEventSchema, saleInvoiceEventSchema } from '../../app/contract/events.ts';
import { evaluateRefund } from '../../app/domain/evaluate-refund.ts';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { EventId, LotId, MemberId, RefundId, SaleId } from '../../app/domain/ids.ts';
import { lotsFromEntries } from '../../app/domain/lots.ts';
import type { Lot } from '../../app/domain/lots.ts';
import type { Program } from '../../app/domain/program.ts';
import type { RefundRequest, RefundResult } from '../../app/domain/refund.ts';
import { lineOfAmount } from '../../app/domain/sale.ts';
import type { EvaluatedSale, MemberState, SaleInput } from '../../app/domain/sale.ts';
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
  readonly asked?: Partial<SaleInput>;
  readonly facts?: Partial<MemberState>;
  /** The day, `YYYY-MM-DD`, noon. */
  readonly date?: string;
  /** Changes the body after everything was computed, as no honest counter would. */
  readonly change?: (body: AwardEvent['body']) => AwardEvent['body'];
};

/** What a counter knows of a member it sees for the first time. */
export function newState(memberId: MemberId, facts: Partial<MemberState> = {}): MemberState {
  return {
    memberId,
    tierId: 'general',
    tierUntil: null,
    joinedOn: '2026-01-01',
    birthday: 'no',
    spentMinor: 0,
    spentSinceTierMinor: 0,
    saleCount: 0,
    inviterId: null,
    lots: [],
    storedValue: [],
    stamps: [],
    useCounts: [],
    ...facts,
  };
}

function askFor(sale: TestSale): SaleInput {
  const date = sale.date ?? bizDate;
  return {
    date,
    time: '12:00',
    atMs: noonOf(date),
    storeId: null,
    channel: 'counter',
    identifiedBy: 'scan',
    lines: [lineOfAmount(sale.amountMinor ?? 1_000)],
    vouchers: (sale.vouchers ?? []).map((voucher) => ({
      ...voucher,
      usesLeft: voucher.uses,
      uses: 1,
    })),
    codes: [],
    rewards: [],
    spendPoints: 0,
    storedValueMinor: 0,
    giftCards: [],
    lotIds: Array.from({ length: 4 }, () => newTestId<LotId>()),
    ...sale.asked,
  };
}

function noonOf(date: string): number {
  return Date.parse(`${date}T12:00:00+08:00`);
}

/** An award event as a counter records it: evaluated with the same rules. */
export function makeAward(sale: TestSale): AwardEvent {
  const program = sale.program ?? starterProgram;
  const tierId = sale.tierId ?? program.tiers[0]?.tierId ?? '';
  const facts = newState(sale.memberId, { tierId, ...sale.facts });
  const asked = askFor(sale);
  const result = evaluateSale(program, facts, asked);
  if (result.kind === 'refused')
    throw new Error(`the test's sale is refused: ${result.refusal.code}`);
  const body = bodyOf({ sale, program, facts, asked, result });
  const event = {
    ...commonOf(sale.eid, sale.date),
    v: 2,
    type: 'award',
    member: sale.memberId,
    body: sale.change === undefined ? body : sale.change(body),
  };
  return event as AwardEvent;
}

function bodyOf(made: {
  readonly sale: TestSale;
  readonly program: Program;
  readonly facts: MemberState;
  readonly asked: SaleInput;
  readonly result: EvaluatedSale;
}): AwardEvent['body'] {
  const { sale, program, facts, asked, result } = made;
  const { kind: _kind, refused: _refused, goods: _goods, reasons: _reasons, ...rest } = result;
  const { notices: _notices, issued, ...recorded } = rest;
  const body = {
    ...recorded,
    saleId: sale.saleId ?? newTestId<SaleId>(),
    saleNo: '1122-0001',
    amountSource: sale.invoiceNumber === undefined ? 'typed' : 'einvoice',
    invoice:
      sale.invoiceNumber === undefined
        ? null
        : { number: sale.invoiceNumber, date: asked.date, sellerTaxId: '90000006' },
    program: { id: program.programId, version: program.version },
    tierId: facts.tierId,
    asked,
    facts,
    issued: issued.map((voucher) => withId(voucher)),
    vouchers: usedVouchers(sale, result),
  };
  return body as AwardEvent['body'];
}

function withId<T extends object>(voucher: T) {
  const voucherId = newTestId<HqVoucher['voucherId']>();
  return { ...voucher, voucherId, code: `V-${voucherId}` };
}

function usedVouchers(sale: TestSale, result: EvaluatedSale): AwardEvent['body']['vouchers'] {
  return result.discounts.flatMap(({ source, discountMinor, uses }) => {
    if (source.kind !== 'voucher') return [];
    const voucher = sale.vouchers?.find((one) => one.voucherId === source.voucherId);
    if (voucher === undefined) throw new Error('the test uses a voucher it did not offer');
    const { voucherId, couponId, code, validFrom, validUntil } = voucher;
    return [{ voucherId, couponId, code, validFrom, validUntil, discountMinor, uses }];
  });
}

/** What a test may choose of a refund. */
export type TestRefund = {
  readonly of: AwardEvent;
  readonly request?: RefundRequest;
  readonly mode?: 'void' | 'refund';
  readonly program?: Program;
  /** What the counter knows of refunds before. */
  readonly earlier?: readonly RefundResult[];
  /** The member's lots as the counter knows them; left out = what the sale gave. */
  readonly lots?: readonly Lot[];
  readonly refundId?: RefundId;
  readonly member?: MemberId;
  readonly date?: string;
  readonly change?: (body: RefundEvent['body']) => RefundEvent['body'];
};

/** A refund event as a counter records it that knows the sale and what the test tells. */
export function makeRefund(refund: TestRefund): RefundEvent {
  const { of, program = starterProgram, mode = 'refund', request = { kind: 'all' } } = refund;
  const { body, member } = of;
  const date = refund.date ?? of.bizDate;
  const own = body.entries.filter((entry) => entry.memberId === member);
  const others = [...new Set(body.entries.map((entry) => entry.memberId))].filter(
    (id) => id !== member,
  );
  const outcome = evaluateRefund(
    program,
    {
      sale: { ...body, issued: body.issued.map((voucher) => ({ ...voucher, used: false })) },
      earlier: refund.earlier ?? [],
      lots: refund.lots ?? lotsFromEntries([...asEntries(body.facts), ...own]),
      otherLots: others.map((memberId) => ({
        memberId,
        lots: lotsFromEntries(body.entries.filter((entry) => entry.memberId === memberId)),
      })),
      today: date,
      atMs: noonOf(date),
      lotIds: Array.from({ length: 4 }, () => newTestId<LotId>()),
    },
    mode,
    request,
  );
  if (outcome.kind === 'refused')
    throw new Error(`the test's refund is refused: ${outcome.refusal.code}`);
  const { result } = outcome;
  const made = {
    refundId: refund.refundId ?? newTestId<RefundId>(),
    saleId: body.saleId,
    saleEid: of.eid,
    saleNo: body.saleNo,
    program: body.program,
    request,
    why: 'goods-back',
    result,
    issued: result.reissued.map(({ voucherId: _, ...voucher }) =>
      withId({ ...voucher, memberId: member, because: 'refund' }),
    ),
  } as RefundEvent['body'];
  return {
    ...commonOf(undefined, date),
    v: 1,
    type: 'refund',
    member: refund.member ?? member,
    body: refund.change === undefined ? made : refund.change(made),
  };
}

function asEntries(facts: AwardEvent['body']['facts']) {
  const { memberId, lots } = facts;
  return lots.map((lot, leg) => ({ ...lot, leg, kind: 'adjust' as const, memberId }));
}

/** A member enrolled at a counter. */
export function makeStub(
  memberId: MemberId,
  change: Partial<MemberStubEvent['body']> = {},
): MemberStubEvent {
  return {
    ...commonOf(undefined),
    v: 1,
    type: 'member_stub',
    member: memberId,
    body: {
      name: '王小明',
      mobile: '+886912345678',
      birthday: '05-01',
      cardCode: '2000000000015',
      tierId: 'general',
      invitedByCode: null,
      issued: [],
      entries: [],
      consent: { textVersion: '1', atMs: wallMs },
      ...change,
    },
  };
}

/** What an award of version 1 had in its body. */
const firstVersionFields: readonly (keyof AwardEvent['body'])[] = [
  'saleId',
  'saleNo',
  'amountSource',
  'invoice',
  'program',
  'tierId',
  'expiresOn',
  'amountMinor',
  'discountMinor',
  'paidMinor',
  'baseMinor',
  'points',
  'entries',
];

/** An event as version 1 recorded it: one amount, plain vouchers, one lot. */
export function asFirstVersion(event: AwardEvent): unknown {
  const { body } = event;
  const vouchers = body.vouchers.map(({ uses: _, ...voucher }) => voucher);
  const kept = firstVersionFields.map((field) => [field, body[field]] as const);
  const first = { ...event, v: 1, body: { ...Object.fromEntries(kept), vouchers } };
  counterEventSchema.parse(first);
  return first;
}

function commonOf(eid: EventId | undefined, date = bizDate) {
  return {
    eid: eid ?? newTestId<EventId>(),
    store: null,
    bizDate: date,
    t: { wallMs: noonOf(date), monoMs: 5, boot, hqOffsetMs: null, hqAgeS: null },
  };
}

/** The POS made the e-invoice only after the cashier had settled the sale. */
export function makeSaleInvoice({ body, ...award }: AwardEvent, number: string): SaleInvoiceEvent {
  const { saleId, saleNo } = body;
  const invoice = { number, date: award.bizDate, sellerTaxId: '04595257' };
  return saleInvoiceEventSchema.parse({
    ...award,
    v: 1,
    type: 'sale_invoice',
    eid: newTestId(),
    body: { saleId, saleEid: award.eid, saleNo, invoice },
  });
}

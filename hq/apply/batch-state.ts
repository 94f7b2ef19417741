import type { QuietHours } from '../../app/line/quiet-hours.ts';
import type { AwardEvent, RefundEvent, SaleInvoiceEvent } from '../../app/contract/events.ts';
import type { HqKey } from '../../app/contract/signed-document.ts';
import { invoiceKey } from '../../app/domain/einvoice.ts';
import type { LedgerEntry, StampEntry } from '../../app/domain/sale.ts';
import type {
  EventId,
  MemberId,
  RefundId,
  RightId,
  SaleId,
  VoucherId,
} from '../../app/domain/ids.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import type { Program } from '../../app/domain/program.ts';
import type { NewChange } from '../db/changes.ts';
import type { CouponUse, UseTotals } from '../db/coupon-uses.ts';
import type { NewEvent } from '../db/events.ts';
import type { NewException } from '../db/exceptions.ts';
import type { HqRight, RightClose, RightSpend } from '../db/spend-rights.ts';
import type { SpendPolicy } from '../../app/domain/spend-policy.ts';
import type { HqInstall } from '../db/installs.ts';
import type { NewInvoiceWait } from '../db/invoice-waits.ts';
import type { NewLineMessage } from '../db/line-outbox.ts';
import type { HqMember, NewCode } from '../db/members.ts';
import type { NewPosting } from '../db/postings.ts';
import type { HqRefund, KnownRefund } from '../db/refunds.ts';
import type { NewSale } from '../db/sales.ts';
import type { MemberSale } from '../db/settled-sales.ts';
import type { UsedToken } from '../db/used-tokens.ts';
import type {
  FirstUse,
  HqVoucher,
  NewRedemption,
  NewVoucher,
  VoucherUses,
} from '../db/vouchers.ts';
import type { ClawedPoints } from './clawed-points.ts';
import type { ReadEvent } from './read-event.ts';

/** An event of a push: its bytes, its place in the chain, and what could be read of it. */
export type PushedEvent = {
  readonly seq: number;
  readonly rawBody: string;
  readonly bodyHash: string;
  readonly prev: string;
  readonly hash: string;
  readonly read: ReadEvent;
};

/** A sale that counted, as refunds need it, and what they took of it so far. */
export type CountedSale = {
  readonly eid: EventId;
  readonly award: AwardEvent;
  readonly storeId: HqInstall['storeId'];
  readonly bizDate: string;
  /** Of the award, or told later (see `applySaleInvoice`). */
  readonly invoiceKey: string | null;
  readonly refunds: readonly AppliedRefund[];
  /** Points of its overdraft that were given back and that no refund took again. */
  readonly absorbedPoints: number;
  readonly clawedPoints: ClawedPoints;
};
export type AppliedRefund = {
  readonly refundId: RefundId;
  readonly eid: EventId;
  readonly storeName: string;
  readonly atMs: number;
  readonly result: RefundResult;
};

/** A refund whose sale has not come yet. */
export type AwaitingRefund = { readonly refund: KnownRefund; readonly event: RefundEvent };

/** An award whose e-invoice was used when it came, with the counter that sent it. */
export type WaitingAward = {
  readonly wait: NewInvoiceWait;
  readonly install: HqInstall;
  readonly event: AwardEvent;
  readonly recordedV: number;
};

/** An e-invoice whose sale has not come yet, with the store that sent it. */
export type AwaitingInvoice = {
  readonly wait: NewInvoiceWait;
  readonly storeName: string;
  readonly event: SaleInvoiceEvent;
};

/**
 * Everything the events of a batch may touch, as it stands before the next event. Gathered once,
 * under lock; `recordEffects` keeps it in step, so that later events see earlier ones. Where a member
 * is the key it is the survivor (`rootOf`), and what was merged into it counts with it.
 */
export type BatchState = {
  readonly install: HqInstall;
  readonly brandName: string;
  /** When members are left in peace. */
  readonly quietHours: QuietHours;
  /** When HQ last came back from a backup; null = never. */
  readonly restoredAtMs: number | null;
  /** The member's page in LINE, for the button of a message; null while HQ has none. */
  readonly memberPageUrl: string | null;
  readonly receivedAtMs: number;
  readonly knownEvents: Map<EventId, { readonly bodyHash: string }>;
  /** By their own id, merged ones too. */
  readonly members: Map<MemberId, HqMember>;
  readonly roots: Map<MemberId, MemberId>;
  readonly ownerOfMobile: Map<string, MemberId>;
  readonly ownerOfCode: Map<string, MemberId>;
  readonly programs: Map<string, Program>;
  readonly vouchers: Map<VoucherId, HqVoucher>;
  readonly voucherUses: Map<VoucherId, VoucherUses>;
  readonly useTotals: UseTotals;
  readonly sales: Map<SaleId, FirstUse>;
  readonly invoices: Map<string, FirstUse>;
  readonly counted: Map<SaleId, CountedSale>;
  readonly refunds: Map<RefundId, KnownRefund>;
  readonly awaiting: Map<RefundId, AwaitingRefund>;
  /** In the order HQ heard of them. */
  readonly invoiceWaits: Map<EventId, WaitingAward>;
  /** In the order HQ heard of them. */
  readonly awaitingInvoices: Map<EventId, AwaitingInvoice>;
  readonly entries: Map<MemberId, LedgerEntry[]>;
  readonly stamps: Map<MemberId, StampEntry[]>;
  readonly memberSales: Map<MemberId, MemberSale[]>;
  /** Those the events name, and all open ones of the members and vouchers they are about. */
  readonly rights: Map<RightId, HqRight>;
  readonly policy: SpendPolicy;
  /** With which members' signed codes are checked; none where no event brings one. */
  readonly hqKeys: readonly HqKey[];
  /** Which of these codes a sale named before. */
  readonly usedTokens: Map<string, FirstUse>;
};

/**
 * A member to write: new, the true face of a placeholder, or changed. `codes` are those that name it
 * from now on.
 */
export type MemberEffect = {
  readonly kind: 'new' | 'changed';
  readonly member: HqMember;
  readonly codes: readonly NewCode[];
};

/** What became of a refund: a new row, or one that waited is judged now. */
export type RefundEffect = {
  readonly kind: 'new' | 'judged';
  readonly refund: KnownRefund;
  readonly event: RefundEvent;
};

/** An award begins to wait for its e-invoice, or waits no longer. */
export type InvoiceWaitEffect = {
  readonly kind: 'begins' | 'ends';
  readonly waiting: WaitingAward;
};

/** An e-invoice begins to wait for its sale, or waits no longer. */
export type AwaitingInvoiceEffect = {
  readonly kind: 'begins' | 'ends';
  readonly awaiting: AwaitingInvoice;
};

/** A sale that was settled without its e-invoice has it now. */
export type SaleInvoiceEffect = {
  readonly saleId: SaleId;
  readonly saleEid: EventId;
  readonly invoiceKey: string;
};

/** What one event writes; nothing is written while it is computed. */
export type Effects = {
  readonly eid: EventId;
  readonly atMs: number;
  /** Where it happened, for people. */
  readonly storeName: string;
  /** Null for a second judgement, as of a refund: the event is stored already. */
  readonly event: NewEvent | null;
  readonly members: readonly MemberEffect[];
  readonly merge: { readonly memberId: MemberId; readonly into: MemberId } | null;
  readonly entries: readonly LedgerEntry[];
  readonly sale: { readonly row: NewSale; readonly award: AwardEvent } | null;
  readonly refund: RefundEffect | null;
  readonly invoiceWait: InvoiceWaitEffect | null;
  readonly saleInvoice: SaleInvoiceEffect | null;
  readonly awaitingInvoice: AwaitingInvoiceEffect | null;
  readonly vouchers: readonly NewVoucher[];
  readonly cancelled: readonly VoucherId[];
  readonly redemptions: readonly NewRedemption[];
  readonly uses: readonly CouponUse[];
  readonly stamps: readonly StampEntry[];
  /** What HQ itself has to correct because of the event. */
  readonly postings: readonly NewPosting[];
  /** What it takes of what HQ had reserved. */
  readonly rights: {
    readonly spends: readonly RightSpend[];
    readonly closes: readonly RightClose[];
  };
  /** Members' signed codes of which this is the first sale. */
  readonly tokens: readonly UsedToken[];
  readonly exceptions: readonly NewException[];
  /** At most one to each member. */
  readonly lineMessages: readonly NewLineMessage[];
  readonly changes: readonly NewChange[];
};

/** What names the e-invoice a sale was read from; null when its amount was typed. */
export function invoiceKeyOf({ body }: AwardEvent): string | null {
  return body.invoice === null ? null : invoiceKey(body.invoice.number, body.invoice.date);
}

/** A sale undone as a whole was none: its e-invoice is free. Goods taken back were bought all the same. */
export function freesInvoice({ mode, complete }: RefundResult): boolean {
  return mode === 'void' && complete;
}

/** The rows of a refund without what was joined to them. */
export function refundRow(refund: KnownRefund): HqRefund {
  const { storeName: _, ...row } = refund;
  return row;
}

/** The survivor of a member's id; the id itself if it was never merged. */
export function rootOf(state: Pick<BatchState, 'roots'>, memberId: MemberId): MemberId {
  return state.roots.get(memberId) ?? memberId;
}

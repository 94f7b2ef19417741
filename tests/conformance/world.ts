import type { LotId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import { resolveMember } from '../../app/domain/merge-members.ts';
import type { KeyedRefund } from '../../app/domain/refund-key.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import type {
  EvaluatedSale,
  IssuedVoucher,
  LedgerEntry,
  MemberState,
  OfferedVoucher,
  SaleInput,
} from '../../app/domain/sale.ts';
import type { ValueFact } from '../../app/domain/stored-value.ts';
import type { Clock } from './clock.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { idAt } from './ids.ts';
import type { ProgramWords } from './program-words.ts';

/** A member of a case: what stands in the ledger, and what is known besides. */
export type MemberBook = {
  readonly key: string;
  readonly memberId: MemberId;
  readonly entries: LedgerEntry[];
  /** The lots the case began with, in its order, under its names. */
  readonly opening: readonly OpeningLot[];
  /** What counts for tiers, by day. */
  readonly spends: { readonly date: string; readonly minor: number }[];
  /** `MM-DD`. */
  readonly birthday: string | null;
  /** The member who brought this one, by the case's name. */
  readonly invitedBy: string | null;
  /** All that does not follow from the ledger; see `stateOf`. */
  state: MemberState;
};

export type OpeningLot = {
  readonly lotId: LotId;
  readonly name: string;
  readonly expiresOn: string | null;
};

/** A sale that was posted, with what refunds have taken back of it since. */
export type PostedSale = {
  readonly book: MemberBook;
  readonly asked: SaleInput;
  readonly facts: MemberState;
  readonly result: EvaluatedSale;
  readonly issued: HeldVoucher[];
  readonly refunds: RefundResult[];
};

/** A voucher of a case's member. */
export type HeldVoucher = Omit<OfferedVoucher, 'usesLeft'> & {
  usesLeft: number;
  readonly because: string;
};

/** A use of a coupon, reward or gift, from which limits are counted. */
export type Use = {
  readonly id: string;
  readonly memberId: MemberId;
  readonly date: string;
  /** The sale's own object: uses of a sale that is undone do not count. */
  readonly sale: object;
};

/** Everything a case has made so far: the ledger, and what is known of each member and card. */
export type World = {
  readonly words: ProgramWords;
  readonly members: Map<string, MemberBook>;
  /** Merged members and whom they are part of. */
  readonly aliases: Map<MemberId, MemberId>;
  readonly valueFacts: ValueFact[];
  readonly sales: Map<string, PostedSale>;
  readonly vouchers: HeldVoucher[];
  readonly parked: Map<string, Fields>;
  /** What was refunded under each key. */
  readonly refundKeys: Map<string, KeyedRefund>;
  readonly posted: LedgerEntry[];
  uses: Use[];
  identifiedBy: 'scan' | 'search';
  clock: Clock;
  lotCount: number;
};

/** The member an op is about: the one it names, or the only one. */
export function memberOf(world: World, key: string | undefined): MemberBook {
  if (key !== undefined) {
    return survivorOf(world, world.members.get(key) ?? unsupported(`member ${key}`));
  }
  const [only, another] = activeMembers(world);
  if (only === undefined || another !== undefined) return unsupported('an op that names no member');
  return only;
}

/** The member that the ids of a merged one stand for. */
export function survivorOf(world: World, book: MemberBook): MemberBook {
  const resolved = resolveMember(world.aliases, book.memberId);
  if (resolved.kind === 'cycle') throw new Error('members merged in a ring');
  return bookOf(world, resolved.memberId);
}

/** Members that are not part of another. */
export function activeMembers(world: World): MemberBook[] {
  return [...world.members.values()].filter((book) => !world.aliases.has(book.memberId));
}

function bookOf(world: World, memberId: MemberId): MemberBook {
  const book = [...world.members.values()].find((one) => one.memberId === memberId);
  if (book === undefined) throw new Error('an id of no member of the case');
  return book;
}

/** Ids of lots in the order of their making. */
export function newLotIds(world: World, count: number): LotId[] {
  return Array.from({ length: count }, () => idAt<LotId>('lot', world.lotCount++));
}

/** Writes entries into the ledger, each to its own member. */
export function post(world: World, entries: readonly LedgerEntry[]): void {
  for (const entry of entries) {
    bookOf(world, entry.memberId).entries.push(entry);
    world.posted.push(entry);
  }
}

/** Gives a member vouchers, under new ids. */
export function holdVouchers(world: World, issued: readonly IssuedVoucher[]): HeldVoucher[] {
  const held = issued.map((voucher) => ({
    voucherId: idAt<VoucherId>('voucher', world.vouchers.length + 1),
    couponId: voucher.couponId,
    memberId: voucher.memberId,
    validFrom: voucher.validFrom,
    validUntil: voucher.validUntil,
    uses: voucher.uses,
    usesLeft: voucher.uses,
    because: voucher.because,
  }));
  world.vouchers.push(...held);
  return held;
}

/**
 * A string that names one kind of thing. Brands keep a member id from being passed where a
 * voucher id is meant; at run time an id is the plain string.
 */
export type Id<Kind extends string> = string & { readonly __id: Kind };

/** One member of the loyalty program (UUIDv7, made by whoever enrols the member). */
export type MemberId = Id<'member'>;
/** One shop of the chain. */
export type StoreId = Id<'store'>;
/** One installation of the app on one machine; bound to its signing key and hash chain. */
export type InstallId = Id<'install'>;
/** One immutable fact recorded at a counter; globally unique for ever. */
export type EventId = Id<'event'>;
/** One amount of goods paid. */
export type SaleId = Id<'sale'>;
/** One undoing or refund of a sale; also its key: the same id twice is the same refund. */
export type RefundId = Id<'refund'>;
/** Points with one expiry day. */
export type LotId = Id<'lot'>;
/** One member's copy of a coupon. */
export type VoucherId = Id<'voucher'>;
/** A coupon definition inside a program. */
export type CouponId = Id<'coupon'>;
/** A program; its versions share the id. */
export type ProgramId = Id<'program'>;
/** Points or a voucher that HQ reserved for one install: a lease, a pin, or the word for one sale. */
export type RightId = Id<'right'>;
/** A scanner or other intake of this counter. */
export type DeviceId = Id<'device'>;

/** A person who works at the counter. */
export type StaffId = Id<'staff'>;
/** A tag or a note about a member. */
export type RemarkId = Id<'remark'>;
/** The time between opening and closing of a counter by its people. */
export type ShiftId = Id<'shift'>;

/** Any id of the product. */
export type AnyId = Id<string>;

/** Makes a new id (UUIDv7 in production); passed in so that rules stay pure and runs repeatable. */
export type NewId = <T extends AnyId>() => T;

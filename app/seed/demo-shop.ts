import type { AwardEvent } from '../contract/events.ts';
import type { MemberRow, Store, VoucherRow } from '../contract/sync.ts';
import type { MemberId, StoreId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import type { CalendarDate } from '../domain/time.ts';

/** A member with what HQ alone knows; null unless a LINE account was ever bound. */
export type DemoMember = MemberRow & { readonly lineUserId: string | null };

/** A settled sale of the past: the body of its award event, and what stands around it there. */
export type DemoSale = AwardEvent['body'] & {
  readonly storeId: StoreId;
  readonly memberId: MemberId;
  readonly atMs: number;
  readonly bizDate: CalendarDate;
};

/** Everything HQ knows on the day the demo begins. */
export type DemoShop = {
  readonly brandName: string;
  /** The day it was made for. */
  readonly today: CalendarDate;
  readonly program: Program;
  readonly stores: readonly Store[];
  readonly members: readonly DemoMember[];
  readonly vouchers: readonly VoucherRow[];
  /** Oldest first. */
  readonly sales: readonly DemoSale[];
};

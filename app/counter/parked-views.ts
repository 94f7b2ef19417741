import type { ReadyView } from '../contract/counter-view.ts';
import { maskName } from '../domain/member-name.ts';
import { businessDate, type CalendarDate } from '../domain/time.ts';
import type { Reader } from '../db/handles.ts';
import { findMember } from '../db/members.ts';
import { listParkedSales, type ParkedSale } from '../db/parked-sales.ts';

/** The sales set aside, for the screen; nothing of the view while there are none. */
export async function parkedOnCounter(
  db: Reader,
  today: CalendarDate,
): Promise<Pick<ReadyView, 'parked'>> {
  const sales = await listParkedSales(db);
  if (sales.length === 0) return {};
  const parked: NonNullable<ReadyView['parked']> = [];
  for (const one of sales) parked.push(await parkedView(db, one, today));
  return { parked };
}

async function parkedView(
  db: Reader,
  { parkedAtMs, sale }: ParkedSale,
  today: CalendarDate,
): Promise<NonNullable<ReadyView['parked']>[number]> {
  const member = sale.memberId === null ? null : await findMember(db, sale.memberId);
  return {
    parkedAtMs,
    memberId: member?.memberId ?? null,
    nameMasked: member === null ? null : maskName(member.name),
    amountText: sale.amountText,
    vouchers: sale.voucherIds.length + sale.codes.length,
    otherDay: businessDate(parkedAtMs) !== today,
  };
}

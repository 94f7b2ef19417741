import type { EventId, MemberId, SaleId, StoreId } from '../../app/domain/ids.ts';
import type { Aliases } from './member-aliases.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** What a sale weighs for its member's tier. Amounts in whole NT$. */
export type MemberSale = {
  readonly saleId: SaleId;
  readonly bizDate: string;
  /** Net of refunds. */
  readonly spentMinor: number;
  /** Nothing of it is left. */
  readonly undone: boolean;
};

/** The sales of each survivor, those of the ids merged into it too. */
export async function listMemberSales(
  db: HqHandle,
  aliases: Aliases,
): Promise<Map<MemberId, MemberSale[]>> {
  const found = new Map([...aliases.idsOf.keys()].map((root) => [root, [] as MemberSale[]]));
  const ids = [...aliases.idsOf.values()].flat();
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom('sale')
    .select(['sale_id', 'member_id', 'biz_date', 'spent_minor', 'refunded_spent_minor', 'undone'])
    .where('member_id', 'in', ids)
    .execute();
  for (const row of rows) {
    found.get(aliases.rootOf.get(row.member_id) ?? row.member_id)?.push({
      saleId: row.sale_id,
      bizDate: row.biz_date,
      spentMinor: row.spent_minor - row.refunded_spent_minor,
      undone: row.undone,
    });
  }
  return found;
}

/** A sale that counted, with the bytes of the event that recorded it. */
export type StoredSale = {
  readonly saleId: SaleId;
  readonly eid: EventId;
  readonly memberId: MemberId;
  readonly storeId: StoreId;
  readonly bizDate: string;
  readonly undone: boolean;
  readonly invoiceKey: string | null;
  readonly rawBody: string;
};

export async function listStoredSales(
  db: HqHandle,
  saleIds: readonly SaleId[],
): Promise<StoredSale[]> {
  if (saleIds.length === 0) return [];
  const rows = await db
    .selectFrom('sale')
    .innerJoin('event', (join) =>
      join.onRef('event.eid', '=', 'sale.eid').on('event.first_of_eid', '=', true),
    )
    .select([
      'sale.sale_id as saleId',
      'sale.eid',
      'sale.member_id as memberId',
      'sale.store_id as storeId',
      'sale.biz_date as bizDate',
      'sale.undone',
      'sale.invoice_key as invoiceKey',
      'event.raw_body',
    ])
    .where('sale.sale_id', 'in', saleIds)
    .execute();
  return rows.map(({ raw_body, ...sale }) => ({
    ...sale,
    rawBody: Buffer.from(raw_body).toString('utf8'),
  }));
}

/** What a refund took of a sale. */
export async function markSaleRefunded(
  trx: HqTrx,
  refund: {
    readonly saleId: SaleId;
    readonly amountMinor: number;
    readonly spentMinor: number;
    readonly complete: boolean;
  },
): Promise<void> {
  await trx
    .updateTable('sale')
    .set((eb) => ({
      refunded_minor: eb('refunded_minor', '+', refund.amountMinor),
      refunded_spent_minor: eb('refunded_spent_minor', '+', refund.spentMinor),
      // Once nothing is left nothing comes back.
      ...(refund.complete ? { undone: true } : {}),
    }))
    .where('sale_id', '=', refund.saleId)
    .execute();
}

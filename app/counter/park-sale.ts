import { maskName } from '../domain/member-name.ts';
import type { MemberId } from '../domain/ids.ts';
import type { Trx } from '../db/handles.ts';
import { emptySale, type OpenSale } from '../db/open-sale.ts';
import { insertParkedSale, listParkedSales } from '../db/parked-sales.ts';
import { answer, changeSale, deny, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/** Sales that may be set aside at once; more would be forgotten there. */
export const parkedSalesMax = 5;

/** Whether somebody has entered more than who the sale is for. */
export function isBegun(sale: OpenSale): boolean {
  return (
    sale.amountText !== '' ||
    sale.invoice !== null ||
    sale.voucherIds.length > 0 ||
    sale.codes.length > 0 ||
    sale.spendPoints > 0
  );
}

/**
 * Whether the open sale is set aside when another member is scanned. One of the POS never is: the POS waits for
 * it, and its customer is the one in front.
 */
export function makesRoomFor({ sale }: Pick<Scene, 'sale'>, memberId: MemberId): boolean {
  return (
    sale.memberId !== null && sale.memberId !== memberId && sale.posSaleNo === null && isBegun(sale)
  );
}

/** Why the scan of another member cannot be taken; null when it can. Changes nothing. */
export async function parkingRefusal(
  trx: Trx,
  scene: Scene,
  memberId: MemberId,
): Promise<NoticeDraft | null> {
  if (!makesRoomFor(scene, memberId)) return null;
  const isFull = (await listParkedSales(trx)).length >= parkedSalesMax;
  return isFull ? say('parked-full', { max: parkedSalesMax }) : null;
}

/** Sets the open sale aside as it is; the caller puts another in its place. */
export async function setAside(trx: Trx, { sale, moment }: Scene): Promise<void> {
  await insertParkedSale(trx, { sale, nowMs: moment.nowMs });
}

/** The cashier sets the open sale aside by hand: the counter is free for the next customer. */
export async function parkSale(trx: Trx, scene: Scene): Promise<Act> {
  const { sale, member } = scene;
  if (sale.posSaleNo !== null) return deny(say('parked-pos-first', { posSaleNo: sale.posSaleNo }));
  if (!isBegun(sale)) return answer(say('parked-none', {}));
  if ((await listParkedSales(trx)).length >= parkedSalesMax)
    return deny(say('parked-full', { max: parkedSalesMax }));
  await setAside(trx, scene);
  const notice =
    member === null
      ? say('sale-held-nobody', {})
      : say('sale-held', { name: maskName(member.name) });
  return await changeSale(trx, emptySale, notice);
}

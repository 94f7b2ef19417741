import { maskName } from '../domain/member-name.ts';
import { businessDate } from '../domain/time.ts';
import type { Trx } from '../db/handles.ts';
import { findMember } from '../db/members.ts';
import { putOpenSale, type OpenSale } from '../db/open-sale.ts';
import { deleteParkedSale, listParkedSales, type ParkedSale } from '../db/parked-sales.ts';
import { listVouchers } from '../db/vouchers.ts';
import { answer, deny, done, type Act } from './act.ts';
import { joinWords } from './join-words.ts';
import { judgeSpent } from './judge-known.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { isBegun, setAside } from './park-sale.ts';
import { judgeUsedInvoice } from './scan-invoice.ts';
import type { Scene } from './scene.ts';
import { voucherName } from './voucher-block.ts';

/**
 * Takes a parked sale back. What stands on the counter, if it is begun, goes aside in its place. The sale is
 * judged anew: a member who is gone and vouchers used or run out meanwhile are taken off and said; the amount
 * always stays. Of an earlier day, or merged into another meanwhile, its member counts as looked up: who stands there
 * now must be scanned again.
 */
export async function recallSale(trx: Trx, scene: Scene, parkedAtMs: number): Promise<Act> {
  const parked = (await listParkedSales(trx)).find((one) => one.parkedAtMs === parkedAtMs);
  if (parked === undefined) return answer(say('parked-gone', {}));
  const { posSaleNo } = scene.sale;
  if (posSaleNo !== null) return deny(say('parked-pos-first', { posSaleNo }));
  // First in, then out: so no two sales ever bear the same moment.
  if (isBegun(scene.sale)) await setAside(trx, scene);
  await deleteParkedSale(trx, parkedAtMs);
  const { sale, notice } = await judgeAnew(trx, scene, parked);
  await putOpenSale(trx, sale);
  return { notice, answer: done };
}

type Judged = { readonly sale: OpenSale; readonly notice: NoticeDraft };

async function judgeAnew(trx: Trx, scene: Scene, parked: ParkedSale): Promise<Judged> {
  const { sale, parkedAtMs } = parked;
  const { today } = scene.moment;
  const usedInvoice =
    sale.invoice === null ? null : await judgeUsedInvoice(trx, scene, sale.invoice);
  if (sale.memberId === null)
    return { sale, notice: usedInvoice ?? say('parked-recalled-nobody', {}) };
  const member = await findMember(trx, sale.memberId);
  if (member === null) {
    const alone = { ...sale, memberId: null, identifiedBy: null };
    const nobodys: OpenSale = { ...alone, voucherIds: [], codes: [], spendPoints: 0 };
    return { sale: nobodys, notice: usedInvoice ?? say('parked-member-gone', {}) };
  }
  const parkedOn = businessDate(parkedAtMs);
  const isOld = parkedOn !== today;
  const vouchers = await listVouchers(trx, sale.voucherIds);
  const gone = vouchers.filter(
    (one) => judgeSpent(scene, one) !== null || (isOld && one.validUntil < today),
  );
  // Merged meanwhile: nobody scanned the card of the one it is now; see `absorbMerged`.
  const isAnother = member.memberId !== sale.memberId;
  const kept: OpenSale = {
    ...sale,
    memberId: member.memberId,
    identifiedBy: isOld || isAnother ? 'search' : sale.identifiedBy,
    spendPoints: isAnother ? 0 : sale.spendPoints,
    voucherIds: vouchers.filter((one) => !gone.includes(one)).map((one) => one.voucherId),
  };
  const name = maskName(member.name);
  const lost = joinWords(gone.map((one) => voucherName(scene.program, one)));
  const notice =
    usedInvoice ??
    (lost !== null
      ? say('parked-recalled-without', { name, vouchers: lost })
      : isOld
        ? say('parked-recalled-old', { name, date: parkedOn })
        : say('parked-recalled', { name }));
  return { sale: kept, notice };
}

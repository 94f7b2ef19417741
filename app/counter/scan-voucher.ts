import type { Trx } from '../db/handles.ts';
import { findVoucherByCode, type Voucher } from '../db/vouchers.ts';
import { answer, changeSale, type Act } from './act.ts';
import { judgeSpent } from './judge-known.ts';
import { judgeVoucher } from './judge-voucher.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import { blockNotice, voucherName } from './voucher-block.ts';

/** A voucher was scanned: put it on the sale, or say why not. */
export async function scanVoucher(trx: Trx, scene: Scene, code: string): Promise<Act> {
  const voucher = await findVoucherByCode(trx, code);
  if (voucher === null) return answer(say('voucher-unknown', { code }));
  return await attachScanned(trx, scene, voucher);
}

/** The same for a voucher that is known here, whatever was scanned. */
export async function attachScanned(trx: Trx, scene: Scene, voucher: Voucher): Promise<Act> {
  const name = voucherName(scene.program, voucher);
  if (scene.sale.voucherIds.includes(voucher.voucherId))
    return answer(say('voucher-on-sale-already', { name }));
  const spent = judgeSpent(scene, voucher);
  if (spent !== null) return answer(blockNotice(spent, scene.program, voucher));
  if (scene.sale.memberId === null) return answer(say('voucher-needs-member', { name }));
  const objection = judgeVoucher(scene, voucher);
  if (objection !== null) return answer(blockNotice(objection, scene.program, voucher));
  const voucherIds = [...scene.sale.voucherIds, voucher.voucherId];
  return await changeSale(trx, { ...scene.sale, voucherIds }, say('voucher-attached', { name }));
}

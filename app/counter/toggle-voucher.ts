import type { VoucherId } from '../domain/ids.ts';
import type { Trx } from '../db/handles.ts';
import { listVouchers } from '../db/vouchers.ts';
import { changeSale, deny, type Act } from './act.ts';
import { judgeVoucher } from './judge-voucher.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import { blockNotice, voucherName } from './voucher-block.ts';

/** Puts one of the member's vouchers on the sale, or takes it off again. */
export async function toggleVoucher(trx: Trx, scene: Scene, voucherId: VoucherId): Promise<Act> {
  const [voucher] = await listVouchers(trx, [voucherId]);
  if (voucher === undefined) return deny(say('voucher-unknown', { code: '' }));
  const name = voucherName(scene.program, voucher);
  if (scene.sale.voucherIds.includes(voucherId)) {
    const voucherIds = scene.sale.voucherIds.filter((id) => id !== voucherId);
    return await changeSale(trx, { ...scene.sale, voucherIds }, say('voucher-removed', { name }));
  }
  if (scene.sale.memberId === null) return deny(say('voucher-needs-member', { name }));
  const objection = judgeVoucher(scene, voucher);
  if (objection !== null) return deny(blockNotice(objection, scene.program, voucher));
  const voucherIds = [...scene.sale.voucherIds, voucherId];
  return await changeSale(trx, { ...scene.sale, voucherIds }, say('voucher-attached', { name }));
}

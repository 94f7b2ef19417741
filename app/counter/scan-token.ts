import type { MemberId } from '../domain/ids.ts';
import type { VoucherToken } from '../domain/voucher-token.ts';
import type { Trx } from '../db/handles.ts';
import { listHqKeys } from '../db/hq-keys.ts';
import { listIdsOf } from '../db/member-aliases.ts';
import { memberHashOf, verifyVoucherToken } from '../db/sign-voucher-token.ts';
import { insertTokenVoucher, listVouchers } from '../db/vouchers.ts';
import { answer, type Act } from './act.ts';
import { say } from './notice-codes.ts';
import { attachScanned } from './scan-voucher.ts';
import type { Scene } from './scene.ts';

/**
 * A voucher's signed token was scanned. A voucher known here is used like one scanned by its code. One
 * that has not come down from HQ yet is believed by HQ's signature, if it is of class A, belongs to the
 * member on the sale, and is not among those used or cancelled; HQ's own row takes its place later.
 */
export async function scanToken(trx: Trx, scene: Scene, text: string): Promise<Act> {
  const token = verifyVoucherToken(await listHqKeys(trx), text);
  if (token === null) return answer(say('voucher-token-invalid', {}));
  const [known] = await listVouchers(trx, [token.voucherId]);
  if (known !== undefined) return await attachScanned(trx, scene, known);
  const name = nameOf(scene, token);
  if (scene.sale.memberId === null) return answer(say('voucher-needs-member', { name }));
  const holderId = await findHolder(trx, scene.sale.memberId, token);
  if (holderId === null) return answer(say('voucher-of-other-member', { name }));
  const coupon = scene.program?.coupons.find((one) => one.couponId === token.couponId);
  // The owner may have made the coupon stricter since the token was signed.
  const needsHq = token.class === 'B' || coupon?.offlineClass === 'B';
  if (needsHq && !scene.hqHeard) return answer(say('voucher-token-online', {}));
  await insertTokenVoucher(trx, { ...token, memberId: holderId });
  const [voucher] = await listVouchers(trx, [token.voucherId]);
  if (voucher === undefined) throw new Error('a voucher just stored is not there');
  return await attachScanned(trx, scene, voucher);
}

/** The id, of those that are one member, for which HQ signed the token; null = somebody else's. */
async function findHolder(
  trx: Trx,
  memberId: MemberId,
  { memberHash }: VoucherToken,
): Promise<MemberId | null> {
  const hash = Buffer.from(memberHash);
  const ids = await listIdsOf(trx, memberId);
  return ids.find((id) => hash.equals(memberHashOf(id))) ?? null;
}

function nameOf({ program }: Scene, { couponId }: VoucherToken) {
  const coupon = program?.coupons.find((one) => one.couponId === couponId);
  return coupon?.name ?? { 'zh-TW': '這張券', en: 'this voucher' };
}

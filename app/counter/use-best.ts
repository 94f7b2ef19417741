import type { Trx } from '../db/handles.ts';
import { listMemberVouchers } from '../db/vouchers.ts';
import { changeSale, deny, type Act } from './act.ts';
import { judgeCode } from './judge-code.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import { weighVouchers } from './weigh-vouchers.ts';

/** As many as the screen shows. */
const vouchersMax = 100;

/** Puts the best combination of the member's vouchers on the sale, in the place of those that are on it. */
export async function useBest(trx: Trx, scene: Scene): Promise<Act> {
  const { member, sale, moment } = scene;
  if (member === null) return deny(say('settle-needs-member', {}));
  if (sale.amountText === '') return deny(say('settle-needs-amount', {}));
  const { memberId } = member;
  const held = await listMemberVouchers(trx, {
    memberId,
    today: moment.today,
    limit: vouchersMax,
  });
  const { best } = weighVouchers(scene, held);
  if (best === null) return await changeSale(trx, sale, say('best-none', {}));
  const { savesMinor } = best;
  const voucherIds = [...best.voucherIds];
  const vouchers = voucherIds.flatMap((id) => held.filter((one) => one.voucherId === id));
  const after = { ...scene, sale: { ...sale, voucherIds }, vouchers };
  // A code that the better vouchers do not go with would stop the sale.
  const codes = sale.codes.filter((code) => judgeCode(after, code) === null);
  return await changeSale(trx, { ...after.sale, codes }, say('best-used', { savesMinor }));
}

import type { Trx } from '../db/handles.ts';
import { changeSale, done, type Act } from './act.ts';
import { namedCode } from './code-coupon.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import { voucherName } from './voucher-block.ts';

/** Takes a shared code off the open sale; one that is not on it is off already. */
export async function dropCode(trx: Trx, { program, sale }: Scene, code: string): Promise<Act> {
  if (!sale.codes.includes(code)) return { notice: 'keep', answer: done };
  const name = voucherName(program, namedCode(program, code));
  const codes = sale.codes.filter((one) => one !== code);
  return await changeSale(trx, { ...sale, codes }, say('voucher-removed', { name }));
}

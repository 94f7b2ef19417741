import { scannedText, type ClassifiedCode } from '../domain/classify-code.ts';
import type { Trx } from '../db/handles.ts';
import { answer, changeSale, type Act } from './act.ts';
import { findCodeCoupon, namedCode } from './code-coupon.ts';
import { judgeCode } from './judge-code.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import { blockNotice, voucherName } from './voucher-block.ts';

/** Forms that are ours or the tax office's: what they mean is settled, whatever a program calls its codes. */
const ownKinds: ReadonlySet<ClassifiedCode['kind']> = new Set<ClassifiedCode['kind']>([
  'member-code',
  'member-code-bad-check',
  'member-token',
  'voucher-code',
  'voucher-code-bad-check',
  'voucher-token',
  'staff-badge',
  'einvoice-left',
  'einvoice-left-malformed',
  'einvoice-right',
  'einvoice-slip',
]);

/**
 * A scan that may be the one code of a coupon that everybody shares, as a promotional coupon in LINE
 * shows it: puts it on the sale, or says why not. Null = no coupon of the program has this code.
 */
export async function scanCouponCode(
  trx: Trx,
  scene: Scene,
  scanned: { readonly kind: ClassifiedCode['kind']; readonly bytes: Uint8Array },
): Promise<Act | null> {
  if (ownKinds.has(scanned.kind)) return null;
  const text = scannedText(scanned.bytes);
  const code = text === null ? null : (findCodeCoupon(scene.program, text)?.code ?? null);
  if (code === null) return null;
  const { program, sale } = scene;
  const named = namedCode(program, code);
  const name = voucherName(program, named);
  if (sale.codes.includes(code)) return answer(say('voucher-on-sale-already', { name }));
  if (sale.memberId === null) return answer(say('voucher-needs-member', { name }));
  const objection = judgeCode(scene, code);
  if (objection !== null) return answer(blockNotice(objection, program, named));
  const codes = [...sale.codes, code];
  return await changeSale(trx, { ...sale, codes }, say('voucher-attached', { name }));
}

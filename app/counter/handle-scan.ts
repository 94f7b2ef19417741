import type { RawScan } from '../contract/raw-scan.ts';
import { classifyCode, type ClassifiedCode } from '../domain/classify-code.ts';
import type { Trx } from '../db/handles.ts';
import { findMemberByCode } from '../db/members.ts';
import { answer, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { placeMember } from './place-member.ts';
import { scanMemberToken } from './scan-member-token.ts';
import { scanCouponCode } from './scan-coupon-code.ts';
import { scanInvoiceHalf, type HalfBefore } from './scan-invoice.ts';
import { scanToken } from './scan-token.ts';
import { scanVoucher } from './scan-voucher.ts';
import type { Scene } from './scene.ts';

/**
 * What one scan does to the open sale: a member comes on it, a voucher or a shared coupon code is put on it, an
 * e-invoice gives the amount; anything else is answered with one sentence. Never looks for a phone number and
 * never guesses a member. Runs inside the transaction that gathered `scene`. Any code but the other half
 * of an e-invoice drops the half that waited (no `waiting` in the answer).
 */
export async function handleScan(
  trx: Trx,
  scene: Scene,
  scan: Pick<RawScan, 'bytes' | 'truncated'>,
  before: HalfBefore,
): Promise<Act & { readonly waiting?: HalfBefore['waiting'] }> {
  if (scan.truncated) return answer(say('scan-too-long', {}));
  const code = classifyCode(scan.bytes);
  switch (code.kind) {
    case 'member-code':
      return await scanCard(trx, scene, code.code);
    case 'member-token':
      return await scanMemberToken(trx, scene, code.text);
    case 'voucher-code':
      return await scanVoucher(trx, scene, code.code);
    case 'voucher-token':
      return await scanToken(trx, scene, code.text);
    case 'einvoice-left':
      return await scanInvoiceHalf(trx, scene, { ...code, side: 'left' }, before);
    case 'einvoice-right':
      return await scanInvoiceHalf(trx, scene, { ...code, side: 'right' }, before);
    default:
      return (
        (await scanCouponCode(trx, scene, { kind: code.kind, bytes: scan.bytes })) ??
        answer(otherCode(code))
      );
  }
}

async function scanCard(trx: Trx, scene: Scene, code: string): Promise<Act> {
  const member = await findMemberByCode(trx, code);
  if (member === null) return answer(say('card-unknown', { tail: code.slice(-4) }));
  const { isWeakCode } = member;
  const identifiedBy = isWeakCode ? 'search' : 'scan';
  return await placeMember(trx, scene, { member, identifiedBy, isWeakCode, isScan: true });
}

type OtherCode = Exclude<
  ClassifiedCode,
  { kind: 'member-code' | 'member-token' | 'voucher-code' | 'voucher-token' | 'einvoice-left' }
>;

/** A code that leads nowhere: what it is, so that the cashier knows what to scan instead. */
export function otherCode(code: OtherCode): NoticeDraft {
  switch (code.kind) {
    case 'member-code-bad-check':
      return say('card-misread', {});
    case 'voucher-code-bad-check':
      return say('voucher-misread', {});
    // Whoever it may sign in, `scanStaff` has looked at before.
    case 'staff-badge':
      return say('badge-unknown', {});
    case 'einvoice-left-malformed':
      return say('invoice-misread', { field: code.field });
    case 'einvoice-right':
      return say('invoice-scan-left', {});
    case 'einvoice-slip':
      return say('invoice-slip-code39', { number: code.number });
    case 'mobile-carrier':
      return say('scan-carrier', {});
    case 'code39-full-ascii':
      return say('scan-full-ascii', {});
    case 'citizen-certificate':
      return say('scan-citizen-certificate', {});
    case 'donation-code':
      return say('scan-donation-code', {});
    case 'web-address':
      return say('scan-web-address', {});
    case 'product':
      return say('scan-product', { code: code.code });
    case 'product-bad-check':
      return say('scan-bad-check', {});
    case 'gs1-coupon':
      return say('scan-gs1-coupon', {});
    case 'too-short':
      return say('scan-too-short', {});
    case 'too-long':
      return say('scan-too-long', {});
    case 'binary':
      return say('scan-binary', {});
    case 'empty':
      return say('scan-empty', {});
    case 'unknown':
      return say('scan-unknown', { preview: code.preview });
  }
}

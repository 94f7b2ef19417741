import { maskName } from '../domain/member-name.ts';
import type { Trx } from '../db/handles.ts';
import type { Member } from '../db/members.ts';
import { listUntold } from '../db/untold-members.ts';
import { changeSale, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/**
 * Puts a member on the open sale. In the place of another one it keeps the amount, takes the other
 * member's vouchers off, and warns when something had been begun. A card scanned once stays strong.
 */
export async function placeMember(
  trx: Trx,
  scene: Scene,
  {
    member,
    identifiedBy,
    isWeakCode = false,
  }: {
    readonly member: Member;
    readonly identifiedBy: 'scan' | 'search';
    /** Scanned, but by a code that proves as little as a number: said, so that nobody wonders. */
    readonly isWeakCode?: boolean;
  },
): Promise<Act> {
  const { sale } = scene;
  const name = maskName(member.name);
  const untold = await untoldNotice(trx, member);
  const known = isWeakCode
    ? say('member-found-weak-code', { name })
    : say('member-found', { name });
  const found = untold ?? known;
  if (sale.memberId === member.memberId) {
    const strongest = sale.identifiedBy === 'scan' ? 'scan' : identifiedBy;
    const notice = strongest === 'scan' ? (untold ?? say('member-found', { name })) : found;
    return await changeSale(trx, { ...sale, identifiedBy: strongest }, notice);
  }
  const isBegun = sale.memberId !== null && (sale.amountText !== '' || sale.voucherIds.length > 0);
  const notice =
    isBegun && untold === null
      ? say('member-changed', { name, before: maskName(scene.member?.name ?? '') })
      : found;
  const voucherIds = scene.vouchers
    .filter((voucher) => voucher.memberId === member.memberId)
    .map((v) => v.voucherId);
  return await changeSale(
    trx,
    { ...sale, memberId: member.memberId, identifiedBy, voucherIds, spendPoints: 0 },
    notice,
  );
}

/** HQ, restored to before this member joined, does not know them: said, so that nobody sells to a ghost. */
async function untoldNotice(trx: Trx, member: Member): Promise<NoticeDraft | null> {
  const untold = await listUntold(trx, [member.memberId]);
  if (!untold.has(member.memberId)) return null;
  const name = maskName(member.name);
  return member.mobile === null
    ? say('member-found-untold-bare', { name })
    : say('member-found-untold', { name });
}

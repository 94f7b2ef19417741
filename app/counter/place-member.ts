import { maskName } from '../domain/member-name.ts';
import { strongerOf } from '../domain/redeem-needs.ts';
import type { SaleInput } from '../domain/sale.ts';
import type { Trx } from '../db/handles.ts';
import type { Member } from '../db/members.ts';
import { listUntold } from '../db/untold-members.ts';
import { changeSale, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/**
 * Puts a member on the open sale. In the place of another one it keeps the amount, takes the other
 * member's vouchers and codes off, and warns when something had been begun. How strongly a member was identified
 * once, stays.
 */
export async function placeMember(
  trx: Trx,
  scene: Scene,
  {
    member,
    identifiedBy,
    isWeakCode = false,
    note = null,
  }: {
    readonly member: Member;
    readonly identifiedBy: SaleInput['identifiedBy'];
    /** Scanned, but by a code that proves as little as a number: said, so that nobody wonders. */
    readonly isWeakCode?: boolean;
    /** Said in place of the welcome: why this code proves less than it should. */
    readonly note?: NoticeDraft | null;
  },
): Promise<Act> {
  const { sale } = scene;
  const name = maskName(member.name);
  const untold = await untoldNotice(trx, member);
  const known = isWeakCode
    ? say('member-found-weak-code', { name })
    : (posWelcome(sale, name) ?? welcome(name, identifiedBy));
  const found = untold ?? note ?? known;
  if (sale.memberId === member.memberId) {
    const strongest = strongerOf(sale.identifiedBy ?? 'search', identifiedBy);
    const notice = strongest === identifiedBy ? found : (untold ?? welcome(name, strongest));
    return await changeSale(trx, { ...sale, identifiedBy: strongest }, notice);
  }
  const isBegun =
    sale.memberId !== null &&
    (sale.amountText !== '' || sale.voucherIds.length > 0 || sale.codes.length > 0);
  const notice =
    isBegun && untold === null
      ? say('member-changed', { name, before: maskName(scene.member?.name ?? '') })
      : found;
  const voucherIds = scene.vouchers
    .filter((voucher) => voucher.memberId === member.memberId)
    .map((v) => v.voucherId);
  return await changeSale(
    trx,
    { ...sale, memberId: member.memberId, identifiedBy, voucherIds, codes: [], spendPoints: 0 },
    notice,
  );
}

function welcome(name: string, identifiedBy: SaleInput['identifiedBy']): NoticeDraft {
  return identifiedBy === 'token'
    ? say('member-found-token', { name })
    : say('member-found', { name });
}

/** The amount is there already where the POS sent it: then the member is what to check. */
function posWelcome({ posSaleNo, amountText }: Scene['sale'], name: string): NoticeDraft | null {
  if (posSaleNo === null) return null;
  return say('pos-sale-to-member', { posSaleNo, amountMinor: Number(amountText), name });
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

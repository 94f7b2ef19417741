import { maskName } from '../domain/member-name.ts';
import { strongerOf } from '../domain/redeem-needs.ts';
import type { SaleInput } from '../domain/sale.ts';
import type { Trx } from '../db/handles.ts';
import type { Member } from '../db/members.ts';
import { listUntold } from '../db/untold-members.ts';
import { emptySale } from '../db/open-sale.ts';
import { listParkedSales } from '../db/parked-sales.ts';
import { changeSale, deny, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { isBegun, makesRoomFor, parkingRefusal, setAside } from './park-sale.ts';
import type { Scene } from './scene.ts';

/**
 * Puts a member on the open sale. A scan is the next customer: what had been begun for another member goes
 * aside whole, and where there is no room for it the scan is refused. A member chosen by hand is the same sale
 * for somebody else: it keeps the amount, loses the other member's vouchers and codes, and that is said. How
 * strongly a member was identified once, stays.
 */
export async function placeMember(
  trx: Trx,
  scene: Scene,
  {
    member,
    identifiedBy,
    isWeakCode = false,
    note = null,
    isScan = false,
  }: {
    readonly member: Member;
    readonly identifiedBy: SaleInput['identifiedBy'];
    /** Scanned, but by a code that proves as little as a number: said, so that nobody wonders. */
    readonly isWeakCode?: boolean;
    /** Said in place of the welcome: why this code proves less than it should. */
    readonly note?: NoticeDraft | null;
    /** They were scanned, not chosen by hand. */
    readonly isScan?: boolean;
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
  const told = found === known && found.tone === 'ok' ? await parkedNotice(trx, member) : null;
  if (isScan && makesRoomFor(scene, member.memberId))
    return await parkFor(trx, scene, { member, identifiedBy, notice: untold ?? note ?? told });
  const isSwap = sale.memberId !== null && isBegun(sale);
  const before = maskName(scene.member?.name ?? '');
  const notice =
    isSwap && untold === null ? say('member-changed', { name, before }) : (told ?? found);
  const voucherIds = scene.vouchers
    .filter((voucher) => voucher.memberId === member.memberId)
    .map((v) => v.voucherId);
  return await changeSale(
    trx,
    { ...sale, memberId: member.memberId, identifiedBy, voucherIds, codes: [], spendPoints: 0 },
    notice,
  );
}

/** Sets what is begun aside and begins anew with the member who was scanned; refused while the list is full. */
async function parkFor(
  trx: Trx,
  scene: Scene,
  {
    member,
    identifiedBy,
    notice,
  }: {
    readonly member: Member;
    readonly identifiedBy: SaleInput['identifiedBy'];
    readonly notice: NoticeDraft | null;
  },
): Promise<Act> {
  const refusal = await parkingRefusal(trx, scene, member.memberId);
  if (refusal !== null) return deny(refusal);
  await setAside(trx, scene);
  const begun = { ...emptySale, memberId: member.memberId, identifiedBy };
  const before = maskName(scene.member?.name ?? '');
  const parked = say('sale-parked', { name: maskName(member.name), before });
  return await changeSale(trx, begun, notice ?? parked);
}

/** A sale of the member waits on the list: said, so that nobody types it twice. */
async function parkedNotice(trx: Trx, { memberId, name }: Member): Promise<NoticeDraft | null> {
  const parked = await listParkedSales(trx);
  const isWaiting = parked.some(({ sale }) => sale.memberId === memberId);
  return isWaiting ? say('member-found-parked', { name: maskName(name) }) : null;
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

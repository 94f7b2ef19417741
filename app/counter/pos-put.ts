import type { PosSale } from '../contract/pos-api.ts';
import { classifyCode } from '../domain/classify-code.ts';
import type { MemberId } from '../domain/ids.ts';
import { maskName } from '../domain/member-name.ts';
import type { Trx } from '../db/handles.ts';
import { findMemberByCode } from '../db/members.ts';
import { emptySale, putOpenSale, type OpenSale } from '../db/open-sale.ts';
import {
  findLivePosSale,
  listQueuedPosSales,
  markPosSale,
  putPosSale as storePosSale,
  type PosKey,
  type PosSaleRow,
} from '../db/pos-sales.ts';
import type { Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { makesRoomFor, parkingRefusal, setAside } from './park-sale.ts';
import { placeMember } from './place-member.ts';
import { refusedAs, type PosAnswer } from './pos-answer.ts';
import { findOrRecoverPosSale, invoiceRefOf } from './pos-award.ts';
import { posDifferences, posDigest } from './pos-digest.ts';
import { netLines, sumOfLines } from './pos-lines.ts';
import { requestOf } from './pos-view.ts';
import { judgeUsedInvoice } from './scan-invoice.ts';
import type { Scene } from './scene.ts';

/** Sales that may wait for the counter, of all POSes together. */
const queuedMax = 8;
/** A sale that waited longer is no customer's at the counter any more. */
const waitedMsMax = 30 * 60_000;

/** What was done; an answer of null = the sale as it stands now. */
export type PosAct = { readonly notice: Act['notice']; readonly answer: PosAnswer | null };

export type PosPut = {
  readonly key: PosKey;
  readonly request: PosSale;
  readonly sourceFile: string | null;
};

const keep = (answer: PosAnswer | null): PosAct => ({ notice: 'keep', answer });

/**
 * Takes a sale from the POS. It goes on the counter at once, to the member who stands there already; while
 * a sale of another number is there it waits. A sale of the same POS that nobody has put a member on
 * makes room: the newest customer is the one in front. Not settled yet, other content changes it;
 * settled, the same content is answered as before and other content is refused.
 */
export async function putPosSale(trx: Trx, scene: Scene, put: PosPut): Promise<PosAct> {
  if (scene.settings.mode === null) return keep(refusedAs('setup-first'));
  const objection = await judgePut(trx, scene, put.request);
  const digest = posDigest(put.request);
  const known = await findOrRecoverPosSale(trx, put.key, scene.moment);
  if (known !== null && isOver(known))
    return keep(known.digest === digest ? null : differs(known, put.request, digest));
  if (objection !== null) return keep(refusedAs(objection));
  if (known?.state === 'live' && known.digest === digest) return keep(null);
  const live = await findLivePosSale(trx);
  const other = live !== null && !isSame(live, put.key) ? live : null;
  const givesWay = other?.posName === put.key.posName && scene.sale.memberId === null;
  const row = { ...put.key, digest, request: JSON.stringify(put.request) };
  const stored = { ...row, sourceFile: put.sourceFile, updatedAtMs: scene.moment.nowMs };
  if (other !== null && !givesWay) {
    const isWaiting = known?.state === 'queued';
    if (!isWaiting && (await listQueuedPosSales(trx)).length >= queuedMax)
      return keep(refusedAs('queue-full'));
    await storePosSale(trx, { ...stored, state: 'queued' });
    return keep(null);
  }
  if (other !== null)
    await close(trx, other, { closedBy: 'newer-sale', nowMs: stored.updatedAtMs });
  await storePosSale(trx, { ...stored, state: 'live' });
  const notice = await placePosSale(trx, scene, { key: put.key, request: put.request, live });
  return { notice, answer: null };
}

function isOver({ state }: PosSaleRow): boolean {
  return state === 'settled' || state === 'no-member' || state === 'voided';
}

function isSame(row: PosSaleRow, { posName, posSaleNo }: PosKey): boolean {
  return row.posName === posName && row.posSaleNo === posSaleNo;
}

async function close(
  trx: Trx,
  key: PosKey,
  { closedBy, nowMs }: { readonly closedBy: 'newer-sale' | 'expired'; readonly nowMs: number },
): Promise<void> {
  await markPosSale(trx, key, { state: 'cancelled', closedBy, updatedAtMs: nowMs });
}

function differs(known: PosSaleRow, request: PosSale, digest: string): PosAnswer {
  return {
    kind: 'refused',
    code: 'sale-settled-differs',
    differences: posDifferences(requestOf(known), request),
    digests: { had: known.digest, got: digest },
  };
}

/** Why a sale cannot be taken as it is; null when it can. */
async function judgePut(trx: Trx, scene: Scene, request: PosSale): Promise<string | null> {
  if (request.lines !== null) {
    if (sumOfLines(request) !== request.amountMinor) return 'lines-differ';
    if (netLines(request.lines, request.discountBeforeMinor) === null) return 'too-many-lines';
  }
  if (request.memberCode !== null && (await findCard(trx, request.memberCode)) === null)
    return 'card-unknown';
  if (request.invoice === null) return null;
  const ref = invoiceRefOf(scene, request.invoice);
  if (ref === null) return 'no-tax-id';
  return (await judgeUsedInvoice(trx, scene, ref)) === null ? null : 'invoice-used';
}

async function findCard(trx: Trx, text: string): ReturnType<typeof findMemberByCode> {
  const code = classifyCode(new TextEncoder().encode(text));
  return code.kind === 'member-code' ? await findMemberByCode(trx, code.code) : null;
}

/** Puts the POS's sale on the counter, to the member who is there, and says so in one line. */
async function placePosSale(
  trx: Trx,
  scene: Scene,
  given: {
    readonly key: PosKey;
    readonly request: PosSale;
    /** What of a POS stood there. */
    readonly live: PosSaleRow | null;
  },
): Promise<NoticeDraft> {
  const { request } = given;
  const member = request.memberCode === null ? null : await findCard(trx, request.memberCode);
  const isParked = member !== null && (await parkForPos(trx, scene, member.memberId));
  const standing = isParked ? { ...scene, sale: emptySale, member: null, vouchers: [] } : scene;
  const sale = onCounter(standing, given);
  await putOpenSale(trx, sale);
  const notice = takenNotice({ ...standing, member: member ?? standing.member }, given);
  if (member === null) return notice;
  const { isWeakCode } = member;
  const identifiedBy = isWeakCode ? 'search' : 'scan';
  const placed = await placeMember(
    trx,
    { ...standing, sale },
    { member, identifiedBy, isWeakCode },
  );
  const said = placed.notice;
  if (said !== null && said !== 'keep' && said.tone !== 'ok') return said;
  const before = maskName(scene.member?.name ?? '');
  return isParked ? say('sale-parked', { name: maskName(member.name), before }) : notice;
}

/** What was begun by hand for another member goes aside, where there is room; else it gives way as before. */
async function parkForPos(trx: Trx, scene: Scene, memberId: MemberId): Promise<boolean> {
  if (!makesRoomFor(scene, memberId)) return false;
  if ((await parkingRefusal(trx, scene, memberId)) !== null) return false;
  await setAside(trx, scene);
  return true;
}

function onCounter(
  { sale, ...scene }: Scene,
  { key, request, live }: Parameters<typeof placePosSale>[2],
): OpenSale {
  const { posName, posSaleNo } = key;
  const amountText = String(request.amountMinor);
  const { lines, invoice, discountBeforeMinor } = request;
  const isAgain = live?.posName === posName && live.posSaleNo === posSaleNo;
  // An e-invoice that the cashier scanned, before or since, is of this sale if it is of this amount.
  const mayBeScanned = live === null || (isAgain && requestOf(live).invoice === null);
  const scanned = mayBeScanned && sale.amountText === amountText ? sale.invoice : null;
  // The goods that slip named, where the POS names none, now or before.
  const isOfSlip = scanned !== null && invoice === null;
  const hadNone = live === null || requestOf(live).lines === null;
  const scannedLines = isOfSlip && hadNone ? sale.lines : null;
  return {
    ...sale,
    amountText,
    lines: lines === null ? scannedLines : (netLines(lines, discountBeforeMinor)?.lines ?? null),
    invoice: invoice === null ? scanned : invoiceRefOf({ ...scene, sale }, invoice),
    posSaleNo,
  };
}

function takenNotice(
  { sale, member }: Pick<Scene, 'sale' | 'member'>,
  { key: { posSaleNo }, request: { amountMinor }, live }: Parameters<typeof placePosSale>[2],
): NoticeDraft {
  const beforeMinor = Number(sale.amountText);
  if (sale.amountText === '' || beforeMinor === amountMinor)
    return member === null
      ? say('pos-sale-taken', { posSaleNo, amountMinor })
      : say('pos-sale-to-member', { posSaleNo, amountMinor, name: maskName(member.name) });
  if (live === null) return say('pos-sale-instead', { posSaleNo, amountMinor, beforeMinor });
  return live.posSaleNo === posSaleNo
    ? say('pos-sale-changed', { posSaleNo, amountMinor, beforeMinor })
    : say('pos-sale-taken', { posSaleNo, amountMinor });
}

/** The sale that waited longest goes on the counter, if that is free. Too old ones are let go. */
export async function placeQueuedSale(trx: Trx, scene: Scene): Promise<PosAct> {
  const { sale, moment } = scene;
  if (sale.posSaleNo !== null || sale.amountText !== '') return keep(null);
  for (const row of await listQueuedPosSales(trx)) {
    const request = requestOf(row);
    if (
      moment.nowMs - row.updatedAtMs > waitedMsMax ||
      (await judgePut(trx, scene, request)) !== null
    ) {
      await close(trx, row, { closedBy: 'expired', nowMs: moment.nowMs });
      continue;
    }
    await markPosSale(trx, row, { state: 'live', updatedAtMs: moment.nowMs });
    const notice = await placePosSale(trx, scene, { key: row, request, live: null });
    return { notice, answer: null };
  }
  return keep(null);
}

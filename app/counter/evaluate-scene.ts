import { evaluateSale } from '../domain/evaluate-sale.ts';
import type { LotId, StoreId } from '../domain/ids.ts';
import { balanceOf } from '../domain/lots.ts';
import { parseAmountText } from '../domain/money.ts';
import { pointsRoom } from '../domain/pay-sale.ts';
import { offlineObstacle, offlineRoom, type SpendObstacle } from '../domain/spend-policy.ts';
import type { Program } from '../domain/program.ts';
import { strongerNeed } from '../domain/redeem-needs.ts';
import {
  lineOfAmount,
  type EvaluatedSale,
  type MemberState,
  type OfferedVoucher,
  type SaleInput,
  type SaleRefusal,
} from '../domain/sale.ts';
import { formatClock } from '../domain/time.ts';
import type { Voucher } from '../db/vouchers.ts';
import { codeRefusal, judgeKnownCode, namedCode } from './code-coupon.ts';
import { obstacleNotice } from './cover-sale.ts';
import { judgeKnown } from './judge-known.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import { blockNotice } from './voucher-block.ts';

/** The open sale as the rules see it. */
export type EvaluatedScene = {
  readonly kind: 'evaluated';
  readonly program: Program;
  readonly state: MemberState;
  readonly asked: SaleInput;
  readonly result: EvaluatedSale;
  /** How many points could pay, or why none. */
  readonly room: SpendRoom;
};

/** What settling would do, or the sentence that says why it cannot. */
export type SaleResult =
  | EvaluatedScene
  | { readonly kind: 'refused'; readonly notice: NoticeDraft; readonly room: SpendRoom | null };

/** How many points could pay for the sale; `refusal` says why none could. */
export type SpendRoom = {
  readonly maxPoints: number;
  readonly refusal: SpendRefusal | null;
  /** More could pay if HQ answered. */
  readonly isHeldDown: boolean;
};

/** Why points cannot pay: the rules say no, or nothing covers them while HQ is away. */
export type SpendRefusal = SaleRefusal['refusal'] | SpendObstacle;

/** Before the sale is settled its lots need no real ids: these sort behind all others, as new ones do. */
const previewLotIds = ['1', '2', '3', '4'].map(
  (n) => `ffffffff-ffff-7fff-8fff-fffffffffff${n}` as LotId,
);

/** The open sale as it is asked, without points, and what the rules say to it. */
export type AskedScene = Omit<EvaluatedScene, 'kind' | 'room'> & { readonly kind: 'asked' };

/**
 * Runs the rules over the open sale without points. Null while member or amount is missing: there is
 * nothing to run. Vouchers that cannot be used are listed in the result.
 */
export function askScene(
  scene: Scene,
  lotIds: readonly LotId[] = previewLotIds,
): AskedScene | { readonly kind: 'refused'; readonly notice: NoticeDraft } | null {
  const { program, state, sale } = scene;
  if (sale.memberId === null || sale.amountText === '') return null;
  if (program === null || state === null)
    return { kind: 'refused', notice: say('program-missing', {}) };
  const amount = parseAmountText(sale.amountText);
  if (amount.kind === 'refused') {
    const code = amount.code === 'amount-empty' ? 'amount-not-positive' : amount.code;
    return { kind: 'refused', notice: say(code, {}) };
  }
  const asked = askedOf(scene, amount.amountMinor, lotIds);
  const result = evaluateSale(program, state, asked);
  if (result.kind === 'refused')
    return { kind: 'refused', notice: saleRefusalNotice(result.refusal) };
  return { kind: 'asked', program, state, asked, result };
}

/**
 * The same with points and the counter's own say. Of the points wished for as many are spent as the
 * sale can take; a voucher or code on it that cannot be used refuses the whole, because the customer was
 * promised it. `lotIds` are the ids new lots get.
 */
export function evaluateScene(scene: Scene, lotIds?: readonly LotId[]): SaleResult | null {
  const asked = askScene(scene, lotIds);
  if (asked === null) return null;
  if (asked.kind === 'refused') return { ...asked, room: null };
  const { program, state } = asked;
  const room = coveredRoom(scene, program, roomFor(asked));
  const objection = judgeAttached(scene, asked);
  if (objection !== null) return { kind: 'refused', notice: objection, room };
  const spent = spendWished(asked, room, scene.sale.spendPoints);
  return { kind: 'evaluated', program, state, room, ...spent };
}

/** The open sale as a question to the rules, without points. */
function askedOf(
  { moment, settings, sale, vouchers }: Scene,
  amountMinor: number,
  lotIds: readonly LotId[],
): SaleInput {
  return {
    date: moment.today,
    time: formatClock(moment.nowMs),
    atMs: moment.nowMs,
    storeId: storeOf(settings),
    channel: 'counter',
    identifiedBy: sale.identifiedBy ?? 'search',
    lines: sale.lines ?? [lineOfAmount(amountMinor)],
    vouchers: vouchers.map(offeredVoucher),
    codes: sale.codes,
    rewards: [],
    spendPoints: 0,
    storedValueMinor: 0,
    giftCards: [],
    lotIds,
  };
}

/** The store as events name it: null while there is no HQ, which then knows it by the install. */
export function storeOf({ mode, storeId }: Scene['settings']): StoreId | null {
  return mode === 'hq' ? storeId : null;
}

/** A voucher as the rules weigh it. */
export function offeredVoucher(voucher: Voucher): OfferedVoucher {
  const { voucherId, couponId, memberId, validFrom, validUntil, usesLeft } = voucher;
  return { voucherId, couponId, memberId, validFrom, validUntil, usesLeft, uses: 1 };
}

function judgeAttached(scene: Scene, { program, result }: AskedScene): NoticeDraft | null {
  for (const voucher of scene.vouchers) {
    const refused = result.refused.find(
      ({ source }) => source.kind === 'voucher' && source.voucherId === voucher.voucherId,
    );
    const block = judgeKnown(scene, voucher) ?? refused?.why ?? null;
    if (block !== null) return blockNotice(block, program, voucher);
  }
  for (const code of scene.sale.codes) {
    const block = judgeKnownCode(scene, code) ?? codeRefusal(result, program, code);
    if (block !== null) return blockNotice(block, program, namedCode(program, code));
  }
  return null;
}

function roomFor({ program, state, asked, result }: AskedScene): SpendRoom {
  if (program.redemption === null) return noRoom({ code: 'no-redemption' });
  const need = strongerNeed({ program, sale: asked });
  if (need !== null) return noRoom({ code: `redeem-needs-${need}` });
  const netMinor = result.amountMinor - result.discountMinor;
  const { availablePoints } = balanceOf(state.lots, asked.date);
  const own = program.sameSalePoints ? pointsOfRules(result) : 0;
  const { maxPoints, refusal } = pointsRoom(program, netMinor, availablePoints + own);
  return { maxPoints, refusal: refusal?.refusal ?? null, isHeldDown: false };
}

function noRoom(refusal: SpendRefusal): SpendRoom {
  return { maxPoints: 0, refusal, isHeldDown: false };
}

/** While HQ is away no more is offered than a lease or the floor limits cover. */
function coveredRoom({ spending }: Scene, program: Program, room: SpendRoom): SpendRoom {
  if (spending === null || spending.facts.hqAnswers || room.refusal !== null) return room;
  const { policy, facts } = spending;
  const covered = offlineRoom(policy, { ...facts, verify: false });
  if (covered >= room.maxPoints) return room;
  const maxPoints = wholeSteps(program, covered);
  if (maxPoints > 0) return { maxPoints, refusal: null, isHeldDown: true };
  const obstacle = offlineObstacle(policy, { ...facts, verify: false });
  return noRoom(obstacle ?? { code: 'spend-above-sale', maxPoints: covered });
}

/** Points of a sale that it may use itself: gifts cannot be used in the sale that brings them. */
function pointsOfRules({ points, reasons }: EvaluatedSale): number {
  return reasons.reduce((left, one) => (one.code === 'gift' ? left - one.points : left), points);
}

/**
 * The sale with as many of the wished points as it can take. Paying with points can lower what the
 * sale earns, and so the points of its own that it could use: then only those of the balance are taken.
 */
function spendWished(
  { program, state, asked, result }: AskedScene,
  room: SpendRoom,
  wishedPoints: number,
): Pick<AskedScene, 'asked' | 'result'> {
  if (wishedPoints === 0 || room.refusal !== null) return { asked, result };
  const { availablePoints } = balanceOf(state.lots, asked.date);
  for (const points of [room.maxPoints, Math.min(room.maxPoints, availablePoints)]) {
    const spendPoints = wholeSteps(program, Math.min(points, wishedPoints));
    if (spendPoints === 0) continue;
    const paying = { ...asked, spendPoints };
    const paid = evaluateSale(program, state, paying);
    if (paid.kind === 'evaluated') return { asked: paying, result: paid };
  }
  return { asked, result };
}

/** The steps of points that fit, 0 where they are fewer than the least the program takes. */
function wholeSteps({ redemption }: Program, points: number): number {
  if (redemption === null) return 0;
  const whole = points - (points % redemption.pointsPerStep);
  return whole < redemption.pointsMin ? 0 : whole;
}

/** The sentence for a sale the rules refuse as a whole. */
export function saleRefusalNotice(refusal: SpendRefusal): NoticeDraft {
  if (isObstacle(refusal)) return obstacleNotice(refusal);
  switch (refusal.code) {
    case 'points-short': {
      const { availablePoints, neededPoints } = refusal;
      if (availablePoints < 0)
        return say('points-owed', { owedPoints: -availablePoints, neededPoints });
      return say('points-short', { availablePoints, neededPoints });
    }
    case 'redeem-above-max':
      return say('redeem-above-max', { maxPoints: refusal.maxPoints });
    case 'redeem-not-step':
      return say('redeem-not-step', { pointsPerStep: refusal.pointsPerStep });
    case 'redeem-min-above-max': {
      const { pointsMin, maxPoints } = refusal;
      return say('redeem-min-above-max', { pointsMin, maxPoints });
    }
    case 'redeem-below-min':
      return say('redeem-below-min', { pointsMin: refusal.pointsMin });
    case 'redeem-cart-min': {
      const { cartMinMinor, missingMinor } = refusal;
      return say('redeem-cart-min', { cartMinMinor, missingMinor });
    }
    default:
      return say(refusal.code, {});
  }
}

function isObstacle(refusal: SpendRefusal): refusal is SpendObstacle {
  return refusal.code.startsWith('spend-');
}

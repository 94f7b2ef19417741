import type { Program, Redemption } from '../domain/program.ts';
import type { Trx } from '../db/handles.ts';
import { changeSale, deny, type Act } from './act.ts';
import { evaluateScene, saleRefusalNotice, type SpendRoom } from './evaluate-scene.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';

/**
 * Puts points on the sale to pay with, 0 takes them off. More than the sale can take is cut to what it
 * can, in whole steps, and said.
 */
export async function setPoints(trx: Trx, scene: Scene, asked: number): Promise<Act> {
  const { sale } = scene;
  if (asked === 0) return await changeSale(trx, { ...sale, spendPoints: 0 }, say('points-off', {}));
  if (scene.member === null) return deny(say('settle-needs-member', {}));
  const wished = evaluateScene({ ...scene, sale: { ...sale, spendPoints: asked } });
  if (wished === null) return deny(say('settle-needs-amount', {}));
  if (wished.kind === 'refused') return deny(wished.notice);
  const { refusal } = wished.room;
  if (refusal !== null) return deny(saleRefusalNotice(refusal));
  const { pointsValueMinor: valueMinor } = wished.result;
  const points = wished.asked.spendPoints;
  if (points === 0) {
    const { pointsMin, pointsPerStep } = getRedemption(wished.program);
    return deny(say('redeem-below-min', { pointsMin: Math.max(pointsMin, pointsPerStep) }));
  }
  const notice = pointsNotice({ points, asked, valueMinor, room: wished.room });
  return await changeSale(trx, { ...sale, spendPoints: points }, notice);
}

/** What was put on the sale; where it is less than the customer has, the cashier can say why. */
function pointsNotice(put: {
  readonly points: number;
  readonly asked: number;
  readonly valueMinor: number;
  readonly room: SpendRoom;
}): NoticeDraft {
  const { points, asked, valueMinor, room } = put;
  if (room.isHeldDown && points === room.maxPoints)
    return say('points-on-sale-offline', { points, valueMinor });
  return points < asked
    ? say('points-cut', { points, valueMinor, asked })
    : say('points-on-sale', { points, valueMinor });
}

function getRedemption({ redemption }: Program): Redemption {
  if (redemption === null) throw new Error('there is room for points where points cannot pay');
  return redemption;
}

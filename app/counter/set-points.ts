import type { Program, Redemption } from '../domain/program.ts';
import type { Trx } from '../db/handles.ts';
import { changeSale, deny, type Act } from './act.ts';
import { evaluateScene, saleRefusalNotice } from './evaluate-scene.ts';
import { say } from './notice-codes.ts';
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
  const notice =
    points < asked
      ? say('points-cut', { points, valueMinor, asked })
      : say('points-on-sale', { points, valueMinor });
  return await changeSale(trx, { ...sale, spendPoints: points }, notice);
}

function getRedemption({ redemption }: Program): Redemption {
  if (redemption === null) throw new Error('there is room for points where points cannot pay');
  return redemption;
}

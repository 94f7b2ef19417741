import type { PosVoid } from '../contract/pos-api.ts';
import type { RefundId } from '../domain/ids.ts';
import type { Trx } from '../db/handles.ts';
import { emptySale, putOpenSale } from '../db/open-sale.ts';
import { markPosSale, type PosKey, type PosSaleRow } from '../db/pos-sales.ts';
import { evaluateTakingBack, gatherRefund } from './gather-refund.ts';
import { say } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { refusedAs, type PosAnswer } from './pos-answer.ts';
import { findOrRecoverPosSale } from './pos-award.ts';
import type { PosAct } from './pos-put.ts';
import { requestOf } from './pos-view.ts';
import type { Scene } from './scene.ts';
import { settleRefund } from './settle-refund.ts';

const keep = (answer: PosAnswer | null): PosAct => ({ notice: 'keep', answer });

/** Takes a sale that is not settled off, from the counter or from among those that wait. */
export async function cancelPosSale(trx: Trx, scene: Scene, key: PosKey): Promise<PosAct> {
  const row = await findOrRecoverPosSale(trx, key, scene.moment);
  if (row === null) return keep(refusedAs('sale-unknown'));
  if (row.state === 'cancelled') return keep(null);
  if (row.state !== 'live' && row.state !== 'queued') return keep(refusedAs('sale-settled'));
  await markPosSale(trx, key, {
    state: 'cancelled',
    closedBy: 'pos',
    updatedAtMs: scene.moment.nowMs,
  });
  if (row.state === 'queued') return keep(null);
  await putOpenSale(trx, emptySale);
  return { notice: say('pos-sale-cancelled', { posSaleNo: key.posSaleNo }), answer: null };
}

/**
 * The customer paid and no member was put on the sale: it ends, and the ledger knows nothing of it. Null
 * where there is a member meanwhile, or the sale is not on the counter any more.
 */
export async function closeWithoutMember(
  trx: Trx,
  scene: Scene,
  { key, paidMinor }: { readonly key: PosKey; readonly paidMinor: number | null },
): Promise<PosAct & { readonly isDone: boolean }> {
  const row = await findOrRecoverPosSale(trx, key, scene.moment);
  const isLive = row?.state === 'live' && scene.sale.memberId === null;
  if (row === null || !(isLive || row.state === 'queued')) return { ...keep(null), isDone: false };
  const { amountMinor, memberCode } = requestOf(row);
  // Somebody's sale must not be closed as nobody's because the counter is busy.
  if (row.state === 'queued' && memberCode !== null)
    return { ...keep(refusedAs('sale-queued')), isDone: false };
  if (paidMinor !== null && paidMinor !== amountMinor)
    return { ...keep(refusedAs('paid-differs')), isDone: false };
  await markPosSale(trx, key, { state: 'no-member', updatedAtMs: scene.moment.nowMs });
  if (!isLive) return { ...keep(null), isDone: true };
  await putOpenSale(trx, emptySale);
  const { posSaleNo } = key;
  return {
    notice: say('pos-sale-no-member', { posSaleNo, amountMinor }),
    answer: null,
    isDone: true,
  };
}

/** Undoes a settled sale as a whole; asked again it is undone once. */
export async function voidPosSale(
  trx: Trx,
  scene: Scene,
  given: { readonly key: PosKey; readonly why: PosVoid['why'] } & Pick<
    CounterDeps,
    'newId' | 'randomBytes'
  >,
): Promise<PosAct> {
  const { key, why, ...made } = given;
  const row = await findOrRecoverPosSale(trx, key, scene.moment);
  if (row === null) return keep(refusedAs('sale-unknown'));
  if (row.state === 'voided') return keep(null);
  const updatedAtMs = scene.moment.nowMs;
  if (row.state === 'no-member') {
    await markPosSale(trx, key, { state: 'voided', updatedAtMs });
    return keep(null);
  }
  if (row.state !== 'settled' || row.saleId === null) return keep(refusedAs('sale-not-settled'));
  return await undo(trx, scene, { row, why, saleId: row.saleId, ...made });
}

async function undo(
  trx: Trx,
  scene: Scene,
  given: {
    readonly row: PosSaleRow;
    readonly saleId: NonNullable<PosSaleRow['saleId']>;
    readonly why: PosVoid['why'];
  } & Pick<CounterDeps, 'newId' | 'randomBytes'>,
): Promise<PosAct> {
  const { row, saleId, why, newId, randomBytes } = given;
  const { moment } = scene;
  const found = await gatherRefund(trx, { saleId, moment });
  if (found.kind === 'refused') return voidRefused(found.notice.code);
  // Undone at the counter's own desk meanwhile: it is what the POS wants.
  if (found.sale.undone) return keep(null);
  const request = { kind: 'all' } as const;
  const evaluated = evaluateTakingBack(found, 'void', request);
  if (evaluated.kind === 'refused') return voidRefused(evaluated.refusal.code);
  const { moneyMinor, clawedBack } = evaluated.result;
  const refundId = row.refundId ?? newId<RefundId>();
  const input = {
    refundId,
    saleId,
    mode: 'void',
    request,
    why,
    expectedMoneyMinor: moneyMinor,
    expectedClawedBack: clawedBack,
  } as const;
  const { notice, answer } = await settleRefund(trx, scene, { input, newId, randomBytes });
  if (answer.kind === 'refused') return voidRefused(answer.code);
  await markPosSale(trx, row, { refundId, updatedAtMs: moment.nowMs });
  return { notice, answer: null };
}

function voidRefused(reason: string): PosAct {
  return keep({ kind: 'refused', code: 'void-refused', reason });
}

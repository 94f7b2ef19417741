import { enterPosInvoice } from '../../app/counter/enter-invoice.ts';
import { findOrRecoverPosSale } from '../../app/counter/pos-award.ts';
import { posSaleView } from '../../app/counter/pos-view.ts';
import { gatherScene } from '../../app/counter/scene.ts';
import type { Trx } from '../../app/db/handles.ts';
import { findLivePosSale, markPosSale, putPosSale, type PosKey } from '../../app/db/pos-sales.ts';
import { attempt, type Told } from './attempt.ts';
import type { counterDeps, Machine } from './machine.ts';
import type { World } from './world.ts';

const posName = '櫃台 1';

/** A sale as the POS hands it over, so that it stands on the counter; what stood there before makes room. */
export async function putFromPos(
  trx: Trx,
  { nowMs }: ReturnType<typeof counterDeps>,
  sale: { readonly posSaleNo: string | null; readonly amountMinor: number },
): Promise<void> {
  const { posSaleNo, amountMinor } = sale;
  const updatedAtMs = nowMs();
  const before = await findLivePosSale(trx);
  if (before !== null)
    await markPosSale(trx, before, { state: 'cancelled', closedBy: 'newer-sale', updatedAtMs });
  if (posSaleNo === null) return;
  const request = JSON.stringify({ amountMinor });
  const row = { posName, posSaleNo, digest: '', request, sourceFile: null };
  await putPosSale(trx, { ...row, state: 'live', updatedAtMs });
}

/** The POS names the e-invoice of a sale after the cashier's Enter, as `settlePosSale` takes it. */
export async function enterInvoice(
  world: World,
  machine: Machine,
  given: { readonly key: PosKey; readonly invoice: { number: string; date: string } },
): Promise<Told> {
  return await attempt(world, machine, async (trx, deps) => {
    const { key, invoice } = given;
    const scene = await gatherScene(trx, deps);
    const row = await findOrRecoverPosSale(trx, key, scene.moment);
    if (row === null) return 'sale-unknown';
    const view = await posSaleView(trx, row, async () => scene);
    if (view.state !== 'settled') return 'sale-cancelled';
    const act = await enterPosInvoice(trx, scene, { key, invoice, newId: deps.newId });
    return act.answer === null || act.answer.kind !== 'refused' ? null : act.answer.code;
  });
}

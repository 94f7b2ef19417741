import type { CounterView } from '../contract/counter-view.ts';
import type { PosInvoice, PosSaleView, PosVoid } from '../contract/pos-api.ts';
import { inOneReading, type Reader, type Trx } from '../db/handles.ts';
import { findPosSale, listLastPosSales, type PosKey } from '../db/pos-sales.ts';
import type { Engine } from './engine.ts';
import { enterPosInvoice } from './enter-invoice.ts';
import { refusedAs, type PosAnswer } from './pos-answer.ts';
import { findOrRecoverPosSale } from './pos-award.ts';
import { cancelPosSale, closeWithoutMember, voidPosSale } from './pos-close.ts';
import { placeQueuedSale, putPosSale, type PosAct, type PosPut } from './pos-put.ts';
import { memberOf, posSaleView } from './pos-view.ts';
import { gatherScene, type Scene } from './scene.ts';
import type { SettleGate } from './settle-gate.ts';
import { soundAndSync } from './settle-gate.ts';

/** How often a settling is tried anew when the sale changed under it. */
const settleTriesMax = 4;

/** A POS's sales at this counter, whether it calls or leaves files. Every change goes through the counter's queue. */
export type PosDesk = {
  readonly put: (put: PosPut) => Promise<PosAnswer>;
  readonly get: (key: PosKey) => Promise<PosAnswer>;
  /** `paidMinor` null = whatever is left to pay. */
  readonly settle: (
    key: PosKey,
    payment: { readonly paidMinor: number | null; readonly invoice: PosInvoice | null },
  ) => Promise<PosAnswer>;
  readonly cancel: (key: PosKey) => Promise<PosAnswer>;
  readonly undo: (key: PosKey, why: PosVoid['why']) => Promise<PosAnswer>;
  /** The sales of a POS that were touched last, and the member on the counter. */
  readonly look: (posName: string) => Promise<PosLook>;
  /** Called with every view: a sale that waits takes the counter when it is free. */
  readonly viewChanged: (view: CounterView) => void;
};

export type PosLook = {
  readonly sales: readonly PosSaleView[];
  readonly member: PosSaleView['member'];
};

const lookedAtMax = 20;

export function createPosDesk(engine: Engine, settle: SettleGate): PosDesk {
  const get = async (key: PosKey): Promise<PosAnswer> =>
    (await viewNow(engine, key)) ??
    (await run(engine, key, async (trx, scene) => {
      const found = await findOrRecoverPosSale(trx, key, scene.moment);
      return { notice: 'keep', answer: found === null ? refusedAs('sale-unknown') : null };
    }));
  return {
    put: (put) => run(engine, put.key, (trx, scene) => putPosSale(trx, scene, put)),
    get,
    settle: (key, payment) => settlePosSale(engine, { settle, get }, { key, ...payment }),
    cancel: (key) => run(engine, key, (trx, scene) => cancelPosSale(trx, scene, key)),
    undo: async (key, why) => {
      const { newId, randomBytes } = engine.deps;
      const answer = await run(engine, key, (trx, scene) =>
        voidPosSale(trx, scene, { key, why, newId, randomBytes }),
      );
      if (answer.kind === 'view') engine.deps.requestSync();
      return answer;
    },
    look: (posName) => look(engine, posName),
    viewChanged: createPlacing(engine),
  };
}

/** One act in its transaction; the sale it leaves is read in the same one. */
async function run(
  engine: Engine,
  key: PosKey,
  work: (trx: Trx, scene: Scene) => Promise<PosAct>,
): Promise<PosAnswer> {
  return await engine.act(async (trx, scene) => {
    const act = await work(trx, scene);
    if (act.answer?.kind === 'view') return { ...act, answer: act.answer };
    const view = await viewIn(engine, trx, key);
    if (act.answer !== null)
      return { ...act, answer: view === null ? act.answer : { ...act.answer, view } };
    if (view === null) throw new Error('a sale that was just taken is not there');
    return { ...act, answer: { kind: 'view' as const, view } };
  });
}

async function viewIn({ deps }: Engine, db: Reader, key: PosKey): Promise<PosSaleView | null> {
  const row = await findPosSale(db, key);
  return row === null ? null : await posSaleView(db, row, () => gatherScene(db, deps));
}

async function viewNow(engine: Engine, key: PosKey): Promise<PosAnswer | null> {
  const view = await inOneReading(engine.deps.db, (reader) => viewIn(engine, reader, key));
  return view === null ? null : { kind: 'view', view };
}

type Settling = {
  readonly key: PosKey;
  readonly paidMinor: number | null;
  readonly invoice: PosInvoice | null;
};

/**
 * The POS says the customer has paid. The cashier's Enter may come at the same time, and a member may be
 * put on the sale meanwhile: each try goes by the sale as it stands then.
 */
async function settlePosSale(
  engine: Engine,
  {
    settle,
    get,
  }: { readonly settle: SettleGate; readonly get: (key: PosKey) => Promise<PosAnswer> },
  { key, paidMinor, invoice }: Settling,
): Promise<PosAnswer> {
  for (let attempt = 0; attempt < settleTriesMax; attempt += 1) {
    const answer = await get(key);
    if (answer.kind === 'refused') return answer;
    const { view } = answer;
    switch (view.state) {
      case 'cancelled':
      case 'voided':
        return { kind: 'refused', code: 'sale-cancelled', view };
      case 'settled':
        if (!isPaid(view, paidMinor)) return { kind: 'refused', code: 'paid-differs', view };
        return invoice === null ? answer : await enterInvoice(engine, key, invoice);
      case 'no-member':
        return paidMinor === null || paidMinor === view.amountMinor
          ? answer
          : { kind: 'refused', code: 'paid-differs', view };
      case 'queued':
      case 'waiting-for-member': {
        const closed = await closeNow(engine, key, paidMinor);
        if (closed !== null) return closed;
        break;
      }
      case 'open': {
        const expected = { expectedPaidMinor: paidMinor, expectedPoints: null };
        const outcome = await settle({ ...expected, pos: { ...key, invoice } });
        if (outcome.kind === 'refused' && outcome.code !== 'pos-sale-gone')
          return await settleRefused(get, key, outcome.code);
      }
    }
  }
  return refusedAs('sale-changed');
}

/** The cashier's Enter came first: the e-invoice that the POS made with the payment is still the sale's. */
async function enterInvoice(engine: Engine, key: PosKey, invoice: PosInvoice): Promise<PosAnswer> {
  const { newId } = engine.deps;
  let isEntered = false;
  const answer = await run(engine, key, async (trx, scene) => {
    const act = await enterPosInvoice(trx, scene, { key, invoice, newId });
    isEntered = act.isEntered === true;
    return { notice: act.notice, answer: act.answer };
  });
  if (isEntered) engine.deps.requestSync();
  return answer;
}

function isPaid({ result }: PosSaleView, paidMinor: number | null): boolean {
  return paidMinor === null || paidMinor === result?.paidMinor;
}

/** Null: a member came on the sale, or it left the counter. */
async function closeNow(
  engine: Engine,
  key: PosKey,
  paidMinor: number | null,
): Promise<PosAnswer | null> {
  let isDone = false;
  const answer = await run(engine, key, async (trx, scene) => {
    const act = await closeWithoutMember(trx, scene, { key, paidMinor });
    isDone = act.isDone;
    return { notice: act.notice, answer: act.answer };
  });
  if (isDone) soundAndSync(engine, 'done');
  return isDone || answer.kind === 'refused' ? answer : null;
}

async function settleRefused(
  get: (key: PosKey) => Promise<PosAnswer>,
  key: PosKey,
  code: string,
): Promise<PosAnswer> {
  const now = await get(key);
  const view = now.kind === 'view' ? { view: now.view } : {};
  switch (code) {
    case 'preview-changed':
      return { kind: 'refused', code: 'paid-differs', ...view };
    case 'pos-no-tax-id':
      return { kind: 'refused', code: 'no-tax-id', ...view };
    case 'queue-full':
    case 'internal':
    case 'not-recorded':
      return refusedAs(code);
    default:
      return { kind: 'refused', code: 'blocked', reason: code, ...view };
  }
}

async function look({ deps }: Engine, posName: string): Promise<PosLook> {
  return await inOneReading(deps.db, async (reader) => {
    const scene = await gatherScene(reader, deps);
    const rows = await listLastPosSales(reader, { posName, limit: lookedAtMax });
    const sales: PosSaleView[] = [];
    for (const row of rows) sales.push(await posSaleView(reader, row, async () => scene));
    return { sales, member: memberOf(scene) };
  });
}

function createPlacing(engine: Engine): PosDesk['viewChanged'] {
  let isPlacing = false;
  return (view) => {
    if (isPlacing || view.kind !== 'ready' || view.pos === undefined) return;
    if (view.pos.waiting === 0 || view.pos.onSale !== null || view.sale.amountText !== '') return;
    isPlacing = true;
    engine
      .act(async (trx, scene) => ({
        notice: (await placeQueuedSale(trx, scene)).notice,
        answer: { kind: 'done' as const },
      }))
      .catch(engine.deps.onError)
      .finally(() => {
        isPlacing = false;
      });
  };
}

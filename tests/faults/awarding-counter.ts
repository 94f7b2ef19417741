/**
 * The process that gets killed: a counter that works without pause: it awards, takes points and
 * vouchers, undoes and refunds, and enrols. It tells its parent one JSON line per fact on standard
 * output: `started`, `confirmed` (a sale the cashier was shown as settled, and whether it took points
 * or a voucher), `taken-back` (a refund the cashier was shown as done), `drained`. Run by kill.ts;
 * arguments: data folder, HQ address, enrolment code or '-', mode `award` or `drain`, then the cards.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import type { RefundId } from '../../app/domain/ids.ts';
import { createCashier } from '../rig/cashier.ts';
import { startNodeCounter } from '../rig/node-counter.ts';

const [dataDir = '', hqUrl = '', code = '-', mode = 'award', ...cards] = process.argv.slice(2);

/** Written at once, so that a line the parent has is a sale the cashier saw. */
function tell(fact: Readonly<Record<string, unknown>>): void {
  writeSync(1, `${JSON.stringify(fact)}\n`);
}

const composed = await startNodeCounter(dataDir);
const { counter } = composed;
if (counter === null) throw new Error('the database was refused');
const cashier = createCashier(composed);

async function waitFor(what: string, test: (view: ReadyView) => boolean): Promise<ReadyView> {
  for (let i = 0; i < 1_200; i += 1) {
    const view = await cashier.view();
    if (view !== null && test(view)) return view;
    await sleep(50);
  }
  throw new Error(`waited too long for ${what}`);
}

if ((await cashier.view()) === null) {
  const answer = await counter.handlers['setup:connect']({ hqUrl, code });
  if (answer.kind !== 'done') throw new Error(`not connected: ${JSON.stringify(answer)}`);
}
await waitFor('members', (view) => view.memberCount >= cards.length);
tell({ kind: 'started' });

if (mode === 'drain') {
  await waitFor('an empty outbox', (view) => view.sync.unsentCount === 0);
  // The receipts of the last push come with the next pull.
  await waitFor('the last receipts', (view) =>
    view.lastSales.every((sale) => sale.sync === 'at-hq'),
  );
  await composed.stop();
  tell({ kind: 'drained' });
  process.exit(0);
}

/** Every so many sales one pays with points, one takes vouchers, one is undone, one partly refunded. */
const every = { points: 3, vouchers: 4, undone: 7, refunded: 5, enrolled: 11 };

for (let i = Math.floor(Math.random() * cards.length); ; i += 1) {
  const card = cards[i % cards.length] ?? '';
  const settled = await cashier.sell({
    card,
    amountMinor: 300 + ((i * 37) % 4_700),
    pointsMax: i % every.points === 0 ? 50 : 0,
    useBest: i % every.vouchers === 0,
  });
  if (settled === null) continue;
  const { saleId, points, pointsSpent } = settled.sale;
  const { vouchersUsed } = settled;
  tell({ kind: 'confirmed', saleId, points, pointsSpent, vouchersUsed });
  const how =
    i % every.undone === 0
      ? ({ mode: 'void' } as const)
      : i % every.refunded === 0
        ? ({ mode: 'refund', amountMinor: 100 } as const)
        : null;
  if (how !== null) {
    const refundId = v7() as RefundId;
    const taken = await cashier.takeBack(saleId, how, refundId);
    if (taken !== null) tell({ kind: 'taken-back', refundId, mode: how.mode });
  }
  if (i % every.enrolled === 0) {
    const mobile = `09${String(Date.now() % 100_000_000).padStart(8, '0')}`;
    await cashier.enrol('陳小美', mobile);
  }
}

/**
 * The process that gets killed: a counter that awards without pause. It tells its parent one JSON
 * line per fact on standard output: `started`, `confirmed` (a sale the cashier was shown as
 * settled), `drained`. Run by kill.ts; arguments: data folder, HQ address, enrolment code or '-',
 * mode `award` or `drain`, then the card codes.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceId } from '../../app/domain/ids.ts';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { startNodeCounter } from '../rig/node-counter.ts';

const [dataDir = '', hqUrl = '', code = '-', mode = 'award', ...cards] = process.argv.slice(2);

/** Written at once, so that a line the parent has is a sale the cashier saw. */
function tell(fact: Readonly<Record<string, unknown>>): void {
  writeSync(1, `${JSON.stringify(fact)}\n`);
}

const composed = await startNodeCounter(dataDir);
const { counter } = composed;
if (counter === null) throw new Error('the database was refused');
const { handlers } = counter;

async function readView(): Promise<ReadyView | null> {
  const view = await handlers['counter:view']({});
  return view.kind === 'ready' ? view : null;
}

async function waitFor(what: string, test: (view: ReadyView) => boolean): Promise<ReadyView> {
  for (let i = 0; i < 1_200; i += 1) {
    const view = await readView();
    if (view !== null && test(view)) return view;
    await sleep(50);
  }
  throw new Error(`waited too long for ${what}`);
}

if ((await readView()) === null) {
  const answer = await handlers['setup:connect']({ hqUrl, code });
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

const deviceId = '01900000-0000-7000-8000-000000000001' as DeviceId;
for (let i = Math.floor(Math.random() * cards.length); ; i += 1) {
  const card = cards[i % cards.length] ?? '';
  composed.acceptScan({
    deviceId,
    intake: 'replay',
    bytes: new TextEncoder().encode(card),
    truncated: false,
    completedAtMs: Date.now(),
  });
  await handlers['sale:set-amount']({ amountText: String(100 + ((i * 37) % 4_900)) });
  const view = await readView();
  const preview = view?.sale.preview;
  if (preview?.kind !== 'evaluated' || view?.member?.cardCode !== card) continue;
  const answer = await handlers['sale:settle']({
    expectedPaidMinor: preview.paidMinor,
    expectedPoints: preview.points,
  });
  if (answer.kind !== 'done') throw new Error(`not settled: ${JSON.stringify(answer)}`);
  const settled = (await readView())?.lastSales[0];
  if (settled !== undefined)
    tell({ kind: 'confirmed', saleId: settled.saleId, points: settled.points });
}

/**
 * `npm run bench:award`: one durable award through the whole counter core (rules, preview check, ledger,
 * chain, outbox, encrypted database with synchronous=FULL, tape) from the cashier's Enter to the answer,
 * beside raw prepared better-sqlite3 at FULL and PouchDB in the same run and in turns, so that all see the
 * same disk. Exit code 1 when a bar is missed.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startNodeCounter } from '../rig/node-counter.ts';
import { openPouch, openRawSqlite } from './award-rivals.ts';
import { formatPercentiles, percentilesOf } from './percentiles.ts';

const bars = { shareOfRawMin: 0.45, p99MsMax: 5 };
const memberCount = 40;
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, awards: { type: 'string', default: '150' } },
});

/** In the app each call comes as a message of its own, so what is due between two things done gets its turn. */
const nextMessage = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A shop without HQ with some members, and one award timed from Enter to the answer. */
async function openCounter(folder: string) {
  const composed = await startNodeCounter(folder);
  const { counter } = composed;
  if (counter === null) throw new Error('the database was refused');
  const { handlers } = counter;
  await handlers['setup:start-local']({ shopName: '量測店', taxId: null });
  const mobiles = Array.from({ length: memberCount }, (_, i) => `09${String(10_000_000 + i)}`);
  for (const mobile of mobiles) {
    const name = '王小明';
    await handlers['member:enrol']({
      name,
      mobile,
      birthday: null,
      invitedByCode: null,
      consent: true,
    });
    await handlers['sale:clear']({});
  }
  const { rows: members } = await handlers['member:find']({
    text: '',
    offset: 0,
    limit: memberCount,
  });
  return {
    award: async (nth: number): Promise<number> => {
      const member = members[nth % members.length];
      if (member === undefined) throw new Error('no members were enrolled');
      await nextMessage();
      await handlers['member:attach']({ memberId: member.memberId });
      await nextMessage();
      await handlers['sale:set-amount']({ amountText: String(100 + ((nth * 37) % 900)) });
      const view = await handlers['counter:view']({});
      await nextMessage();
      const preview = view.kind === 'ready' ? view.sale.preview : null;
      if (preview?.kind !== 'evaluated') throw new Error('a sale without a preview');
      const startedMs = performance.now();
      const answer = await handlers['sale:settle']({
        expectedPaidMinor: preview.paidMinor,
        expectedPoints: preview.points,
      });
      const tookMs = performance.now() - startedMs;
      if (answer.kind !== 'done') throw new Error(`not settled: ${JSON.stringify(answer)}`);
      return tookMs;
    },
    close: () => composed.stop(),
  };
}

async function main(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-award-'));
  const counterFolder = join(folder, 'counter');
  await mkdir(counterFolder);
  const counter = await openCounter(counterFolder);
  const raw = openRawSqlite(folder);
  const pouch = await openPouch(folder, join(tmpdir(), 'counterfoil-rivals'));
  const rivals = pouch === null ? [raw] : [raw, pouch];
  const ours: number[] = [];
  const theirs = new Map(rivals.map(({ name }) => [name, [] as number[]]));
  let nth = 0;
  for (let i = 0; i < 100; i += 1) await counter.award(nth++);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (let i = 0; i < Number(values.awards); i += 1) ours.push(await counter.award(nth++));
    for (const rival of rivals) {
      const times = theirs.get(rival.name) ?? [];
      for (let i = 0; i < Number(values.awards); i += 1) {
        const startedMs = performance.now();
        await rival.award(nth++);
        times.push(performance.now() - startedMs);
      }
    }
  }
  await counter.close();
  for (const rival of rivals) await rival.close();
  await rm(folder, { recursive: true, force: true });

  const own = percentilesOf(ours);
  console.log(formatPercentiles('the whole counter core', own));
  for (const [name, times] of theirs) console.log(formatPercentiles(name, percentilesOf(times)));
  const medianOf = (name: string) => percentilesOf(theirs.get(name) ?? []).p50;
  const share = medianOf(raw.name) / own.p50;
  const results = [
    {
      held: share >= bars.shareOfRawMin,
      what: `${(share * 100).toFixed(1)} % of the speed of raw better-sqlite3 (medians), bar ${bars.shareOfRawMin * 100} %`,
    },
    {
      held: own.p99 <= bars.p99MsMax,
      what: `p99 ${own.p99.toFixed(2)} ms, bar ${bars.p99MsMax} ms`,
    },
    pouch === null
      ? { held: false, what: 'PouchDB could not be had, so it was not measured' }
      : {
          held: own.p50 < medianOf(pouch.name),
          what: `${(medianOf(pouch.name) / own.p50).toFixed(2)} × the speed of PouchDB, bar 1`,
        },
  ];
  for (const { held, what } of results) console.log(`${held ? 'held  ' : 'MISSED'}  ${what}`);
  return results.every(({ held }) => held) ? 0 : 1;
}

process.exit(await main());

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { closeDatabase } from '../../app/db/handles.ts';
import { openDatabase } from '../../app/db/open-database.ts';
import { makeRandom } from '../../app/seed/random.ts';
import { dataPaths } from '../../main/data-paths.ts';
import type { CheckList } from '../rig/check-list.ts';
import { missingFrom, readCounterFacts, repeatedIn } from '../rig/ledger-facts.ts';
import { rigDatabaseKeyHex } from '../rig/node-counter.ts';
import { callPos, freePort } from './pos-rig.ts';

export type CampaignInput = {
  readonly n: number;
  readonly kills: number;
  readonly seed: number;
  readonly list: CheckList;
};

export type CampaignTotals = {
  readonly sentTwice: number;
  readonly retries: number;
  readonly withMember: number;
  readonly seconds: number;
};

/** One sale as it will be sent, once or twice. */
type Plan = {
  readonly no: string;
  readonly body: Readonly<Record<string, unknown>> & { readonly amountMinor: number };
  readonly card: string | null;
  readonly twice: 'once' | 'at-once' | 'later';
};

type Told = { readonly state: string; readonly text: string; readonly points: number };

const posNames = ['櫃台 1', '櫃台 2'];
const members = 20;
const triesMax = 2_000;

/** The counter's process, started anew after each kill. */
function createKeeper(dataDir: string, port: number) {
  let child: ChildProcess | null = null;
  const script = join(import.meta.dirname, 'pos-counter.ts');
  return {
    start: async (): Promise<{ cards: string[]; tokens: string[] }> => {
      const args = [script, dataDir, String(port), String(members), ...posNames];
      const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      child = started;
      const lines = createInterface({ input: started.stdout });
      for await (const line of lines) {
        started.stdout.resume();
        return JSON.parse(line) as { cards: string[]; tokens: string[] };
      }
      throw new Error('the counter did not start');
    },
    end: async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
      const ending = child;
      if (ending === null || ending.exitCode !== null) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill(signal);
      await ended;
    },
  };
}

function planSales(input: CampaignInput, cards: readonly string[]): readonly Plan[] {
  const random = makeRandom(input.seed);
  const below = (limit: number): number => Math.floor(random.uniform() * limit);
  return Array.from({ length: input.n }, (_, i) => {
    const amountMinor = 1 + below(5_000);
    const card = below(5) === 0 ? null : (cards[below(cards.length)] ?? null);
    const lines = below(2) === 0 ? {} : { lines: [{ name: '茶', qty: 1, unitMinor: amountMinor }] };
    const member = card === null ? {} : { memberCode: card };
    const twice = i % 3 !== 0 ? 'once' : i % 2 === 0 ? 'at-once' : 'later';
    return { no: `T-${i}`, body: { amountMinor, ...lines, ...member }, card, twice };
  });
}

/** Hands a sale over and settles it, as often as it takes: refused connections, a busy counter. */
function createPos(url: string, token: string, count: { retries: number }) {
  async function call(what: Parameters<typeof callPos>[2]): ReturnType<typeof callPos> {
    for (let attempt = 0; attempt < triesMax; attempt += 1) {
      try {
        const answer = await callPos(url, token, what);
        if (answer.status < 500) return answer;
      } catch {
        // Gone, or gone in the middle of the answer.
      }
      count.retries += 1;
      await sleep(20);
    }
    throw new Error(`no answer to ${what[0]} ${what[1]}`);
  }
  return async ({ no, body }: Plan): Promise<Told> => {
    const path = `/v1/sales/${no}`;
    let sale = (await call(['PUT', path, body])).body as Sale;
    for (let attempt = 0; attempt < triesMax; attempt += 1) {
      if (sale.state === 'queued') {
        await sleep(3);
        sale = (await call(['GET', path])).body as Sale;
        continue;
      }
      const paidMinor = sale.result?.paidMinor ?? body.amountMinor;
      const settled = await call(['POST', `${path}/settle`, { paidMinor }]);
      if (settled.status === 200) {
        const answer = settled.body as Sale;
        const points = answer.result?.pointsEarned ?? 0;
        return { state: answer.state, text: JSON.stringify(answer), points };
      }
      if (settled.body['error'] === 'sale-cancelled') await call(['PUT', path, body]);
      await sleep(3);
      sale = (await call(['GET', path])).body as Sale;
    }
    throw new Error(`${no} was never settled: ${JSON.stringify(sale)}`);
  };
}

type Sale = { state: string; result: { paidMinor: number; pointsEarned: number } | null };

/** Sends every sale by two POSes, kills the counter under them, and compares with an own sum. */
export async function runCampaign(input: CampaignInput): Promise<CampaignTotals> {
  const startedAt = performance.now();
  const dataDir = await mkdtemp(join(tmpdir(), 'counterfoil-pos-'));
  const port = await freePort();
  const keeper = createKeeper(dataDir, port);
  const count = { retries: 0, done: 0, sentTwice: 0 };
  try {
    const { cards, tokens } = await keeper.start();
    const plans = planSales(input, cards);
    const told = new Map<string, Told[]>();
    const killsAt = Array.from({ length: input.kills }, (_, k) =>
      Math.floor(((k + 1) * input.n) / (input.kills + 1)),
    );
    let killing: Promise<unknown> = Promise.resolve();
    const lanes = tokens.map(async (token, lane) => {
      const send = createPos(`http://127.0.0.1:${port}`, token, count);
      const later: Plan[] = [];
      const note = (plan: Plan, answer: Told): void => {
        told.set(plan.no, [...(told.get(plan.no) ?? []), answer]);
      };
      for (const plan of plans.filter((_, i) => i % tokens.length === lane)) {
        count.done += 1;
        // In the middle of this sale: its calls are under way or about to be.
        if (killsAt.includes(count.done))
          killing = sleep((input.seed + count.done) % 12)
            .then(() => keeper.end('SIGKILL'))
            .then(() => keeper.start());
        const sends = plan.twice === 'at-once' ? [send(plan), send(plan)] : [send(plan)];
        for (const answer of await Promise.all(sends)) note(plan, answer);
        if (plan.twice === 'later') later.push(plan);
        const due = later.length > 10 ? later.shift() : undefined;
        if (due !== undefined) note(due, await send(due));
      }
      for (const plan of later) note(plan, await send(plan));
    });
    await Promise.all(lanes);
    await killing;
    await keeper.end('SIGTERM');
    await compare(input.list, { dataDir, plans, told });
    count.sentTwice = plans.filter(({ twice }) => twice !== 'once').length;
    const withMember = plans.filter(({ card }) => card !== null).length;
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    return { sentTwice: count.sentTwice, retries: count.retries, withMember, seconds };
  } finally {
    await keeper.end('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function compare(
  list: CheckList,
  given: {
    readonly dataDir: string;
    readonly plans: readonly Plan[];
    readonly told: ReadonlyMap<string, readonly Told[]>;
  },
): Promise<void> {
  const { dataDir, plans, told } = given;
  const answersOf = (plan: Plan): readonly Told[] => told.get(plan.no) ?? [];
  const wanted = plans.filter(({ card }) => card !== null);
  list.equal(
    'sales that were not answered as often as sent',
    plans
      .filter((plan) => answersOf(plan).length !== (plan.twice === 'once' ? 1 : 2))
      .map((p) => p.no),
    [],
  );
  list.equal(
    'sales whose two answers differ',
    plans
      .filter((plan) => new Set(answersOf(plan).map(({ text }) => text)).size !== 1)
      .map((p) => p.no),
    [],
  );
  list.equal(
    'sales that ended in another way than they had to',
    plans
      .filter(
        (plan) => answersOf(plan)[0]?.state !== (plan.card === null ? 'no-member' : 'settled'),
      )
      .map(({ no }) => no),
    [],
  );
  const held = await readAwards(dataDir);
  const numbers = held.map(({ no }) => no);
  const due = wanted.map(({ no }) => no);
  list.equal('sales with a member that are not in the log', missingFrom(numbers, due), []);
  list.equal('numbers in the log that were not due', missingFrom(due, numbers), []);
  list.equal('numbers in the log twice', repeatedIn(numbers.toSorted()), []);
  // One point for each whole NT$100, reckoned here without the rules' own code.
  const points = (sales: readonly Plan[]): number =>
    sales.reduce((sum, { body }) => sum + Math.floor(body.amountMinor / 100), 0);
  const facts = await readCounterFacts(dataDir, rigDatabaseKeyHex);
  list.equal(
    'points in the ledger',
    [...facts.pointsByMember.values()].reduce((a, b) => a + b, 0),
    points(wanted),
  );
  list.equal(
    'members whose points differ from an own sum',
    [...new Set(wanted.map(({ card }) => card))].filter((card) => {
      const ledger = held.filter((one) => one.card === card).reduce((a, b) => a + b.points, 0);
      return ledger !== points(wanted.filter((plan) => plan.card === card));
    }),
    [],
  );
  list.equal(
    'money in the log',
    held.reduce((a, b) => a + b.paidMinor, 0),
    wanted.reduce((a, b) => a + b.body.amountMinor, 0),
  );
  list.equal('hash chain', facts.chainKind, 'whole');
  list.equal('cached balances that differ from the ledger', facts.wrongBalances, 0);
}

/** Every award in the stopped counter's log. */
async function readAwards(
  dataDir: string,
): Promise<readonly { no: string; card: string; points: number; paidMinor: number }[]> {
  const { databasePath: filePath } = dataPaths(dataDir);
  const opened = openDatabase({ filePath, keyHex: rigDatabaseKeyHex });
  if (opened.kind !== 'open') throw new Error(`refused: ${opened.code}`);
  try {
    const { rows } = await sql<{ no: string; card: string; points: number; paidMinor: number }>`
      SELECT raw_body->>'$.body.pos.no' AS no, member.card_code AS card,
        (SELECT sum(points) FROM ledger_entry WHERE ledger_entry.eid = event.eid) AS points,
        raw_body->>'$.body.paidMinor' AS paidMinor
      FROM event JOIN member USING (member_id) WHERE type = 'award'`.execute(opened.db);
    return rows.map((row) => ({ ...row, points: row.points ?? 0 }));
  } finally {
    await closeDatabase(opened.db);
  }
}

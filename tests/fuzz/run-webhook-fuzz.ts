import { Client } from 'pg';
import type { Random } from '../../app/seed/random.ts';
import { formatPercentiles, percentilesOf } from '../bench/percentiles.ts';
import { drawEvent, drawEventId, webhookText } from './webhook-bodies.ts';
import {
  forgedFirst,
  forgedKinds,
  forgeWebhook,
  rightAnswer,
  signedKinds,
  signedWebhook,
  signWith,
} from './mutate-webhook.ts';
import type { WebhookTry, WebhookWorld } from './mutate-webhook.ts';
import { createWebhookClient } from './webhook-client.ts';
import type { WebhookClient } from './webhook-client.ts';

export type WebhookQuestion = 'drain' | 'waiting' | 'log' | 'memory' | 'stop';

export type WebhookFuzz = {
  readonly count: number;
  /** Random bytes beside the mutated webhooks. */
  readonly randomBytes: number;
  readonly random: Random;
  readonly secret: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly ask: (question: WebhookQuestion) => Promise<unknown>;
  /** For so long the database is blocked, and how often in the course of the requests. */
  readonly blockedMs: number;
  readonly blockedTimes: number;
  /** Of answers while it is. */
  readonly p99MsMax: number;
  readonly say: (line: string) => void;
};

const inFlight = 16;
const failuresMax = 20;
/** The share of tries that LINE did not sign. */
const forgedShare = 0.55;
/** Some of the rightly signed ones are follows and unfollows of these, told in any order and again. */
const trackedUsers = 200;
const trackedShare = 0.1;
const answerMsMax = 2_000;

type Tracked = { readonly user: string; readonly state: string; readonly atMs: number };

type Run = WebhookFuzz & {
  readonly client: WebhookClient;
  readonly world: WebhookWorld;
  readonly failures: string[];
  readonly tried: Map<string, number>;
  readonly byStatus: Map<number, number>;
  /** Answer times while the database was blocked, and at other times. */
  readonly blocked: number[];
  readonly free: number[];
  /** Ids that were answered for with 200. */
  readonly keptIds: Set<string>;
  readonly tracked: Map<string, Tracked>;
  readonly sentBefore: WebhookTry[];
  isBlocked: boolean;
  sent: number;
};

/** Sends it all and gives what went wrong, in words. */
export async function runWebhookFuzz(fuzz: WebhookFuzz): Promise<readonly string[]> {
  const { random, secret, port, count } = fuzz;
  const run: Run = {
    ...fuzz,
    client: createWebhookClient(port, inFlight),
    world: { random, secret, nowMs: Date.now },
    failures: [],
    tried: new Map(),
    byStatus: new Map(),
    blocked: [],
    free: [],
    keptIds: new Set(),
    tracked: new Map(),
    sentBefore: [],
    isBlocked: false,
    sent: 0,
  };
  await sendRandomBytes(run);
  const blocking = blockNowAndThen(run);
  const lane = async (): Promise<void> => {
    while ((run.sent < count || run.isBlocked) && run.failures.length < failuresMax) {
      run.sent += 1;
      await sendOne(run);
      if (run.sent % 10_000 === 0)
        run.say(`  ${run.sent} requests, ${run.failures.length} failures`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  await blocking;
  const drainMs = await drain(run);
  await checkDatabase(run);
  run.client.close();
  tellFigures(run, drainMs);
  return run.failures;
}

/** Bytes that are nothing at all, unsigned and signed, of many sizes. */
async function sendRandomBytes(run: Run): Promise<void> {
  const { random } = run;
  for (let left = run.randomBytes; left > 0;) {
    const body = Buffer.from(random.bytes(Math.min(left, 1 + random.whole(8_000))));
    left -= body.length;
    const isSigned = random.chance(0.5);
    const headers = isSigned
      ? { 'X-Line-Signature': signWith(run.secret, body) }
      : { 'x-line-signature': Buffer.from(random.bytes(32)).toString('base64') };
    await judge(run, { kind: 'random bytes', headers, body }, isSigned ? rightAnswer(body) : 401);
  }
}

async function sendOne(run: Run): Promise<void> {
  const { random, world } = run;
  if (random.chance(forgedShare)) {
    const forged = forgeWebhook(world, random.pick(forgedKinds));
    if (forged === null) return await sendOne(run);
    return await judge(run, forged, 401);
  }
  // LINE brings a webhook again when it likes.
  const again = run.sentBefore[random.whole(2_000)];
  if (again !== undefined && random.chance(0.05)) return await judge(run, again, 200);
  if (random.chance(trackedShare)) return await sendTracked(run);
  const signed = signedWebhook(world, random.pick(signedKinds));
  await judge(run, signed, rightAnswer(signed.body));
}

/** A follow or unfollow of somebody whose end state is known. */
async function sendTracked(run: Run): Promise<void> {
  const { random, world } = run;
  const user = `Uffff${String(random.whole(trackedUsers)).padStart(28, '0')}`;
  const atMs = Date.now() - random.whole(3_600_000);
  const type = random.pick(['follow', 'unfollow']);
  const drawn = drawEvent(random, { lineUserId: user, nowMs: atMs, type });
  const event = { ...drawn, timestamp: atMs, mode: 'active' };
  const body = Buffer.from(webhookText(random, [event]), 'utf8');
  const state = type === 'follow' ? 'following' : 'blocked';
  const headers = { 'x-line-signature': signWith(world.secret, body) };
  await judge(run, { kind: 'signed: follow and unfollow', headers, body }, 200);
  const last = run.tracked.get(user);
  const isLater = last === undefined || atMs > last.atMs;
  if (isLater || (atMs === last.atMs && state === 'blocked'))
    run.tracked.set(user, { user, state, atMs });
}

async function judge(run: Run, attempt: WebhookTry, right: number): Promise<void> {
  const { kind, body } = attempt;
  // One that waits for the end of the block is of the block.
  const times = run.isBlocked ? run.blocked : run.free;
  const { status, tookMs } = await run.client.send(attempt);
  run.tried.set(kind, (run.tried.get(kind) ?? 0) + 1);
  run.byStatus.set(status, (run.byStatus.get(status) ?? 0) + 1);
  times.push(tookMs);
  if (status !== right) fail(run, `${kind}: ${status} instead of ${right} for ${quote(attempt)}`);
  if (tookMs > answerMsMax) fail(run, `${kind}: answered after ${Math.round(tookMs)} ms`);
  if (status !== 200) return;
  for (const id of idsOf(body)) run.keptIds.add(id);
  if (run.sentBefore.length < 2_000) run.sentBefore.push(attempt);
}

function idsOf(body: Buffer): string[] {
  const { events } = JSON.parse(body.toString('utf8')) as { events: readonly unknown[] };
  return events.flatMap((event) => {
    const id = (event as { webhookEventId?: unknown } | null)?.webhookEventId;
    return typeof id === 'string' && /^[\x21-\x7e]{1,64}$/.test(id) && !Array.isArray(event)
      ? [id]
      : [];
  });
}

/** Locks every table that the webhook's work touches, from another connection. */
async function blockNowAndThen(run: Run): Promise<void> {
  const client = new Client({ connectionString: run.databaseUrl });
  await client.connect();
  try {
    for (let time = 1; time <= run.blockedTimes; time += 1) {
      const at = (time * run.count) / (run.blockedTimes + 1);
      while (run.sent < at && run.failures.length < failuresMax) await pause(5);
      await client.query('BEGIN');
      await client.query(
        'LOCK TABLE line_webhook_event, line_friend, line_account, member, change IN ACCESS EXCLUSIVE MODE',
      );
      run.isBlocked = true;
      const before = await countEvents(client);
      await pause(run.blockedMs);
      const after = await countEvents(client);
      run.isBlocked = false;
      await client.query('COMMIT');
      if (after !== before) fail(run, 'the database was not blocked');
    }
  } finally {
    await client.end();
  }
}

async function countEvents(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM line_webhook_event',
  );
  return rows[0]?.n ?? 0;
}

/** Waits until all is worked off; how long that took. */
async function drain(run: Run): Promise<number> {
  const startedMs = performance.now();
  const left = (await run.ask('drain')) as number;
  if (left > 0) fail(run, `${left} bytes were not worked off`);
  return performance.now() - startedMs;
}

async function checkDatabase(run: Run): Promise<void> {
  const client = new Client({ connectionString: run.databaseUrl });
  await client.connect();
  try {
    const events = await client.query<{ id: string; outcome: string }>(
      'SELECT webhook_event_id AS id, outcome FROM line_webhook_event',
    );
    const stored = new Set(events.rows.map(({ id }) => id));
    const lost = [...run.keptIds].filter((id) => !stored.has(id));
    if (lost.length > 0) fail(run, `${lost.length} events were answered for and are not there`);
    const forged = [...stored].filter(
      (id) => id.startsWith(forgedFirst) && id.length === drawEventId(run.random).length,
    );
    if (forged.length > 0) fail(run, `${forged.length} forged events are in HQ`);
    const failed = events.rows.filter(({ outcome }) => outcome === 'failed').length;
    run.say(`events kept   ${stored.size}, of which failed ${failed}`);
    const friends = await client.query<Tracked>(
      `SELECT line_user_id AS "user", state, event_at_ms::float8 AS "atMs" FROM line_friend
       WHERE line_user_id LIKE 'Uffff0%'`,
    );
    const right = [...run.tracked.values()].map((one) => JSON.stringify(one)).toSorted();
    const found = friends.rows.map(({ user, state, atMs }) =>
      JSON.stringify({ user, state, atMs }),
    );
    if (right.join() !== found.toSorted().join()) fail(run, 'a user is not in the last state told');
  } finally {
    await client.end();
  }
  const log = (await run.ask('log')) as string[];
  for (const line of log.filter((one) => /internal|unhandled|failed:/.test(one)))
    fail(run, `HQ's log: ${line}`);
}

function tellFigures(run: Run, drainMs: number): void {
  const { say } = run;
  const statuses = [...run.byStatus].toSorted((a, b) => a[0] - b[0]);
  say(`answers       ${statuses.map(([status, n]) => `${status}: ${n}`).join(', ')}`);
  const forged = [...run.tried].filter(([kind]) => forgedKinds.includes(kind));
  const forgedCount = forged.reduce((sum, [, n]) => sum + n, 0);
  say(`forged        ${forgedCount} of ${forgedKinds.length} kinds`);
  say(`users         ${run.tracked.size} whose last state was compared`);
  say(`worked off    ${(drainMs / 1_000).toFixed(1)} s after the last request`);
  say(formatPercentiles('database there', percentilesOf(run.free)));
  if (run.blockedTimes === 0) return;
  // Fewer would say that requests waited, or that nothing was measured.
  if (run.blocked.length < 100 * run.blockedTimes)
    return fail(run, `only ${run.blocked.length} requests while the database was blocked`);
  const blocked = percentilesOf(run.blocked);
  say(formatPercentiles(`database blocked ${run.blockedTimes} × ${run.blockedMs} ms`, blocked));
  if (blocked.p99 > run.p99MsMax) fail(run, `p99 ${blocked.p99.toFixed(0)} ms while blocked`);
}

function fail(run: Run, why: string): void {
  if (run.failures.length < failuresMax) run.failures.push(why);
}

function quote({ headers, body }: WebhookTry): string {
  return `${JSON.stringify(headers).slice(0, 300)} ${JSON.stringify(body.subarray(0, 300).toString('utf8'))}`;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

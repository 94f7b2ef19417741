import type { Random } from '../../app/seed/random.ts';
import { createFuzzClient } from './fuzz-client.ts';
import type { FuzzAnswer, FuzzClient, FuzzRequest } from './fuzz-client.ts';
import { chainPush, enrolFuzzCounter, signedRequest } from './fuzz-counter.ts';
import type { FuzzCounter } from './fuzz-counter.ts';
import { deskRequest, hostileBodies, noRightRequest } from './fuzz-requests.ts';
import type { FuzzScene } from './fuzz-requests.ts';
import type { HqQuestion } from './hq-process.ts';

export type AskHq = (question: HqQuestion) => Promise<unknown>;

type Counts = Readonly<Record<string, number>>;
type Batch = 'no-right' | 'mad-counter' | 'desk';

const inFlight = 16;
const counterCount = 4;
/** Requests between two looks at the tables. A push that is taken costs HQ as much as 50 refusals. */
const batchSizes: Readonly<Record<Batch, number>> = {
  'no-right': 600,
  'mad-counter': 160,
  desk: 400,
};
const batchKinds: readonly Batch[] = [
  ...(['no-right', 'mad-counter', 'no-right', 'desk'] as const),
  ...(['no-right', 'no-right', 'no-right', 'no-right'] as const),
];
/** Tables an honest answer of 200 to a rightly signed push may fill. */
const eventTables = new Set(['event', 'exception', 'change']);
/** Room for what the runtime itself keeps; a leak of 100 bytes a request would show in a million. */
const heapGrowthMax = 48 * 1024 * 1024;
const failuresMax = 20;

type Run = {
  readonly ask: AskHq;
  readonly client: FuzzClient;
  readonly scene: { -readonly [K in keyof FuzzScene]: FuzzScene[K] };
  readonly failures: string[];
  readonly byStatus: Map<number, number>;
  sent: number;
  accepted: number;
  events: number;
  deskDone: number;
};

/** Sends `count` hostile requests and gives what went wrong, in words, and the figures. */
export async function runFuzz(
  ask: AskHq,
  { count, random }: { readonly count: number; readonly random: Random },
): Promise<{ readonly failures: readonly string[]; readonly summary: string }> {
  const run = await prepare(ask, random);
  let heapStart = 0;
  let batches = 0;
  while (run.sent < count && run.failures.length < failuresMax) {
    const kind = batchKinds[batches % batchKinds.length] ?? 'no-right';
    await playBatch(run, kind, Math.min(batchSizes[kind], count - run.sent));
    batches += 1;
    if (batches % 20 === 0) await ask('later');
    // The first fifth warms the caches up.
    if (heapStart === 0 && run.sent >= count / 5) heapStart = (await weigh(ask)).heapUsed;
    if (batches % 100 === 0) console.log(`  ${run.sent} requests, ${run.failures.length} failures`);
  }
  const memory = await weigh(ask);
  const growth = memory.heapUsed - heapStart;
  if (growth > heapGrowthMax) run.failures.push(`HQ's heap grew by ${megabytes(growth)}`);
  run.failures.push(...((await ask('audit')) as string[]));
  run.client.close();
  return { failures: run.failures, summary: summaryOf(run, { growth, rss: memory.rss }) };
}

async function prepare(ask: AskHq, random: Random): Promise<Run> {
  const { url, port } = (await ask('ready')) as { url: string; port: number };
  const counters: FuzzCounter[] = [];
  for (let i = 0; i < counterCount; i += 1)
    counters.push(await enrolFuzzCounter(url, (await ask('code')) as string));
  const client = createFuzzClient(port, inFlight);
  const paths = await listPaths(url);
  await askBeyondEnd(client, counters);
  return {
    ask,
    client,
    scene: { random, counters, paths, cookie: await signIn(client) },
    failures: [],
    byStatus: new Map(),
    sent: 0,
    accepted: 0,
    events: 0,
    deskDone: 0,
  };
}

/**
 * A cursor that HQ never gave out means that HQ was restored: it says so once for each of its timelines. Said
 * now, so that afterwards no request may change a row.
 */
async function askBeyondEnd(client: FuzzClient, [counter]: readonly FuzzCounter[]): Promise<void> {
  if (counter === undefined) throw new Error('no counter');
  const path = '/v1/sync/pull?cursor=4000000000&limit=1';
  const { status } = await client.send(signedRequest(counter, { method: 'GET', path, body: '' }));
  if (status !== 409) throw new Error(`a cursor beyond the end gave ${status}`);
}

/** Every path HQ says it serves, so that a new one is fuzzed from its first day. */
async function listPaths(url: string): Promise<string[]> {
  const document = await (await fetch(`${url}/v1/openapi.json`)).text();
  const found = [...document.matchAll(/"(\/(?:v1|admin)\/[^"{}]*)"/g)].map(
    (match) => match[1] ?? '',
  );
  if (found.length < 10) throw new Error('HQ tells too few paths');
  return [...new Set(found), '/', '/nowhere', '/v1/../admin/api/members'];
}

async function signIn(client: FuzzClient): Promise<string> {
  const { status, cookie } = await client.send({
    method: 'POST',
    path: '/admin/api/session',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"token":"test-admin-token"}'),
  });
  if (status !== 200) throw new Error(`signing in gave ${status}`);
  return cookie;
}

/** One kind of requests, `inFlight` at once, and the tables before and after. */
async function playBatch(run: Run, kind: Batch, size: number): Promise<void> {
  const before = (await run.ask('counts')) as Counts;
  const expected = { events: 0, changes: run.deskDone };
  if (kind === 'mad-counter') {
    const eventsBefore = run.events;
    // One push at a time per counter: each must stand on the one before.
    const each = Math.ceil(size / run.scene.counters.length);
    await Promise.all(run.scene.counters.map((counter) => pushMadly(run, counter, each)));
    expected.events = run.events - eventsBefore;
  } else {
    let left = size;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await (kind === 'desk' ? atDesk(run) : withoutRight(run));
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
  }
  const after = (await run.ask('counts')) as Counts;
  if (kind === 'desk' && run.deskDone > expected.changes) return;
  compareCounts(run, { kind, before, after, events: expected.events });
}

function compareCounts(
  run: Run,
  {
    kind,
    before,
    after,
    events,
  }: {
    readonly kind: Batch;
    readonly before: Counts;
    readonly after: Counts;
    readonly events: number;
  },
): void {
  for (const table of Object.keys(after)) {
    const grown = (after[table] ?? 0) - (before[table] ?? 0);
    if (table === 'event' && grown !== events) {
      fail(run, `${kind}: ${grown} events were kept, ${events} were accepted`);
    } else if (kind === 'mad-counter') {
      // What valid events did is judged by the audit: every effect must be an applied event's.
      if (grown < 0) fail(run, `${kind}: ${table} lost ${-grown} rows`);
      if (table === 'event' || eventTables.has(table)) continue;
    } else if (grown !== 0 && !(kind === 'desk' && table === 'admin_session')) {
      fail(run, `${kind}: ${table} changed by ${grown} rows`);
    }
  }
}

async function withoutRight(run: Run): Promise<void> {
  const drawn = noRightRequest(run.scene);
  if (drawn.kind === 'bytes') {
    note(run, await run.client.sendBytes(drawn.bytes), () => `bytes ${quote(drawn.bytes)}`);
    return;
  }
  const answer = await run.client.send(drawn.request);
  note(run, answer, () => words(drawn.request));
  if (drawn.forged && answer.status >= 200 && answer.status < 300)
    fail(run, `a forgery was accepted: ${words(drawn.request)}`);
}

async function atDesk(run: Run): Promise<void> {
  const request = deskRequest(run.scene);
  const answer = await run.client.send(request);
  note(run, answer, () => words(request));
  if (request.method !== 'GET' && answer.status < 300) run.deskDone += 1;
}

async function pushMadly(run: Run, counter: FuzzCounter, pushes: number): Promise<void> {
  const { random } = run.scene;
  for (let i = 0; i < pushes; i += 1) {
    const bodies = hostileBodies(random);
    const { body, end } = chainPush(counter, bodies);
    const request = signedRequest(counter, { method: 'POST', path: '/v1/sync/push', body });
    const answer = await run.client.send(request);
    note(run, answer, () => `a rightly signed push of ${quote(Buffer.from(bodies.join('\n')))}`);
    if (answer.status === 200) {
      run.accepted += 1;
      run.events += bodies.length;
      Object.assign(counter, end);
    } else if (answer.status !== 413) {
      fail(run, `a rightly signed push got ${answer.status} ${answer.body.slice(0, 200)}`);
    }
  }
}

function note(run: Run, answer: FuzzAnswer, what: () => string): void {
  run.sent += 1;
  run.byStatus.set(answer.status, (run.byStatus.get(answer.status) ?? 0) + 1);
  if (answer.status >= 500)
    fail(run, `${answer.status} for ${what()}: ${answer.body.slice(0, 200)}`);
}

function fail(run: Run, why: string): void {
  if (run.failures.length >= failuresMax) return;
  run.failures.push(why);
  console.log(`  ✗ ${why}`);
}

function words({ method, path, headers, body }: FuzzRequest): string {
  return `${method} ${path} ${JSON.stringify(headers).slice(0, 400)} ${quote(body)}`;
}

function quote(bytes: Buffer): string {
  return JSON.stringify(bytes.subarray(0, 400).toString('utf8'));
}

async function weigh(ask: AskHq): Promise<{ heapUsed: number; rss: number }> {
  return (await ask('memory')) as { heapUsed: number; rss: number };
}

function summaryOf(run: Run, memory: { readonly growth: number; readonly rss: number }): string {
  const statuses = [...run.byStatus].toSorted((a, b) => a[0] - b[0]);
  return [
    `requests      ${run.sent}`,
    `answers       ${statuses.map(([status, n]) => `${status === 0 ? 'closed' : status}: ${n}`).join(', ')}`,
    `mad counters  ${run.accepted} pushes with ${run.events} events kept`,
    `heap of HQ    ${memory.growth >= 0 ? '+' : '−'}${megabytes(Math.abs(memory.growth))} since the first fifth, rss ${megabytes(memory.rss)}`,
  ].join('\n');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}

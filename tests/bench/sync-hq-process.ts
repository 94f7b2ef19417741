/**
 * HQ on a given PostgreSQL, in a process of its own, so that a benchmark's load does not share its core. It
 * measures itself: CPU, and how long each answer took from the head of the request to its last byte.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startHq } from '../../hq/start-hq.ts';

/** What HQ tells of itself since it was asked last. */
export type HqReport = {
  readonly cpuSeconds: number;
  /** Pushes that were let in, and questions before points are spent. */
  readonly pushMs: readonly number[];
  readonly authoriseMs: readonly number[];
  /** Pushes that were told to come again. */
  readonly sentAway: number;
};
/** What is said to the process; it answers `report` with one. */
export type HqOrder = 'report' | 'stop';

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

const databaseUrl = process.argv[2];
if (databaseUrl === undefined) throw new Error('the address of the database is missing');

const startedMs = new WeakMap<IncomingMessage, number>();
let [pushMs, authoriseMs, sentAway]: [number[], number[], number] = [[], [], 0];
let cpu = process.cpuUsage();
subscribe('http.server.request.start', (message) => {
  startedMs.set((message as Exchange).request, performance.now());
});
subscribe('http.server.response.finish', (message) => {
  const { request, response } = message as Exchange;
  const tookMs = performance.now() - (startedMs.get(request) ?? Number.NaN);
  if (response.statusCode === 429) sentAway += 1;
  else if (request.url === '/v1/sync/push') pushMs.push(tookMs);
  else if (request.url === '/v1/spend/authorise') authoriseMs.push(tookMs);
});

const hq = await startHq({ databaseUrl, consoleDir: null, log: console.error });
process.send?.({ url: hq.url });
process.on('message', (order: HqOrder) => {
  if (order === 'stop') return void hq.stop().then(() => process.exit(0));
  const used = process.cpuUsage(cpu);
  const cpuSeconds = (used.user + used.system) / 1e6;
  process.send?.({ cpuSeconds, pushMs, authoriseMs, sentAway } satisfies HqReport);
  [pushMs, authoriseMs, sentAway] = [[], [], 0];
  cpu = process.cpuUsage();
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));

/**
 * A fresh counter in a process of its own: connects to HQ, is scanned at all the while, and tells how long it
 * took until HQ's members were there, how long each scan took, and how much memory it had at most.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortMessage } from '../../app/contract/counter-calls.ts';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import type { DeviceId } from '../../app/domain/ids.ts';
import { cardCodeOf } from './snapshot-seed.ts';
import { startNodeCounter } from '../rig/node-counter.ts';

export type CounterReport = {
  readonly usableSeconds: number;
  readonly evenSeconds: number;
  /** Scan due → view pushed, ms. */
  readonly scanMs: readonly number[];
  readonly swapMs: number;
  readonly peakRssMb: number;
  readonly baseRssMb: number;
  readonly foundAfter: boolean;
  readonly log: readonly string[];
  readonly phases: Phases;
  /** CPU of the process from the request on. */
  readonly cpuSeconds: number;
};

/** When what was over, in seconds from the request. */
export type Phases = {
  /** HQ said the file is ready. */
  readonly told: number;
  /** The last chunk was here. */
  readonly fetched: number;
  /** It is under this counter's key. */
  readonly rekeyed: number;
  readonly swapped: number;
};

const scanEveryMs = 50;
const waitMsMax = 900_000;
const deviceId = '01900000-0000-7000-8000-000000000001' as DeviceId;
const wallMs = (): number => performance.timeOrigin + performance.now();

const [folder, hqUrl, code, members] = process.argv.slice(2);
if (folder === undefined || hqUrl === undefined || code === undefined)
  throw new Error('folder, address or code is missing');
const memberCount = Number(members);
const log: string[] = [];
const steps: number[] = [];
const chunksMs: number[] = [];
let rekeyedMs = 0;
const counter = await startNodeCounter(folder, {
  log: (event, fields) => log.push(`${event} ${JSON.stringify(fields)}`),
  onSwapStep: () => {
    if (steps.length === 0) rekeyedMs = performance.now();
    steps.push(performance.now());
  },
  fetch: async (url, init) => {
    if (String(url as string).includes('/chunks/')) chunksMs.push(performance.now());
    return await fetch(url, init);
  },
});
const seen: { view: ReadyView | null; waitingForMs: number | null; usableAtMs: number | null } = {
  view: null,
  waitingForMs: null,
  usableAtMs: null,
};
const scanMs: number[] = [];
counter.attachPort({
  on: () => {},
  start: () => {},
  close: () => {},
  postMessage: (message: PortMessage) => {
    if (message.kind !== 'counter:changed' || message.view.kind !== 'ready') return;
    seen.view = message.view;
    if (message.view.memberCount >= memberCount) seen.usableAtMs ??= performance.now();
    if (seen.waitingForMs === null || message.view.scanCompletedAtMs !== seen.waitingForMs) return;
    scanMs.push(wallMs() - seen.waitingForMs);
    seen.waitingForMs = null;
  },
});
const baseRssMb = process.memoryUsage().rss / 1e6;
const startedAtMs = performance.now();
const cpuBefore = process.cpuUsage();
const answer = await counter.counter?.handlers['setup:connect']({ hqUrl, code });
if (answer?.kind !== 'done') throw new Error(`not connected: ${JSON.stringify(answer)}`);
const isEven = (): boolean => seen.usableAtMs !== null && seen.view?.sync.state === 'online';
let evenAtMs: number | null = null;
for (let i = 0; evenAtMs === null || performance.now() - evenAtMs < 500; i += 1) {
  if (isEven()) evenAtMs ??= performance.now();
  if (performance.now() - startedAtMs > waitMsMax) throw new Error('the members never came');
  const dueAtMs = wallMs() + scanEveryMs + ((i * 17) % 20) - 10;
  await sleep(Math.max(0, dueAtMs - wallMs()));
  if (seen.waitingForMs !== null) continue;
  seen.waitingForMs = dueAtMs;
  counter.acceptScan({
    deviceId,
    intake: 'replay',
    bytes: new TextEncoder().encode(cardCodeOf((i * 7919) % memberCount)),
    truncated: false,
    completedAtMs: dueAtMs,
  });
}
const foundAfter = seen.view?.member != null;
const secondsIn = (ms: number | undefined): number => ((ms ?? NaN) - startedAtMs) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const report: CounterReport = {
  cpuSeconds: (user + system) / 1e6,
  phases: {
    told: secondsIn(chunksMs[0]),
    fetched: secondsIn(chunksMs.at(-1)),
    rekeyed: secondsIn(rekeyedMs),
    swapped: secondsIn(steps.at(-1)),
  },
  usableSeconds: ((seen.usableAtMs ?? Infinity) - startedAtMs) / 1000,
  evenSeconds: (evenAtMs - startedAtMs) / 1000,
  scanMs,
  swapMs: (steps.at(-1) ?? 0) - (steps[0] ?? 0),
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  baseRssMb,
  foundAfter,
  log,
};
await counter.stop();
process.send?.(report, () => process.exit(0));

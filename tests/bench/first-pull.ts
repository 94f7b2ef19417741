/**
 * `npm run bench:pull`: scans while the first pull of the demo shop (5,000 members, a year of sales)
 * comes in. Each scan is timed from the moment it was due, so waiting for a busy counter counts.
 * Exit code 1 when a scan's view comes later than the bar at p99.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortMessage } from '../../app/contract/counter-calls.ts';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import type { DeviceId } from '../../app/domain/ids.ts';
import { startNodeCounter } from '../rig/node-counter.ts';
import type { HqProcessReady } from './hq-process.ts';
import { formatPercentiles, percentilesOf } from './percentiles.ts';

const memberCount = 5_000;
/** The same bar as without a pull: last byte → view pushed, ms at p99. */
const pushedMsMax = 50;
const pullMsMax = 120_000;
const deviceId = '01900000-0000-7000-8000-000000000001' as DeviceId;

const wallMs = (): number => performance.timeOrigin + performance.now();

/** A screen that remembers the newest view and how long each scan took to reach it. */
function timingScreen() {
  const times: number[] = [];
  let view: ReadyView | null = null;
  let waitingForMs: number | null = null;
  return {
    times,
    view: () => view,
    isWaiting: () => waitingForMs !== null,
    expect: (completedAtMs: number) => {
      waitingForMs = completedAtMs;
    },
    port: {
      on: () => {},
      start: () => {},
      close: () => {},
      postMessage: (message: PortMessage) => {
        if (message.kind !== 'counter:changed' || message.view.kind !== 'ready') return;
        view = message.view;
        if (waitingForMs === null || view.scanCompletedAtMs !== waitingForMs) return;
        times.push(wallMs() - waitingForMs);
        waitingForMs = null;
      },
    },
  };
}

async function main(): Promise<number> {
  const hq = fork(join(import.meta.dirname, 'hq-process.ts'), [String(memberCount)]);
  const [ready] = (await once(hq, 'message')) as [HqProcessReady];
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-pull-'));
  const composed = await startNodeCounter(folder);
  const screen = timingScreen();
  composed.attachPort(screen.port);
  const { url: hqUrl, code } = ready;
  const answer = await composed.counter?.handlers['setup:connect']({ hqUrl, code });
  if (answer?.kind !== 'done') throw new Error(`not connected: ${JSON.stringify(answer)}`);
  const startedAtMs = performance.now();
  for (let i = 0; screen.view()?.sync.state !== 'online'; i += 1) {
    if (performance.now() - startedAtMs > pullMsMax) throw new Error('the pull never ended');
    const dueAtMs = wallMs() + 40 + ((i * 17) % 40);
    await sleep(Math.max(0, dueAtMs - wallMs()));
    if (screen.isWaiting()) continue;
    screen.expect(dueAtMs);
    composed.acceptScan({
      deviceId,
      intake: 'replay',
      bytes: new TextEncoder().encode(ready.cardCodes[(i * 7) % ready.cardCodes.length]),
      truncated: false,
      completedAtMs: dueAtMs,
    });
  }
  const pullSeconds = (performance.now() - startedAtMs) / 1000;
  const scans = percentilesOf(screen.times);
  await composed.stop();
  hq.send('stop');
  await once(hq, 'exit');
  await rm(folder, { recursive: true, force: true });
  console.log(
    `bench:pull: ${ready.rows} rows in ${pullSeconds.toFixed(1)} s, with scans all the while`,
  );
  console.log(formatPercentiles('scan → view pushed', scans));
  const held = scans.p99 <= pushedMsMax;
  console.log(
    `${held ? 'held  ' : 'MISSED'}  p99 ${scans.p99.toFixed(1)} ms, bar ${pushedMsMax} ms`,
  );
  return held ? 0 : 1;
}

process.exit(await main());

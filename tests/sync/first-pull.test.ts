import { expect, test } from 'vitest';
import type { CounterView } from '../../app/contract/counter-view.ts';
import type { PortMessage } from '../../app/contract/counter-calls.ts';
import type { DeviceId, MemberId } from '../../app/domain/ids.ts';
import { tempFolder, testMember } from '../../app/db/test-database.ts';
import { goodCode, startScriptedHq } from '../../app/sync/test-rig/scripted-hq.ts';
import { startNodeCounter } from '../rig/node-counter.ts';

const memberCount = 3_000;
const cardOf = (i: number): string => `M${String(i).padStart(7, '0')}`;

type Ready = Extract<CounterView, { kind: 'ready' }>;

/** A screen that keeps every view it is pushed. */
function keepingScreen() {
  const views: Ready[] = [];
  const take = (message: PortMessage): void => {
    if (message.kind === 'counter:changed' && message.view.kind === 'ready')
      views.push(message.view);
  };
  const port = { postMessage: take, on: () => {}, start: () => {}, close: () => {} };
  return { views, port };
}

test('scans get in between the pages of the first pull, and its progress is not told with every page', async () => {
  const hq = await startScriptedHq(Date.now);
  hq.stream.push(
    ...Array.from({ length: memberCount }, (_, i) => ({
      pos: i + 1,
      kind: 'member' as const,
      member: testMember(`01990000-0000-7000-8000-${String(i).padStart(12, '0')}` as MemberId, {
        mobile: null,
        cardCodes: [cardOf(i)],
      }),
    })),
  );
  const temp = tempFolder();
  const counter = await startNodeCounter(temp.folder);
  const { views, port } = keepingScreen();
  counter.attachPort(port);
  const handlers = counter.counter!.handlers;
  try {
    expect(await handlers['setup:connect']({ hqUrl: hq.url, code: goodCode })).toEqual({
      kind: 'done',
    });
    const startedAtMs = performance.now();
    const isDone = (): boolean => views.at(-1)?.sync.state === 'online';
    let scans = 0;
    while (!isDone() && performance.now() - startedAtMs < 30_000) {
      counter.acceptScan({
        deviceId: '01990000-0000-7000-8000-0000000000dd' as DeviceId,
        intake: 'serial',
        bytes: new TextEncoder().encode(cardOf(scans)),
        truncated: false,
        completedAtMs: ++scans,
      });
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    const tookMs = performance.now() - startedAtMs;
    const pages = hq.requests.filter((line) => line.includes('/pull')).length;
    const answered = views.filter((view) => view.scanCompletedAtMs !== null);
    const midway = answered.filter(
      ({ sync }) => sync.pulledRows > 0 && sync.pulledRows < memberCount,
    );
    const progress = views.length - answered.length;
    expect({
      done: isDone(),
      members: views.at(-1)?.memberCount,
      // Nothing was lost: each scan has its view, also those that came while rows were written.
      answered: answered.length,
      midway: midway.length > 3,
      // One per 200 ms, and the few that are news: set up, connected, first word, even.
      paced: progress <= tookMs / 200 + 8,
      manyPages: pages > 8,
    }).toEqual({
      done: true,
      members: memberCount,
      answered: scans,
      midway: true,
      paced: true,
      manyPages: true,
    });
  } finally {
    await counter.stop();
    await hq.stop();
    temp.remove();
  }
}, 60_000);

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type {
  CounterCallIn,
  CounterCallName,
  CounterCallOut,
  PortMessage,
} from '../app/contract/counter-calls.ts';
import type { CounterView, ReadyView } from '../app/contract/counter-view.ts';
import { composeCounter, type ComposeDeps, type ComposedCounter } from './compose-counter.ts';
import { startTimer } from './start-timer.ts';

let folder = '';
const running: ComposedCounter[] = [];
const logged: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-counter-'));
  logged.length = 0;
});
afterEach(async () => {
  for (const composed of running.splice(0)) await composed.stop();
  await rm(folder, { recursive: true, force: true });
});

async function compose(own: Partial<ComposeDeps> = {}): Promise<ComposedCounter> {
  const composed = await composeCounter({
    dataDir: folder,
    databaseKeyHex: '5a'.repeat(32),
    keyProtection: 'file',
    appVersion: '0.0.0',
    hostName: 'test-pc',
    sqliteBindingPath: null,
    fetch: (url, init) => fetch(url, init),
    nowMs: Date.now,
    monoMs: () => performance.now(),
    randomBytes,
    timers: { setTimer: startTimer },
    log: (event) => logged.push(event),
    ...own,
  });
  running.push(composed);
  return composed;
}

/** A screen as the page has one: calls with answers, and what is pushed. */
function attachScreen(composed: ComposedCounter) {
  const { port1, port2 } = new MessageChannel();
  const pushed: PortMessage[] = [];
  const waiting = new Map<number, (message: PortMessage) => void>();
  port2.on('message', (message: PortMessage) => {
    if (message.kind === 'answer' || message.kind === 'failed') waiting.get(message.id)?.(message);
    else pushed.push(message);
  });
  composed.attachPort(port1);
  let lastId = 0;
  const ask = (name: CounterCallName, input: unknown) =>
    new Promise<PortMessage>((resolve) => {
      waiting.set((lastId += 1), resolve);
      port2.postMessage({ id: lastId, name, input });
    });
  const lastView = () => pushed.findLast((message) => message.kind === 'counter:changed')?.view;
  return {
    ask,
    pushed,
    lastView,
    call: async <N extends CounterCallName>(name: N, input: CounterCallIn<N>) => {
      const message = await ask(name, input);
      if (message.kind !== 'answer') throw new Error(`${name}: ${JSON.stringify(message)}`);
      return message.output as CounterCallOut<N>;
    },
    until: async (holds: (view: CounterView) => boolean): Promise<CounterView> => {
      for (let tries = 0; tries < 1000; tries += 1) {
        const view = lastView();
        if (view !== undefined && holds(view)) return view;
        await sleep(5);
      }
      throw new Error(`not within 5 s, last view: ${JSON.stringify(lastView())}`);
    },
  };
}

async function readyView(screen: ReturnType<typeof attachScreen>): Promise<ReadyView> {
  const view = await screen.call('counter:view', {});
  if (view.kind !== 'ready') throw new Error(`not ready: ${view.kind}`);
  return view;
}

test('a first sale without HQ, and it is still there after a restart', async () => {
  const first = attachScreen(await compose());
  expect(await first.call('counter:view', {})).toMatchObject({ kind: 'first-run', busy: false });
  expect(await first.call('setup:start-local', { shopName: '福來', taxId: null })).toEqual({
    kind: 'done',
  });
  const enrolled = await first.call('member:enrol', {
    name: '王小明',
    mobile: '0912345678',
    birthday: null,
    invitedByCode: null,
    consent: true,
  });
  expect(enrolled.kind).toBe('done');
  await first.call('sale:set-amount', { amountText: '350' });
  const { sale } = await readyView(first);
  const preview = sale.preview?.kind === 'evaluated' ? sale.preview : null;
  expect(preview).toMatchObject({ paidMinor: 350 });
  const expected = { expectedPaidMinor: 350, expectedPoints: preview?.points ?? -1 };
  expect(await first.call('sale:settle', expected)).toEqual({ kind: 'done' });
  expect(first.pushed).toContainEqual({ kind: 'sound', tone: 'ok' });
  const before = await readyView(first);
  await running.splice(0)[0]?.stop();

  const after = await readyView(attachScreen(await compose()));
  expect(after.lastSales).toEqual(before.lastSales);
  expect(after).toMatchObject({
    mode: 'local',
    brandName: '福來',
    memberCount: 1,
    keyProtection: 'file',
    sync: { state: 'local', unsentCount: before.sync.unsentCount },
  });
});

test('every screen is pushed every change; a screen beyond the fourth replaces the oldest', async () => {
  const composed = await compose();
  const screens = Array.from({ length: 5 }, () => attachScreen(composed));
  await screens[4]?.call('settings:set-language', { language: 'en' });
  await sleep(30);
  expect(screens.map((screen) => screen.lastView()?.language)).toEqual([
    undefined,
    'en',
    'en',
    'en',
    'en',
  ]);
});

test.each([
  ['key-missing', { databaseKeyHex: null }],
  ['database-unreadable', { databaseKeyHex: 'a5'.repeat(32) }],
] as const)('%s: every screen is told, nothing else is answered', async (code, own) => {
  await compose();
  await running.splice(0)[0]?.stop();
  const composed = await compose(own);
  const screen = attachScreen(composed);
  expect(await screen.call('counter:view', {})).toMatchObject({ kind: 'refused', code });
  expect(await screen.ask('setup:start-local', { shopName: 'x', taxId: null })).toMatchObject({
    kind: 'failed',
    code: 'internal',
  });
  expect(composed.counter).toBe(null);
  expect(logged).toContain('database-refused');
});

test('a database file of rubbish is refused and left as it is', async () => {
  await writeFile(join(folder, 'counterfoil.db'), 'rubbish'.repeat(2000));
  const screen = attachScreen(await compose());
  expect(await screen.call('counter:view', {})).toMatchObject({
    kind: 'refused',
    code: 'database-unreadable',
  });
});

test('only the HQ being connected to is called, and only meanwhile', async () => {
  const asked: string[] = [];
  const portal = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('<h1>Wi-Fi</h1>');
  });
  await new Promise<void>((listening) => portal.listen(0, '127.0.0.1', listening));
  const hqUrl = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
  const screen = attachScreen(await compose());
  await screen.call('setup:start-local', { shopName: '福來', taxId: null });
  await screen.call('sync:now', {});
  expect(await screen.call('setup:connect', { hqUrl, code: 'BCDF-GHJK' })).toEqual({
    kind: 'refused',
    code: 'not-hq',
  });
  expect(await screen.call('setup:connect', { hqUrl: 'file:///etc', code: 'BCDFGHJK' })).toEqual({
    kind: 'refused',
    code: 'bad-address',
  });
  await screen.call('sync:now', {});
  await sleep(50);
  expect(asked).toEqual(['/v1/enrol']);
  expect(logged).not.toContain('foreign-host-denied');
  portal.close();
});

test('a scanner that is set up on the screen scans, and stays set up over a restart', async () => {
  const path = join(folder, 'scanner');
  const farPath = join(folder, 'far');
  const link = (at: string) => `pty,raw,echo=0,link=${at}`;
  const socat = spawn('socat', [link(path), link(farPath)], { stdio: 'ignore' });
  while (!existsSync(path) || !existsSync(farPath)) await sleep(5);
  try {
    const first = attachScreen(await compose());
    await first.call('setup:start-local', { shopName: '福來', taxId: null });
    const settings = { path, baudRate: 9600 } as const;
    expect(await first.call('device:add-serial', { name: '櫃台掃描器', settings })).toEqual({
      kind: 'done',
    });
    await first.until((view) => view.kind === 'ready' && view.devices[0]?.health === 'open');
    await running.splice(0)[0]?.stop();

    const second = attachScreen(await compose());
    await second.until((view) => view.kind === 'ready' && view.devices[0]?.health === 'open');
    const sentAtMs = Date.now();
    await appendFile(farPath, 'NO-SUCH-CARD-123\r');
    const view = await second.until((v) => v.kind === 'ready' && v.scanCompletedAtMs !== null);
    expect(view).toMatchObject({ kind: 'ready', notice: { tone: 'deny' }, devices: [{ path }] });
    const { scanCompletedAtMs } = view as ReadyView;
    expect(Math.abs((scanCompletedAtMs ?? 0) - sentAtMs)).toBeLessThan(500);
    const [device] = (view as ReadyView).devices;
    await second.call('device:remove', { deviceId: device!.deviceId });
    expect((await readyView(second)).devices).toEqual([]);
  } finally {
    socat.kill('SIGKILL');
  }
});

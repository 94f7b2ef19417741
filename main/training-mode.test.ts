import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadyView } from '../app/contract/counter-view.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import type { CustomerMessage, PracticeKind, TrainingSetup } from '../app/contract/training.ts';
import { serialSettingsSchema } from '../app/contract/serial-settings.ts';
import { appearanceDefaults } from '../app/contract/appearance.ts';
import { makeMemberCardCode } from '../app/domain/member-code.ts';
import { defaultWedgeSettings } from '../app/domain/wedge-settings.ts';
import { startNodeCounter } from '../tests/rig/node-counter.ts';
import type { ComposedCounter, ComposeDeps } from './compose-counter.ts';

let folder = '';
const running: ComposedCounter[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'training-mode-'));
});

afterEach(async () => {
  for (const composed of running.splice(0)) await composed.stop();
  await rm(folder, { recursive: true, force: true });
});

const setup: TrainingSetup = {
  language: 'en',
  calendar: 'roc',
  appearance: { ...appearanceDefaults, theme: 'dark' },
  wedge: defaultWedgeSettings,
  customerWindow: false,
  customerLanguage: null,
  serialDevices: [],
};

async function start(also: Partial<ComposeDeps> = {}) {
  const composed = await startNodeCounter(folder, also);
  running.push(composed);
  return composed;
}

async function startTraining(also: Partial<ComposeDeps> = {}) {
  const asked: string[] = [];
  const composed = await start({
    training: setup,
    opening: 'training-begun',
    fetch: async (url) => {
      asked.push(url);
      throw new Error('nothing may be asked');
    },
    ...also,
  });
  const { counter } = composed;
  if (counter === null) throw new Error('training did not open');
  const view = async (): Promise<ReadyView> => {
    await counter.settled();
    const now = await counter.handlers['counter:view']({});
    if (now.kind !== 'ready') throw new Error(`not ready: ${now.kind}`);
    return now;
  };
  const until = async (holds: (now: ReadyView) => boolean): Promise<ReadyView> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const now = await view();
      if (holds(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`not within 2 s: ${JSON.stringify((await view()).notice)}`);
  };
  const { items } = await counter.handlers['training:practice']({});
  const scan = async (kind: PracticeKind): Promise<ReadyView> => {
    const { notice } = await view();
    await counter.handlers['training:scan']({ place: items.findIndex((one) => one.kind === kind) });
    return until((now) => now.notice !== null && now.notice.id !== notice?.id);
  };
  return { composed, counter, view, scan, asked };
}

async function stopAll(): Promise<void> {
  for (const composed of running.splice(0)) await composed.stop();
}

test('a training shop: marked, invented, dressed as the shop, and nothing of it leaves this PC', async () => {
  const { counter, view, asked } = await startTraining();
  const first = await view();
  await counter.handlers['sync:now']({});
  expect(
    await counter.handlers['setup:connect']({ hqUrl: 'https://hq.test', code: 'BCDFGHJK' }),
  ).toEqual({ kind: 'refused', code: 'training-already' });
  expect({ first, asked }).toMatchObject({
    first: {
      training: true,
      mode: 'local',
      language: 'en',
      calendar: 'roc',
      appearance: { theme: 'dark' },
      brandName: '訓練商店 TRAINING',
      memberCount: 22,
      notice: { code: 'training-begun' },
    },
    asked: [],
  });
});

test('every item of the practice card does what its words say', async () => {
  const { counter, scan, view } = await startTraining();
  const gold = await scan('gold-member');
  expect(gold.member).toMatchObject({
    nameMasked: '練○甲',
    points: 1_240,
    tier: { tierId: 'gold' },
    identifiedBy: 'scan',
  });
  expect((await scan('e-invoice')).sale).toMatchObject({ amountText: '400' });
  const codes: string[] = [];
  for (const kind of [
    'expired-voucher',
    'others-voucher',
    'unknown-card',
    'misread-card',
    'product',
    'voucher',
  ] as const)
    codes.push((await scan(kind)).notice?.code ?? '');
  expect(codes).toEqual([
    'voucher-expired',
    'voucher-of-other-member',
    'card-unknown',
    'card-misread',
    'scan-product',
    'voucher-attached',
  ]);
  const { preview } = (await view()).sale;
  if (preview?.kind !== 'evaluated') throw new Error('no preview');
  const expected = { expectedPaidMinor: preview.paidMinor, expectedPoints: preview.points };
  expect(await counter.handlers['sale:settle'](expected)).toEqual({ kind: 'done' });
  expect((await view()).lastSales[0]?.saleNo).toMatch(/^T\d{4}-0001$/);
  expect((await scan('birthday-member')).member).toMatchObject({ birthdayMonth: true });
});

test('a real member’s card is unknown, and it is said that this is training', async () => {
  const { composed, view } = await startTraining();
  const scanned = async (text: string) => {
    composed.acceptScan({
      deviceId: '00000000-0000-7000-8000-000000000001' as DeviceId,
      intake: 'serial',
      bytes: new TextEncoder().encode(text),
      truncated: false,
      completedAtMs: Date.now(),
    });
    return (await view()).notice;
  };
  expect(await scanned(makeMemberCardCode(4_711))).toMatchObject({
    tone: 'deny',
    code: 'training-card-unknown',
    params: { tail: makeMemberCardCode(4_711).slice(-4) },
  });
});

test('an export of training bears the word in its name and in its first line', async () => {
  const { counter } = await startTraining();
  const none = { tierId: null, birthMonth: null, lineState: null, activity: null } as const;
  const filter = { ...none, expiring: false, tag: null };
  const asked = { text: '', filter, sort: 'name', format: 'csv' } as const;
  const saved = await counter.handlers['manager:export-members'](asked);
  if (saved.kind !== 'saved') throw new Error(saved.code);
  expect([saved.path.split('/').at(-1), await readFile(saved.path, 'utf8')]).toEqual([
    expect.stringMatching(/^TRAINING-members-/),
    expect.stringContaining('TRAINING'),
  ]);
});

test('a training file is refused as the shop’s, and a shop’s file as one for training', async () => {
  await startTraining();
  await stopAll();
  const asShop = await start();
  const refusedView = await viewOf(asShop);
  await stopAll();
  // Training goes on with its own file, sales and all: a process that died is started again.
  await startTraining();
  await stopAll();
  const shopFolder = await mkdtemp(join(folder, 'shop-'));
  const shop = await startNodeCounter(shopFolder);
  running.push(shop);
  await shop.counter?.handlers['setup:start-local']({ shopName: '福來', taxId: null });
  await stopAll();
  const before = await bytesOf(shopFolder);
  running.push(await startNodeCounter(shopFolder, { training: setup }));
  const asTraining = await viewOf(running[0] ?? null);
  await stopAll();
  expect({ refusedView, asTraining, same: await bytesOf(shopFolder) }).toMatchObject({
    refusedView: { kind: 'refused', code: 'training-file' },
    asTraining: { kind: 'refused', code: 'not-training-file' },
    same: before,
  });
});

test('without an app around it there is no training', async () => {
  const { counter } = await start();
  expect(await counter?.handlers['training:begin']({})).toEqual({
    kind: 'refused',
    code: 'setup-first',
  });
  await counter?.handlers['setup:start-local']({ shopName: '福來', taxId: null });
  expect([
    await counter?.handlers['training:begin']({}),
    await counter?.handlers['training:end']({}),
    await counter?.handlers['training:scan']({ place: 0 }),
    await counter?.handlers['training:practice']({}),
  ]).toEqual([
    { kind: 'refused', code: 'training-unavailable' },
    { kind: 'refused', code: 'no-training' },
    { kind: 'refused', code: 'no-training' },
    { items: [] },
  ]);
});

test('the shop hands over how it looks and which scanners it has', async () => {
  const begun: TrainingSetup[] = [];
  const trainingPort = {
    begin: async (given: TrainingSetup) => begun.push(given) > 0,
    end: async () => true,
  };
  const { counter } = await start({ trainingPort });
  await counter?.handlers['setup:start-local']({ shopName: '福來', taxId: null });
  await counter?.handlers['settings:set-language']({ language: 'ja' });
  await counter?.handlers['settings:set-customer-window']({ on: true });
  await counter?.handlers['settings:set-customer-language']({ language: 'zh-TW' });
  await counter?.handlers['device:add-serial']({
    name: '掃描器',
    settings: serialSettingsSchema.parse({ path: join(folder, 'nothing'), baudRate: 9600 }),
  });
  expect(await counter?.handlers['training:begin']({})).toEqual({ kind: 'done' });
  expect(begun).toMatchObject([
    {
      language: 'ja',
      customerWindow: true,
      customerLanguage: 'zh-TW',
      serialDevices: [{ name: '掃描器', settings: { baudRate: 9600 } }],
    },
  ]);
});

test('the customer’s line shows and takes nothing: a call from there reaches no handler', async () => {
  const wanted: boolean[] = [];
  const logged: string[] = [];
  const composed = await start({
    onCustomerWindow: (on) => wanted.push(on),
    log: (event) => logged.push(event),
  });
  await composed.counter?.handlers['setup:start-local']({ shopName: '福來', taxId: null });
  const { port1, port2 } = new MessageChannel();
  const got: CustomerMessage[] = [];
  port2.on('message', (message: CustomerMessage) => got.push(message));
  composed.attachCustomer(port1);
  port2.postMessage({ id: 1, name: 'settings:set-customer-window', input: { on: true } });
  port2.postMessage({ id: 2, name: 'counter:view', input: {} });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const view = await viewOf(composed);
  expect({ kinds: got.map(({ kind, view: shown }) => [kind, shown.kind]), wanted }).toEqual({
    kinds: [['customer:changed', 'idle']],
    wanted: [false],
  });
  expect([view, logged.filter((one) => one === 'customer-asked')]).toMatchObject([
    { kind: 'ready', customerWindow: false },
    ['customer-asked', 'customer-asked'],
  ]);
  await composed.counter?.handlers['settings:set-customer-window']({ on: true });
  expect(wanted).toEqual([false, true]);
  port2.close();
});

async function viewOf(composed: ComposedCounter | null) {
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise<unknown>((resolve) =>
    port2.on('message', (message: { kind: string; output?: unknown }) => {
      if (message.kind === 'answer') resolve(message.output);
    }),
  );
  composed?.attachPort(port1);
  port2.postMessage({ id: 1, name: 'counter:view', input: {} });
  const view = await answered;
  port2.close();
  return view;
}

/** The database and its tape, byte by byte. */
async function bytesOf(dir: string): Promise<readonly (readonly [string, string])[]> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile() && one.name.startsWith('counterfoil'));
  return Promise.all(
    files
      .map((one) => join(one.parentPath, one.name))
      .sort()
      .map(async (path) => [path, (await readFile(path)).toString('base64')] as const),
  );
}

import { MessageChannel, type MessagePort } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import {
  counterCalls,
  type CounterCallHandlers,
  type PortMessage,
} from '../app/contract/counter-calls.ts';
import { requestBytesMax, runningCallsMax, serveScreen } from './port-server.ts';

const handled: string[] = [];
const ports: MessagePort[] = [];
afterEach(() => {
  handled.length = 0;
  for (const port of ports.splice(0)) port.close();
});

/** Handlers that say `done` and note that they ran, but for those of the test. */
function handlersWith(own: Partial<CounterCallHandlers>): CounterCallHandlers {
  const all = Object.keys(counterCalls).map((name) => [
    name,
    () => {
      handled.push(name);
      return { kind: 'done' };
    },
  ]);
  return { ...(Object.fromEntries(all) as CounterCallHandlers), ...own };
}

function serve(own: Partial<CounterCallHandlers> = {}) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const troubles: string[] = [];
  let closes = 0;
  const screen = serveScreen(port1, handlersWith(own), {
    onTrouble: (_name, error) => troubles.push(error instanceof Error ? error.message : 'unknown'),
    onClose: () => (closes += 1),
  });
  const got: PortMessage[] = [];
  port2.on('message', (message: PortMessage) => got.push(message));
  const settle = () => new Promise((resolve) => setTimeout(resolve, 25));
  return { port: port2, got, troubles, screen, settle, closes: () => closes };
}

test('a good call runs its handler with parsed input and is answered once', async () => {
  const inputs: unknown[] = [];
  const { port, got, settle } = serve({
    'setup:start-local': (input) => {
      inputs.push(input);
      return { kind: 'done' };
    },
  });
  port.postMessage({
    id: 7,
    name: 'setup:start-local',
    input: { shopName: ' 福來 ', taxId: null },
  });
  await settle();
  expect([inputs, got]).toEqual([
    [{ shopName: '福來', taxId: null }],
    [{ kind: 'answer', id: 7, output: { kind: 'done' } }],
  ]);
});

test('bad calls are refused before any handler; those without an id are dropped', async () => {
  const { port, got, settle } = serve();
  const bad = [
    { id: 1, name: 'sync:now', input: { extra: 1 } },
    { id: 2, name: 'no:such-call', input: {} },
    { id: 3, name: 'toString', input: {} },
    { id: 4, name: '__proto__', input: {} },
    { id: 5, name: 'sync:now', input: {}, extra: 1 },
    { id: 6, name: 'sale:set-amount', input: { amountText: '-5' } },
    { id: 7, name: 'sale:set-amount', input: { amountText: '123456789' } },
    { id: 8, name: 'scan:wedge', input: { text: 'x'.repeat(4097), completedAtMs: 1 } },
    { id: 9, name: 'sync:now', input: 'x'.repeat(requestBytesMax) },
    { id: 10, name: 'sync:now', input: { big: 1n } },
    { id: 11 },
  ];
  for (const each of [null, 5, 'text', {}, { id: 'x' }, { id: 1.5 }, ...bad])
    port.postMessage(each);
  await settle();
  expect(handled).toEqual([]);
  expect(got.toSorted((a, b) => idOf(a) - idOf(b))).toEqual(
    bad.map(({ id }) => ({ kind: 'failed', id, code: 'bad-input' })),
  );
});

test('whatever is thrown at the port: no handler runs, at most one answer each, no crash', async () => {
  const { port, got, settle } = serve();
  const name = fc.constantFrom(...Object.keys(counterCalls), 'x', '');
  const junk = fc.record({ id: fc.nat(), name, input: fc.anything() }, { requiredKeys: ['id'] });
  const thrown = fc.sample(fc.oneof(junk, fc.anything()), { numRuns: 3000, seed: 3 });
  let sent = 0;
  for (const each of thrown) {
    // What cannot be cloned cannot reach the counter either.
    try {
      port.postMessage(each);
      sent += 1;
    } catch {
      continue;
    }
  }
  await settle();
  await settle();
  expect(sent).toBeGreaterThan(1000);
  expect(got.length).toBeLessThanOrEqual(sent);
  const calls = new Set(handled);
  // Only calls whose input may be an empty object can be hit by chance.
  for (const call of calls)
    expect(counterCalls[call as 'sync:now'].in.safeParse({}).success).toBe(true);
});

test('a handler that throws or answers nonsense is a failure without any detail', async () => {
  const { port, got, troubles, settle } = serve({
    'sale:back': () => {
      throw new Error('secret detail');
    },
    'sale:clear': async () => {
      await Promise.resolve();
      throw new Error('secret detail later');
    },
    'sync:now': () => ({ kind: 'nonsense' }) as never,
  });
  port.postMessage({ id: 1, name: 'sale:back', input: {} });
  port.postMessage({ id: 2, name: 'sale:clear', input: {} });
  port.postMessage({ id: 3, name: 'sync:now', input: {} });
  await settle();
  expect(got.map((message) => [idOf(message), JSON.stringify(message)]).toSorted()).toEqual(
    [1, 2, 3].map((id) => [id, JSON.stringify({ kind: 'failed', id, code: 'internal' })]),
  );
  expect(troubles).toHaveLength(3);
});

test('an answer that cannot be cloned harms nobody', async () => {
  const { port, got, troubles, settle } = serve({
    'sync:now': () => ({ kind: () => 1 }) as never,
  });
  port.postMessage({ id: 1, name: 'sync:now', input: {} });
  port.postMessage({ id: 2, name: 'sale:back', input: {} });
  await settle();
  expect(got).toContainEqual({ kind: 'answer', id: 2, output: { kind: 'done' } });
  expect(troubles.length).toBeGreaterThan(0);
});

test('calls that never end are limited', async () => {
  const { port, got, settle } = serve({ 'sync:now': () => new Promise(() => {}) });
  for (let id = 1; id <= runningCallsMax + 3; id += 1)
    port.postMessage({ id, name: 'sync:now', input: {} });
  await settle();
  expect(got.map(idOf)).toEqual([runningCallsMax + 1, runningCallsMax + 2, runningCallsMax + 3]);
});

test('pushes arrive in order; after the close nothing is sent and it is told once', async () => {
  const { port, got, screen, settle, closes } = serve();
  screen.push({ kind: 'sound', tone: 'ok' });
  screen.push({ kind: 'sound', tone: 'deny' });
  await settle();
  port.close();
  await settle();
  screen.push({ kind: 'sound', tone: 'warn' });
  screen.close();
  await settle();
  expect([got, closes()]).toEqual([
    [
      { kind: 'sound', tone: 'ok' },
      { kind: 'sound', tone: 'deny' },
    ],
    1,
  ]);
});

function idOf(message: PortMessage): number {
  return 'id' in message ? message.id : -1;
}

test('the view goes out as it is and is checked once the screen has it', async () => {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const broken = { kind: 'no-such-screen' };
  const told: unknown[] = [];
  const waiting: (() => void)[] = [];
  const view = (() => broken) as unknown as CounterCallHandlers['counter:view'];
  serveScreen(port1, handlersWith({ 'counter:view': view }), {
    onTrouble: (name) => told.push(name),
    onClose: () => {},
    later: (work) => waiting.push(work),
  });
  const answered = new Promise((resolve) => port2.once('message', resolve));
  port2.postMessage({ id: 1, name: 'counter:view', input: {} });
  const answer = await answered;
  const toldBefore = [...told];
  for (const work of waiting) work();
  expect([answer, toldBefore, told]).toEqual([
    { kind: 'answer', id: 1, output: broken },
    [],
    ['counter:view'],
  ]);
});

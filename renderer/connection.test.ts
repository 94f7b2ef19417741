import { MessageChannel as NodeChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import type { CounterView, Tone } from '../app/contract/counter-view.ts';
import { CallError, createConnection, waitingCallsMax, type Connection } from './connection.ts';

type Request = { id: number; name: string; input: unknown };

/** A counter process as the far end of a real port: answers by what the test says. */
function openPort(answer: (request: Request) => unknown) {
  const channel = new NodeChannel();
  const asked: Request[] = [];
  channel.port2.on('message', (request: Request) => {
    asked.push(request);
    const message = answer(request);
    if (message !== undefined) channel.port2.postMessage(message);
  });
  opened.push(() => channel.port2.close());
  return { port: channel.port1 as unknown as MessagePort, far: channel.port2, asked };
}

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function view(revision: number, language: 'zh-TW' | 'en' = 'zh-TW'): CounterView {
  const common = { revision, language, appVersion: '0' };
  return { ...common, kind: 'first-run', busy: false, notice: null };
}

function listen() {
  const heard: { views: number[]; tones: Tone[]; states: string[] } = {
    views: [],
    tones: [],
    states: [],
  };
  const connection = createConnection({
    onView: ({ revision }) => heard.views.push(revision),
    onTone: (tone) => heard.tones.push(tone),
    onState: (state) => heard.states.push(state),
  });
  return { connection, heard };
}

const answerView =
  (revision: number) =>
  ({ id, name }: Request) =>
    name === 'counter:view' ? { kind: 'answer', id, output: view(revision) } : undefined;

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function failureOf(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => 'answered',
    (error: unknown) => (error instanceof CallError ? error.code : 'another error'),
  );
}

const setAmount = (connection: Connection) =>
  connection.call('sale:set-amount', { amountText: '1' });

test('asks for the view on each new port and drops older views of the same port only', async () => {
  const { connection, heard } = listen();
  const first = openPort(answerView(7));
  connection.attachPort(first.port);
  await until(() => heard.views.length === 1);
  for (const revision of [9, 8, 10]) {
    first.far.postMessage({ kind: 'counter:changed', view: view(revision) });
  }
  first.far.postMessage({ kind: 'sound', tone: 'deny' });
  await until(() => heard.tones.length === 1);

  const second = openPort(answerView(1));
  connection.attachPort(second.port);
  await until(() => heard.views.length === 4);
  expect(heard).toEqual({ views: [7, 9, 10, 1], tones: ['deny'], states: ['open', 'open'] });
});

test('answers go to their own call, in any order, and failures keep their code', async () => {
  const { connection } = listen();
  const { port, far, asked } = openPort(() => undefined);
  connection.attachPort(port);
  const done = setAmount(connection);
  const refused = setAmount(connection);
  const failed = failureOf(setAmount(connection));
  await until(() => asked.length === 4);
  const [, first, second, third] = asked.map(({ id }) => id);
  far.postMessage({ kind: 'failed', id: third, code: 'bad-input' });
  far.postMessage({
    kind: 'answer',
    id: second,
    output: { kind: 'refused', code: 'amount-too-large' },
  });
  far.postMessage({ kind: 'answer', id: first, output: { kind: 'done' } });
  // An answer nobody waits for changes nothing.
  far.postMessage({ kind: 'answer', id: 99, output: { kind: 'done' } });
  expect([await done, await refused, await failed]).toEqual([
    { kind: 'done' },
    { kind: 'refused', code: 'amount-too-large' },
    'bad-input',
  ]);
});

test('a call that takes a manager says what has to be allowed', async () => {
  const { connection } = listen();
  const { port } = openPort(({ id, name }) => {
    if (name === 'counter:view') return undefined;
    return { kind: 'failed', id, code: 'manager-needed', permission: 'figures' };
  });
  connection.attachPort(port);
  const error = await setAmount(connection).catch((thrown: unknown) => thrown);
  expect(error instanceof CallError && [error.code, error.permission]).toEqual([
    'manager-needed',
    'figures',
  ]);
});

test('calls of a port that is gone are lost, and so are calls without any port', async () => {
  const { connection, heard } = listen();
  expect(await failureOf(setAmount(connection))).toBe('lost');
  const { port } = openPort(() => undefined);
  connection.attachPort(port);
  const waiting = failureOf(setAmount(connection));
  opened.splice(0).forEach((close) => close());
  expect(await waiting).toBe('lost');
  expect(heard.states).toEqual(['open', 'connecting']);
});

test('waiting calls are limited', async () => {
  const { connection } = listen();
  connection.attachPort(openPort(() => undefined).port);
  // The first view is being asked for as well.
  const calls = Array.from({ length: waitingCallsMax }, () => failureOf(setAmount(connection)));
  expect(await calls.at(-1)).toBe('too-many');
  connection.attachPort(openPort(answerView(1)).port);
  expect(new Set(await Promise.all(calls.slice(0, -1)))).toEqual(new Set(['lost']));
});

import { expect, test } from 'vitest';
import type {
  CounterMessage,
  MainMessage,
  StartCounter,
} from '../app/contract/process-messages.ts';
import { createCounterSupervisor, type CounterChild } from './counter-supervisor.ts';

const start: StartCounter = {
  kind: 'start',
  dataDir: '/data',
  databaseKeyHex: null,
  keyProtection: 'file',
  appVersion: '0',
  hostName: 'pc',
  sqliteBindingPath: null,
};

/** A counter process that the test ends when it likes, and a clock that the test moves. */
function rig({ hasCustomer = false } = {}) {
  const starts: string[] = [];
  const children: { die: (code: number) => void; got: string[]; killed: boolean }[] = [];
  const timers: { atMs: number; fn: () => void }[] = [];
  let nowMs = 0;
  let channels = 0;

  function spawn(): CounterChild<string> {
    const exits: ((code: number) => void)[] = [];
    const child = {
      got: [] as string[],
      killed: false,
      die: (code: number) => exits.forEach((exit) => exit(code)),
    };
    children.push(child);
    return {
      post: (message: MainMessage, ports) => {
        child.got.push([message.kind, ...(ports ?? [])].join(' '));
        if (message.kind === 'start') starts.push(`${message.dataDir} ${message.opening}`);
      },
      onMessage: (_: (message: CounterMessage) => void) => {},
      onExit: (listener) => exits.push(listener),
      kill: () => {
        child.killed = true;
        child.die(9);
      },
    };
  }

  function advance(ms: number): void {
    nowMs += ms;
    const due = timers.filter((timer) => timer.atMs <= nowMs);
    for (const timer of due) timers.splice(timers.indexOf(timer), 1);
    for (const timer of due) timer.fn();
  }

  const supervisor = createCounterSupervisor<string>(start, {
    spawn,
    sendPortToScreen: () => `port${(channels += 1)}`,
    ...(hasCustomer ? { sendPortToCustomer: () => `port${(channels += 1)}` } : {}),
    monoMs: () => nowMs,
    setTimer: (delayMs, fn) => {
      const timer = { atMs: nowMs + delayMs, fn };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    log: () => {},
  });
  return {
    supervisor,
    children,
    starts,
    advance,
    waiting: () => timers.map((timer) => timer.atMs - nowMs),
  };
}

test('starts the counter, gives every screen load its line, and a new line after each restart', () => {
  const { supervisor, children, advance } = rig();
  supervisor.connectScreen();
  supervisor.connectScreen();
  children[0]?.die(1);
  advance(250);
  expect(children.map((child) => child.got)).toEqual([
    ['start', 'screen port1', 'screen port2'],
    ['start', 'screen port3'],
  ]);
});

test('a screen that asks while the counter is down gets its line when it is back', () => {
  const { supervisor, children, advance } = rig();
  children[0]?.die(1);
  supervisor.connectScreen();
  advance(250);
  expect(children[1]?.got).toEqual(['start', 'screen port1']);
});

test('never gives up, but slows down', () => {
  const { children, advance, waiting } = rig();
  const delays: number[] = [];
  for (let i = 0; i < 12; i += 1) {
    children.at(-1)?.die(139);
    delays.push(waiting()[0] ?? -1);
    advance(delays.at(-1) ?? 0);
  }
  expect([delays.slice(0, 5), delays.slice(5).every((ms) => ms === 5000)]).toEqual([
    [100, 200, 400, 800, 5000],
    true,
  ]);
  expect(children).toHaveLength(13);
});

test('an orderly stop asks, waits for the end and starts nothing again', async () => {
  const { supervisor, children, advance, waiting } = rig();
  const stopped = supervisor.stop();
  expect(children[0]?.got).toEqual(['start', 'stop']);
  children[0]?.die(0);
  await stopped;
  advance(60_000);
  expect([children.length, children[0]?.killed, waiting()]).toEqual([1, false, []]);
});

test('a counter that does not stop in time is killed', async () => {
  const { supervisor, children, advance } = rig();
  const stopped = supervisor.stop();
  advance(3_000);
  await stopped;
  expect([children.length, children[0]?.killed]).toEqual([1, true]);
});

test('stopping while the counter is down cancels its restart', async () => {
  const { supervisor, children, advance } = rig();
  children[0]?.die(1);
  await supervisor.stop();
  advance(60_000);
  expect(children).toHaveLength(1);
});

test('goes over to another folder in order, says the opening once, and gives everyone a new line', async () => {
  const { supervisor, children, starts, advance, waiting } = rig({ hasCustomer: true });
  supervisor.connectScreen();
  supervisor.connectCustomer();
  const over = supervisor.goOverTo({ ...start, dataDir: '/training', opening: 'training-begun' });
  const again = supervisor.goOverTo(start);
  children[0]?.die(0);
  expect([await over, await again, waiting()]).toEqual([true, false, []]);
  // A process that dies in training is started in training again, without the words of its beginning.
  children[1]?.die(1);
  advance(250);
  expect(children.map((child) => child.got)).toEqual([
    ['start', 'customer port1', 'screen port2', 'customer port3', 'stop'],
    ['start', 'screen port4', 'customer port5'],
    ['start', 'screen port6', 'customer port7'],
  ]);
  expect(starts).toEqual(['/data undefined', '/training training-begun', '/training undefined']);
});

test('a counter that is down is replaced at once; stopping wins over going over', async () => {
  const down = rig();
  down.children[0]?.die(1);
  await down.supervisor.goOverTo({ ...start, dataDir: '/training' });
  down.advance(60_000);
  expect(down.starts).toEqual(['/data undefined', '/training undefined']);
  const stopping = rig();
  const over = stopping.supervisor.goOverTo({ ...start, dataDir: '/training' });
  const stopped = stopping.supervisor.stop();
  stopping.children[0]?.die(0);
  await stopped;
  expect([await over, stopping.children.length]).toEqual([false, 1]);
});

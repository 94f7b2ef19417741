import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SerialPortChoice } from '../app/contract/serial-settings.ts';
import { connectSerialPort } from './connect-serial-port.ts';
import { createSerialDetection, type SerialDetection } from './detect-serial.ts';
import type { IntakeClock } from './intake-clock.ts';
import { detectionAttempts, detectionMsMax, quietAttemptMs } from './serial-search.ts';
import { ptyPair, realClock, until, type PtyPair } from './pty-pair.fixture.ts';

let folder = '';
let scanner: PtyPair;
let bystander: PtyPair;
let detection: SerialDetection | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detect-serial-'));
  scanner = ptyPair(folder, 'scanner');
  bystander = ptyPair(folder, 'bystander');
  await Promise.all([scanner.plug(), bystander.plug()]);
});

afterEach(async () => {
  await detection?.stop();
  detection = null;
  await Promise.all([scanner.unplug(), bystander.unplug()]);
  await rm(folder, { recursive: true, force: true });
});

const identity = { vendorId: '0c2e', productId: '0b6a', serialNumber: 'S1' };
const choices = (): SerialPortChoice[] => [
  { path: bystander.path, label: 'modem', identity: null },
  { path: scanner.path, label: 'scanner', identity },
];

function detect(
  taken: readonly string[] = [],
  clock: IntakeClock = realClock,
  listPorts = async () => choices(),
): SerialDetection {
  detection = createSerialDetection({
    connect: connectSerialPort,
    listPorts,
    clock,
    isTaken: (path) => taken.includes(path),
  });
  return detection;
}

/** The speed the counter has set on its end, as the scanner's UART would meet it. */
async function speedOf(path: string): Promise<number> {
  const { stdout } = await promisify(execFile)('stty', ['-F', path, 'speed']);
  return Number(stdout);
}

/** A scan through an RS-232 line: readable at the scanner's own speed only. */
async function scanAt(baudRate: number, code: string): Promise<void> {
  const isRight = (await speedOf(scanner.path)) === baudRate;
  await scanner.send(isRight ? code : Buffer.from('f880fe009ce0f0c6', 'hex'));
}

const listening = (found: SerialDetection) => {
  const state = found.state();
  return state.kind === 'listening' ? state : null;
};

test('a USB scanner is found on the one of all free ports that it speaks through, at its first scan', async () => {
  const found = detect();
  await found.start(null);
  expect(listening(found)).toMatchObject({
    ports: [{ path: bystander.path }, { path: scanner.path }],
    attempt: 1,
    attemptsMax: detectionAttempts.length,
    heard: 'nothing',
  });
  await scanner.send('\x02471008');
  await sleep(20);
  await scanner.send('8412348\x03');
  await until(() => found.state().kind === 'found');
  expect(found.state()).toEqual({
    kind: 'found',
    port: { path: scanner.path, label: 'scanner', identity },
    settings: {
      path: scanner.path,
      identity,
      baudRate: 9600,
      dataBits: 8,
      parity: 'none',
      ending: 'suffix',
    },
    code: 'product',
    text: '4710088412348',
  });
  // Every port is free again: the form opens it at once.
  const opened = await connectSerialPort(
    { path: scanner.path, baudRate: 9600, dataBits: 8, parity: 'none' },
    { onData: () => {}, onLost: () => {} },
  );
  await opened.release();
});

test('speed by speed until a scan can be read; the other ports are let go at the first garbage', async () => {
  const found = detect();
  await found.start(null);
  for (const attempt of [1, 2, 3]) {
    expect(listening(found)?.attempt).toBe(attempt);
    await scanAt(38400, '2000012345678\r');
    await until(() => listening(found)?.attempt === attempt + 1);
    expect(listening(found)?.heard).toBe('unreadable');
  }
  expect(listening(found)?.ports.map(({ path }) => path)).toEqual([scanner.path]);
  await scanAt(38400, '2000012345678\r');
  await until(() => found.state().kind === 'found');
  expect(found.state()).toMatchObject({
    settings: { baudRate: 38400 },
    code: 'member',
    text: null,
  });
});

test('no settings fit: said after the last', async () => {
  const found = detect();
  await found.start(scanner.path);
  for (let attempt = 1; attempt <= detectionAttempts.length; attempt += 1) {
    await until(() => listening(found)?.attempt === attempt);
    await scanAt(1200, '');
  }
  await until(() => found.state().kind === 'failed');
  expect(found.state()).toEqual({ kind: 'failed', reason: 'none-fits' });
});

test('on by hand, and after a long silence; then the time is up', async () => {
  const timers: { delayMs: number; fn: () => void }[] = [];
  const clock: IntakeClock = {
    nowMs: () => 0,
    setTimer: (delayMs, fn) => {
      const timer = { delayMs, fn };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer) >>> 0, 1);
    },
  };
  const fire = (delayMs: number) => timers.find((timer) => timer.delayMs === delayMs)?.fn();
  const found = detect([], clock);
  await found.start(scanner.path);
  await found.next();
  expect(listening(found)).toMatchObject({ attempt: 2, settings: { baudRate: 115200 } });
  expect(await speedOf(scanner.path)).toBe(115200);
  fire(quietAttemptMs);
  await until(() => listening(found)?.attempt === 3);
  await found.next();
  expect(listening(found)).toMatchObject({ attempt: 4, heard: 'nothing', secondsLeft: 180 });
  fire(detectionMsMax);
  await until(() => found.state().kind === 'failed');
  expect([found.state(), timers]).toEqual([{ kind: 'failed', reason: 'timeout' }, []]);
});

test('why there is nothing to listen to', async () => {
  const inUse = detect([scanner.path, bystander.path]);
  await inUse.start(null);
  expect(inUse.state()).toEqual({ kind: 'failed', reason: 'no-ports' });
  const held = await connectSerialPort(
    { path: scanner.path, baudRate: 9600, dataBits: 8, parity: 'none' },
    { onData: () => {}, onLost: () => {} },
  );
  await inUse.start(scanner.path);
  expect(inUse.state()).toEqual({ kind: 'failed', reason: 'busy' });
  await held.release();
  await inUse.start(join(folder, 'absent'));
  expect(inUse.state()).toEqual({ kind: 'failed', reason: 'not-found' });
  await inUse.start(scanner.path);
  await inUse.stop();
  expect(inUse.state()).toEqual({ kind: 'idle' });
});

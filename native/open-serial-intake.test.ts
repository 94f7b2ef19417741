import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceHealth, RawScan, RunningIntake } from '../app/contract/raw-scan.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import {
  openSerialIntake,
  type IntakeClock,
  type SerialIntakeSettings,
} from './open-serial-intake.ts';

const deviceId = '018f0000-0000-7000-8000-000000000001' as DeviceId;
const clock: IntakeClock = {
  nowMs: () => Date.now(),
  setTimer: (delayMs, fn) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};

let folder = '';
let socat: ChildProcess | null = null;
const running: RunningIntake[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serial-intake-'));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((intake) => intake.close()));
  await unplug();
  await rm(folder, { recursive: true, force: true });
});

const nearPath = () => join(folder, 'near');
const farPath = () => join(folder, 'far');

async function plug(): Promise<void> {
  const link = (path: string) => `pty,raw,echo=0,link=${path}`;
  socat = spawn('socat', [link(nearPath()), link(farPath())], { stdio: 'ignore' });
  await until(() => existsSync(nearPath()) && existsSync(farPath()));
}

async function unplug(): Promise<void> {
  const killed = socat;
  socat = null;
  if (killed === null) return;
  const gone = new Promise((resolve) => killed.once('exit', resolve));
  killed.kill('SIGKILL');
  await gone;
  await Promise.all([rm(nearPath(), { force: true }), rm(farPath(), { force: true })]);
}

async function until(holds: () => boolean, limitMs = 10_000): Promise<void> {
  const startMs = Date.now();
  while (!holds()) {
    if (Date.now() - startMs > limitMs) throw new Error('waited too long');
    await sleep(5);
  }
}

function listen(more: Partial<SerialIntakeSettings> = {}) {
  const scans: RawScan[] = [];
  const health: DeviceHealth[] = [];
  const settings = { deviceId, path: nearPath(), baudRate: 9600, ...more };
  const intake = openSerialIntake(
    settings,
    { onScan: (scan) => scans.push(scan), onHealth: (_, now) => health.push(now) },
    clock,
  );
  running.push(intake);
  return {
    scans,
    health,
    intake,
    isOpen: () => health.at(-1)?.kind === 'open',
    texts: () => scans.map((scan) => Buffer.from(scan.bytes).toString('latin1')),
  };
}

const send = (bytes: string | Buffer) => appendFile(farPath(), bytes, 'latin1');

test('1,000 scans in random chunks over a pty arrive exactly', async () => {
  await plug();
  const heard = listen();
  await until(heard.isOpen);
  const alphabet = fc.string({
    unit: fc.constantFrom(...'/AB1.+-Z4710*:=$%?王'),
    minLength: 1,
    maxLength: 60,
  });
  const [codes = []] = fc.sample(
    fc.array(alphabet, { minLength: 1000, maxLength: 1000, size: 'max' }),
    { numRuns: 1, seed: 11 },
  );
  const endings = ['\r', '\n', '\r\n', '\t', '\x03'];
  const wanted = codes.map((code) => Buffer.from(code, 'utf8').toString('latin1'));
  const stream = Buffer.from(
    wanted.map((code, i) => code + (endings[i % 5] ?? '')).join(''),
    'latin1',
  );
  for (let from = 0, i = 0; from < stream.length; i += 1) {
    const length = 1 + ((i * 7919) % 301);
    await send(stream.subarray(from, from + length));
    from += length;
  }
  await until(() => heard.scans.length >= 1000);
  await sleep(50);
  expect(heard.texts()).toEqual(wanted);
  expect(heard.health).toEqual([{ kind: 'connecting' }, { kind: 'open' }]);
}, 30_000);

test('unplugged in the middle of a scan, plugged in again: the next scan is exact', async () => {
  await plug();
  const heard = listen();
  await until(heard.isOpen);
  await send('FIRST\rHALF');
  await until(() => heard.scans.length === 1);
  await sleep(30);
  await unplug();
  await until(() => !heard.isOpen());
  await sleep(700);
  await plug();
  const pluggedAtMs = Date.now();
  await until(heard.isOpen);
  expect(Date.now() - pluggedAtMs).toBeLessThan(1500);
  await send('WHOLE\r');
  await until(() => heard.scans.length === 2);
  expect(heard.texts()).toEqual(['FIRST', 'WHOLE']);
  expect(heard.health).toEqual([
    { kind: 'connecting' },
    { kind: 'open' },
    { kind: 'missing', reason: 'not-found' },
    { kind: 'open' },
  ]);
}, 20_000);

test('empty, huge and binary data', async () => {
  await plug();
  const heard = listen();
  await until(heard.isOpen);
  await send('\r\n\r\n\n\x02\x03');
  const binary = Buffer.from(
    Array.from({ length: 256 }, (_, i) => i).filter((i) => ![2, 3, 9, 10, 13].includes(i)),
  );
  await send(Buffer.concat([binary, Buffer.from('\r')]));
  const huge = Buffer.alloc(100_000, 'x');
  for (let from = 0; from < huge.length; from += 1000) await send(huge.subarray(from, from + 1000));
  await send('\rOK\r');
  await until(() => heard.scans.length === 3);
  expect(heard.scans.map((scan) => [scan.bytes.length, scan.truncated])).toEqual([
    [251, false],
    [4096, true],
    [2, false],
  ]);
  expect(Buffer.from(heard.scans[0]?.bytes ?? []).equals(binary)).toBe(true);
}, 20_000);

test('a scanner without suffix is ended by silence when set so', async () => {
  await plug();
  const heard = listen({ idleFlushMs: 60 });
  await until(heard.isOpen);
  await send('NO');
  await send('SUFFIX');
  await until(() => heard.scans.length === 1);
  expect(heard.texts()).toEqual(['NOSUFFIX']);
});

test('an absent, a held and an unfit path each say why; a second intake takes over after release', async () => {
  await writeFile(join(folder, 'plain-file'), '');
  const absent = listen();
  const unfit = listen({ path: join(folder, 'plain-file') });
  await until(() => absent.health.length === 2 && unfit.health.length === 2);
  expect([absent.health.at(-1), unfit.health.at(-1)]).toEqual([
    { kind: 'missing', reason: 'not-found' },
    { kind: 'missing', reason: 'failed' },
  ]);
  await plug();
  await until(absent.isOpen);
  const second = listen();
  await until(() => second.health.length === 2);
  expect(second.health.at(-1)).toEqual({ kind: 'missing', reason: 'busy' });
  await absent.intake.close();
  await until(second.isOpen);
  await send('MINE\r');
  await until(() => second.scans.length === 1);
  expect([absent.texts(), second.texts()]).toEqual([[], ['MINE']]);
});

test('closing while the port is being opened releases it', async () => {
  await plug();
  const heard = listen();
  await heard.intake.close();
  expect(heard.health).toEqual([{ kind: 'connecting' }]);
  const next = listen();
  await until(next.isOpen);
});

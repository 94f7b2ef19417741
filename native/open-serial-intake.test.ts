import { readdir, readFile } from 'node:fs/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceHealth, RawScan, RunningIntake } from '../app/contract/raw-scan.ts';
import { serialSettingsSchema, type SerialPortChoice } from '../app/contract/serial-settings.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import { openSerialIntake, type SerialIntakeSettings } from './open-serial-intake.ts';
import { ptyPair, realClock, until, type PtyPair } from './pty-pair.fixture.ts';

const deviceId = '018f0000-0000-7000-8000-000000000001' as DeviceId;

let folder = '';
let pty: PtyPair;
const pairs: PtyPair[] = [];
const running: RunningIntake[] = [];

function pair(name: string): PtyPair {
  const made = ptyPair(folder, name);
  pairs.push(made);
  return made;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serial-intake-'));
  pty = pair('near');
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((intake) => intake.close()));
  await Promise.all(pairs.splice(0).map((one) => one.unplug()));
  await rm(folder, { recursive: true, force: true });
});

function listen(
  more: Partial<SerialIntakeSettings> = {},
  listPorts: () => Promise<readonly SerialPortChoice[]> = async () => [],
) {
  const scans: RawScan[] = [];
  const health: DeviceHealth[] = [];
  const unended: string[] = [];
  const settings = serialSettingsSchema.parse({ path: pty.path, baudRate: 9600, ...more });
  const intake = openSerialIntake(
    { ...settings, deviceId },
    {
      sink: {
        onScan: (scan) => scans.push(scan),
        onHealth: (_, now) => health.push(now),
        onUnended: (_, bytes) => unended.push(Buffer.from(bytes).toString('latin1')),
      },
      clock: realClock,
      listPorts,
      isTaken: () => false,
    },
  );
  running.push(intake);
  return {
    scans,
    health,
    unended,
    intake,
    isOpen: () => health.at(-1)?.kind === 'open',
    texts: () => scans.map((scan) => Buffer.from(scan.bytes).toString('latin1')),
  };
}

test('1,000 scans in random chunks over a pty arrive exactly', async () => {
  await pty.plug();
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
    await pty.send(stream.subarray(from, from + length));
    from += length;
  }
  await until(() => heard.scans.length >= 1000);
  await sleep(50);
  expect(heard.texts()).toEqual(wanted);
  expect(heard.health).toEqual([{ kind: 'connecting' }, { kind: 'open' }]);
}, 30_000);

test('unplugged in the middle of a scan, plugged in again: the next scan is exact', async () => {
  await pty.plug();
  const heard = listen();
  await until(heard.isOpen);
  await pty.send('FIRST\rHALF');
  await until(() => heard.scans.length === 1);
  await sleep(30);
  await pty.unplug();
  await until(() => !heard.isOpen());
  await sleep(700);
  await pty.plug();
  const pluggedAtMs = Date.now();
  await until(heard.isOpen);
  expect(Date.now() - pluggedAtMs).toBeLessThan(1500);
  await pty.send('WHOLE\r');
  await until(() => heard.scans.length === 2);
  expect(heard.texts()).toEqual(['FIRST', 'WHOLE']);
  expect(heard.health).toEqual([
    { kind: 'connecting' },
    { kind: 'open' },
    { kind: 'missing', reason: 'not-found' },
    { kind: 'open' },
  ]);
}, 20_000);

test('a line that hangs up while it is being read is noticed as well', async () => {
  await pty.plug();
  const heard = listen();
  for (let n = 0; n < 6; n += 1) {
    await until(heard.isOpen);
    // Unplugged right behind the bytes: in some of the rounds their reading is under way.
    await pty.send('HALF');
    await pty.unplug();
    await until(() => !heard.isOpen(), 2000);
    await pty.plug();
  }
  await until(heard.isOpen);
  await pty.send('WHOLE\r');
  await until(() => heard.scans.length === 1);
  expect(heard.texts()).toEqual(['WHOLE']);
}, 40_000);

test('a scanner that comes back under another path is found by its identity', async () => {
  const identity = { vendorId: '0c2e', productId: '0b6a', serialNumber: 'S1' };
  const elsewhere = pair('elsewhere');
  const stranger = { path: pty.path, label: '', identity: { ...identity, serialNumber: 'S2' } };
  let ports: SerialPortChoice[] = [{ path: pty.path, label: '', identity }];
  await pty.plug();
  const heard = listen({ identity }, async () => ports);
  await until(heard.isOpen);
  await pty.unplug();
  // Another scanner of the model takes the path, as COM3 or ttyACM0 would go to whichever came first.
  await Promise.all([pty.plug(), elsewhere.plug()]);
  ports = [stranger, { path: elsewhere.path, label: '', identity }];
  await until(heard.isOpen);
  await pty.send('STRANGER\r');
  await elsewhere.send('OWN\r');
  await until(() => heard.scans.length === 1);
  await sleep(50);
  expect([heard.texts(), heard.health.at(-1)]).toEqual([
    ['OWN'],
    { kind: 'open', path: elsewhere.path },
  ]);
  await elsewhere.unplug();
  ports = [stranger];
  await until(() => !heard.isOpen());
  await sleep(700);
  expect(heard.health.at(-1)).toEqual({ kind: 'missing', reason: 'not-found' });
}, 20_000);

test('where the system gives no list of ports, the path stands for the scanner', async () => {
  await pty.plug();
  const identity = { vendorId: '0c2e', productId: '0b6a', serialNumber: null };
  const heard = listen({ identity }, () => Promise.reject(new Error('no udevadm')));
  await until(heard.isOpen);
});

test('empty, huge and binary data', async () => {
  await pty.plug();
  const heard = listen();
  await until(heard.isOpen);
  await pty.send('\r\n\r\n\n\x02\x03');
  const binary = Buffer.from(
    Array.from({ length: 255 }, (_, i) => i + 1).filter((i) => ![2, 3, 9, 10, 13].includes(i)),
  );
  await pty.send(Buffer.concat([binary, Buffer.from('\r')]));
  const huge = Buffer.alloc(100_000, 'x');
  for (let from = 0; from < huge.length; from += 1000) {
    await pty.send(huge.subarray(from, from + 1000));
  }
  await pty.send('\rOK\r');
  await until(() => heard.scans.length === 3);
  expect(heard.scans.map((scan) => [scan.bytes.length, scan.truncated])).toEqual([
    [250, false],
    [4096, true],
    [2, false],
  ]);
  expect(Buffer.from(heard.scans[0]?.bytes ?? []).equals(binary)).toBe(true);
}, 20_000);

test('a scanner without suffix is ended by silence when set so', async () => {
  await pty.plug();
  const heard = listen({ ending: 'silence' });
  await until(heard.isOpen);
  await pty.send('NO');
  await pty.send('SUFFIX');
  await until(() => heard.scans.length === 1);
  await pty.send('NEXT');
  await until(() => heard.scans.length === 2);
  expect([heard.texts(), heard.unended]).toEqual([['NOSUFFIX', 'NEXT'], []]);
});

test('the half scan of a scanner without suffix that is unplugged is none', async () => {
  await pty.plug();
  const heard = listen({ ending: 'silence' });
  for (let n = 0; n < 5; n += 1) {
    await until(heard.isOpen);
    await pty.send('HALF');
    await pty.unplug();
    await until(() => !heard.isOpen(), 2000);
    await sleep(200);
    await pty.plug();
  }
  await until(heard.isOpen);
  await pty.send('WHOLE');
  await until(() => heard.scans.length === 1);
  expect(heard.texts()).toEqual(['WHOLE']);
}, 20_000);

test('else what has no end is no scan, and is not glued to the next one', async () => {
  await pty.plug();
  const heard = listen();
  await until(heard.isOpen);
  await pty.send('NOISE');
  await until(() => heard.unended.length === 1);
  await pty.send('SCAN\r');
  await until(() => heard.scans.length === 1);
  expect([heard.texts(), heard.unended]).toEqual([['SCAN'], ['NOISE']]);
});

test('of 7 data bits the eighth is nobody’s', async () => {
  await pty.plug();
  const heard = listen({ dataBits: 7, parity: 'even' });
  await until(heard.isOpen);
  await pty.send(Buffer.from('4710\r', 'latin1').map((byte) => byte | 0x80));
  await until(() => heard.scans.length === 1);
  expect(heard.texts()).toEqual(['4710']);
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
  await pty.plug();
  await until(absent.isOpen);
  const second = listen();
  await until(() => second.health.length === 2);
  expect(second.health.at(-1)).toEqual({ kind: 'missing', reason: 'busy' });
  await absent.intake.close();
  await until(second.isOpen);
  await pty.send('MINE\r');
  await until(() => second.scans.length === 1);
  expect([absent.texts(), second.texts()]).toEqual([[], ['MINE']]);
});

test('closing while the port is being opened releases it', async () => {
  await pty.plug();
  const heard = listen();
  await heard.intake.close();
  expect(heard.health).toEqual([{ kind: 'connecting' }]);
  const next = listen();
  await until(next.isOpen);
});

test('nothing in native writes to a serial port: after an unplug it would go out at the next opening', async () => {
  const files = (await readdir(import.meta.dirname)).filter(
    (name) => name.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(name),
  );
  const texts = await Promise.all(
    files.map(async (name) => [name, await readFile(join(import.meta.dirname, name), 'utf8')]),
  );
  const serialFiles = texts.filter(([, text]) => /new SerialPort\(/.test(text ?? ''));
  // One place holds the port, and gives on nothing with which one could write.
  expect(serialFiles.map(([name]) => name)).toEqual(['connect-serial-port.ts']);
  expect(serialFiles[0]?.[1]).not.toMatch(/\.(?:write|end|pipe|cork|drain|set)\s*\(|\bDuplex\b/);
});

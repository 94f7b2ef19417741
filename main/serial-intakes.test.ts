import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serialSettingsSchema, type SerialPortChoice } from '../app/contract/serial-settings.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import { ptyPair, realClock, until, type PtyPair } from '../native/pty-pair.fixture.ts';
import { createSerialIntakes, type SerialIntakes } from './serial-intakes.ts';

const idOf = (n: number) => `018f0000-0000-7000-8000-00000000000${n}` as DeviceId;
const model = { vendorId: '1a86', productId: '7523', serialNumber: null };

let folder = '';
let left: PtyPair;
let right: PtyPair;
let intakes: SerialIntakes;
let ports: SerialPortChoice[] = [];
const told: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serial-intakes-'));
  left = ptyPair(folder, 'left');
  right = ptyPair(folder, 'right');
  told.length = 0;
  ports = [];
  intakes = createSerialIntakes(
    {
      onScan: ({ deviceId, bytes }) =>
        void told.push(`${deviceId.slice(-1)} ${Buffer.from(bytes).toString()}`),
      onHealth: (deviceId, health) => void told.push(`${deviceId.slice(-1)} ${health.kind}`),
    },
    realClock,
    async () => ports,
  );
});

afterEach(async () => {
  await intakes.closeAll();
  await Promise.all([left.unplug(), right.unplug()]);
  await rm(folder, { recursive: true, force: true });
});

const port = (pty: PtyPair, identity: SerialPortChoice['identity'] = null): SerialPortChoice => ({
  path: pty.path,
  label: pty.path,
  identity,
});

function open(n: number, pty: PtyPair, identity: SerialPortChoice['identity'] = null): void {
  const settings = serialSettingsSchema.parse({ path: pty.path, baudRate: 9600, identity });
  intakes.open({ ...settings, deviceId: idOf(n) });
}

const count = (line: string) => told.filter((one) => one === line).length;

test('a search leaves the scanners at work alone, and gives its port to the one it found', async () => {
  await Promise.all([left.plug(), right.plug()]);
  ports = [port(left), port(right)];
  open(1, left);
  await until(() => count('1 open') === 1);
  await intakes.detection.start(null);
  expect(intakes.detection.state()).toMatchObject({ ports: [{ path: right.path }] });
  await left.send('AT-WORK\r');
  await right.send('2000012345678\r');
  await until(() => intakes.detection.state().kind === 'found' && count('1 AT-WORK') === 1);
  open(2, right);
  await until(() => count('2 open') === 1);
  await right.send('FOUND\r');
  await until(() => count('2 FOUND') === 1);
  expect(told.some((line) => line.includes('2000012345678'))).toBe(false);
});

test('of two alike without serial numbers neither takes the other’s port', async () => {
  await Promise.all([left.plug(), right.plug()]);
  ports = [port(left, model), port(right, model)];
  open(1, left, model);
  open(2, right, model);
  await until(() => count('1 open') === 1 && count('2 open') === 1);
  await left.unplug();
  ports = [port(right, model)];
  await until(() => count('1 missing') === 1);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await left.plug();
  ports = [port(left, model), port(right, model)];
  await until(() => count('1 open') === 2);
  await right.send('RIGHT\r');
  await left.send('LEFT\r');
  await until(() => count('2 RIGHT') === 1 && count('1 LEFT') === 1);
});

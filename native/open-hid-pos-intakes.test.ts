import { expect, test } from 'vitest';
import type { DeviceHealth, RawScan } from '../app/contract/raw-scan.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import type { HidFound, HidHandle, HidSystem } from './hid-system.ts';
import { openHidPosIntakes } from './open-hid-pos-intakes.ts';

/** What the system would list and hand over; nothing of the intake is replaced. */
function createPlugs() {
  const present = new Map<string, HidFound>();
  const opened = new Map<string, { report: (bytes: Uint8Array) => void; lost: () => void }>();
  const released: string[] = [];
  const plugs = {
    present,
    released,
    refusal: null as Error | null,
    listTrouble: null as Error | null,
    /** Plugs a scanner in under a path. */
    plug: (path: string, device: Partial<HidFound> = {}) => {
      const scanner = { vendorId: 0x0c2e, productId: 0x0b61, serialNumber: 'S1', usagePage: 0x8c };
      present.set(path, { path, productName: 'Voyager 1450', ...scanner, ...device });
    },
    unplug: (path: string) => {
      present.delete(path);
      opened.get(path)?.lost();
      opened.delete(path);
    },
    scan: (path: string, text: string) => {
      const report = new Uint8Array(64);
      report.set([2, text.length, ...new TextEncoder().encode(`]E0${text}`)]);
      opened.get(path)?.report(report);
    },
  };
  const system: HidSystem = {
    list: async () => {
      if (plugs.listTrouble !== null) throw plugs.listTrouble;
      return [...present.values()];
    },
    open: async (path): Promise<HidHandle> => {
      if (plugs.refusal !== null) throw plugs.refusal;
      return {
        listen: (report, lost) => void opened.set(path, { report, lost }),
        close: async () => void released.push(path),
      };
    },
  };
  return { plugs, system };
}

function start(room = 16) {
  const { plugs, system } = createPlugs();
  const told: string[] = [];
  const ids = new Map<string, DeviceId>();
  let look = () => {};
  const intakes = openHidPosIntakes({
    system,
    sink: {
      onScan: (scan: RawScan) =>
        void told.push(`${scan.deviceId} scans ${new TextDecoder().decode(scan.bytes)}`),
      onHealth: (id, health: DeviceHealth) =>
        void told.push(`${id} ${health.kind === 'missing' ? health.reason : health.kind}`),
    },
    clock: {
      nowMs: () => 1,
      setTimer: (_delayMs, fn) => {
        look = fn;
        return () => {};
      },
    },
    deviceOf: async (identity, name) => {
      if (!ids.has(identity) && ids.size >= room) return null;
      const id = ids.get(identity) ?? (`${name}/${identity}` as DeviceId);
      ids.set(identity, id);
      return id;
    },
    onTrouble: (error) => void told.push(String(error)),
  });
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return {
    plugs,
    intakes,
    /** The next look at the system, and what was told since the last one. */
    next: async () => {
      await settle();
      look();
      await settle();
      return told.splice(0);
    },
    told: () => told.splice(0),
  };
}

const scanner = 'Voyager 1450/0c2e:0b61:S1';

test('a scanner that is plugged in works without set-up, and again at another port', async () => {
  const { plugs, next, told } = start();
  plugs.plug('/dev/hidraw0');
  plugs.plug('/dev/hidraw9', { usagePage: 1, serialNumber: 'a keyboard' });
  expect(await next()).toEqual([`${scanner} open`]);
  plugs.scan('/dev/hidraw0', '2000012345678');
  expect(told()).toEqual([`${scanner} scans ]E02000012345678`]);
  plugs.unplug('/dev/hidraw0');
  expect(await next()).toEqual([`${scanner} not-found`]);
  plugs.plug('/dev/hidraw3');
  expect(await next()).toEqual([`${scanner} open`]);
  plugs.scan('/dev/hidraw3', '2000012345678');
  expect(told()).toEqual([`${scanner} scans ]E02000012345678`]);
  expect(plugs.released).toEqual(['/dev/hidraw0']);
});

test('two of the same kind without serial numbers are two', async () => {
  const { plugs, next } = start();
  plugs.plug('/dev/hidraw0', { serialNumber: '', productName: '' });
  plugs.plug('/dev/hidraw1', { serialNumber: '', productName: '' });
  const name = 'USB 0c2e:0b61/0c2e:0b61:';
  expect(await next()).toEqual([`${name} open`, `${name}#2 open`]);
});

test('who may not open a scanner is told so until he may', async () => {
  const { plugs, next } = start();
  plugs.plug('/dev/hidraw0');
  plugs.refusal = new Error('cannot open device with path /dev/hidraw0: Permission denied');
  expect(await next()).toContain(`${scanner} no-permission`);
  plugs.refusal = null;
  expect(await next()).toEqual([`${scanner} open`]);
});

test('without room for another device, and after closing, none is opened', async () => {
  const { plugs, next, intakes, told } = start(0);
  plugs.plug('/dev/hidraw0');
  expect(await next()).toEqual([]);
  const other = start();
  other.plugs.plug('/dev/hidraw0');
  await other.next();
  await other.intakes.closeAll();
  expect(other.plugs.released).toEqual(['/dev/hidraw0']);
  other.plugs.scan('/dev/hidraw0', '2000012345678');
  await intakes.closeAll();
  expect(told()).toEqual([]);
});

test('a system that cannot list its devices is asked again', async () => {
  const { plugs, next } = start();
  plugs.listTrouble = new Error('no hidraw');
  expect(await next()).toContain('Error: no hidraw');
  plugs.listTrouble = null;
  plugs.plug('/dev/hidraw0');
  expect(await next()).toEqual([`${scanner} open`]);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadyView } from '../app/contract/counter-view.ts';
import { loadHidSystem, type HidFound, type HidSystem } from '../native/hid-system.ts';
import { startNodeCounter } from '../tests/rig/node-counter.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hid-intakes-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const voyager: HidFound = {
  path: '/dev/hidraw0',
  vendorId: 0x0c2e,
  productId: 0x0b61,
  serialNumber: 'S1',
  productName: 'Voyager 1450',
  usagePage: 0x8c,
};

/** A PC with these scanners, and the wire of the last one that was opened. */
function createPc(found: readonly HidFound[]) {
  const pc = { scan: (_text: string): void => {} };
  const system: HidSystem = {
    list: async () => found,
    open: async () => ({
      listen: (onReport) => {
        pc.scan = (text) => {
          const report = new Uint8Array(64);
          report.set([2, text.length, ...new TextEncoder().encode(`]E0${text}`)]);
          onReport(report);
        };
      },
      close: async () => {},
    }),
  };
  return { pc, system };
}

async function startWith(found: readonly HidFound[]) {
  const { pc, system } = createPc(found);
  const composed = await startNodeCounter(folder, { loadHidSystem: async () => system });
  const { counter } = composed;
  if (counter === null) throw new Error('the database was refused');
  const until = async (holds: (view: ReadyView) => boolean): Promise<ReadyView> => {
    for (let tries = 0; tries < 500; tries++) {
      const view = await counter.handlers['counter:view']({});
      if (view.kind === 'ready' && holds(view)) return view;
      await sleep(10);
    }
    throw new Error('not within 5 s');
  };
  return { pc, counter, until, stop: composed.stop };
}

test('a USB scanner needs no set-up, finds the member, and is known again after a restart', async () => {
  const first = await startWith([voyager]);
  await first.counter.handlers['setup:start-local']({ shopName: '福來', taxId: null });
  await first.counter.handlers['member:enrol']({
    name: '王小明',
    mobile: '0912345678',
    birthday: null,
    invitedByCode: null,
    consent: true,
  });
  const enrolled = await first.until(({ member }) => member !== null);
  const cardCode = enrolled.member?.cardCode ?? '';
  await first.counter.handlers['sale:clear']({});
  const cleared = await first.until((view) => view.member === null && view.devices.length > 0);
  expect(cleared.devices).toMatchObject([
    { name: 'Voyager 1450', intake: 'hid-pos', health: 'open', path: null },
  ]);
  first.pc.scan(cardCode);
  const scanned = await first.until(({ member }) => member !== null);
  expect(scanned.member?.memberId).toBe(enrolled.member?.memberId);
  await first.stop();

  const again = await startWith([]);
  const unplugged = await again.until(({ devices }) => devices.length > 0);
  expect(unplugged.devices).toEqual([
    { ...cleared.devices[0], health: 'missing', healthReason: 'not-found' },
  ]);
  await again.stop();
});

test('a PC on which the library does not load goes on without', async () => {
  const load = () => Promise.reject(new Error('no libudev'));
  const logged: string[] = [];
  const log = (event: string) => logged.push(event);
  const composed = await startNodeCounter(folder, { loadHidSystem: load, log });
  await composed.stop();
  expect(logged).toContain('hid-trouble');
});

test('the real library lists what is plugged in', async () => {
  const system = await loadHidSystem();
  for (const { path, vendorId } of await system.list()) {
    expect([typeof path, typeof vendorId]).toEqual(['string', 'number']);
  }
  await expect(system.open('/nowhere')).rejects.toThrow();
});

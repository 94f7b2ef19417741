import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { SerialDetectionState } from '../contract/serial-detection.ts';
import { serialSettingsSchema, type SerialSettings } from '../contract/serial-settings.ts';
import { insertDevice, listDevices } from '../db/devices.ts';
import { inTransaction } from '../db/handles.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { devicesMax } from './add-serial-device.ts';
import { scanner, stockShop, testCounter } from './test-counter.ts';

const settings = (own: Partial<SerialSettings>) =>
  serialSettingsSchema.parse({ path: 'COM3', baudRate: 9600, ...own });
const model = { vendorId: '0c2e', productId: '0b6a' };

test('one scanner is one device, wherever it is plugged in; two of a model are two', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const add = async (own: Partial<SerialSettings>) => {
      const answer = await rig.counter.handlers['device:add-serial']({
        name: 'DS2208',
        settings: settings(own),
      });
      return answer.kind === 'done' ? 'done' : answer.code;
    };
    const s1 = { ...model, serialNumber: 'S1' };
    const bare = { ...model, serialNumber: null };
    const other = { ...bare, productId: '0001' };
    expect([
      await add({ identity: s1 }),
      await add({ identity: s1, path: 'COM4' }),
      await add({ identity: { ...model, serialNumber: 'S2' }, path: 'COM4' }),
      await add({ identity: bare, path: 'COM5' }),
      await add({ identity: bare, path: 'COM5' }),
      await add({ identity: bare, path: 'COM6' }),
      await add({ identity: other, path: 'COM6' }),
      await add({ path: 'COM1' }),
      await add({ path: 'COM1' }),
    ]).toEqual([
      'done',
      'device-path-taken',
      'done',
      'done',
      'device-path-taken',
      'done',
      'done',
      'done',
      'device-path-taken',
    ]);
    for (let n = 0; n < devicesMax; n += 1) await add({ path: `/dev/ttyS${n}` });
    expect(await add({ path: 'COM99' })).toBe('too-many-devices');
  });
});

test('how a scanner talks is remembered; a row of an older version has what there was no choice of', async () => {
  await withTestDatabase(async (db) => {
    const talk = settings({
      dataBits: 7,
      parity: 'even',
      ending: 'silence',
      identity: { ...model, serialNumber: 'S1' },
    });
    await inTransaction(db, async (trx) => {
      const device = { name: 'a', intake: 'serial', createdAtMs: 1 } as const;
      await insertDevice(trx, { ...device, deviceId: scanner, settings: talk });
    });
    expect((await listDevices(db))[0]?.settings).toEqual(talk);
    await sql`UPDATE device SET settings = '{"path":"COM3","baudRate":19200}'`.execute(db);
    expect((await listDevices(db))[0]?.settings).toEqual(settings({ baudRate: 19200 }));
  });
});

test('where a scanner came back is shown, and text without an end is said; noise is not', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.handlers['device:add-serial']({ name: 'DS2208', settings: settings({}) });
    const deviceId = (await listDevices(db))[0]!.deviceId;
    rig.counter.setDeviceHealth(deviceId, { kind: 'open', path: 'COM7' });
    for (const noise of ['x', '\x00\xf8\x80\x9c\xe0\x01\x02'])
      rig.counter.sayUnended(deviceId, Buffer.from(noise, 'latin1'));
    await rig.counter.settled();
    expect([rig.last().devices[0]?.path, rig.last().notice]).toEqual(['COM7', null]);
    rig.counter.sayUnended(deviceId, Buffer.from('2000012345678'));
    await rig.counter.settled();
    expect([rig.last().notice, rig.last().member, rig.tones]).toEqual([
      expect.objectContaining({ code: 'scan-unended', params: { name: 'DS2208' } }),
      null,
      ['deny'],
    ]);
  });
});

test('the search for settings answers while there are ports, and without', async () => {
  await withTestDatabase(async (db) => {
    const asked: string[] = [];
    const failed: SerialDetectionState = { kind: 'failed', reason: 'no-ports' };
    const serialDetection = {
      start: async (path: string | null) => void asked.push(`start ${path}`),
      state: () => failed,
      next: async () => void asked.push('next'),
      stop: async () => void asked.push('stop'),
    };
    const { handlers } = testCounter(db, { serialDetection }).counter;
    const done = { kind: 'done' };
    expect([
      await handlers['serial-detection:start']({ path: null }),
      await handlers['serial-detection:next']({}),
      await handlers['serial-detection:state']({}),
      await handlers['serial-detection:stop']({}),
      asked,
      await testCounter(db).counter.handlers['serial-detection:state']({}),
    ]).toEqual([done, done, failed, done, ['start null', 'next', 'stop'], { kind: 'idle' }]);
  });
});

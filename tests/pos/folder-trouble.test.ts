import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPosRig, type PosRig } from './pos-rig.ts';

let rig: PosRig;
let folder: string;

beforeAll(async () => {
  rig = await startPosRig();
  folder = join(rig.dataDir, 'drop');
  await mkdir(folder);
  await rig.set({ folder });
});
afterAll(() => rig.stop());

const drop = (name: string, content: string) => writeFile(join(folder, name), content);

/** Waits until what is in a result file fits. */
async function resultOf(name: string, fits: (text: string) => boolean): Promise<string> {
  let text = '';
  for (let i = 0; i < 300; i += 1) {
    text = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (text !== '' && fits(text)) return text;
    await sleep(50);
  }
  throw new Error(`no such result: ${text}`);
}

test('a file that cannot be answered stops no other, and what it asked for is done once', async () => {
  // As a program that holds the result open on Windows: nothing can be put in its place.
  await mkdir(join(folder, 'a.result.json', 'held'), { recursive: true });
  await drop('a.json', '{"posSaleNo":"A-1","amountMinor":100}');
  await drop('b.json', '{"posSaleNo":"A-2","amountMinor":200}');
  await resultOf('b.result.json', (text) => text.includes('waiting-for-member'));
  expect((await rig.view()).sale.amountText).toBe('200');
  await rig.handlers['sale:clear']({});
  let writes = 0;
  const watcher = watch(folder, (_, name) => (writes += name === 'a.result.json.tmp' ? 1 : 0));
  await sleep(2_500);
  watcher.close();
  // Each try is some four notices, which are no reason for the next try.
  expect(writes).toBeLessThan(20);
  expect((await rig.view()).sale.amountText).toBe('');
  expect((await rig.look()).folder).toBe('watching');
  await rm(join(folder, 'a.result.json'), { recursive: true });
  // It is answered as its sale stands then.
  expect(JSON.parse(await resultOf('a.result.json', (text) => text.includes('A-1')))).toMatchObject(
    { results: [{ sale: { state: 'cancelled', closedBy: 'newer-sale' } }] },
  );
  for (let i = 0; i < 60 && (await readdir(folder)).includes('a.json'); i += 1) await sleep(50);
  expect((await readdir(join(folder, 'done'))).map((name) => name.slice(18)).sort()).toEqual([
    'a.json',
    'b.json',
  ]);
});

test('a name used for every sale: after a start its result tells of the last file alone, refusals too', async () => {
  for (const n of [1, 2]) {
    await drop('same.json', `{"posSaleNo":"S-${n}","action":"settle","amountMinor":${n}}`);
    await resultOf('same.result.json', (text) => text.includes(`S-${n}`));
    await drop('same.csv', `sale_no,action,amount\r\nC-${n},settle,${n}\r\n`);
    await resultOf('same.result.csv', (text) => text.includes(`C-${n}`));
  }
  await drop(
    'same.csv',
    'sale_no,action,amount,paid\r\nC-1,settle,9,\r\nC-3,,50,\r\nC-4,void,,\r\n',
  );
  await resultOf('same.result.csv', (text) => text.includes('C-3,waiting-for-member'));
  await rig.handlers['sale:clear']({});
  const csv = await resultOf('same.result.csv', (text) => text.includes('C-3,cancelled'));
  await drop(
    'same.json',
    '[{"posSaleNo":"S-3","amountMinor":-1},{"posSaleNo":"S-4","amountMinor":70},{"posSaleNo":"S-1","action":"settle","amountMinor":9}]',
  );
  const before = await resultOf('same.result.json', (text) => text.includes('S-4'));
  await rig.set({ isOn: false });
  // As a kill would leave them: the JSON before the cashier's Esc was told, the CSV too.
  await writeFile(
    join(folder, 'same.result.csv'),
    csv.replace('C-3,cancelled', 'C-3,waiting-for-member'),
  );
  await rig.handlers['sale:clear']({});
  await rig.set({ isOn: true });
  const after = JSON.parse(
    await resultOf('same.result.json', (text) => text.includes('"cancelled"')),
  ) as { results: unknown[] };
  const told = JSON.parse(before) as { results: unknown[] };
  expect(after.results).toEqual([
    told.results[0],
    { posSaleNo: 'S-4', sale: expect.objectContaining({ state: 'cancelled' }) as unknown },
    told.results[2],
  ]);
  expect(await resultOf('same.result.csv', (text) => text.includes('C-3,cancelled'))).toBe(csv);
});

test('a CSV cut off in its last row is waited for', async () => {
  await drop('cut.csv', 'sale_no,action,amount\r\nD-1,settle,12');
  await sleep(3_000);
  expect(await readdir(folder)).toContain('cut.csv');
  await drop('cut.csv', 'sale_no,action,amount\r\nD-1,settle,1280\r\n');
  expect(await resultOf('cut.result.csv', (text) => text.includes('D-1'))).toContain(
    'D-1,no-member,,,,1280,',
  );
});

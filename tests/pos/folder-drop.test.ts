import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPosRig, type PosRig } from './pos-rig.ts';

let rig: PosRig;
let folder: string;
let cards: readonly string[];
const examples = join(import.meta.dirname, '../../docs/examples');

beforeAll(async () => {
  rig = await startPosRig();
  cards = await rig.enrol(2);
  folder = join(rig.dataDir, 'drop');
  await mkdir(folder);
  await rig.set({ folder });
});
afterAll(() => rig.stop());

/** Waits until what is in a result file fits. */
async function resultOf(
  name: string,
  fits: (text: string) => boolean = () => true,
): Promise<string> {
  let text = '';
  for (let i = 0; i < 300; i += 1) {
    text = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (text !== '' && fits(text)) return text;
    await sleep(50);
  }
  throw new Error(`no such result: ${text}`);
}

type Result = { results: { error?: string; sentence?: string; sale?: { state: string } }[] };
const json = async (name: string, fits?: (text: string) => boolean): Promise<Result> =>
  JSON.parse(await resultOf(name, fits)) as Result;
const drop = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);

test('the JSON example: on the counter, foretold when the member is scanned, final when it is settled', async () => {
  await copyFile(join(examples, 'sale.json'), join(folder, 'sale.json'));
  expect(await json('sale.result.json')).toMatchObject({
    file: 'sale.json',
    results: [{ posSaleNo: '20261122-0042', sale: { state: 'waiting-for-member' } }],
  });
  expect((await rig.view()).sale.amountText).toBe('800');
  await rig.scan(cards[0] ?? '');
  await resultOf('sale.result.json', (text) => text.includes('"open"'));
  await rig.handlers['sale:settle']({ expectedPaidMinor: 800, expectedPoints: 8 });
  expect(await json('sale.result.json', (text) => text.includes('"settled"'))).toMatchObject({
    results: [
      {
        sale: {
          result: {
            paidMinor: 800,
            pointsEarned: 8,
            lines: [{ paidMinor: 550 }, { paidMinor: 250 }],
          },
        },
      },
    ],
  });
  expect((await readdir(join(folder, 'done'))).map((name) => name.slice(15))).toEqual([
    '-1-sale.json'.slice(0),
  ]);
  // The same file again is the same sale.
  const before = await resultOf('sale.result.json');
  await rm(join(folder, 'sale.result.json'));
  await copyFile(join(examples, 'sale.json'), join(folder, 'sale.json'));
  expect(await resultOf('sale.result.json')).toBe(before);
});

test('CSV: a row for each line, Big5 or UTF-8, settled at once with the member’s code', async () => {
  await copyFile(join(examples, 'sale.csv'), join(folder, 'sale.csv'));
  expect(await resultOf('sale.result.csv')).toBe(
    '\uFEFFsale_no,state,error,sentence,counter_sale_no,amount,discount,points_value,paid,points_earned,points_spent,member,points_after\r\n' +
      '20261122-0043,waiting-for-member,,,,800,,,,,,,\r\n',
  );
  expect((await rig.view()).sale.lines?.at(-1)).toMatchObject({ name: '白瓷茶杯', unitMinor: 250 });
  // 茶 in Big5 is BD F9.
  const rows = (name: string): string =>
    `sale_no,action,amount,member,name,qty,unit\r\nC-1,settle,"1,280",${cards[1] ?? ''},${name},1,1280.00\r\nC-2,settle,90,,,,\r\n20261122-0043,cancel,,,,,\r\n`;
  const [head = '', tail = ''] = rows('@').split('@');
  await drop(
    'big5.csv',
    Buffer.concat([Buffer.from(head), Buffer.from([0xbd, 0xf9]), Buffer.from(tail)]),
  );
  const settled = await resultOf('big5.result.csv');
  // The counter is taken by the sale before: its customer has no member, so the file's newer one goes first.
  expect(settled.split('\r\n').slice(1)).toEqual([
    `C-1,settled,,,${(await rig.view()).lastSales[0]?.saleNo},1280,0,0,1280,12,0,陳○美,12`,
    'C-2,no-member,,,,90,,,,,,,',
    '20261122-0043,cancelled,,,,800,,,,,,,',
    '',
  ]);
  const stored = (await rig.view()).lastSales[0];
  expect(stored).toMatchObject({ paidMinor: 1280, points: 12 });
});

test('a file that cannot be read is told why, in words, and set aside; half a file is waited for', async () => {
  await drop('broken.csv', 'amount,name\r\n1,x\r\n');
  await drop(
    'bad.json',
    '[{"posSaleNo":"B-1","amountMinor":-1},{"posSaleNo":"B-2","action":"void"}]',
  );
  await drop('notes.txt', 'not for us');
  await drop('part.json.tmp', '{');
  await drop('half.json', '{"posSaleNo":"H-1","action":"settle","amountMi');
  const sentence = expect.stringMatching(/。$/);
  expect(await resultOf('broken.result.csv')).toContain('file-columns');
  expect(await json('bad.result.json')).toEqual({
    file: 'bad.json',
    results: [
      { posSaleNo: 'B-1', error: 'bad-request', reason: 'amountMinor', sentence },
      { posSaleNo: 'B-2', error: 'sale-unknown', sentence },
    ],
  });
  await sleep(2_500);
  expect(await readdir(folder)).toEqual(
    expect.arrayContaining(['half.json', 'notes.txt', 'part.json.tmp']),
  );
  await drop('half.json', '{"posSaleNo":"H-1","action":"settle","amountMinor":70}');
  expect(await json('half.result.json')).toMatchObject({
    results: [{ sale: { state: 'no-member' } }],
  });
  expect((await readdir(join(folder, 'failed'))).map((name) => name.slice(18)).sort()).toEqual([
    'bad.json',
    'broken.csv',
  ]);
});

test('a folder that goes away is said, and taken up again when it is back', async () => {
  await rename(folder, `${folder}-away`);
  for (let i = 0; i < 100 && (await rig.look()).folder !== 'missing'; i += 1) await sleep(50);
  expect((await rig.look()).folder).toBe('missing');
  await rename(`${folder}-away`, folder);
  await drop('back.json', '{"posSaleNo":"K-1","action":"settle","amountMinor":5}');
  expect(await json('back.result.json')).toMatchObject({
    results: [{ sale: { state: 'no-member' } }],
  });
  expect((await rig.look()).folder).toBe('watching');
});

test('what was open when the counter stopped is brought up to date when it starts', async () => {
  await drop('open.json', '{"posSaleNo":"O-1","amountMinor":100}');
  await resultOf('open.result.json', (text) => text.includes('waiting-for-member'));
  // As a kill between the cashier's Esc and the writing of the result would leave it.
  await rig.set({ isOn: false });
  await rig.handlers['sale:clear']({});
  await rig.set({ isOn: true });
  expect(await json('open.result.json', (text) => text.includes('cancelled'))).toMatchObject({
    results: [{ sale: { state: 'cancelled', closedBy: 'counter' } }],
  });
});

import { expect, test } from 'vitest';
import { counterEventSchema } from '../contract/events.ts';
import { listUnsent } from '../db/events.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { getOpenSale, putOpenSale } from '../db/open-sale.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { lineOfAmount } from '../domain/sale.ts';
import { ownTaxId, shop, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { refundAs } from './test-refund.ts';

/** A slip of this shop, both QRs. */
function slip(goods: {
  left: string;
  right: string;
  count: number;
  totalMinor: number;
  no?: number;
}) {
  const { left, right, count, totalMinor, no = 1 } = goods;
  const number = `AB${String(no).padStart(8, '0')}`;
  const total = totalMinor.toString(16).padStart(8, '0');
  const fixed = `${number}1151122123400000000${total}00000000${ownTaxId}${'A'.repeat(22)}==`;
  return { left: `${fixed}:**********:${count}:${count}:1:${left}`, right: `**${right}` };
}

const tea = slip({ left: '綠茶:2:50:麵包:1:100:', right: '牛奶:1:100', count: 3, totalMinor: 300 });
const teaLines = [
  { name: '綠茶', qty: 2, unitMinor: 50, totalMinor: 100 },
  { name: '麵包', qty: 1, unitMinor: 100, totalMinor: 100 },
  { name: '牛奶', qty: 1, unitMinor: 100, totalMinor: 100 },
];

/** Scans one after another, so many ms apart; what was said to each and what stands on the sale. */
async function scans(rig: TestCounter, ...codes: readonly (string | number)[]) {
  const said: (string | undefined)[] = [];
  for (const code of codes) {
    if (typeof code === 'number') rig.clock.monoMs += code;
    else said.push((await rig.scan(code)).notice?.code);
  }
  const { amountText, lines } = rig.last().sale;
  return [...said, amountText, lines?.length ?? null];
}

async function withShop(work: (rig: TestCounter, db: Db) => Promise<void>): Promise<void> {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await work(testCounter(db), db);
  });
}

test('left and right in either order give the goods; alone the left one gives the amount', async () => {
  await withShop(async (rig) => {
    expect(await scans(rig, tea.left, 5_000, tea.right)).toEqual([
      'invoice-taken',
      'invoice-goods-added',
      '300',
      3,
    ]);
    expect([rig.last().sale.lines, rig.last().notice?.params]).toEqual([
      teaLines,
      { number: 'AB00000001', count: 3 },
    ]);
    // Once more, each of them: nothing new.
    expect(await scans(rig, 2_000, tea.right, 2_000, tea.left)).toEqual([
      'invoice-on-sale-already',
      'invoice-on-sale-already',
      '300',
      3,
    ]);
    await rig.counter.handlers['sale:clear']({});
    expect(await scans(rig, 60_000, tea.right, 14_000, tea.left)).toEqual([
      'invoice-scan-left',
      'invoice-taken',
      '300',
      3,
    ]);
    await rig.counter.handlers['sale:clear']({});
    expect(await scans(rig, 60_000, tea.left)).toEqual(['invoice-taken', '300', null]);
    // Too late for the right one, which then waits itself.
    expect(await scans(rig, 16_000, tea.right, 5_000, tea.left)).toEqual([
      'invoice-scan-left',
      'invoice-goods-added',
      '300',
      3,
    ]);
  });
});

test('a code in between, another slip, goods that do not sum: the amount stands without lines', async () => {
  await withShop(async (rig) => {
    const other = slip({
      left: '水:1:10:',
      right: '米:1:90:鹽:1:5',
      count: 3,
      totalMinor: 105,
      no: 2,
    });
    const off = slip({ left: '水:1:100:', right: '折扣:1:-10', count: 2, totalMinor: 90, no: 3 });
    const blank = slip({ left: '水:1:50', right: '      ', count: 1, totalMinor: 50, no: 4 });
    expect(await scans(rig, tea.left, 1_000, shop.linCard, 1_000, tea.right)).toEqual([
      'invoice-taken',
      'member-found',
      'invoice-scan-left',
      '300',
      null,
    ]);
    await rig.counter.handlers['sale:clear']({});
    expect(await scans(rig, 60_000, tea.left, 1_000, other.right, 1_000, tea.right)).toEqual([
      'invoice-taken',
      'invoice-halves-unlike',
      'invoice-goods-added',
      '300',
      3,
    ]);
    expect(await scans(rig, 1_000, off.left, 1_000, off.right)).toEqual([
      'invoice-taken-instead',
      'invoice-goods-unused',
      '90',
      null,
    ]);
    // Whole in the left one: at once, and its blank right one changes nothing.
    expect(await scans(rig, 1_000, blank.left, 1_000, blank.right, 60_000, blank.right)).toEqual([
      'invoice-taken-instead',
      'invoice-on-sale-already',
      'invoice-on-sale-already',
      '50',
      1,
    ]);
    // Taken off the sale meanwhile.
    await rig.counter.handlers['sale:clear']({});
    expect(await scans(rig, 60_000, tea.left)).toEqual(['invoice-taken', '300', null]);
    await rig.counter.handlers['sale:clear']({});
    // Then the right one waits itself, for the same left one once more.
    expect(await scans(rig, 1_000, tea.right, 1_000, tea.left)).toEqual([
      'invoice-scan-left',
      'invoice-taken',
      '300',
      3,
    ]);
    await rig.counter.handlers['sale:clear']({});
    // Of another shop: there is nothing to wait for.
    const foreign = tea.left.replace(ownTaxId, '53212539');
    expect(await scans(rig, 60_000, foreign, 1_000, tea.right, 1_000, shop.linCard)).toEqual([
      'invoice-foreign-seller',
      'invoice-scan-left',
      'member-found',
      '',
      null,
    ]);
  });
});

test('a code read twice in passing does not drop the half that waits', async () => {
  await withShop(async (rig) => {
    rig.counter.acceptScan({
      deviceId: shop.lin as never,
      intake: 'serial',
      bytes: new TextEncoder().encode(tea.left),
      truncated: false,
      completedAtMs: 1,
    });
    rig.counter.acceptScan({
      deviceId: shop.lin as never,
      intake: 'serial',
      bytes: new TextEncoder().encode(tea.left),
      truncated: false,
      completedAtMs: 1,
    });
    await rig.counter.settled();
    expect(rig.last().scanMarks).toEqual({ repeated: 1, lost: 0 });
    expect(await scans(rig, tea.right)).toEqual(['invoice-goods-added', '300', 3]);
  });
});

test('another amount drops the lines and says so; so do back and clear', async () => {
  await withShop(async (rig, db) => {
    const { handlers } = rig.counter;
    const lines = [
      { ...lineOfAmount(40), sku: 'A1', name: '茶' },
      { ...lineOfAmount(30), qty: 2 },
    ];
    const put = (changes: object) =>
      inTransaction(db, async (trx) =>
        putOpenSale(trx, {
          ...(await getOpenSale(trx)),
          amountText: '100',
          invoice: null,
          lines,
          posSaleNo: null,
          ...changes,
        }),
      );
    const left = async () => {
      const { amountText, lines: rest, posSaleNo } = await getOpenSale(db);
      return [rig.last().notice?.code ?? null, amountText, rest?.length ?? null, posSaleNo];
    };
    const seen: unknown[] = [];
    await put({});
    await handlers['sale:set-amount']({ amountText: '100' });
    seen.push(await left());
    await handlers['sale:set-amount']({ amountText: '10' });
    seen.push([...(await left()), rig.last().notice?.params]);
    await put({ posSaleNo: 'T-7' });
    await handlers['sale:set-amount']({ amountText: '1000' });
    seen.push([...(await left()), rig.last().notice?.params]);
    for (const call of ['sale:back', 'sale:clear'] as const) {
      await handlers['sale:clear']({});
      await put({ posSaleNo: 'T-7' });
      await handlers[call]({});
      seen.push(await left());
    }
    // The POS's lines name the goods better than the slip does.
    await put({ amountText: '300', posSaleNo: 'T-8' });
    await scans(rig, tea.left, 1_000, tea.right);
    seen.push(await left());
    await put({ amountText: '301', posSaleNo: 'T-9' });
    await scans(rig, 60_000, tea.left);
    seen.push(await left());
    expect(seen).toEqual([
      [null, '100', 2, null],
      ['lines-dropped', '10', null, null, { count: 2 }],
      ['pos-sale-dropped', '1000', null, null, { posSaleNo: 'T-7' }],
      [null, '', null, null],
      [null, '', null, null],
      ['invoice-on-sale-already', '300', 2, 'T-8'],
      ['invoice-taken-instead', '300', null, null],
    ]);
  });
});

test('a sale with lines is recorded with them, and its goods come back line by line', async () => {
  await withShop(async (rig, db) => {
    await scans(rig, shop.linCard, 1_000, tea.left, 1_000, tea.right);
    const { handlers } = rig.counter;
    expect(await handlers['sale:settle']({ expectedPaidMinor: 300, expectedPoints: 30 })).toEqual({
      kind: 'done',
    });
    const [sale] = rig.last().lastSales;
    const [recorded] = await listUnsent(db, { limit: 9, bytesMax: 1e6 });
    const event = counterEventSchema.parse(JSON.parse(recorded?.rawBody ?? ''));
    if (event.type !== 'award' || sale === undefined) throw new Error('no sale');
    expect([event.body.amountSource, event.body.asked.lines.map((one) => one.name)]).toEqual([
      'einvoice',
      ['綠茶', '麵包', '牛奶'],
    ]);
    const open = await handlers['refund:open']({ saleId: sale.saleId });
    expect(open).toMatchObject({
      open: {
        lines: [
          { line: 0, name: '綠茶', qty: 2, qtyLeft: 2, leftMinor: 100 },
          { line: 1, name: '麵包', qty: 1, qtyLeft: 1, leftMinor: 100 },
          { line: 2, name: '牛奶', qty: 1, qtyLeft: 1, leftMinor: 100 },
        ],
      },
    });
    const request = { kind: 'lines' as const, lines: [{ line: 0, qty: 1 }] };
    const { preview, answer } = await refundAs(rig, sale.saleId, request);
    expect([preview, answer]).toMatchObject([
      { kind: 'evaluated', amountMinor: 50, moneyMinor: 50, clawedBack: 5 },
      { kind: 'done' },
    ]);
    expect(await handlers['refund:open']({ saleId: sale.saleId })).toMatchObject({
      open: { lines: [{ qtyLeft: 1, leftMinor: 50 }, { qtyLeft: 1 }, { qtyLeft: 1 }] },
    });
  });
});

import { programSchema } from '../../app/contract/program.ts';
import { refundResultSchema } from '../../app/contract/sale.ts';
import { policyPurpose, spendPolicySchema } from '../../app/contract/spend-policy.ts';
import type { BulkSpec } from '../../app/db/bulk-insert.ts';
import { foldTag } from '../../app/db/remarks.ts';
import { signDocument } from '../../app/db/sign-document.ts';
import type { Cell, SnapshotPlace, SnapshotWriter } from '../../app/db/write-snapshot.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { CopiedRow, Reading } from '../db/copy-rows.ts';
import { snapshotQueries } from '../db/snapshot-queries.ts';
import type { SnapshotQueries } from '../db/snapshot-queries.ts';
import { createBalances } from './balances.ts';
import { fillMembers } from './fill-members.ts';

/** What HQ told of before this position stands in the snapshot in short form; see `lots`. */
const origin = 'hq';
/** Sales are kept at least this long, whatever the rules ask for. */
const monthsMin = 25;
/** How many members in debt are read at a time. */
const accountsAtOnce = 500;

/**
 * Reads all that counters know of HQ's stream, as it stood at the moment of the two readings, into a snapshot. The
 * ledger comes as one entry per lot that is not empty, but for members in debt, of whom every entry counts
 * (see `lapseByNight`). Answers where in the stream that is; null when the stream is empty.
 */
export async function fillSnapshot(
  [reading, beside]: readonly [Reading, Reading],
  file: SnapshotWriter,
  nowMs: number,
): Promise<SnapshotPlace | null> {
  const bodies: string[] = [];
  const today = businessDate(nowMs);
  await reading.copy(snapshotQueries(today, monthsMin).programs, ([body]) => {
    bodies.push(body ?? '');
  });
  const programs = bodies.map((body) => programSchema.parse(JSON.parse(body)));
  const months = programs.map(
    ({ tierRules }) => tierRules.windowMonths + tierRules.validMonths + 1,
  );
  const queries = snapshotQueries(today, Math.max(monthsMin, ...months));
  const place = await readPlace(reading, queries);
  if (place === null) return null;
  const program = file.inserter('program', [
    'program_id',
    'version',
    'origin',
    'effective_from',
    'body',
  ]);
  for (const one of programs)
    program([one.programId, one.version, 'hq', one.effectiveFrom, JSON.stringify(one)]);
  await fillPolicy(reading, file, { queries, signingKey: place.signingKey });
  const balances = createBalances();
  // Two at a time: PostgreSQL sorts members while others are written.
  const fillOthers = async (): Promise<void> => {
    await fillVouchers(beside, file, queries);
    await fillPast(beside, file, queries);
  };
  await fillLedger(reading, file, { queries, onBalance: balances.add });
  await Promise.all([
    fillMembers(reading, file, { queries, pointsOf: balances.take }),
    fillOthers(),
  ]);
  await fillRemarks(reading, file, queries);
  await copyAs(reading, file, queries.aliases, 'member_alias', ['member_id', 'into_id']);
  return place;
}

async function readPlace(
  reading: Reading,
  queries: SnapshotQueries,
): Promise<(SnapshotPlace & { readonly signingKey: string }) | null> {
  let at: CopiedRow | null = null;
  let brand: CopiedRow | null = null;
  await reading.copy(queries.place, (row) => (at = row));
  await reading.copy(queries.brand, (row) => (brand = row));
  const [pos, mark] = at ?? [];
  const [timeline, signingKey] = brand ?? [];
  if (pos == null || timeline == null || signingKey == null) return null;
  return { cursor: Number(pos), mark: mark ?? null, timeline, signingKey };
}

/** The policy is signed once more: counters take it from nobody else. */
async function fillPolicy(
  reading: Reading,
  file: SnapshotWriter,
  { queries, signingKey }: { readonly queries: SnapshotQueries; readonly signingKey: string },
): Promise<void> {
  const insert = file.inserter('spend_policy', ['revision', 'document', 'policy']);
  await reading.copy(queries.policy, ([text]) => {
    const policy = spendPolicySchema.parse(JSON.parse(text ?? ''));
    const document = signDocument(signingKey, policyPurpose, policy);
    insert([policy.revision, JSON.stringify(document), JSON.stringify(policy)]);
  });
  await copyAs(reading, file, queries.stores, 'store', ['store_id', 'name', 'tax_id']);
}

const lotEntries: BulkSpec = {
  table: 'ledger_entry',
  cells: [
    { name: 'whose', kind: 'fixed', bytes: 36 },
    { name: 'lot', kind: 'fixed', bytes: 36 },
    { name: 'n', kind: 'int', bytes: 16 },
    { name: 'last_day', kind: 'text', bytes: 10 },
    { name: 'at_ms', kind: 'int', bytes: 15 },
  ],
  columns: [
    // Rising, so that dropping the view goes through them bit by bit; no event has such an id.
    ['eid', `printf('s%07x', row_no)`],
    ['origin', `'${origin}'`],
    ['leg', '0'],
    ['kind', `'earn'`],
    ['member_id', 'whose'],
    ['lot_id', 'lot'],
    ['points', 'n'],
    ['expires_on', 'last_day'],
    ['recorded_at_ms', 'at_ms'],
  ],
};

const entryColumns = [
  'eid',
  'origin',
  'leg',
  'kind',
  'member_id',
  'lot_id',
  'points',
  'expires_on',
  'recorded_at_ms',
];

async function fillLedger(
  reading: Reading,
  file: SnapshotWriter,
  {
    queries,
    onBalance,
  }: {
    readonly queries: SnapshotQueries;
    readonly onBalance: (memberId: string, points: number) => void;
  },
): Promise<void> {
  const insert = file.inserter('ledger_entry', entryColumns);
  const addLot = file.bulk(lotEntries);
  const inDebt: string[] = [];
  let lots: CopiedRow[] = [];
  const write = (): void => {
    const account = lots[0]?.[0];
    if (account == null) return;
    const whose = memberOf(account);
    onBalance(
      whose,
      lots.reduce((sum, lot) => sum + Number(lot[2]), 0),
    );
    if (lots.some((lot) => Number(lot[2]) < 0)) {
      inDebt.push(account);
      return;
    }
    for (const [, lotId, points, expiresOn] of lots)
      addLot([whose, lotId ?? '', points ?? '0', expiresOn ?? null, madeAtMs(lotId ?? '')]);
  };
  await reading.copy(queries.lots, (row) => {
    if (lots[0]?.[0] !== row[0]) {
      write();
      lots = [];
    }
    lots.push(row);
  });
  write();
  for (let i = 0; i < inDebt.length; i += accountsAtOnce) {
    const accounts = inDebt.slice(i, i + accountsAtOnce);
    await reading.copy(queries.entriesOf(accounts), (row) => {
      const [account, eid, leg, kind, lotId, points, expiresOn, atMs] = row;
      const member = memberOf(account ?? '');
      const cells = [eid ?? '', origin, Number(leg), kind ?? '', member, lotId ?? ''];
      insert([...cells, Number(points), expiresOn ?? null, Number(atMs)]);
    });
  }
}

function memberOf(account: string): string {
  return account.slice('member:'.length);
}

/** When a lot came about: the time in its id (UUIDv7); 0 where it has none. */
function madeAtMs(lotId: string): number {
  return lotId[14] === '7' ? Number.parseInt(lotId.slice(0, 8) + lotId.slice(9, 13), 16) : 0;
}

const voucherColumns = [
  'voucher_id',
  'code',
  'coupon_id',
  'member_id',
  'valid_from',
  'valid_until',
  'state',
  'used_at_ms',
  'used_store_name',
  'uses',
  'uses_left',
  'copy_of',
];

async function fillVouchers(
  reading: Reading,
  file: SnapshotWriter,
  queries: SnapshotQueries,
): Promise<void> {
  const insert = file.inserter('voucher', voucherColumns);
  await reading.copy(queries.vouchers, (row) => insert(voucherCells(row)));
  const redemption = file.inserter('redemption', [
    'voucher_id',
    'eid',
    'origin',
    'at_ms',
    'store_name',
    'uses',
  ]);
  await reading.copy(queries.redemptions, ([voucherId, eid, atMs, storeName]) =>
    redemption([voucherId ?? '', eid ?? '', 'hq', Number(atMs), storeName ?? '', 1]),
  );
}

/** As the stream tells of it: that a plain voucher was used is told by its redemption alone. */
function voucherCells(row: CopiedRow): Cell[] {
  const [voucherId, code, couponId, memberId, from, until, cancelled, uses, used, atMs, store] =
    row;
  const isTicket = Number(uses) > 1;
  const left = isTicket ? Math.max(0, Number(uses) - Number(used)) : Number(uses);
  const state = cancelled === 't' ? 'cancelled' : left === 0 ? 'used' : 'issued';
  const last = left === 0 ? [numberOf(atMs), store ?? null] : [null, null];
  const told = [voucherId, code, couponId, memberId, from, until].map((cell) => cell ?? '');
  return [...told, state, ...last, Number(uses), state === 'issued' ? left : 0, row[11] ?? null];
}

/** Stamps, uses, sales, refunds: rows as they came about. */
async function fillPast(
  reading: Reading,
  file: SnapshotWriter,
  queries: SnapshotQueries,
): Promise<void> {
  const stamp = file.inserter('stamp_entry', [
    'eid',
    'leg',
    'member_id',
    'card_id',
    'card_no',
    'stamps',
    'completed',
    'at_ms',
    'origin',
  ]);
  await reading.copy(queries.stamps, ([eid, leg, memberId, cardId, ...numbers]) =>
    stamp([eid ?? '', Number(leg), memberId ?? '', cardId ?? '', ...numbers.map(Number), origin]),
  );
  const use = file.inserter('coupon_use', [
    'eid',
    'use_id',
    'n',
    'member_id',
    'buyer_id',
    'store_name',
    'biz_date',
    'origin',
  ]);
  await reading.copy(queries.uses, ([eid, useId, n, memberId, buyerId, store, date]) =>
    use([
      eid ?? '',
      useId ?? '',
      Number(n),
      memberId ?? '',
      buyerId ?? null,
      store ?? '',
      date ?? '',
      origin,
    ]),
  );
  await fillSales(reading, file, queries);
}

const saleColumns = [
  'sale_id',
  'eid',
  'sale_no',
  'member_id',
  'store_name',
  'at_ms',
  'paid_minor',
  'points',
  'spent_minor',
  'origin',
  'biz_date',
  'reasons',
];

async function fillSales(
  reading: Reading,
  file: SnapshotWriter,
  queries: SnapshotQueries,
): Promise<void> {
  const sale = file.inserter('sale', saleColumns);
  const invoice = file.inserter('used_invoice', ['invoice_key', 'eid', 'at_ms', 'store_name']);
  await reading.copy(queries.sales, (row) => {
    const [saleId, eid, saleNo, memberId, store, at, paid, points, spent, invoiceKey, bizDate] =
      row;
    const atMs = Number(at);
    const ids = [saleId ?? '', eid ?? '', saleNo ?? '', memberId ?? '', store ?? ''];
    const amounts = [atMs, Number(paid), Number(points), Number(spent)];
    sale([...ids, ...amounts, 'hq', bizDate ?? '', '[]']);
    if (invoiceKey != null) invoice([invoiceKey, eid ?? '', atMs, store ?? '']);
  });
  const refund = file.inserter('refund', [
    'refund_id',
    'eid',
    'sale_id',
    'member_id',
    'mode',
    'origin',
    'amount_minor',
    'spent_minor',
    'complete',
    'result',
    'at_ms',
  ]);
  await reading.copy(queries.refunds, ([refundId, eid, saleId, memberId, text, atMs]) => {
    const result = refundResultSchema.parse(JSON.parse(text ?? ''));
    const { mode, amountMinor, spentMinor, complete } = result;
    const ids = [refundId ?? '', eid ?? '', saleId ?? '', memberId ?? ''];
    const facts = [mode, 'hq', amountMinor, spentMinor, complete ? 1 : 0, JSON.stringify(result)];
    refund([...ids, ...facts, Number(atMs)]);
  });
}

const remarkColumns = [
  'remark_id',
  'member_id',
  'kind',
  'text',
  'fold',
  'at_ms',
  'staff',
  'store_name',
  'mine',
  'unsent',
];

async function fillRemarks(
  reading: Reading,
  file: SnapshotWriter,
  queries: SnapshotQueries,
): Promise<void> {
  const insert = file.inserter('remark', remarkColumns);
  await reading.copy(queries.remarks, ([id, memberId, kind, text, atMs, staffId, name, store]) => {
    const fold = kind === 'tag' ? foldTag(text ?? '') : '';
    const staff = staffId == null ? null : JSON.stringify({ staffId, name });
    const told = [id ?? '', memberId ?? '', kind ?? '', text ?? '', fold];
    insert([...told, Number(atMs), staff, store ?? '', 0, 0]);
  });
}

async function copyAs(
  reading: Reading,
  file: SnapshotWriter,
  select: string,
  table: 'store' | 'member_alias',
  columns: readonly string[],
): Promise<void> {
  const insert = file.inserter(table, columns);
  await reading.copy(select, (row) => insert([...row]));
}

function numberOf(text: string | null | undefined): number | null {
  return text == null ? null : Number(text);
}

import { by, isRefused, sumOf, survivorOf } from './counter-aliases.ts';
import {
  argumentsOf,
  jsonRows,
  textOf,
  type Meanings,
  type RawNode,
  type Statement,
} from './raw-statement.ts';
import { findConflict, insertRow, tableOf, updateRow, type Row, type Tables } from './tables.ts';

/** The uses of a voucher that count: not those of sales HQ gave no effect. */
function countedUses(tables: Tables, voucherId: unknown): readonly Row[] {
  return by(tables, 'redemption', 'voucher_id', voucherId).filter(
    (one) => !isRefused(tables, one['eid']),
  );
}

/** A voucher as the counter's select gives it: with what is left of it. */
function voucherWithUses(tables: Tables, voucher: Row): Row {
  const redemptions = countedUses(tables, voucher['voucher_id']);
  const unanswered = redemptions.filter(
    (one) => one['origin'] === 'own' && by(tables, 'receipt', 'eid', one['eid']).length === 0,
  );
  const [first] = redemptions.toSorted((a, b) => (a['at_ms'] as number) - (b['at_ms'] as number));
  const isCancelled = by(tables, 'voucher_cancel', 'voucher_id', voucher['voucher_id']).some(
    (one) => !isRefused(tables, one['eid']),
  );
  const isUngiven = voucher['issued_eid'] !== null && isRefused(tables, voucher['issued_eid']);
  return {
    ...voucher,
    holder_id: survivorOf(tables, voucher['member_id']),
    left_count: Math.min(
      (voucher['uses_left'] as number) - sumOf(unanswered, 'uses'),
      (voucher['uses'] as number) - sumOf(redemptions, 'uses'),
    ),
    is_void: isCancelled || isUngiven ? 1 : 0,
    redeemed_at_ms: first?.['at_ms'] ?? null,
    redeemed_store_name: first?.['store_name'] ?? null,
  };
}

/** `selectVouchers` by its last part: of ids, or of ids with all that was given back for them. */
const selectVouchers: Statement = (tables, args) => {
  const where = args.at(-1) as RawNode;
  const text = textOf(where);
  const table = tableOf(tables, 'voucher');
  const [given] = argumentsOf(where);
  if (text === 'voucher.voucher_id IN (SELECT value FROM json_each(?))')
    return listed(tables, jsonRows<string>(given));
  if (!text.includes('WITH RECURSIVE family')) throw new Error(`no meaning for ${text}`);
  const family = new Set(jsonRows<string>(given));
  for (const id of family)
    for (const copy of by(tables, 'voucher', 'copy_of', id))
      family.add(copy['voucher_id'] as string);
  return listed(
    tables,
    [...family].filter((id) => table.rows.has(id)),
  );
};

function listed(tables: Tables, ids: readonly string[]): Row[] {
  return [...new Set(ids)].flatMap((id) => {
    const row = tableOf(tables, 'voucher').rows.get(id);
    return row === undefined ? [] : [voucherWithUses(tables, row)];
  });
}

type GivenVoucher = {
  readonly voucherId: string;
  readonly code: string;
  readonly couponId: string;
  readonly memberId: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly state: string;
  readonly used: { readonly atMs: number; readonly storeName: string } | null;
  readonly uses: number;
  readonly left: number;
  readonly copyOf?: string | null;
};

const upsertVouchers: Statement = (tables, [rows]) => {
  const table = tableOf(tables, 'voucher');
  for (const given of jsonRows<GivenVoucher>(rows)) {
    const columns = {
      code: given.code,
      coupon_id: given.couponId,
      member_id: given.memberId,
      valid_from: given.validFrom,
      valid_until: given.validUntil,
      state: given.state,
      used_at_ms: given.used?.atMs ?? null,
      used_store_name: given.used?.storeName ?? null,
      uses: given.uses,
      uses_left: given.left,
    };
    const known = table.rows.get(given.voucherId);
    const copyOf = given.copyOf ?? null;
    if (known === undefined)
      insertRow(tables, table, { voucher_id: given.voucherId, ...columns, copy_of: copyOf });
    else updateRow(tables, table, known, { ...columns, copy_of: copyOf ?? known['copy_of'] });
  }
  return [];
};

type GivenRedemption = {
  readonly voucherId: string;
  readonly eid: string;
  readonly origin: string;
  readonly atMs: number;
  readonly storeName: string | null;
  readonly uses: number;
};

const insertRedemptions: Statement = (tables, [rows]) => {
  const table = tableOf(tables, 'redemption');
  for (const { voucherId, eid, origin, uses, ...one } of jsonRows<GivenRedemption>(rows)) {
    const row = {
      voucher_id: voucherId,
      eid,
      origin,
      uses,
      at_ms: one.atMs,
      store_name: one.storeName,
    };
    if (origin === 'own') checkWithinUses(tables, voucherId, uses);
    if (findConflict(table, ['voucher_id', 'eid'], row) === undefined)
      insertRow(tables, table, row);
  }
  return [];
};

/** The trigger `redemption_within_uses`. */
function checkWithinUses(tables: Tables, voucherId: string, uses: number): void {
  const own = countedUses(tables, voucherId).filter((row) => row['origin'] === 'own');
  const usesMax = (tableOf(tables, 'voucher').rows.get(voucherId)?.['uses'] ?? 1) as number;
  if (uses + sumOf(own, 'uses') > usesMax) throw new Error('voucher is used up');
}

type GivenSale = {
  readonly saleId: string;
  readonly eid: string;
  readonly saleNo: string;
  readonly memberId: string;
  readonly storeName: string;
  readonly atMs: number;
  readonly bizDate: string;
  readonly paidMinor: number;
  readonly spentMinor: number;
  readonly points: number;
};

const insertForeignSales: Statement = (tables, [rows]) => {
  const table = tableOf(tables, 'sale');
  for (const { eid, points, ...sale } of jsonRows<GivenSale>(rows)) {
    if (table.rows.has(sale.saleId)) continue;
    insertRow(tables, table, {
      sale_id: sale.saleId,
      eid,
      sale_no: sale.saleNo,
      member_id: sale.memberId,
      origin: 'hq',
      store_name: sale.storeName,
      at_ms: sale.atMs,
      biz_date: sale.bizDate,
      paid_minor: sale.paidMinor,
      spent_minor: sale.spentMinor,
      points,
      reasons: '[]',
    });
  }
  return [];
};

const markLastSales: Statement = (tables, [latest]) => {
  for (const [memberId, atMs] of jsonRows<[string, number]>(latest))
    for (const id of new Set([memberId, survivorOf(tables, memberId)])) {
      const [row] = by(tables, 'member', 'member_id', id);
      const last = row?.['last_sale_at_ms'] as number | null | undefined;
      if (row !== undefined && (last == null || last < atMs))
        updateRow(tables, tableOf(tables, 'member'), row, { last_sale_at_ms: atMs });
    }
  return [];
};

/** The same for one member. */
const markLastSale: Statement = (tables, [atMs, memberId]) =>
  markLastSales(tables, [JSON.stringify([[memberId, atMs]])]);

const findUsedInvoice: Statement = (tables, [invoiceKey]) => {
  const used = by(tables, 'used_invoice', 'invoice_key', invoiceKey).filter((one) => {
    const sales = by(tables, 'sale', 'eid', one['eid']);
    return !sales.some((sale) =>
      by(tables, 'refund', 'sale_id', sale['sale_id']).some(
        (refund) =>
          refund['mode'] === 'void' &&
          refund['complete'] === 1 &&
          (!isRefused(tables, refund['eid']) || isRefused(tables, sale['eid'])),
      ),
    );
  });
  return used.toSorted((a, b) => (a['at_ms'] as number) - (b['at_ms'] as number)).slice(0, 1);
};

type GivenInvoice = {
  readonly invoiceKey: string;
  readonly eid: string;
  readonly atMs: number;
  readonly storeName: string | null;
};

const insertInvoices: Statement = (tables, [rows]) => {
  const table = tableOf(tables, 'used_invoice');
  for (const { invoiceKey, eid, atMs, storeName } of jsonRows<GivenInvoice>(rows)) {
    const row = { invoice_key: invoiceKey, eid, at_ms: atMs, store_name: storeName };
    if (findConflict(table, ['invoice_key', 'eid'], row) === undefined)
      insertRow(tables, table, row);
  }
  return [];
};

const markToldInvoices: Statement = (tables, [rows]) => {
  type Told = { readonly eid: string; readonly number: string; readonly date: string };
  for (const { eid, number, date } of jsonRows<Told>(rows))
    for (const sale of by(tables, 'sale', 'eid', eid))
      if (sale['origin'] === 'own')
        updateRow(tables, tableOf(tables, 'sale'), sale, {
          invoice_number: number,
          invoice_date: date,
        });
  return [];
};

type GivenRefund = {
  readonly refundId: string;
  readonly eid: string;
  readonly saleId: string;
  readonly memberId: string;
  readonly origin: string;
  readonly complete: number;
  readonly resultText: string;
  readonly atMs: number;
  readonly result: {
    readonly mode: string;
    readonly amountMinor: number;
    readonly spentMinor: number;
  };
};

const insertRefunds: Statement = (tables, [rows]) => {
  const table = tableOf(tables, 'refund');
  for (const given of jsonRows<GivenRefund>(rows)) {
    if (table.rows.has(given.refundId)) continue;
    const { eid, origin, complete, result } = given;
    const whose = { refund_id: given.refundId, sale_id: given.saleId, member_id: given.memberId };
    const amounts = {
      mode: result.mode,
      amount_minor: result.amountMinor,
      spent_minor: result.spentMinor,
    };
    insertRow(tables, table, {
      ...whose,
      ...amounts,
      eid,
      origin,
      complete,
      result: given.resultText,
      at_ms: given.atMs,
    });
  }
  return [];
};

/** `findOwnSale`. */
const findOwnSale: Statement = (tables, args) => {
  const where = args.at(-1) as RawNode;
  if (!textOf(where).startsWith('sale.sale_id = ? AND'))
    throw new Error(`no meaning for ${textOf(where)}`);
  const sale = tableOf(tables, 'sale').rows.get(argumentsOf(where)[0] as string);
  if (sale === undefined || sale['origin'] !== 'own') return [];
  const receipts = by(tables, 'receipt', 'eid', sale['eid']);
  const refunds = by(tables, 'refund', 'sale_id', sale['sale_id']).filter(
    (one) => !isRefused(tables, one['eid']) || isRefused(tables, sale['eid']),
  );
  const installs = tableOf(tables, 'install').rows;
  const isAcked = by(tables, 'chain', 'eid', sale['eid']).some((link) => {
    const install = installs.get(link['install_id'] as string);
    return (
      install?.['kind'] === 'hq' && (link['seq'] as number) <= (install['acked_seq'] as number)
    );
  });
  return [
    {
      ...sale,
      name: null,
      is_applied: receipts.some((one) => one['status'] === 'applied') ? 1 : 0,
      is_answered: receipts.length > 0 ? 1 : 0,
      is_acked: isAcked ? 1 : 0,
      refunded_minor: sumOf(refunds, 'amount_minor'),
      is_undone: refunds.some((one) => one['complete'] === 1) ? 1 : 0,
    },
  ];
};

/** Sales, what took them back, and what they used up. */
export const saleStatements: Meanings<Statement> = [
  ['SELECT voucher.*, coalesce(alias.into_id', selectVouchers],
  ['INSERT INTO voucher (voucher_id, code', upsertVouchers],
  ['INSERT INTO redemption (voucher_id, eid', insertRedemptions],
  ['INSERT INTO sale (sale_id, eid', insertForeignSales],
  ['UPDATE member SET last_sale_at_ms = ?', markLastSale],
  ['UPDATE member SET last_sale_at_ms', markLastSales],
  ['SELECT used.at_ms, used.store_name', findUsedInvoice],
  ['INSERT INTO used_invoice (invoice_key', insertInvoices],
  ['UPDATE sale SET invoice_number = told.value', markToldInvoices],
  ['INSERT INTO refund (refund_id, eid', insertRefunds],
  ['SELECT sale.sale_id, sale.eid, sale.sale_no', findOwnSale],
];

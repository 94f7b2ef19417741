import { randomBytes } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import {
  invoiceQr,
  shop,
  shopVoucher,
  stockShop,
  testCounter,
} from '../../app/counter/test-counter.ts';
import { checkBalances } from '../../app/db/check-balances.ts';
import { closeDatabase, type Db } from '../../app/db/handles.ts';
import type { OpenRefusal } from '../../app/db/open-database.ts';
import { openWithTape, type OpenedWithTape } from '../../app/db/open-with-tape.ts';
import { testKeyHex } from '../../app/db/test-database.ts';
import { verifyChain } from '../../app/db/verify-chain.ts';
import type { RefundId } from '../../app/domain/ids.ts';

/** A shop's files as they lie in one folder: `counter.db`, its log, its tape. */
export const databaseName = 'counter.db';

/** Little room and short segments, so that a shop is quick to copy and its tape has several. */
export const tapeSizes = { roomBytes: 4 * 1024, segmentBytes: 48 * 1024, alwaysReadBytes: 0 };

export async function openShop(folder: string): Promise<OpenedWithTape | OpenRefusal> {
  const filePath = join(folder, databaseName);
  return await openWithTape({ filePath, keyHex: testKeyHex, randomBytes, tapeSizes });
}

/** Opens a shop's files; throws when they are refused. */
export async function openWholeShop(folder: string): Promise<OpenedWithTape> {
  const opened = await openShop(folder);
  if (opened.kind === 'refused') throw new Error(`refused: ${opened.code} ${opened.detail}`);
  return opened;
}

export async function stock(db: Db): Promise<void> {
  const tickets = [1, 2, 3, 4, 5].map((n) => shopVoucher(n, { uses: 10, usesLeft: 10 }));
  await stockShop(db, tickets);
}

/**
 * A morning at the counter: sales with and without vouchers, e-invoices, members enrolled, sales undone
 * and refunded. Every call was answered as done. `first` numbers them, so that mornings differ; `onDone`
 * runs when the cashier has seen the end of one.
 */
export async function trade(
  opened: OpenedWithTape,
  first: number,
  count: number,
  onDone: () => Promise<void> = async () => {},
): Promise<void> {
  let n = first * 100;
  const newId = () => {
    n += 1;
    return `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  };
  const rig = testCounter(opened.db, { tape: opened.tape }, newId as never);
  rig.clock.wallMs += first * 60_000;
  await rig.counter.start();
  for (let i = first; i < first + count; i += 1) {
    if (i % 7 === 3) await enrol(rig, i);
    await rig.scan(i % 3 === 0 ? shop.linCard : shop.mingCard);
    if (i % 4 === 1 && i % 3 !== 0) await rig.scan(shopVoucher(1 + (i % 5)).code);
    if (i % 5 === 2) {
      const number = `AB${String(10_000_000 + i)}`;
      await rig.scan(invoiceQr({ number, totalMinor: 500 + i }));
      await rig.sell(500 + i);
    } else await rig.sell(400 + i);
    const sale = rig.last().lastSales[0];
    if (sale === undefined) throw new Error('nothing was settled');
    if (i % 6 === 5) await takeBack(rig, sale.saleId, newId() as RefundId, 'void');
    else if (i % 6 === 2) await takeBack(rig, sale.saleId, newId() as RefundId, 'refund');
    await onDone();
  }
  if (rig.errors.length > 0) throw new Error(`trading failed: ${String(rig.errors[0])}`);
}

type Rig = ReturnType<typeof testCounter>;

async function enrol(rig: Rig, i: number): Promise<void> {
  const mobile = `09${String(10_000_000 + i)}`;
  const asked = {
    name: `陳小${i}`,
    mobile,
    birthday: null,
    invitedByCode: null,
    consent: true,
  } as const;
  const answer = await rig.counter.handlers['member:enrol'](asked);
  if (answer.kind !== 'done') throw new Error(`not enrolled: ${answer.code}`);
  await rig.counter.handlers['sale:clear']({});
}

async function takeBack(
  rig: Rig,
  saleId: Parameters<Rig['counter']['handlers']['refund:open']>[0]['saleId'],
  refundId: RefundId,
  mode: 'void' | 'refund',
): Promise<void> {
  const request =
    mode === 'void' ? ({ kind: 'all' } as const) : ({ kind: 'amount', amountMinor: 50 } as const);
  const { handlers } = rig.counter;
  const preview = await handlers['refund:preview']({ saleId, mode, request });
  if (preview.kind !== 'evaluated') throw new Error(`no refund: ${preview.code}`);
  const answer = await handlers['refund:settle']({
    refundId,
    saleId,
    mode,
    request,
    why: 'mistake',
    expectedMoneyMinor: preview.moneyMinor,
    expectedClawedBack: preview.clawedBack,
  });
  if (answer.kind !== 'done') throw new Error(`not refunded: ${answer.code}`);
}

/** Everything own events left behind, as one text per table: two shops that hold the same have the same. */
export async function readShop(db: Db): Promise<Readonly<Record<string, string>>> {
  const queries: Readonly<Record<string, string>> = {
    event: 'SELECT eid, raw_body, recorded_at_ms FROM event ORDER BY eid',
    chain: 'SELECT install_id, seq, eid, prev, hash FROM chain ORDER BY install_id, seq',
    install:
      'SELECT install_id, kind, is_current, last_seq, head_hash, signing_key FROM install ORDER BY 1',
    ledger: `SELECT eid, leg, kind, member_id, lot_id, points, expires_on, recorded_at_ms
      FROM ledger_entry WHERE origin = 'record' ORDER BY eid, leg`,
    stamps: `SELECT * FROM stamp_entry WHERE origin = 'record' ORDER BY eid, leg`,
    uses: `SELECT * FROM coupon_use WHERE origin = 'record' ORDER BY eid, use_id`,
    sale: `SELECT * FROM sale WHERE origin = 'own' ORDER BY sale_id`,
    refund: `SELECT * FROM refund ORDER BY refund_id`,
    redemption: `SELECT voucher_id, eid, origin, at_ms, uses FROM redemption ORDER BY voucher_id, eid`,
    voucher: `SELECT voucher_id, code, coupon_id, member_id, valid_from, valid_until, uses, issued_eid, copy_of
      FROM voucher WHERE issued_eid IS NOT NULL
        OR voucher_id IN (SELECT voucher_id FROM redemption) ORDER BY voucher_id`,
    cancelled: 'SELECT voucher_id, eid FROM voucher_cancel ORDER BY voucher_id, eid',
    invoice: 'SELECT invoice_key, eid, at_ms FROM used_invoice ORDER BY 1, 2',
    member: `SELECT member_id, name, mobile, card_code, points FROM member
      WHERE source = 'counter' ORDER BY member_id`,
    setting: 'SELECT key, value FROM setting ORDER BY key',
    program: 'SELECT * FROM program ORDER BY program_id, version',
  };
  const facts: Record<string, string> = {};
  for (const [name, query] of Object.entries(queries)) {
    const { rows } = await sql.raw(query).execute(db);
    facts[name] = JSON.stringify(rows);
  }
  const chain = await verifyChain(db);
  const { wrong } = await checkBalances(db);
  return { ...facts, verified: chain.kind, wrongBalances: String(wrong.length) };
}

/** Copies the files as they lie now: of a running counter that is what a kill would leave. */
export function copyShop(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
}

export function hasLog(folder: string): boolean {
  return existsSync(join(folder, `${databaseName}-wal`));
}

/** Opens, reads and closes a shop. */
export async function inspectShop(folder: string) {
  const opened = await openShop(folder);
  if (opened.kind === 'refused') return opened;
  try {
    const facts = await readShop(opened.db);
    const { findings, health } = opened.tape;
    return { kind: 'open' as const, facts, findings, health: health() };
  } finally {
    await closeDatabase(opened.db);
  }
}

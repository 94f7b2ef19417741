import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import { programSchema } from '../app/contract/program.ts';
import type { AwardEvent } from '../app/contract/events.ts';
import type { ReceiptRow } from '../app/contract/sync.ts';
import { chainHash } from '../app/db/chain-hash.ts';
import { invoiceKey } from '../app/domain/einvoice.ts';
import type { EventId, InstallId, SaleId, StoreId, VoucherId } from '../app/domain/ids.ts';
import type { DemoSale, DemoShop } from '../app/seed/demo-shop.ts';
import { makeDemoShop } from '../app/seed/make-demo-shop.ts';
import { addMonths } from '../app/domain/time.ts';
import { derivedIdNamespace } from './apply/make-effects.ts';
import { usesOfAward } from './apply/uses-of-award.ts';
import { insertStore, markBrandName } from './db/brand.ts';
import { insertChanges } from './db/changes.ts';
import type { NewChange } from './db/changes.ts';
import { insertEvents } from './db/events.ts';
import type { NewEvent } from './db/events.ts';
import type { HqDb, HqTrx } from './db/hq-db.ts';
import { insertInstall, markInstallHead } from './db/installs.ts';
import { insertEntries } from './db/ledger.ts';
import { insertCouponUses } from './db/coupon-uses.ts';
import { insertLineAccounts, insertMembers, newHqMember } from './db/members.ts';
import { insertProgram } from './db/programs.ts';
import { insertSales } from './db/sales.ts';
import { insertStampEntries } from './db/stamps.ts';
import type { NewSale } from './db/sales.ts';
import { insertRedemptions, insertVouchers } from './db/vouchers.ts';

const demoSeed = 1;
const demoMemberCount = 5_000;

/** Fills an empty HQ with the demo shop as of now: 3 stores, 5,000 members, a year of sales. */
export async function seedDemo(db: HqDb): Promise<void> {
  const shop = makeDemoShop({ seed: demoSeed, memberCount: demoMemberCount, nowMs: Date.now() });
  await seedDemoShop(db, shop);
}

/**
 * Writes a demo shop in one transaction: its past sales become the events of one closed `history`
 * install per store, chained like any other, with their entries and receipts. The brand row must
 * exist; stores, members and programs must not.
 */
export async function seedDemoShop(db: HqDb, shop: DemoShop): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await markBrandName(trx, shop.brandName);
    await insertProgram(trx, shop.program);
    for (const store of shop.stores) await insertStore(trx, store);
    await insertMembers(
      trx,
      shop.members.map(({ lineUserId: _, ...row }) => ({
        ...newHqMember(row),
        tierSince: tierSinceOf(shop, row),
      })),
    );
    await insertLineAccounts(
      trx,
      shop.members.flatMap(({ memberId, lineUserId }) =>
        lineUserId === null ? [] : [{ memberId, lineUserId }],
      ),
    );
    await insertVouchers(trx, shop.vouchers);
    const receipts: ReceiptRow[] = [];
    for (const store of shop.stores)
      receipts.push(...(await insertHistory(trx, shop, store.storeId)));
    await insertChanges(trx, [
      { kind: 'program', program: programSchema.parse(shop.program) },
      ...shop.stores.map((store): NewChange => ({ kind: 'store', store })),
      ...shop.members.map(({ lineUserId: _, ...member }): NewChange => ({
        kind: 'member',
        member: { ...member, tierSince: tierSinceOf(shop, member) },
      })),
      ...shop.vouchers.map((voucher): NewChange => ({ kind: 'voucher', voucher })),
      ...receipts.map((receipt): NewChange => ({ kind: 'receipt', receipt })),
    ]);
  });
}

function tierSinceOf(
  { program }: DemoShop,
  { tierUntil }: Pick<DemoShop['members'][number], 'tierUntil'>,
): string | null {
  return tierUntil === null ? null : addMonths(tierUntil, -program.tierRules.validMonths);
}

type PastSale = {
  readonly event: NewEvent;
  readonly award: AwardEvent;
  readonly sale: NewSale;
  readonly demo: DemoSale;
};

/** One store's past: install, events, sales, entries, redemptions. Returns the receipts. */
async function insertHistory(trx: HqTrx, shop: DemoShop, storeId: StoreId): Promise<ReceiptRow[]> {
  const installId = v5(`${storeId}:history`, derivedIdNamespace) as InstallId;
  const nowMs = Date.parse(shop.today);
  await insertInstall(trx, {
    installId,
    storeId,
    counterLabel: '歷史資料',
    publicKey: null,
    hostName: '',
    appVersion: '',
    nowMs,
  });
  const past = chainPast(
    installId,
    shop.sales.filter((sale) => sale.storeId === storeId),
  );
  const last = past.at(-1)?.event;
  if (last === undefined) return [];
  await markInstallHead(trx, { installId, lastSeq: last.seq, headHash: last.hash, nowMs });
  await insertEvents(
    trx,
    past.map(({ event }) => event),
  );
  await insertSales(
    trx,
    past.map(({ sale }) => sale),
  );
  await insertEntries(
    trx,
    past.flatMap(({ event, demo }) => demo.entries.map((e) => ({ ...e, eid: event.eid }))),
  );
  await insertRedemptions(
    trx,
    past.flatMap(({ event, demo }) =>
      demo.vouchers.map(({ voucherId, uses }) => ({
        voucherId,
        nth: 1,
        uses,
        eid: event.eid,
        storeId,
        atMs: demo.atMs,
      })),
    ),
  );
  await insertCouponUses(
    trx,
    past.flatMap(({ event, award }) =>
      // The demo's past has no gifts to inviters: all of it counts for who bought.
      usesOfAward(award, null).map(({ id, n }) => ({
        eid: event.eid,
        useId: id,
        n,
        memberId: award.member,
        storeId,
        bizDate: award.bizDate,
      })),
    ),
  );
  await insertStampEntries(
    trx,
    past.map(({ event, demo }) => ({ eid: event.eid, stamps: demo.stamps })),
  );
  const storeName = shop.stores.find((store) => store.storeId === storeId)?.name ?? '';
  return past.map((one) => receiptOf(one, storeName));
}

function chainPast(installId: InstallId, sales: readonly DemoSale[]): PastSale[] {
  let prev = '';
  return sales.map((demo, i) => {
    const seq = i + 1;
    const eid = pastEventId(demo.saleId);
    const award = eventOf(eid, installId, demo);
    const rawBody = JSON.stringify(award);
    const hash = chainHash({ prev, install: installId, seq, rawBody });
    const event: NewEvent = {
      inst: installId,
      seq,
      eid,
      firstOfEid: true,
      type: 'award',
      rawBody: Buffer.from(rawBody),
      bodyHash: createHash('sha256').update(rawBody).digest('base64url'),
      prev,
      hash,
      status: 'applied',
      atMs: demo.atMs,
      receivedAtMs: demo.atMs,
    };
    prev = hash;
    return { event, award, sale: saleOf(event, demo), demo };
  });
}

/**
 * UUIDv7 of the sale's moment, as a counter would have made it, and the same in every run. By a
 * random id every index page of a counter's file is rewritten during its first pull.
 */
function pastEventId(saleId: SaleId): EventId {
  return `${saleId.slice(0, 18)}${v5(saleId, derivedIdNamespace).slice(18)}` as EventId;
}

function eventOf(eid: EventId, boot: string, demo: DemoSale): AwardEvent {
  const { storeId, memberId, atMs, bizDate, ...body } = demo;
  return {
    eid,
    v: 2,
    type: 'award',
    store: storeId,
    bizDate,
    t: { wallMs: atMs, monoMs: 0, boot, hqOffsetMs: null, hqAgeS: null },
    member: memberId,
    body,
  };
}

function saleOf(event: NewEvent, demo: DemoSale): NewSale {
  const { saleId, saleNo, memberId, storeId, atMs, bizDate, tierId, program, invoice } = demo;
  const { amountMinor, discountMinor, paidMinor, points } = demo;
  return {
    saleId,
    eid: event.eid,
    inst: event.inst,
    storeId,
    saleNo,
    memberId,
    atMs,
    bizDate,
    amountMinor,
    discountMinor,
    paidMinor,
    points,
    programId: program.id,
    programVersion: program.version,
    tierId,
    invoiceKey: invoice === null ? null : invoiceKey(invoice.number, invoice.date),
    spentMinor: demo.spentMinor,
    pointsSpent: demo.pointsSpent,
    valueMinor: demo.valueMinor,
  };
}

function receiptOf({ event, award, sale, demo }: PastSale, storeName: string): ReceiptRow {
  const { saleId, saleNo, memberId, paidMinor, points, invoiceKey: key, spentMinor } = sale;
  return {
    inst: event.inst,
    seq: event.seq,
    eid: event.eid,
    status: 'applied',
    atMs: event.atMs,
    storeName,
    entries: demo.entries,
    stamps: demo.stamps,
    uses: usesOfAward(award, null).map(({ id, n }) => ({ id, n })),
    sale: { saleId, saleNo, memberId, paidMinor, points, invoiceKey: key, spentMinor },
    refund: null,
    usedVoucherIds: demo.vouchers.map((voucher): VoucherId => voucher.voucherId),
    exceptions: [],
  };
}

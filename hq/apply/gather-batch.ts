import type { EventId, MemberId, SaleId, VoucherId } from '../../app/domain/ids.ts';
import { invoiceKey } from '../../app/domain/einvoice.ts';
import type { Program } from '../../app/domain/program.ts';
import type { StampEntry } from '../../app/domain/sale.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import { defaultSpendPolicy } from '../../app/domain/spend-policy.ts';
import type {
  AwardEvent,
  LeaseReturnEvent,
  MemberStubEvent,
  RefundEvent,
  SaleInvoiceEvent,
} from '../../app/contract/events.ts';
import { readMemberToken } from '../../app/domain/member-token.ts';
import { publicKeyOf } from '../../app/db/sign-document.ts';
import { getBrand } from '../db/brand.ts';
import { lockUseTotals } from '../db/coupon-uses.ts';
import { listKnownEvents } from '../db/events.ts';
import { listClawBacks } from '../db/exception-actions.ts';
import { groupBy } from '../db/group-by.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { findInstall } from '../db/installs.ts';
import type { Brand } from '../db/brand.ts';
import type { HqInstall } from '../db/installs.ts';
import { listInvoiceWaits, lockInvoices } from '../db/invoice-waits.ts';
import { listEntriesByRoot, sumPostedPoints } from '../db/ledger.ts';
import type { Aliases } from '../db/member-aliases.ts';
import { listAliases } from '../db/member-aliases.ts';
import { listMembersById, listOwners, lockMembers } from '../db/members.ts';
import { listPrograms, listProgramsByRef, programKey } from '../db/programs.ts';
import { listAppliedRefunds, listAwaitingRefunds, listRefundsById } from '../db/refunds.ts';
import { listKnownSales } from '../db/sales.ts';
import { listMemberSales, listStoredSales } from '../db/settled-sales.ts';
import type { StoredSale } from '../db/settled-sales.ts';
import { findSpendPolicy } from '../db/spend-policies.ts';
import { listStampsByRoot } from '../db/stamps.ts';
import { listUsedTokens } from '../db/used-tokens.ts';
import { listRedemptions, listVoucherFamilies, lockVouchersById } from '../db/vouchers.ts';
import { absorptionIdOf, absorptionUndoneIdOf } from './absorbed-points.ts';
import { clawBackUndoneIds, leftOfClawed } from './clawed-points.ts';
import { invoiceKeyOf } from './batch-state.ts';
import type {
  AwaitingRefund,
  BatchState,
  CountedSale,
  PushedEvent,
  WaitingAward,
} from './batch-state.ts';
import { lockAwaitingInvoices } from './lock-awaiting-invoices.ts';
import { lockRights } from './lock-rights.ts';
import { readEvent } from './read-event.ts';
import { limitedThings, useIdsByLimit } from './use-limits.ts';
import { usesOfAward } from './uses-of-award.ts';

type Wanted = {
  readonly awards: readonly AwardEvent[];
  readonly refunds: readonly RefundEvent[];
  readonly saleInvoices: readonly SaleInvoiceEvent[];
  readonly stubs: readonly MemberStubEvent[];
  readonly returns: readonly LeaseReturnEvent[];
  readonly eids: readonly EventId[];
};

/**
 * Locks the members the batch is about and reads everything its events may touch. What is not held
 * by those locks (an eid used elsewhere at this moment, a member nobody knew) is held
 * by unique keys: the loser's transaction fails and is done again, then seeing the winner.
 */
export async function gatherBatch(
  trx: HqTrx,
  input: {
    readonly install: HqInstall;
    readonly brand: Pick<Brand, 'brandName' | 'quietHours' | 'restoredAtMs'>;
    readonly events: readonly PushedEvent[];
    readonly receivedAtMs: number;
    /** Left out = HQ has none. */
    readonly memberPageUrl?: string | null;
  },
): Promise<BatchState> {
  const wanted = readWanted(input.events);
  const { stubs } = wanted;
  const { aliases, waits, invoiceKeys } = await lockEverybody(trx, wanted);
  const awards = [...wanted.awards, ...waits.map(({ event }) => event)];
  const owners = await listOwners(trx, ownedBy(wanted));
  const saleIds = awards.map((award) => award.body.saleId);
  const awaitingInvoices = await lockAwaitingInvoices(trx, saleIds);
  const awaited = [...awaitingInvoices.values()].map(({ wait }) => wait.invoiceKey);
  const sales = await listKnownSales(trx, { saleIds, invoiceKeys: [...invoiceKeys, ...awaited] });
  // Read again under the lock: a refund may have come in between.
  const counted = await readCounted(trx, wanted);
  const awaiting = await readAwaiting(trx, { saleIds, saleEids: wanted.eids });
  const programs = await readPrograms(trx, wanted, [
    ...awards,
    ...[...counted.values()].map((sale) => sale.award),
    ...[...awaiting.values()].map(({ event }) => event),
  ]);
  // Only stamps put on a card, taken back or joined ask for those that are there.
  const movesStamps =
    stubs.length + wanted.refunds.length + awaiting.size > 0 ||
    awards.some(({ body }) => body.stamps.length > 0);
  const isSpending = awards.some(({ body }) => body.pointsSpent > 0);
  const voucherIds = await listVoucherFamilies(trx, vouchersOf(awards, stubs, counted));
  return {
    install: input.install,
    brandName: input.brand.brandName,
    quietHours: input.brand.quietHours,
    restoredAtMs: input.brand.restoredAtMs,
    memberPageUrl: input.memberPageUrl ?? null,
    receivedAtMs: input.receivedAtMs,
    knownEvents: await listKnownEvents(trx, wanted.eids),
    members: await listMembersById(trx, [...aliases.rootOf.keys()]),
    roots: aliases.rootOf,
    ownerOfMobile: owners.byMobile,
    ownerOfCode: owners.byCode,
    programs,
    vouchers: await lockVouchersById(trx, voucherIds),
    voucherUses: await listRedemptions(trx, voucherIds),
    useTotals: await lockUseTotals(trx, {
      ...limitedUses(awards, stubs, programs),
      bizDates: [...new Set([...awards, ...stubs].map((event) => event.bizDate))],
      rootOf: aliases.rootOf,
    }),
    sales: sales.bySaleId,
    invoices: sales.byInvoiceKey,
    counted,
    refunds: await readRefunds(trx, wanted),
    awaiting,
    invoiceWaits: new Map(waits.map((waiting) => [waiting.wait.eid, waiting])),
    awaitingInvoices,
    entries: await listEntriesByRoot(trx, aliases),
    stamps: movesStamps ? await listStampsByRoot(trx, aliases) : new Map<MemberId, StampEntry[]>(),
    memberSales: await listMemberSales(trx, aliases),
    rights: await lockRights(trx, { awards, returns: wanted.returns, aliases, voucherIds }),
    // Only an overdraft asks for it.
    policy: (isSpending ? await findSpendPolicy(trx) : null) ?? defaultSpendPolicy,
    ...(await readTokens(trx, awards)),
  };
}

async function readRefunds(trx: HqTrx, { refunds }: Wanted): Promise<BatchState['refunds']> {
  const refundIds = refunds.map(({ body }) => body.refundId);
  const known = await listRefundsById(trx, refundIds);
  return new Map(known.map((refund) => [refund.refundId, refund]));
}

/** HQ's own key and what it knows of the codes, where a sale names a member's signed code. */
async function readTokens(
  trx: HqTrx,
  awards: readonly AwardEvent[],
): Promise<Pick<BatchState, 'hqKeys' | 'usedTokens'>> {
  const texts = awards.flatMap(({ body }) => body.memberToken?.text ?? []);
  if (texts.length === 0) return { hqKeys: [], usedTokens: new Map() };
  const tokenKeys = texts.flatMap((text) => readMemberToken(text)?.key ?? []);
  return {
    hqKeys: [publicKeyOf((await getBrand(trx)).signingKey)],
    usedTokens: await listUsedTokens(trx, tokenKeys),
  };
}

/** The rules the events name; all of them where a member enrols, who gets what the rules of the day give. */
async function readPrograms(
  trx: HqTrx,
  { stubs, refunds }: Wanted,
  others: readonly (AwardEvent | RefundEvent)[],
): Promise<Map<string, Program>> {
  const named = new Map(
    [...refunds, ...others].map(({ body: { program } }) => [
      programKey(program.id, program.version),
      program,
    ]),
  );
  const programs = await (stubs.length > 0
    ? listPrograms(trx)
    : listProgramsByRef(trx, [...named.values()]));
  // A shop may have started without HQ, under the rules every counter brings along.
  const starterKey = programKey(starterProgram.programId, starterProgram.version);
  if (!programs.has(starterKey)) programs.set(starterKey, starterProgram);
  return programs;
}

function readWanted(events: readonly PushedEvent[]): Wanted {
  const readable = events.flatMap(({ read }) => (read.kind === 'event' ? [read.event] : []));
  const refunds = readable.filter((event): event is RefundEvent => event.type === 'refund');
  const saleInvoices = readable.filter(
    (event): event is SaleInvoiceEvent => event.type === 'sale_invoice',
  );
  const eids = [
    ...events.flatMap(({ read }): EventId[] => (read.eid === null ? [] : [read.eid])),
    // Whether the sale of a refund or of a late e-invoice came, and did not count.
    ...[...refunds, ...saleInvoices].map(({ body }) => body.saleEid),
  ];
  return {
    awards: readable.filter((event): event is AwardEvent => event.type === 'award'),
    refunds,
    saleInvoices,
    stubs: readable.filter((event): event is MemberStubEvent => event.type === 'member_stub'),
    returns: readable.filter((event): event is LeaseReturnEvent => event.type === 'lease_return'),
    eids: [...new Set(eids)],
  };
}

function ownedBy({ stubs }: Wanted) {
  return {
    mobiles: stubs.map((stub) => stub.body.mobile),
    codes: stubs.flatMap(({ body }) =>
      body.invitedByCode === null ? [body.cardCode] : [body.cardCode, body.invitedByCode],
    ),
  };
}

/** The sales that refunds and late e-invoices of this batch are about. */
async function listSalesNamed(
  trx: HqTrx,
  { refunds, saleInvoices }: Wanted,
): Promise<StoredSale[]> {
  const saleIds = [...refunds, ...saleInvoices].map(({ body }) => body.saleId);
  return await listStoredSales(trx, [...new Set(saleIds)]);
}

/** How often more people may turn out to be concerned while the locks are taken. */
const lockRoundsMax = 8;

/**
 * Locks everybody the batch is about: members named in it, owners of mobile numbers and codes that
 * stubs bring, members of sales to refund, members of awards that wait for an e-invoice which may be free
 * now, and all of their survivors. Whoever turns out to be concerned only then is locked in a further
 * round.
 */
async function lockEverybody(trx: HqTrx, wanted: Wanted): Promise<Locked> {
  const ids = new Set<MemberId>([
    ...wanted.awards.flatMap(membersOf),
    ...wanted.refunds.map((refund) => refund.member),
    ...wanted.saleInvoices.map((event) => event.member),
    ...wanted.stubs.map((stub) => stub.member),
    ...wanted.returns.map((event) => event.member),
  ]);
  for (let round = 0; round < lockRoundsMax; round += 1) {
    const stored = await listSalesNamed(trx, wanted);
    for (const sale of stored)
      for (const id of [sale.memberId, ...otherMembersOf(sale)]) ids.add(id);
    const { waits, invoiceKeys } = await lockWaits(trx, wanted, stored);
    for (const { event } of waits) for (const id of membersOf(event)) ids.add(id);
    const before = ids.size;
    const locked = await lockMembers(trx, [...ids].toSorted());
    const owners = await listOwners(trx, ownedBy(wanted));
    for (const id of [...owners.byMobile.values(), ...owners.byCode.values()]) ids.add(id);
    const aliases = await listAliases(trx, [...ids], locked);
    for (const root of aliases.rootOf.values()) ids.add(root);
    // The sale of a refund may have come in while its member was waited for: looked at once more.
    const isSettled = round > 0 || wanted.refunds.length + wanted.saleInvoices.length === 0;
    if (isSettled && ids.size === before) return { aliases, waits, invoiceKeys };
  }
  throw new Error('a batch concerns ever more members');
}

type Locked = {
  readonly aliases: Aliases;
  readonly waits: readonly WaitingAward[];
  /** The e-invoices this batch may use or free. */
  readonly invoiceKeys: readonly string[];
};

function membersOf({ member, body }: AwardEvent): MemberId[] {
  return [
    member,
    ...body.entries.map((entry) => entry.memberId),
    ...body.issued.map((voucher) => voucher.memberId),
  ];
}

/** E-invoices come before members, in every push. */
async function lockWaits(
  trx: HqTrx,
  wanted: Wanted,
  stored: readonly StoredSale[],
): Promise<Pick<Locked, 'waits' | 'invoiceKeys'>> {
  const invoiceKeys = [
    ...wanted.awards.map(invoiceKeyOf),
    ...wanted.saleInvoices.map(({ body: { invoice } }) => invoiceKey(invoice.number, invoice.date)),
    ...stored.map((sale) => sale.invoiceKey),
  ].filter((key) => key !== null);
  await lockInvoices(trx, invoiceKeys);
  const saleIds = wanted.refunds.map(({ body }) => body.saleId);
  const waits: WaitingAward[] = [];
  for (const { rawBody, ...wait } of await listInvoiceWaits(trx, { invoiceKeys, saleIds })) {
    const install = await findInstall(trx, wait.inst);
    const read = readEvent(rawBody);
    if (install === null || read.kind !== 'event' || read.event.type !== 'award') continue;
    waits.push({ wait, install, event: read.event, recordedV: read.recordedV });
  }
  return { waits, invoiceKeys };
}

function otherMembersOf(sale: StoredSale): MemberId[] {
  const read = readEvent(sale.rawBody);
  if (read.kind !== 'event' || read.event.type !== 'award') return [];
  return read.event.body.entries.map((entry) => entry.memberId);
}

async function readCounted(trx: HqTrx, wanted: Wanted): Promise<Map<SaleId, CountedSale>> {
  const stored = await listSalesNamed(trx, wanted);
  const refunds = groupBy(
    await listAppliedRefunds(
      trx,
      stored.map((sale) => sale.saleId),
    ),
    (refund) => refund.saleId,
  );
  const posted = await sumPostedPoints(trx, [
    ...stored.map((sale) => absorptionIdOf(sale.eid)),
    ...[...refunds.values()]
      .flat()
      .flatMap(({ eid }) => [absorptionUndoneIdOf(eid), ...clawBackUndoneIds(eid)]),
  ]);
  const clawBacks = groupBy(
    await listClawBacks(
      trx,
      stored.map((sale) => sale.eid),
    ),
    ({ eid }) => eid,
  );
  const counted = new Map<SaleId, CountedSale>();
  for (const { saleId, eid, storeId, bizDate, invoiceKey: key, rawBody } of stored) {
    const read = readEvent(rawBody);
    if (read.kind !== 'event' || read.event.type !== 'award') continue;
    const applied = (refunds.get(saleId) ?? []).flatMap((refund) =>
      refund.result === null ? [] : [{ ...refund, result: refund.result }],
    );
    const absorbedPoints = applied.reduce(
      (sum, refund) => sum + (posted.get(absorptionUndoneIdOf(refund.eid)) ?? 0),
      posted.get(absorptionIdOf(eid)) ?? 0,
    );
    const sale = { eid, award: read.event, storeId, bizDate, invoiceKey: key };
    const clawedPoints = leftOfClawed(read.event.member, clawBacks.get(eid) ?? [], applied, posted);
    counted.set(saleId, { ...sale, refunds: applied, absorbedPoints, clawedPoints });
  }
  return counted;
}

async function readAwaiting(
  trx: HqTrx,
  wanted: Parameters<typeof listAwaitingRefunds>[1],
): Promise<BatchState['awaiting']> {
  const found = await listAwaitingRefunds(trx, wanted);
  const awaiting: [AwaitingRefund['refund']['refundId'], AwaitingRefund][] = [];
  for (const { rawBody, ...refund } of found) {
    const read = readEvent(rawBody);
    if (read.kind !== 'event' || read.event.type !== 'refund') continue;
    awaiting.push([refund.refundId, { refund, event: read.event }]);
  }
  return new Map(awaiting);
}

function vouchersOf(
  awards: readonly AwardEvent[],
  stubs: readonly MemberStubEvent[],
  counted: ReadonlyMap<SaleId, CountedSale>,
): VoucherId[] {
  const sales = [...awards, ...[...counted.values()].map((sale) => sale.award)];
  return [
    ...new Set([
      ...sales.flatMap(({ body }) => [...body.vouchers, ...body.issued].map((v) => v.voucherId)),
      ...stubs.flatMap(({ body }) => body.issued.map((v) => v.voucherId)),
    ]),
  ];
}

/** Joining may have been by any of the rules there were. */
function joiningGiftIds({ gifts }: Program): string[] {
  return gifts.flatMap(({ giftId, on }) => (on === 'sign-up' ? [giftId] : []));
}

/** Which things with a limit the events used, and which of these are limited across members. */
function limitedUses(
  awards: readonly AwardEvent[],
  stubs: readonly MemberStubEvent[],
  programs: ReadonlyMap<string, Program>,
): { readonly useIds: string[]; readonly sharedIds: string[]; readonly foreverIds: string[] } {
  const useIds = new Set<string>();
  const sharedIds = new Set<string>();
  const foreverIds = new Set<string>();
  const awardsOf = groupBy(awards, ({ body }) => programKey(body.program.id, body.program.version));
  for (const [key, program] of programs) {
    const bySales = (awardsOf.get(key) ?? []).flatMap((award) => usesOfAward(award, program));
    const byJoining = stubs.length === 0 ? [] : joiningGiftIds(program);
    const used = [...bySales.map(({ id }) => id), ...byJoining];
    // Versions of a program may limit one thing differently.
    const asked = useIdsByLimit(used, limitedThings(program));
    for (const id of asked.useIds) useIds.add(id);
    for (const id of asked.sharedIds) sharedIds.add(id);
    for (const id of asked.foreverIds) foreverIds.add(id);
  }
  return { useIds: [...useIds], sharedIds: [...sharedIds], foreverIds: [...foreverIds] };
}

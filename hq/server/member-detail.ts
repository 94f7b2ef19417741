import type {
  AdminLot,
  AdminStamps,
  AdminVoucher,
  MemberDetail,
} from '../../app/contract/hq-admin-members.ts';
import { memberRowsMax } from '../../app/contract/hq-admin-members.ts';
import { shownRemarksMax } from '../../app/contract/hq-admin-remarks.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { balanceOf, coverDebts, isLapsed, lotsFromEntries } from '../../app/domain/lots.ts';
import type { Lot } from '../../app/domain/lots.ts';
import { maskMobile } from '../../app/domain/mobile-number.ts';
import type { Program } from '../../app/domain/program.ts';
import type { StampEntry } from '../../app/domain/sale.ts';
import { businessDate, compareDates } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { spentInWindow } from '../apply/member-facts.ts';
import { listEntriesByRoot } from '../db/ledger.ts';
import { listAliases } from '../db/member-aliases.ts';
import { listMovements, listSalesOfMember, listVouchersOfMember } from '../db/member-history.ts';
import { listMembersById } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms } from '../db/programs.ts';
import { countRefunds, listLatestRefunds } from '../db/refund-overview.ts';
import { listMemberSales } from '../db/settled-sales.ts';
import { listStampsByRoot } from '../db/stamps.ts';
import { listRedemptions, publicVoucher } from '../db/vouchers.ts';
import type { HqVoucher, VoucherUses } from '../db/vouchers.ts';
import { readRemarks } from '../workbench/read-remarks.ts';
import type { HqDeps } from './hq-deps.ts';
import { maskForPeople } from './members-for-people.ts';
import { explainMovement } from './movement-words.ts';

/** All programs with the one in force first: names are looked up in that order. */
type Rules = { readonly inForce: Program | null; readonly all: readonly Program[] };

/**
 * All HQ knows of a member, masked, under the ids merged into it too. An id that was merged gives its
 * survivor; null for one nobody has.
 */
export async function readMemberDetail(
  deps: HqDeps,
  asked: MemberId,
): Promise<MemberDetail | null> {
  const { db } = deps;
  const aliases = await listAliases(db, [asked]);
  const memberId = aliases.rootOf.get(asked) ?? asked;
  const ids = aliases.idsOf.get(memberId) ?? [memberId];
  const member = (await listMembersById(db, [memberId])).get(memberId);
  if (member === undefined) return null;
  const today = businessDate(deps.nowMs());
  const programs = await listPrograms(db);
  const inForce = programInForce(programs.values(), today);
  const others = [...programs.values()].filter((program) => program !== inForce);
  const newest = others.toSorted((a, b) => b.version - a.version);
  const rules = { inForce, all: inForce === null ? newest : [inForce, ...newest] };

  const lots = lotsFromEntries((await listEntriesByRoot(db, aliases)).get(memberId) ?? []);
  const sold = (await listMemberSales(db, aliases)).get(memberId) ?? [];
  const remarks = await readRemarks(db, [memberId]);
  const movements = await listMovements(db, ids, memberRowsMax);
  const vouchers = await listVouchersOfMember(db, ids, memberRowsMax);
  const uses = await listRedemptions(
    db,
    vouchers.rows.map((voucher) => voucher.voucherId),
  );
  const sales = await listSalesOfMember(db, ids, memberRowsMax);
  const refunds = await listLatestRefunds(db, {
    before: null,
    limit: memberRowsMax,
    memberIds: ids,
  });
  return {
    member: {
      ...describeMember(member, rules, balanceOf(lots, today).availablePoints),
      spentMinor: inForce === null ? 0 : spentInWindow(inForce, sold, today),
      inviterName: await findName(deps, member.inviterId),
      mergedCount: ids.length - 1,
    },
    remarks: remarks.slice(0, shownRemarksMax),
    lots: describeLots(lots, today),
    movements: movements.rows.map((row) => explainMovement(programs, row)),
    vouchers: vouchers.rows.map((voucher) =>
      describeVoucher(voucher, { uses: uses.get(voucher.voucherId), rules, today }),
    ),
    stamps: describeStamps((await listStampsByRoot(db, aliases)).get(memberId) ?? [], rules),
    sales: sales.rows,
    refunds: refunds.map((row) => ({ ...row, memberName: maskForPeople(row.memberName) })),
    counts: {
      remarks: remarks.length,
      movements: movements.total,
      vouchers: vouchers.total,
      sales: sales.total,
      refunds: await countRefunds(db, ids),
    },
    today,
  };
}

type MemberPart = MemberDetail['member'];

function describeMember(
  member: HqMember,
  { inForce, all }: Rules,
  points: number,
): Omit<MemberPart, 'spentMinor' | 'inviterName' | 'mergedCount'> {
  const { memberId, tierId, tierUntil, tierSince, cardCodes, weakCodes, placeholder } = member;
  const tiers = all.flatMap((program) => program.tiers);
  return {
    memberId,
    nameMasked: maskForPeople(member.name),
    mobileMasked: member.mobile === null ? null : maskMobile(member.mobile),
    cardCode: cardCodes[0] ?? null,
    tierId,
    points,
    lineState: member.lineState,
    joinedOn: member.joinedOn,
    cardCodes: [...cardCodes],
    weakCodes: [...weakCodes],
    tierName: tiers.find((tier) => tier.tierId === tierId)?.name ?? null,
    tierRank: Math.max(0, inForce?.tiers.findIndex((tier) => tier.tierId === tierId) ?? 0),
    tierUntil,
    tierSince,
    placeholder,
  };
}

async function findName(deps: HqDeps, memberId: MemberId | null): Promise<string | null> {
  if (memberId === null) return null;
  const member = (await listMembersById(deps.db, [memberId])).get(memberId);
  return member === undefined ? null : maskForPeople(member.name);
}

/**
 * Lots by their last day: people ask when how many points end, not in which lot they are. What covers a
 * debt is not among them, nor is the debt.
 */
function describeLots(lots: readonly Lot[], today: CalendarDate): AdminLot[] {
  const byDay = new Map<string | null, AdminLot>();
  for (const lot of coverDebts(lots)) {
    const { expiresOn } = lot;
    const points = (byDay.get(expiresOn)?.points ?? 0) + lot.points;
    byDay.set(expiresOn, { points, expiresOn, isLapsed: isLapsed(lot, today) });
  }
  return [...byDay.values()].filter(({ points }) => points !== 0);
}

function describeVoucher(
  voucher: HqVoucher,
  about: {
    readonly uses: VoucherUses | undefined;
    readonly rules: Rules;
    readonly today: CalendarDate;
  },
): AdminVoucher {
  const { rules, today } = about;
  const row = publicVoucher(voucher, about.uses);
  const coupons = rules.all.flatMap((program) => program.coupons);
  const days =
    compareDates(today, row.validFrom) < 0
      ? 'not-yet'
      : compareDates(today, row.validUntil) > 0
        ? 'over'
        : 'usable';
  return {
    voucherId: row.voucherId,
    code: row.code,
    name: coupons.find(({ couponId }) => couponId === row.couponId)?.name ?? null,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    state: row.state === 'issued' ? days : row.state,
    uses: row.uses,
    usesLeft: row.usesLeft,
    usedAtMs: row.used?.atMs ?? null,
    usedStoreName: row.used?.storeName ?? null,
  };
}

function describeStamps(entries: readonly StampEntry[], { inForce, all }: Rules): AdminStamps[] {
  const cards = all.flatMap((program) => program.stampCards);
  return [...new Set(entries.map((entry) => entry.cardId))].map((cardId) => {
    const own = entries.filter((entry) => entry.cardId === cardId);
    const cardNo = Math.max(...own.map((entry) => entry.cardNo));
    const ofCard = own.filter((entry) => entry.cardNo === cardNo);
    return {
      cardId,
      name: cards.find((card) => card.cardId === cardId)?.name ?? null,
      cardNo,
      stamps: ofCard.reduce((sum, entry) => sum + entry.stamps, 0),
      goal: inForce?.stampCards.find((card) => card.cardId === cardId)?.goal ?? null,
      completed: new Set(own.filter((one) => one.completed).map((one) => one.cardNo)).size,
    };
  });
}

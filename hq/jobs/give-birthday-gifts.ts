import { v5 } from 'uuid';
import { expiryFor } from '../../app/domain/expiry.ts';
import { occasionGifts } from '../../app/domain/gifts.ts';
import type { Given } from '../../app/domain/gifts.ts';
import type { EventId, LotId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import type { LedgerEntry, UseCount } from '../../app/domain/sale.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { makeVoucherCode } from '../../app/domain/voucher-code.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { limitedThings, useIdsByLimit } from '../apply/use-limits.ts';
import { insertChanges } from '../db/changes.ts';
import type { NewChange } from '../db/changes.ts';
import { insertCouponUses, lockUseTotals, useScopes } from '../db/coupon-uses.ts';
import type { UseTotals } from '../db/coupon-uses.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listAliases } from '../db/member-aliases.ts';
import type { Aliases } from '../db/member-aliases.ts';
import { listMembersById, lockMembers } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';
import { insertPostings, listKnownPostings, publicPosting } from '../db/postings.ts';
import type { NewPosting } from '../db/postings.ts';
import { listMemberSales } from '../db/settled-sales.ts';
import { insertVouchers, publicVoucher } from '../db/vouchers.ts';
import type { NewVoucher } from '../db/vouchers.ts';
import type { Night } from './nightly.ts';
import { tellBirthdayGifts } from './tell-gifts.ts';

type BirthdayNight = Night & {
  /** The day to give for; before `day` where a night was missed. */
  readonly birthday: CalendarDate;
};

/** Hour of the gifts, for programs that ask for one. */
const noon = '12:00';

/**
 * Gives the program's birthday gifts to these members, once per year each (all their merged ids
 * together): points as a posting, vouchers as vouchers of it. Returns how many got one.
 */
export async function giveBirthdayGifts(
  trx: HqTrx,
  memberIds: readonly MemberId[],
  night: BirthdayNight,
): Promise<number> {
  const { program, birthday } = night;
  if (program === null) return 0;
  await lockMembers(trx, memberIds);
  const members = await listMembersById(trx, memberIds);
  const aliases = await listAliases(trx, memberIds);
  const sales = await listMemberSales(trx, aliases);
  const given = await listGiven(trx, aliases, birthday);
  const gifts = program.gifts.filter(({ on }) => on === 'birthday').map(({ giftId }) => giftId);
  const totals = await lockUseTotals(trx, {
    ...useIdsByLimit(gifts, limitedThings(program)),
    bizDates: [birthday],
    rootOf: aliases.rootOf,
  });
  const all: Gift[] = [];
  for (const member of members.values()) {
    if (member.mergedInto !== null || given.has(member.memberId)) continue;
    const count = sales.get(member.memberId)?.filter((sale) => !sale.undone).length ?? 0;
    const gift = makeGift(program, member, { night, saleCount: count, totals, gifts });
    if (gift !== null) all.push(gift);
  }
  await writeGifts(trx, all, birthday);
  await tellBirthdayGifts(trx, all, { ...night, program });
  return all.length;
}

type Gift = { readonly posting: NewPosting; readonly vouchers: readonly NewVoucher[] };

function birthdayPostingId(memberId: MemberId, birthday: CalendarDate): EventId {
  return v5(`birthday:${memberId}:${birthday.slice(0, 4)}`, derivedIdNamespace) as EventId;
}

/** Survivors of whom any id got this year's gift. */
async function listGiven(
  trx: HqTrx,
  aliases: Aliases,
  birthday: CalendarDate,
): Promise<Set<MemberId>> {
  const owners = new Map<EventId, MemberId>();
  for (const [root, ids] of aliases.idsOf) {
    for (const id of ids) owners.set(birthdayPostingId(id, birthday), root);
  }
  const known = await listKnownPostings(trx, [...owners.keys()]);
  return new Set([...known].flatMap((id) => owners.get(id) ?? []));
}

function makeGift(
  program: Program,
  member: HqMember,
  about: {
    readonly night: BirthdayNight;
    readonly saleCount: number;
    readonly totals: UseTotals;
    readonly gifts: readonly string[];
  },
): Gift | null {
  const { night, saleCount, totals, gifts } = about;
  const { memberId, joinedOn, tierId } = member;
  const { birthday } = night;
  const useCounts = gifts.map((id) => countOf(totals, id, memberId, birthday));
  const occasion = {
    at: { date: birthday, time: noon, storeId: null, channel: 'hq' },
    state: { birthday: 'day', joinedOn, saleCount },
    tierId,
  } as const;
  const given = occasionGifts(program, memberId, 'birthday', occasion, useCounts);
  if (given.giftIds.length === 0) return null;
  for (const useId of given.giftIds) {
    const scopes = useScopes({ useId, memberId, storeId: null, bizDate: birthday });
    for (const key of Object.values(scopes)) totals.set(key, (totals.get(key) ?? 0) + 1);
  }
  return giftOf(program, memberId, given, night);
}

function countOf(
  totals: UseTotals,
  useId: string,
  memberId: MemberId,
  bizDate: CalendarDate,
): UseCount {
  const scopes = useScopes({ useId, memberId, storeId: null, bizDate });
  const of = (key: string) => totals.get(key) ?? 0;
  return {
    id: useId,
    program: of(scopes.program),
    day: of(scopes.perDay),
    storeDay: 0,
    member: of(scopes.perMember),
    memberDay: of(scopes.perMemberPerDay),
  };
}

function giftOf(program: Program, memberId: MemberId, given: Given, night: BirthdayNight): Gift {
  const { birthday, nowMs } = night;
  const postingId = birthdayPostingId(memberId, birthday);
  const derived = (what: string) => v5(`${postingId}:${what}`, derivedIdNamespace);
  const entry: LedgerEntry = {
    leg: 0,
    kind: 'earn',
    memberId,
    lotId: derived('lot') as LotId,
    points: given.points,
    expiresOn: expiryFor(program.expiry, birthday),
  };
  const posting = {
    postingId,
    why: 'birthday',
    memberId,
    atMs: nowMs,
    entries: given.points > 0 ? [entry] : [],
    stamps: [],
    uses: given.giftIds.map((id) => ({ id, n: 1 })),
    detail: { birthday, giftIds: given.giftIds },
  };
  const vouchers = given.issued.map((issued, nth) => ({
    ...issued,
    voucherId: derived(`voucher:${nth}`) as VoucherId,
    code: makeVoucherCode(night.randomBytes(16)),
    cancelled: false,
    issuedBy: postingId,
  }));
  return { posting, vouchers };
}

async function writeGifts(trx: HqTrx, all: readonly Gift[], bizDate: CalendarDate): Promise<void> {
  const postings = all.map((gift) => gift.posting);
  const vouchers = all.flatMap((gift) => gift.vouchers);
  await insertPostings(trx, postings);
  await insertVouchers(trx, vouchers);
  await insertCouponUses(
    trx,
    postings.flatMap(({ postingId, memberId, uses }) =>
      uses.map(({ id, n }) => ({
        eid: postingId,
        useId: id,
        n,
        memberId,
        storeId: null,
        bizDate,
      })),
    ),
  );
  await insertChanges(trx, [
    ...vouchers.map((voucher): NewChange => ({
      kind: 'voucher',
      voucher: publicVoucher(voucher, undefined),
    })),
    ...postings
      .filter(({ entries }) => entries.length > 0)
      .map((posting): NewChange => ({ kind: 'posting', posting: publicPosting(posting) })),
  ]);
}

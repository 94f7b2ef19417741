import { v5 } from 'uuid';
import type { MemberId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { businessDate } from '../../app/domain/time.ts';
import { insertChanges } from '../db/changes.ts';
import type { NewChange } from '../db/changes.ts';
import { insertExceptions } from '../db/exceptions.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { settleLineAccounts } from '../db/line-accounts.ts';
import { listAliases, markCodesStrong, markMerged } from '../db/member-aliases.ts';
import {
  listMembersById,
  listOwners,
  lockMembers,
  markMember,
  publicMember,
} from '../db/members.ts';
import type { HqMember } from '../db/members.ts';
import { passOnMobiles } from '../db/pass-on-mobiles.ts';
import { insertPostings, publicPosting } from '../db/postings.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms } from '../db/programs.ts';
import { listMemberSales } from '../db/settled-sales.ts';
import { listStampsByRoot } from '../db/stamps.ts';
import { insertVouchers, publicVoucher } from '../db/vouchers.ts';
import { joinStamps } from './join-stamps.ts';
import { derivedIdNamespace } from './make-effects.ts';

/** What a wish to merge came to. `into` is the survivor. */
export type MergeOutcome =
  | { readonly kind: 'merged'; readonly memberId: MemberId; readonly into: MemberId }
  /** They are one already. */
  | { readonly kind: 'same-member'; readonly into: MemberId }
  | { readonly kind: 'unknown-member'; readonly memberId: MemberId };

/**
 * Makes two known members one, in the caller's transaction: everything of `from` counts for `into`
 * from now on, also what counters send later under its id. Entries are never moved. The survivor keeps
 * its name and number and gets the other's where it has none, the higher tier, and the codes, as strong as
 * they were; its LINE account is one that hears (see `settleLineAccounts`). Ids that were merged before stand
 * for their survivors.
 */
export async function mergeMembers(
  trx: HqTrx,
  wish: { readonly from: MemberId; readonly into: MemberId; readonly nowMs: number },
): Promise<MergeOutcome> {
  const roots = await lockRoots(trx, [wish.from, wish.into]);
  const [from, into] = [roots.get(wish.from), roots.get(wish.into)];
  // Of an erased member nothing is left to join, and nothing may be written down about them again.
  if (from === undefined || from.erased === true)
    return { kind: 'unknown-member', memberId: wish.from };
  if (into === undefined || into.erased === true)
    return { kind: 'unknown-member', memberId: wish.into };
  if (from.memberId === into.memberId) return { kind: 'same-member', into: into.memberId };

  const program = programInForce((await listPrograms(trx)).values(), businessDate(wish.nowMs));
  const survivor = await joinInto(trx, program, from, into);
  const pair = { from: from.memberId, into: into.memberId };
  const joined = await postJoinedStamps(trx, program, { ...pair, nowMs: wish.nowMs });
  const merged = await markMerged(trx, { ...pair, weak: false });
  const { idsOf } = await listAliases(trx, [pair.into]);
  await settleLineAccounts(trx, { root: pair.into, ids: idsOf.get(pair.into) ?? [] });
  await markMember(trx, survivor);
  await passOnMobiles(trx, [from.mobile]);
  const now = (await listMembersById(trx, [pair.into])).get(pair.into);
  await insertChanges(trx, [
    ...merged.map((memberId): NewChange => ({
      kind: 'merge',
      merge: { memberId, into: pair.into },
    })),
    ...(now === undefined ? [] : [{ kind: 'member', member: publicMember(now) } as const]),
    ...joined,
  ]);
  return { kind: 'merged', memberId: pair.from, into: pair.into };
}

/** The survivors of these ids, locked; ids HQ does not know are left out. */
async function lockRoots(trx: HqTrx, ids: readonly MemberId[]): Promise<Map<MemberId, HqMember>> {
  const before = await listAliases(trx, ids);
  await lockMembers(trx, [...ids, ...before.rootOf.values()].toSorted());
  // Whoever was merged in between is found under the lock.
  const { rootOf } = await listAliases(trx, ids);
  await lockMembers(trx, [...new Set(rootOf.values())].toSorted());
  const members = await listMembersById(trx, [...new Set(rootOf.values())]);
  return new Map(
    ids.flatMap((id) => {
      const member = members.get(rootOf.get(id) ?? id);
      return member === undefined ? [] : [[id, member] as const];
    }),
  );
}

async function joinInto(
  trx: HqTrx,
  program: Program | null,
  from: HqMember,
  into: HqMember,
): Promise<HqMember> {
  const rankOf = ({ tierId }: HqMember) =>
    program?.tiers.findIndex((tier) => tier.tierId === tierId) ?? -1;
  const higher = rankOf(from) > rankOf(into) ? from : into;
  const { tierId, tierUntil, tierSince } = higher;
  return {
    ...into,
    tierId,
    tierUntil,
    tierSince,
    name: into.name === '' ? from.name : into.name,
    ...numberOfBoth(from, into),
    birthday: into.birthday ?? from.birthday,
    consent: into.consent ?? from.consent,
    joinedOn: from.joinedOn < into.joinedOn ? from.joinedOn : into.joinedOn,
    placeholder: into.placeholder && from.placeholder,
    referralEid: into.referralEid ?? from.referralEid,
    inviterId: await inviterOfBoth(trx, from, into),
  };
}

/** Of one number that both have, the better word counts: one of them may own it, or have it from a counter. */
function numberOfBoth(
  from: HqMember,
  into: HqMember,
): Pick<HqMember, 'mobile' | 'mobileShared' | 'mobileFromLine'> {
  const whose = into.mobile === null && from.mobile !== null ? from : into;
  const isSame = from.mobile === into.mobile;
  return {
    mobile: whose.mobile,
    mobileShared: isSame ? from.mobileShared && into.mobileShared : whose.mobileShared,
    mobileFromLine: isSame ? from.mobileFromLine && into.mobileFromLine : whose.mobileFromLine,
  };
}

/** The reward stays due only where neither has bought, and nobody invites himself. */
async function inviterOfBoth(trx: HqTrx, from: HqMember, into: HqMember): Promise<MemberId | null> {
  const inviters = [into.inviterId, from.inviterId].filter((id) => id !== null);
  if (inviters.length === 0) return null;
  const ids = [from.memberId, into.memberId];
  const sales = await listMemberSales(trx, await listAliases(trx, ids));
  if ([...sales.values()].flat().some((sale) => !sale.undone)) return null;
  const { rootOf } = await listAliases(trx, inviters);
  const roots = inviters.map((id) => rootOf.get(id) ?? id);
  return roots.find((id) => !ids.includes(id)) ?? null;
}

/** Stamps of the merged member go on on the survivor's card (see `joinStamps`). */
async function postJoinedStamps(
  trx: HqTrx,
  program: Program | null,
  merge: { readonly from: MemberId; readonly into: MemberId; readonly nowMs: number },
): Promise<NewChange[]> {
  if (program === null) return [];
  const { from, into, nowMs } = merge;
  const stamped = await listStampsByRoot(trx, await listAliases(trx, [from, into]));
  // The merge is not marked yet: what stands under ids merged into the one before counts as its own.
  const own = (stamped.get(from) ?? []).map((entry) => ({ ...entry, memberId: from }));
  const name = `merge:${from}:${into}`;
  const joined = joinStamps(program, {
    from,
    into,
    name,
    atMs: nowMs,
    stamped: [...own, ...(stamped.get(into) ?? [])],
  });
  await insertPostings(trx, joined.postings);
  await insertVouchers(trx, joined.vouchers);
  await insertExceptions(
    trx,
    joined.found.map(({ kind, detail }) => ({
      exceptionId: v5(`${name}:${kind}`, derivedIdNamespace),
      kind,
      eid: null,
      inst: null,
      detail,
      nowMs,
    })),
  );
  return [
    ...joined.vouchers.map((voucher): NewChange => ({
      kind: 'voucher',
      voucher: publicVoucher(voucher, undefined),
    })),
    ...joined.postings.map((posting): NewChange => ({
      kind: 'posting',
      posting: publicPosting(posting),
    })),
  ];
}

/**
 * A person at HQ is sure that a merge was right: codes that came with it name the member as strongly
 * as its card. Nothing is undone by closing the exception instead.
 */
export async function confirmMerge(
  trx: HqTrx,
  wish: { readonly memberId: MemberId },
): Promise<
  | { readonly kind: 'confirmed'; readonly memberId: MemberId; readonly codes: number }
  | { readonly kind: 'unknown-member'; readonly memberId: MemberId }
> {
  const member = (await lockRoots(trx, [wish.memberId])).get(wish.memberId);
  if (member === undefined) return { kind: 'unknown-member', memberId: wish.memberId };
  const codes = await markCodesStrong(trx, member.memberId);
  if (codes > 0) {
    const now = publicMember({ ...member, weakCodes: [] });
    await insertChanges(trx, [{ kind: 'member', member: now }]);
  }
  return { kind: 'confirmed', memberId: member.memberId, codes };
}

/**
 * Another mobile number for a member (E.164, `+8869…`), or none; the one a member stated in LINE is vouched for
 * by being entered here. Refused where somebody else has it: that is for `mergeMembers` to decide.
 */
export async function changeMobile(
  trx: HqTrx,
  wish: { readonly memberId: MemberId; readonly mobile: string | null },
): Promise<
  | { readonly kind: 'changed'; readonly memberId: MemberId; readonly hadNumber: boolean }
  | { readonly kind: 'unchanged'; readonly memberId: MemberId }
  | { readonly kind: 'unknown-member'; readonly memberId: MemberId }
  | { readonly kind: 'mobile-taken'; readonly ownerId: MemberId }
> {
  const member = (await lockRoots(trx, [wish.memberId])).get(wish.memberId);
  // Nothing may be written down about an erased member again.
  if (member === undefined || member.erased === true)
    return { kind: 'unknown-member', memberId: wish.memberId };
  const { memberId, mobile, mobileShared, mobileFromLine } = member;
  if (mobile === wish.mobile && !mobileShared && !mobileFromLine)
    return { kind: 'unchanged', memberId };
  const ownerId = wish.mobile === null ? null : await findMobileOwner(trx, wish.mobile);
  if (ownerId !== null && ownerId !== memberId) return { kind: 'mobile-taken', ownerId };
  const now = { ...member, mobile: wish.mobile, mobileShared: false, mobileFromLine: false };
  await markMember(trx, now);
  await passOnMobiles(trx, [mobile]);
  await insertChanges(trx, [{ kind: 'member', member: publicMember(now) }]);
  return { kind: 'changed', memberId, hadNumber: mobile !== null };
}

async function findMobileOwner(trx: HqTrx, mobile: string): Promise<MemberId | null> {
  const { byMobile } = await listOwners(trx, { mobiles: [mobile], codes: [] });
  return byMobile.get(mobile) ?? null;
}

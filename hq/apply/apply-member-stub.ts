import type { MemberStubEvent } from '../../app/contract/events.ts';
import { isHqCardCode } from '../../app/domain/member-code.ts';
import { businessDate } from '../../app/domain/time.ts';
import { newHqMember } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';
import { programInForce } from '../db/program-in-force.ts';
import { countUses } from './award-limits.ts';
import { issueVouchers } from './award-vouchers.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { checkJoining } from './check-joining.ts';
import type { CheckedJoining } from './check-joining.ts';
import { eventAtMs } from './event-at.ts';
import { joinStamps, noneJoined } from './join-stamps.ts';
import type { JoinedStamps } from './join-stamps.ts';
import type { Found, Verdict } from './make-effects.ts';

/**
 * A member enrolled at a counter becomes HQ's member at once. One whose mobile number HQ knows is
 * merged into that member at once: points count there, the card names it weakly until a person at HQ
 * confirms, and gifts for joining are taken back. A number that its owner only typed in LINE may be anybody's:
 * whoever enrols with it stays by themselves, and so does who typed it when a restored HQ is told of them anew; a
 * person at HQ decides. That does not depend on what else came before it: neither a sale nor a card says whose
 * number it is. A card that belongs to somebody else stays theirs.
 */
export function applyMemberStub(state: BatchState, event: MemberStubEvent): Verdict {
  refuseWrongGifts(event);
  const atMs = eventAtMs(event);
  const shared = { eid: event.eid, firstOfEid: true, type: event.type, atMs };
  const existing = state.members.get(event.member);
  if (existing !== undefined && (!existing.placeholder || existing.erased === true)) {
    const detail = { memberId: event.member };
    return { ...shared, status: 'duplicate', found: [{ kind: 'member-known', detail }] };
  }
  const inviter = findInviter(state, event);
  const checked = checkJoining(state, event);
  const member = makeMember(event, { atMs, existing, tierId: checked.tierId });
  const owner = ownerOf(state, event);
  const code = freeCode(state, event);
  const isOwn = owner === null || owner.mobileFromLine || member.mobileFromLine;
  const verdict = isOwn
    ? joinAnew(state, event, {
        member: { ...member, inviterId: inviter.inviterId, mobileShared: owner !== null },
        code,
        checked,
      })
    : mergeAtOnce(state, event, { member, owner, code });
  const numberFound =
    isOwn && owner !== null
      ? [
          {
            kind: 'mobile-known',
            detail: { memberId: event.member, otherMemberId: owner.memberId, cardCode: code },
          },
        ]
      : [];
  const codeFound = findKnownCode(state, event);
  return {
    ...shared,
    ...verdict,
    status: 'applied',
    found: [...numberFound, ...verdict.found, ...codeFound, ...(isOwn ? inviter.found : [])],
  };
}

type Joined = Pick<
  Verdict,
  'found' | 'members' | 'merge' | 'entries' | 'vouchers' | 'uses' | 'postings'
>;

/** Gifts for joining are the new member's own, and points can only be given. */
function refuseWrongGifts({ body, member }: MemberStubEvent): void {
  if (body.entries.some((entry) => entry.kind !== 'earn' || entry.points <= 0))
    throw new Error('joining can only earn');
  if ([...body.entries, ...body.issued].some((one) => one.memberId !== member))
    throw new Error('gifts for joining are for who joins');
  if (new Set(body.entries.map((entry) => entry.leg)).size !== body.entries.length)
    throw new Error('two entries have the same leg');
}

/** `tierId`: what the rules give; that of the event may be anything. */
function makeMember(
  { member, body }: MemberStubEvent,
  given: {
    readonly atMs: number;
    readonly existing: HqMember | undefined;
    readonly tierId: string;
  },
): HqMember {
  const { atMs, existing, tierId } = given;
  const { name, mobile, birthday, joinedOn = businessDate(atMs) } = body;
  const tierUntil = tierId === body.tierId ? (body.tierUntil ?? null) : null;
  const { atMs: agreedAtMs, textVersion: version } = body.consent;
  const agreed = { on: businessDate(agreedAtMs), at: 'counter' as const, version };
  // One whom a restored HQ is told of anew (only then with the day of joining) agreed to nothing now.
  const consent = body.joinedOn === undefined ? agreed : null;
  // HQ's own card: joined in LINE, and no counter says whether anybody vouched for the number since.
  const mobileFromLine = body.joinedOn !== undefined && isHqCardCode(body.cardCode);
  const own = { name, mobile, mobileFromLine, birthday, joinedOn, placeholder: false, consent };
  if (existing !== undefined) {
    // One who is told anew had a tier; a sale that came first may have raised it since.
    const hadTier = tierUntil !== null && existing.tierUntil === null;
    return { ...existing, ...own, ...(hadTier ? { tierId, tierUntil } : {}) };
  }
  const none = { cardCodes: [], weakCodes: [], inviterId: null };
  const row = { ...none, ...own, memberId: member, tierId, tierUntil, lineState: 'none' as const };
  return { ...newHqMember(row), mobileFromLine };
}

/** Who has the mobile number, unless it is this very member. */
function ownerOf(state: BatchState, event: MemberStubEvent): HqMember | null {
  const ownerId = state.ownerOfMobile.get(event.body.mobile);
  if (ownerId === undefined) return null;
  const root = rootOf(state, ownerId);
  return root === event.member ? null : (state.members.get(root) ?? null);
}

function freeCode(state: BatchState, { body }: MemberStubEvent): string | null {
  return body.cardCode !== '' && !state.ownerOfCode.has(body.cardCode) ? body.cardCode : null;
}

function findKnownCode(state: BatchState, { member, body }: MemberStubEvent): readonly Found[] {
  const otherMemberId = state.ownerOfCode.get(body.cardCode);
  if (otherMemberId === undefined) return [];
  const { cardCode } = body;
  return [{ kind: 'card-code-known', detail: { memberId: member, otherMemberId, cardCode } }];
}

function findInviter(
  state: BatchState,
  { member, body }: MemberStubEvent,
): { readonly inviterId: HqMember['inviterId']; readonly found: readonly Found[] } {
  const code = body.invitedByCode;
  if (code === null) return { inviterId: null, found: [] };
  const owner = state.ownerOfCode.get(code);
  const inviterId = owner === undefined ? null : rootOf(state, owner);
  if (inviterId !== null && inviterId !== member) return { inviterId, found: [] };
  return {
    inviterId: null,
    found: [{ kind: 'inviter-unknown', detail: { memberId: member, invitedByCode: code } }],
  };
}

type Joining = { readonly member: HqMember; readonly code: string | null };

function joinAnew(
  state: BatchState,
  event: MemberStubEvent,
  { member, code, checked }: Joining & { readonly checked: CheckedJoining },
): Joined {
  const { memberId } = member;
  const { eid, bizDate, body } = event;
  const { vouchers, found } = issueVouchers(state, eid, body.issued);
  const given = checked.giftIds.map((id) => ({ id, n: 1, memberId }));
  const counted = countUses(state, { eid, bizDate, uses: given }, checked.program);
  const codes =
    code === null ? [] : [{ code, memberId, nth: member.cardCodes.length, weak: false }];
  const isNew = !state.members.has(memberId);
  return {
    found: [...checked.found, ...found, ...counted.found],
    members: [
      {
        kind: isNew ? 'new' : 'changed',
        member: { ...member, cardCodes: [...member.cardCodes, ...codes.map((one) => one.code)] },
        codes,
      },
    ],
    entries: body.entries,
    vouchers,
    uses: counted.uses,
  };
}

/** Everything of the stub counts for the owner of the mobile number, save gifts for joining. */
function mergeAtOnce(
  state: BatchState,
  event: MemberStubEvent,
  { member, owner, code }: Joining & { readonly owner: HqMember },
): Joined {
  const { memberId } = member;
  const into = owner.memberId;
  const codes =
    code === null ? [] : [{ code, memberId: into, nth: owner.cardCodes.length, weak: true }];
  const own = codes.map((one) => one.code);
  const survivor = {
    ...owner,
    cardCodes: [...owner.cardCodes, ...own],
    weakCodes: [...owner.weakCodes, ...own],
  };
  const merged = { ...member, mobileShared: true, mergedInto: into };
  const known = { memberId, otherMemberId: into, into, cardCode: code };
  const { vouchers } = issueVouchers(state, event.eid, event.body.issued, true);
  const joined = joinEarlyStamps(state, event, into);
  return {
    found: [
      { kind: 'mobile-known', detail: known },
      ...reversedGifts(event, into),
      ...joined.found,
    ],
    members: [
      { kind: state.members.has(memberId) ? 'changed' : 'new', member: merged, codes: [] },
      { kind: 'changed', member: survivor, codes },
    ],
    merge: { memberId, into },
    vouchers: [...vouchers, ...joined.vouchers],
    postings: joined.postings,
  };
}

/** Sales of the stub may have come first, from another counter. */
function joinEarlyStamps(
  state: BatchState,
  { eid, member, bizDate }: MemberStubEvent,
  into: HqMember['memberId'],
): JoinedStamps {
  const own = state.stamps.get(member) ?? [];
  const program = programInForce(state.programs.values(), bizDate);
  if (program === null || own.length === 0) return noneJoined;
  return joinStamps(program, {
    from: member,
    into,
    name: `${eid}:stamps-joined`,
    atMs: state.receivedAtMs,
    stamped: [...own, ...(state.stamps.get(into) ?? [])],
  });
}

function reversedGifts({ body, member }: MemberStubEvent, into: HqMember['memberId']): Found[] {
  const points = body.entries.reduce((sum, entry) => sum + entry.points, 0);
  if (points === 0 && body.issued.length === 0) return [];
  const vouchers = body.issued.map(({ voucherId, code, couponId }) => ({
    voucherId,
    code,
    couponId,
  }));
  return [{ kind: 'gift-reversed', detail: { memberId: member, into, points, vouchers } }];
}

import type { AwardEvent } from '../../app/contract/events.ts';
import { verifyMemberToken } from '../../app/db/sign-member-token.ts';
import type { VerifiedMemberToken } from '../../app/db/sign-member-token.ts';
import {
  memberTailOf,
  memberTokenLifeMs,
  memberTokenSkewMs,
} from '../../app/domain/member-token.ts';
import type { NewSale } from '../db/sales.ts';
import type { UsedToken } from '../db/used-tokens.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { clockAtMs } from './event-at.ts';
import type { Found } from './make-effects.ts';

/** A sale may lie open over a day; no longer was the code it names read before it was settled. */
const openMsMax = 24 * 3_600_000;

/** What is wrong with the code, and the code where this is its first sale. */
export type CheckedMemberToken = {
  readonly found: readonly Found[];
  readonly tokens: readonly UsedToken[];
};

/**
 * Whether a sale by a member's signed code names one that HQ made for this member, that was read within its
 * minute, and that no other sale named. What the cashier was told stands; a false code is for people to
 * look at.
 */
export function checkMemberToken(
  state: BatchState,
  event: AwardEvent,
  sale: NewSale,
): CheckedMemberToken {
  const { asked, memberToken, saleId, saleNo, pointsSpent } = event.body;
  if (asked.identifiedBy !== 'token' && memberToken === undefined) return { found: [], tokens: [] };
  const about = { memberId: event.member, saleNo, pointsSpent };
  const token = memberToken && verifyMemberToken(state.hqKeys, memberToken.text);
  const trouble = troubleOf(state, event, token);
  if (trouble !== null || !token) {
    return {
      found: [{ kind: 'member-token-false', detail: { ...about, ...trouble } }],
      tokens: [],
    };
  }
  const { storeName } = state.install;
  const use = { eid: event.eid, saleId, saleNo, storeName, atMs: sale.atMs };
  const first = state.usedTokens.get(token.key);
  if (first === undefined) return { found: [], tokens: [{ tokenKey: token.key, use }] };
  const second = { ...use, points: event.body.points };
  const detail = { memberId: event.member, pointsSpent, first, second };
  return { found: [{ kind: 'member-token-used-twice', detail }], tokens: [] };
}

/** Why a code is false, with the times that tell; null = it is true. */
function troubleOf(
  state: BatchState,
  event: AwardEvent,
  token: VerifiedMemberToken | null | undefined,
): Readonly<Record<string, unknown>> | null {
  const { memberToken } = event.body;
  if (memberToken === undefined) return { why: 'missing' };
  if (!token) return { why: 'not-signed' };
  const { issuedAtMs } = token;
  const { takenAtMs } = memberToken;
  const times = { issuedAtMs, takenAtMs };
  if (!isOfMember(state, event, token.memberTail)) return { why: 'other-member', ...times };
  const ageMs = takenAtMs - issuedAtMs;
  if (ageMs < -memberTokenSkewMs || ageMs > memberTokenLifeMs + memberTokenSkewMs)
    return { why: 'not-its-minute', ...times };
  // Clock beside clock: the business day has no say in a minute.
  const settledAtMs = clockAtMs(event);
  const openMs = settledAtMs - takenAtMs;
  return openMs < -memberTokenSkewMs || openMs > openMsMax
    ? { why: 'other-time', ...times, settledAtMs }
    : null;
}

/** The token may name the buyer by any id merged into theirs. */
function isOfMember(state: BatchState, { member }: AwardEvent, tail: string): boolean {
  const root = rootOf(state, member);
  const ids = [member, root, ...[...state.roots].flatMap(([id, of]) => (of === root ? [id] : []))];
  return ids.some((id) => memberTailOf(id.toLowerCase()) === tail);
}

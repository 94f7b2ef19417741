import type { MemberId } from '../../../app/domain/ids.ts';
import { insertChanges } from '../../db/changes.ts';
import type { HqTrx } from '../../db/hq-db.ts';
import { deleteLineUser, settleLineAccounts } from '../../db/line-accounts.ts';
import {
  expireMessagesTo,
  listBoundAccounts,
  listFriends,
  lockLineUsers,
  markAccountState,
  markMarketing,
  putFriends,
} from '../../db/line-friends.ts';
import type { BoundAccount } from '../../db/line-friends.ts';
import type { WebhookOutcome } from '../../db/line-webhook.ts';
import { listAliases } from '../../db/member-aliases.ts';
import { listMembersById, lockMembers, publicMember } from '../../db/members.ts';
import { judgeLineEvents } from './judge-line-events.ts';
import type { LineFacts, LineVerdict } from './judge-line-events.ts';
import type { LineEvent } from './read-line-event.ts';

/** Somebody was bound, merged or unlinked at this very moment: the transaction is to be done again. */
export class BindingMoved extends Error {
  override readonly name = 'BindingMoved';
}

/**
 * Makes events count, in the caller's transaction; done again it changes nothing. A binding follows the last
 * word about its user, and the counters are told. Throws `BindingMoved`.
 */
export async function applyLineEvents(
  trx: HqTrx,
  events: readonly LineEvent[],
): Promise<ReadonlyMap<string, WebhookOutcome>> {
  const facts = await holdFacts(trx, usersOf(events));
  const verdict = judgeLineEvents(facts, events);
  await write(trx, facts, verdict);
  return verdict.outcomes;
}

/** Those of whom something may change. */
function usersOf(events: readonly LineEvent[]): string[] {
  const users = events.flatMap(({ lineUserId, isStandby, saying }) =>
    lineUserId === null || isStandby || saying.kind === 'none' ? [] : [lineUserId],
  );
  return [...new Set(users)];
}

/** Members first, then LINE users, as whoever binds does: so nobody waits for the other. */
async function holdFacts(trx: HqTrx, users: readonly string[]): Promise<LineFacts> {
  if (users.length === 0) return { friends: new Map(), accounts: new Map() };
  const before = membersOf(await listBoundAccounts(trx, users));
  const locked = await withRoots(trx, before);
  await lockMembers(trx, locked);
  await lockLineUsers(trx, users);
  const accounts = await listBoundAccounts(trx, users);
  const now = await withRoots(trx, membersOf(accounts));
  if (now.some((memberId) => !locked.includes(memberId)))
    throw new BindingMoved('a binding moved meanwhile');
  return { accounts, friends: await listFriends(trx, users) };
}

/** These members and their survivors, whose LINE the counters know. */
async function withRoots(trx: HqTrx, memberIds: readonly MemberId[]): Promise<MemberId[]> {
  const { rootOf } = await listAliases(trx, memberIds);
  return [...new Set([...memberIds, ...memberIds.map((id) => rootOf.get(id) ?? id)])];
}

function membersOf(accounts: ReadonlyMap<string, BoundAccount>) {
  return [...accounts.values()].map(({ memberId }) => memberId);
}

async function write(trx: HqTrx, facts: LineFacts, verdict: LineVerdict): Promise<void> {
  await putFriends(trx, verdict.friends);
  const moved = verdict.accounts.filter(
    ({ lineUserId, state }) => facts.accounts.get(lineUserId)?.state !== state,
  );
  for (const { memberId, state } of moved) await markAccountState(trx, memberId, state);
  for (const { memberId, marketing, marketingAtMs, lineUserId } of verdict.accounts) {
    const before = facts.accounts.get(lineUserId);
    if (before?.marketing === marketing && before.marketingAtMs === marketingAtMs) continue;
    await markMarketing(trx, memberId, { marketing, atMs: marketingAtMs ?? 0 });
  }
  const gone = [...facts.accounts.values()].filter((one) =>
    verdict.unlinked.includes(one.memberId),
  );
  const told = await settle(trx, moved, gone);
  const members = await listMembersById(trx, told);
  await insertChanges(
    trx,
    [...members.values()].map((member) => ({ kind: 'member', member: publicMember(member) })),
  );
}

/** Of two members with LINE who were merged both have their account: what ends for one phone ends for no other. */
async function settle(
  trx: HqTrx,
  moved: readonly BoundAccount[],
  gone: readonly BoundAccount[],
): Promise<MemberId[]> {
  const { rootOf, idsOf } = await listAliases(
    trx,
    [...moved, ...gone].map(({ memberId }) => memberId),
  );
  const personOf = ({ memberId }: BoundAccount) => {
    const root = rootOf.get(memberId) ?? memberId;
    return { root, ids: idsOf.get(root) ?? [root] };
  };
  const blocked = moved.filter(({ state }) => state === 'blocked');
  await expireMessagesTo(
    trx,
    blocked.flatMap((one) =>
      personOf(one).ids.map((memberId) => ({ memberId, lineUserId: one.lineUserId })),
    ),
    'blocked',
  );
  for (const one of gone) await deleteLineUser(trx, one.lineUserId, personOf(one));
  for (const one of moved) await settleLineAccounts(trx, personOf(one));
  return [...new Set([...moved, ...gone].map((one) => personOf(one).root))];
}

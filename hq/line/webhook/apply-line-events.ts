import { insertChanges } from '../../db/changes.ts';
import type { HqTrx } from '../../db/hq-db.ts';
import {
  deleteBoundAccount,
  expireWaitingMessages,
  listBoundAccounts,
  listFriends,
  lockLineUsers,
  markAccountState,
  markMarketing,
  putFriends,
} from '../../db/line-friends.ts';
import type { BoundAccount } from '../../db/line-friends.ts';
import type { WebhookOutcome } from '../../db/line-webhook.ts';
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
  await lockMembers(trx, before);
  await lockLineUsers(trx, users);
  const accounts = await listBoundAccounts(trx, users);
  if (membersOf(accounts).some((memberId) => !before.includes(memberId)))
    throw new BindingMoved('a binding moved meanwhile');
  return { accounts, friends: await listFriends(trx, users) };
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
  for (const memberId of verdict.unlinked) await deleteBoundAccount(trx, memberId);
  const blocked = moved.filter(({ state }) => state === 'blocked');
  await expireWaitingMessages(
    trx,
    blocked.map(({ memberId }) => memberId),
    'blocked',
  );
  await expireWaitingMessages(trx, verdict.unlinked, 'unlinked');
  const told = [...moved.map(({ memberId }) => memberId), ...verdict.unlinked];
  const members = await listMembersById(trx, told);
  // Of two members with LINE who were merged one has his account still; the counters know his survivor.
  const living = [...members.values()].filter(({ mergedInto }) => mergedInto === null);
  await insertChanges(
    trx,
    living.map((member) => ({ kind: 'member', member: publicMember(member) })),
  );
}

import { sql } from 'kysely';
import type { MemberId } from '../../app/domain/ids.ts';
import { lockAllForBrand } from './brand-lock.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** Whether a LINE user hears from the account: they follow it, or they blocked it. */
export type FriendState = 'following' | 'blocked';

/** The newest word about one LINE user. */
export type Friend = {
  readonly lineUserId: string;
  readonly state: FriendState;
  /** When LINE says it happened. */
  readonly eventAtMs: number;
};

/**
 * Whether a LINE user follows the account; null = LINE never said. Asked for inside a transaction it also
 * holds that user until the transaction ends, so that no follow or unfollow passes unseen between this
 * question and what is written next. Lock members first (`lockMembers`), then ask.
 */
export async function findFriendState(
  db: HqHandle,
  lineUserId: string,
): Promise<FriendState | null> {
  if (db.isTransaction) await lockLineUsers(db as HqTrx, [lineUserId]);
  const row = await db
    .selectFrom('line_friend')
    .select('state')
    .where('line_user_id', '=', lineUserId)
    .executeTakeFirst();
  return row?.state ?? null;
}

/** Holds LINE users, known or not, until the transaction ends; after members, never before. */
export async function lockLineUsers(trx: HqTrx, lineUserIds: readonly string[]): Promise<void> {
  await lockAllForBrand(trx, 'lineUser', lineUserIds);
}

/** What is known of these users, by id. */
export async function listFriends(
  db: HqHandle,
  lineUserIds: readonly string[],
): Promise<Map<string, Friend>> {
  if (lineUserIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('line_friend')
    .select(['line_user_id as lineUserId', 'state', 'event_at_ms as eventAtMs'])
    .where('line_user_id', 'in', lineUserIds)
    .execute();
  return new Map(rows.map((row) => [row.lineUserId, row]));
}

/** Puts down the newest words, one a user; whether they are the newest was looked at under `lockLineUsers`. */
export async function putFriends(trx: HqTrx, friends: readonly Friend[]): Promise<void> {
  if (friends.length === 0) return;
  const rows = friends.map(({ lineUserId, state, eventAtMs }) => ({
    line_user_id: lineUserId,
    state,
    event_at_ms: eventAtMs,
  }));
  await trx
    .insertInto('line_friend')
    .values(rows)
    .onConflict((oc) =>
      oc.columns(['tenant_id', 'line_user_id']).doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        event_at_ms: eb.ref('excluded.event_at_ms'),
      })),
    )
    .execute();
}

/** A member's binding, as far as webhooks come by it. */
export type BoundAccount = {
  readonly memberId: MemberId;
  readonly lineUserId: string;
  readonly state: 'bound' | 'blocked';
  readonly boundAtMs: number;
  readonly marketing: boolean;
  /** When that was last said; null = never. */
  readonly marketingAtMs: number | null;
};

/** The bindings of these LINE users, by user. */
export async function listBoundAccounts(
  db: HqHandle,
  lineUserIds: readonly string[],
): Promise<Map<string, BoundAccount>> {
  if (lineUserIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('line_account')
    .select([
      'member_id as memberId',
      'line_user_id as lineUserId',
      'state',
      'bound_at_ms as boundAtMs',
      'marketing',
      'marketing_at_ms as marketingAtMs',
    ])
    .where('line_user_id', 'in', lineUserIds)
    .execute();
  return new Map(rows.map((row) => [row.lineUserId, row]));
}

export async function markAccountState(
  trx: HqTrx,
  memberId: MemberId,
  state: 'bound' | 'blocked',
): Promise<void> {
  await trx.updateTable('line_account').set({ state }).where('member_id', '=', memberId).execute();
}

/** What a member last said about news, and when. */
export async function markMarketing(
  trx: HqTrx,
  memberId: MemberId,
  said: { readonly marketing: boolean; readonly atMs: number },
): Promise<void> {
  await trx
    .updateTable('line_account')
    .set({ marketing: said.marketing, marketing_at_ms: said.atMs })
    .where('member_id', '=', memberId)
    .execute();
}

/**
 * Nobody reads what waits for these members any more: LINE would take it (200) and deliver it to nobody, and
 * weeks later a receipt is no news. What is under way at this moment ends as LINE answers. Returns how many.
 */
export async function expireWaitingMessages(
  trx: HqTrx,
  memberIds: readonly MemberId[],
  why: 'blocked' | 'unlinked',
): Promise<number> {
  if (memberIds.length === 0) return 0;
  const result = await trx
    .updateTable('line_outbox')
    .set({ state: 'expired', last_outcome: why })
    .where('member_id', 'in', memberIds)
    .where('state', 'in', ['waiting', 'parked'])
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** As `expireWaitingMessages`, of one phone of a person who has several: by whom each message goes to. */
export async function expireMessagesTo(
  trx: HqTrx,
  messages: readonly { readonly memberId: MemberId; readonly lineUserId: string }[],
  why: 'blocked' | 'unlinked',
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((one) => ({ member_id: one.memberId, line_user_id: one.lineUserId }));
  await sql`
    UPDATE line_outbox AS message SET state = 'expired', last_outcome = ${why}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS gone(member_id uuid, line_user_id text)
    WHERE message.member_id = gone.member_id AND message.state IN ('waiting', 'parked')
      AND message.body::json->>'to' = gone.line_user_id`.execute(trx);
}

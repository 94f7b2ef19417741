import type { MemberId } from '../../app/domain/ids.ts';
import type { Language } from '../../app/contract/language.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { expireMessagesTo, expireWaitingMessages } from './line-friends.ts';

/** A member's LINE account with what they agreed to there. */
export type LineAccount = {
  readonly memberId: MemberId;
  readonly lineUserId: string;
  readonly state: 'bound' | 'blocked';
  readonly boundAtMs: number;
  readonly language: string;
  readonly marketing: boolean;
  readonly marketingAtMs: number | null;
  readonly consentVersion: string | null;
  readonly consentAtMs: number | null;
};

function selectAccounts(db: HqHandle) {
  return db
    .selectFrom('line_account')
    .select([
      'member_id as memberId',
      'line_user_id as lineUserId',
      'state',
      'bound_at_ms as boundAtMs',
      'language',
      'marketing',
      'marketing_at_ms as marketingAtMs',
      'consent_version as consentVersion',
      'consent_at_ms as consentAtMs',
    ]);
}

/** Whom a LINE user is bound to; null = nobody. The member may have been merged since. */
export async function findLineAccount(
  db: HqHandle,
  lineUserId: string,
): Promise<LineAccount | null> {
  const row = await selectAccounts(db).where('line_user_id', '=', lineUserId).executeTakeFirst();
  return row ?? null;
}

/** The LINE accounts bound to any of these ids (one member's). */
export async function listLineAccounts(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<LineAccount[]> {
  if (memberIds.length === 0) return [];
  return await selectAccounts(db)
    .where('member_id', 'in', memberIds)
    .orderBy('member_id')
    .execute();
}

/** Binds a LINE user to a member. Either bound elsewhere is a unique violation. */
export async function insertLineAccount(trx: HqTrx, account: LineAccount): Promise<void> {
  await trx
    .insertInto('line_account')
    .values({
      member_id: account.memberId,
      line_user_id: account.lineUserId,
      state: account.state,
      bound_at_ms: account.boundAtMs,
      language: account.language,
      marketing: account.marketing,
      marketing_at_ms: account.marketingAtMs,
      consent_version: account.consentVersion,
      consent_at_ms: account.consentAtMs,
    })
    .execute();
}

/** The language a LINE user reads, as their phone told it last. */
export async function markLineLanguage(
  db: HqHandle,
  { lineUserId, language }: { readonly lineUserId: string; readonly language: Language },
): Promise<void> {
  await db
    .updateTable('line_account')
    .set({ language })
    .where('line_user_id', '=', lineUserId)
    .where('language', '<>', language)
    .execute();
}

/** Whether news may be sent from now on; when it was last said, the first time of the same word counts. */
export async function markNews(
  db: HqHandle,
  wish: { readonly lineUserId: string; readonly on: boolean; readonly atMs: number },
): Promise<void> {
  await db
    .updateTable('line_account')
    .set({ marketing: wish.on, marketing_at_ms: wish.atMs })
    .where('line_user_id', '=', wish.lineUserId)
    .where('marketing', '<>', wish.on)
    .execute();
}

/**
 * Unbinds these ids (one member's) from LINE, and ends what still waits to be sent there: whoever unlinks
 * hears nothing more. What is being sent at this moment may still arrive. Returns how many were unbound.
 */
export async function deleteLineAccounts(
  trx: HqTrx,
  memberIds: readonly MemberId[],
): Promise<number> {
  if (memberIds.length === 0) return 0;
  const gone = await trx
    .deleteFrom('line_account')
    .where('member_id', 'in', memberIds)
    .executeTakeFirst();
  await expireWaitingMessages(trx, memberIds, 'unlinked');
  return Number(gone.numDeletedRows);
}

/** A member with every id merged into it; the survivor is locked. */
type LockedPerson = { readonly root: MemberId; readonly ids: readonly MemberId[] };

/**
 * Takes one LINE user off a person and ends what waits to be sent there, under whatever id of theirs. Another of
 * the person's accounts takes its place.
 */
export async function deleteLineUser(
  trx: HqTrx,
  lineUserId: string,
  person: LockedPerson,
): Promise<void> {
  await trx.deleteFrom('line_account').where('line_user_id', '=', lineUserId).execute();
  const messages = person.ids.map((memberId) => ({ memberId, lineUserId }));
  await expireMessagesTo(trx, messages, 'unlinked');
  await settleLineAccounts(trx, person);
}

/**
 * Messages go to the account that stands under the survivor's own id, and counters are told of no other. Where
 * there is none, or one who blocked while another of the person's hears, the one bound last takes that place.
 */
export async function settleLineAccounts(trx: HqTrx, { root, ids }: LockedPerson): Promise<void> {
  const accounts = await listLineAccounts(trx, ids);
  const own = accounts.find((one) => one.memberId === root);
  if (own?.state === 'bound') return;
  const others = accounts
    .filter((one) => one !== own)
    .toSorted((a, b) => b.boundAtMs - a.boundAtMs);
  const next =
    others.find((one) => one.state === 'bound') ?? (own === undefined ? others[0] : undefined);
  if (next === undefined) return;
  await trx.deleteFrom('line_account').where('member_id', 'in', [root, next.memberId]).execute();
  await insertLineAccount(trx, { ...next, memberId: root });
  if (own !== undefined) await insertLineAccount(trx, { ...own, memberId: next.memberId });
}

/** When LINE last accepted a message to these ids (one member's); null = never. */
export async function findLastAccepted(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<number | null> {
  if (memberIds.length === 0) return null;
  const row = await db
    .selectFrom('line_outbox')
    .select((eb) => eb.fn.max('accepted_at_ms').as('at'))
    .where('member_id', 'in', memberIds)
    .executeTakeFirst();
  return row?.at ?? null;
}

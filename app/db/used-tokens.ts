import type { MemberId } from '../domain/ids.ts';
import { findRow, fixedQuery } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** A member's signed code that was taken. */
export type UsedToken = {
  /** Names the token, however its text was spelled (`ReadMemberToken.key`). */
  readonly tokenKey: string;
  readonly memberId: MemberId;
  readonly text: string;
  /** HQ's time as this counter knew it. */
  readonly takenAtMs: number;
};

/** How many are kept: a minute of a counter has fewer than a hundred scans. */
export const usedTokensMax = 1_000;
const keptMs = 24 * 3_600_000;

/**
 * Takes a token: true the first time, false ever after. Drops the oldest beyond `usedTokensMax` and those of
 * more than a day ago; a token lives a minute and a half.
 */
export async function takeToken(trx: Trx, token: UsedToken): Promise<boolean> {
  const { tokenKey, memberId, text, takenAtMs } = token;
  const taken = await findRow(trx, insertion, { tokenKey, memberId, text, takenAtMs });
  if (taken === undefined) return false;
  const last = taken.token_no - usedTokensMax;
  await findRow(trx, cleaning, { last, beforeMs: takenAtMs - keptMs });
  return true;
}

const insertion = fixedQuery((db, token: UsedToken) =>
  db
    .insertInto('used_token')
    .values({
      token_key: token.tokenKey,
      member_id: token.memberId,
      text: token.text,
      taken_at_ms: token.takenAtMs,
    })
    .onConflict((conflict) => conflict.column('token_key').doNothing())
    .returning('token_no'),
);

const cleaning = fixedQuery((db, given: { readonly last: number; readonly beforeMs: number }) =>
  db
    .deleteFrom('used_token')
    .where((where) =>
      where.or([where('token_no', '<=', given.last), where('taken_at_ms', '<', given.beforeMs)]),
    ),
);

/** The token last taken of a member; null when none is kept. */
export async function findUsedToken(db: Reader, memberId: MemberId): Promise<UsedToken | null> {
  const row = await findRow(db, newestOfMember, { memberId });
  if (row === undefined) return null;
  const { token_key: tokenKey, member_id, text, taken_at_ms: takenAtMs } = row;
  return { tokenKey, memberId: member_id, text, takenAtMs };
}

const newestOfMember = fixedQuery((db, { memberId }: { readonly memberId: MemberId }) =>
  db
    .selectFrom('used_token')
    .selectAll()
    .where('member_id', '=', memberId)
    .orderBy('token_no', 'desc')
    .limit(1),
);

import { sql } from 'kysely';
import type { MemberConsent } from '../contract/remarks.ts';
import type { MemberId } from '../domain/ids.ts';
import { isHqCardCode } from '../domain/member-code.ts';
import { findRow, fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { survivorOf } from './member-aliases.ts';
import { nameKey } from './name-grams.ts';

/** A member as this counter holds it. Names and numbers are in full: mask before showing. */
export type Member = {
  readonly memberId: MemberId;
  readonly name: string;
  readonly mobile: string | null;
  readonly birthday: string | null;
  readonly tierId: string;
  readonly cardCode: string;
  readonly lineState: 'none' | 'bound' | 'blocked';
  readonly joinedOn: string;
  /** `counter` = enrolled here and not yet confirmed by HQ. */
  readonly source: 'hq' | 'counter';
  /** Last day of the tier's period; null for the lowest tier. */
  readonly tierUntil: string | null;
  /** The day the tier was reached or last renewed; null where nobody said. */
  readonly tierSince: string | null;
  /** Who invited this member, as far as known; whether the reward is still due is another question. */
  readonly inviterId: MemberId | null;
  /** What they agreed to when joining; null = not known. */
  readonly consent: MemberConsent | null;
  /** Σ of the ledger, lapsed lots included. */
  readonly pointsTotal: number;
  readonly lastSaleAtMs: number | null;
};

/** A member; one that was merged is found as the member it was merged into, once that one is known. */
export async function findMember(db: Reader, memberId: MemberId): Promise<Member | null> {
  const row = await findRow(db, memberRow, { memberId });
  return row === undefined ? null : memberOf(row);
}

const memberRow = fixedQuery((db, { memberId }: { readonly memberId: MemberId }) =>
  db
    .selectFrom('member')
    .selectAll()
    .where(sql<boolean>`member_id IN (${memberId}, ${survivorOf(memberId)})`)
    .orderBy(sql`member_id = ${memberId}`)
    .limit(1),
);

/**
 * The member a code names, whichever of the member's codes it is. `isWeakCode`: the code came with a
 * merge that nobody has confirmed, so it proves as little as a looked-up number.
 */
export async function findMemberByCode(
  db: Reader,
  code: string,
): Promise<(Member & { readonly isWeakCode: boolean }) | null> {
  const row = await findRow(db, rowByCode, { code });
  return row === undefined ? null : { ...memberOf(row), isWeakCode: row.weak === 1 };
}

const rowByCode = fixedQuery((db, { code }: { readonly code: string }) =>
  db
    .selectFrom('member')
    .innerJoin('member_code', 'member_code.member_no', 'member.member_no')
    .selectAll('member')
    .select('member_code.weak')
    .where('member_code.code', '=', code),
);

/**
 * The member of a mobile number (E.164) that somebody of this name gives; of several (not merged yet) the one enrolled
 * first here. Who joined in LINE only stated theirs, and it may be anybody's: found by it under the same name alone.
 */
export async function findMemberByMobile(
  db: Reader,
  { mobile, name }: { readonly mobile: string; readonly name: string },
): Promise<Member | null> {
  const rows = await db
    .selectFrom('member')
    .selectAll()
    .where('mobile', '=', mobile)
    .orderBy('member_no')
    .execute();
  const known = rows
    .map(memberOf)
    .find((member) => !isOnlyStated(member) || nameKey(member.name) === nameKey(name));
  return known ?? null;
}

/** As HQ judges those who joined before it noted so (its migration `0021-stated-in-line`): HQ's own card stands first. */
function isOnlyStated({ cardCode, consent }: Member): boolean {
  return isHqCardCode(cardCode) && consent?.at !== 'counter';
}

/** How many members this counter holds; kept by trigger, so it costs nothing at a million. */
export async function getMemberCount(db: Reader): Promise<number> {
  return await readKept(db, memberTally, {}, ([row]) => {
    if (row === undefined) throw new Error('the members are not counted');
    return row.n;
  });
}

const memberTally = fixedQuery((db) =>
  db.selectFrom('tally').select('n').where('name', '=', 'member'),
);

/** A number written backwards, so that its last digits can be found by an index range. */
export function reverseDigits(text: string): string {
  return [...text.replace(/\D/g, '')].reverse().join('');
}

/** One row of the member table in the words of the code. */
export function memberOf(row: {
  member_id: MemberId;
  name: string;
  mobile: string | null;
  birthday: string | null;
  tier_id: string;
  card_code: string;
  line_state: 'none' | 'bound' | 'blocked';
  joined_on: string;
  source: 'hq' | 'counter';
  points: number;
  last_sale_at_ms: number | null;
  tier_until: string | null;
  tier_since: string | null;
  inviter_id: MemberId | null;
  consent: string | null;
}): Member {
  return {
    memberId: row.member_id,
    name: row.name,
    mobile: row.mobile,
    birthday: row.birthday,
    tierId: row.tier_id,
    cardCode: row.card_code,
    lineState: row.line_state,
    joinedOn: row.joined_on,
    source: row.source,
    tierUntil: row.tier_until,
    tierSince: row.tier_since,
    inviterId: row.inviter_id,
    consent: row.consent === null ? null : (JSON.parse(row.consent) as MemberConsent),
    pointsTotal: row.points,
    lastSaleAtMs: row.last_sale_at_ms,
  };
}

/** What a settled sale made of the member's tier on its day; HQ's next word about the member overrules it. */
export async function setTier(
  trx: Trx,
  given: {
    readonly memberId: MemberId;
    readonly tierId: string;
    readonly tierUntil: string | null;
    readonly bizDate: string;
  },
): Promise<void> {
  const { memberId, tierId, tierUntil, bizDate } = given;
  const tierSince = tierUntil === null ? null : bizDate;
  await trx
    .updateTable('member')
    .set({ tier_id: tierId, tier_until: tierUntil, tier_since: tierSince })
    .where('member_id', '=', memberId)
    .execute();
}

import { sql } from 'kysely';
import type { MemberRow } from '../contract/sync.ts';
import type { MemberId } from '../domain/ids.ts';
import type { Reader, Trx } from './handles.ts';
import { nameGrams, nameKey } from './name-grams.ts';

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
  /** Σ of the ledger, lapsed lots included. */
  readonly pointsTotal: number;
  readonly lastSaleAtMs: number | null;
};

export async function findMember(db: Reader, memberId: MemberId): Promise<Member | null> {
  const row = await db
    .selectFrom('member')
    .selectAll()
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return row === undefined ? null : memberOf(row);
}

/** The member a code names, whichever of the member's codes it is. */
export async function findMemberByCode(db: Reader, code: string): Promise<Member | null> {
  const row = await db
    .selectFrom('member')
    .innerJoin('member_code', 'member_code.member_no', 'member.member_no')
    .selectAll('member')
    .where('member_code.code', '=', code)
    .executeTakeFirst();
  return row === undefined ? null : memberOf(row);
}

/** The member of a mobile number (E.164); of several (not merged yet) the one enrolled first here. */
export async function findMemberByMobile(db: Reader, mobile: string): Promise<Member | null> {
  const row = await db
    .selectFrom('member')
    .selectAll()
    .where('mobile', '=', mobile)
    .orderBy('member_no')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : memberOf(row);
}

/** How many members this counter holds; kept by trigger, so it costs nothing at a million. */
export async function getMemberCount(db: Reader): Promise<number> {
  const row = await db
    .selectFrom('tally')
    .select('n')
    .where('name', '=', 'member')
    .executeTakeFirstOrThrow();
  return row.n;
}

/**
 * Stores members, new or known, with their codes and name grams. `cardCodes[0]` is the card's.
 * A code that moved to another member (a merge at HQ) follows the newest word. One call takes a
 * whole page: a fixed number of statements whatever its size; a member nothing is new about costs
 * one look.
 */
export async function upsertMembers(
  trx: Trx,
  {
    members,
    source,
  }: { readonly members: readonly MemberRow[]; readonly source: 'hq' | 'counter' },
): Promise<void> {
  if (members.length === 0) return;
  // The last word about a member in this page counts.
  const latest = [...new Map(members.map((member) => [member.memberId, member])).values()];
  const known = await listKnown(
    trx,
    latest.map((member) => member.memberId),
  );
  const isNews = (member: MemberRow): boolean =>
    known.get(member.memberId)?.facts !== factsOf(member, source);
  await writeMembers(trx, latest.filter(isNews), source);
  const isRecoded = (member: MemberRow): boolean =>
    known.get(member.memberId)?.codes !== codesOf(member.cardCodes);
  const claimed = new Set(latest.filter(isRecoded).flatMap((member) => member.cardCodes));
  // Whoever claims a code that moves in this page has a say in whose it is, also unchanged.
  const isClaimant = (member: MemberRow): boolean =>
    isRecoded(member) || member.cardCodes.some((code) => claimed.has(code));
  await writeCodes(trx, latest.filter(isClaimant));
  const renamed = latest.filter(
    (member) => known.get(member.memberId)?.nameKey !== nameKey(member.name),
  );
  await writeGrams(trx, renamed);
}

type Known = { readonly nameKey: string; readonly facts: string; readonly codes: string };

/** What is stored of members, in a form that compares at once. */
async function listKnown(
  trx: Trx,
  memberIds: readonly MemberId[],
): Promise<ReadonlyMap<MemberId, Known>> {
  const { rows } = await sql<{
    member_id: MemberId;
    name_key: string;
    facts: string;
    codes: string;
  }>`
    SELECT member_id, name_key,
           json_array(name, mobile, birthday, tier_id, card_code, line_state, joined_on, source) AS facts,
           (SELECT json_group_array(code) FROM member_code WHERE member_code.member_no = member.member_no) AS codes
    FROM member WHERE member_id IN (SELECT value FROM json_each(${JSON.stringify(memberIds)}))`.execute(
    trx,
  );
  return new Map(
    rows.map((row) => {
      const codes = codesOf(JSON.parse(row.codes) as string[]);
      return [row.member_id, { nameKey: row.name_key, facts: row.facts, codes }];
    }),
  );
}

function factsOf(member: MemberRow, source: 'hq' | 'counter'): string {
  const { name, mobile, birthday, tierId, cardCodes, lineState, joinedOn } = member;
  const card = cardCodes[0] ?? '';
  return JSON.stringify([name, mobile, birthday, tierId, card, lineState, joinedOn, source]);
}

function codesOf(codes: readonly string[]): string {
  return JSON.stringify([...codes].sort());
}

async function writeMembers(
  trx: Trx,
  members: readonly MemberRow[],
  source: 'hq' | 'counter',
): Promise<void> {
  if (members.length === 0) return;
  const rows = members.map((member) => ({
    ...member,
    key: nameKey(member.name),
    reversed: member.mobile === null ? null : reverseDigits(member.mobile),
    card: member.cardCodes[0] ?? '',
  }));
  await sql`
    INSERT INTO member (member_id, name, name_key, mobile, mobile_reversed, birthday, tier_id, card_code,
                        line_state, joined_on, source, points, last_sale_at_ms)
    SELECT value->>'memberId', value->>'name', value->>'key', value->>'mobile', value->>'reversed',
           value->>'birthday', value->>'tierId', value->>'card', value->>'lineState', value->>'joinedOn', ${source},
           coalesce((SELECT sum(points) FROM ledger_entry WHERE ledger_entry.member_id = value->>'memberId'), 0),
           (SELECT max(at_ms) FROM sale WHERE sale.member_id = value->>'memberId')
    FROM json_each(${JSON.stringify(rows)}) WHERE true
    ON CONFLICT (member_id) DO UPDATE SET
      name = excluded.name, name_key = excluded.name_key, mobile = excluded.mobile,
      mobile_reversed = excluded.mobile_reversed, birthday = excluded.birthday, tier_id = excluded.tier_id,
      card_code = excluded.card_code, line_state = excluded.line_state, joined_on = excluded.joined_on,
      source = excluded.source`.execute(trx);
}

async function writeCodes(trx: Trx, members: readonly MemberRow[]): Promise<void> {
  if (members.length === 0) return;
  const ids = JSON.stringify(members.map((member) => member.memberId));
  const pairs = members.flatMap((member) =>
    member.cardCodes.map((code) => [code, member.memberId]),
  );
  await sql`
    DELETE FROM member_code WHERE member_no IN
      (SELECT member_no FROM member WHERE member_id IN (SELECT value FROM json_each(${ids})))`.execute(
    trx,
  );
  await sql`
    INSERT INTO member_code (code, member_no)
    SELECT pair.value->>0, member.member_no
    FROM json_each(${JSON.stringify(pairs)}) AS pair JOIN member ON member.member_id = pair.value->>1 WHERE true
    ON CONFLICT (code) DO UPDATE SET member_no = excluded.member_no`.execute(trx);
}

async function writeGrams(trx: Trx, members: readonly MemberRow[]): Promise<void> {
  if (members.length === 0) return;
  const ids = JSON.stringify(members.map((member) => member.memberId));
  await sql`
    DELETE FROM name_gram WHERE member_no IN
      (SELECT member_no FROM member WHERE member_id IN (SELECT value FROM json_each(${ids})))`.execute(
    trx,
  );
  const pairs = members.flatMap((member) =>
    nameGrams(member.name).map((gram) => [gram, member.memberId]),
  );
  await sql`
    INSERT OR IGNORE INTO name_gram (gram, member_no)
    SELECT pair.value->>0, member.member_no
    FROM json_each(${JSON.stringify(pairs)}) AS pair JOIN member ON member.member_id = pair.value->>1`.execute(
    trx,
  );
}

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
    pointsTotal: row.points,
    lastSaleAtMs: row.last_sale_at_ms,
  };
}

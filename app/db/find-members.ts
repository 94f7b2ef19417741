import { sql, type RawBuilder } from 'kysely';
import type { Reader } from './handles.ts';
import { listBalances } from './ledger.ts';
import { memberOf, reverseDigits, type Member } from './members.ts';
import { nameKey } from './name-grams.ts';

export type FindMembersInput = {
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
  /** The day on which points must still be usable to be counted. */
  readonly today: string;
};
/** `points`: usable today. */
export type FoundMember = Member & { readonly points: number };
export type FoundMembers = {
  readonly rows: readonly FoundMember[];
  readonly total: number;
  readonly searchedBy: 'all' | 'phone-tail' | 'phone' | 'name' | 'card';
};

/** A search: the numbers of the members it finds, in a fixed order that an index gives without sorting. */
export type Search = {
  readonly searchedBy: FoundMembers['searchedBy'];
  /** FROM and WHERE over one index; joins `member` only where its text must be looked at. */
  readonly source: RawBuilder<unknown>;
  /** The column of the source that holds member_no. */
  readonly memberNo: RawBuilder<unknown>;
  readonly order: RawBuilder<unknown>;
  /** True when one member may appear more than once in the source. */
  readonly repeats: boolean;
};

/** After every character a gram or number may hold. */
const afterAll = '\u{10ffff}';

/**
 * Finds members by what a manager types: a number that starts like a mobile number (09…, 886…,
 * +886…) by its beginning, other digits (up to 10) by the end of the number, a card code exactly,
 * anything else as part of the name (NFKC, any case). Every way walks an index; none scans.
 */
export async function findMembers(db: Reader, input: FindMembersInput): Promise<FoundMembers> {
  return await page(db, input, await searchOf(db, input.text));
}

/** What a text searches for. Only what may be a card is looked at: no card has it, then it is a name. */
export async function searchOf(db: Reader, typed: string): Promise<Search> {
  const text = nameKey(typed);
  if (text === '') return everybody;
  const digits = text.replace(/[\s\-()]/g, '');
  if (/^(09|\+?886)\d*$/.test(digits) && digits.length < 14) return byNumber(digits);
  if (/^\d{1,10}$/.test(digits)) return byTail(digits);
  const card = byCard(typed.trim());
  if (/^\d+$/.test(digits) || (await countOf(db, card)) > 0) return card;
  return byName(text);
}

const everybody: Search = {
  searchedBy: 'all',
  source: sql`member`,
  memberNo: sql`member.member_no`,
  order: sql`member.name_key, member.member_no`,
  repeats: false,
};

function byNumber(digits: string): Search {
  const start = `+886${digits.replace(/^(\+?886|0)/, '').replace(/^0/, '')}`;
  return {
    searchedBy: 'phone',
    source: sql`member WHERE mobile >= ${start} AND mobile < ${start + afterAll}`,
    memberNo: sql`member.member_no`,
    order: sql`member.mobile`,
    repeats: false,
  };
}

function byTail(digits: string): Search {
  const start = reverseDigits(digits);
  return {
    searchedBy: 'phone-tail',
    source: sql`member WHERE mobile_reversed >= ${start} AND mobile_reversed < ${start + afterAll}`,
    memberNo: sql`member.member_no`,
    order: sql`member.mobile_reversed`,
    repeats: false,
  };
}

function byCard(code: string): Search {
  return {
    searchedBy: 'card',
    source: sql`member_code WHERE member_code.code = ${code}`,
    memberNo: sql`member_code.member_no`,
    order: sql`member_code.member_no`,
    repeats: false,
  };
}

function byName(text: string): Search {
  const characters = Array.from(text);
  const name = {
    searchedBy: 'name',
    memberNo: sql`name_gram.member_no`,
    order: sql`name_gram.member_no`,
  } as const;
  if (characters.length === 1) {
    const source = sql`name_gram WHERE name_gram.gram >= ${text} AND name_gram.gram < ${text + afterAll}`;
    return { ...name, source, repeats: true };
  }
  const gram = characters.slice(0, 2).join('');
  if (characters.length === 2)
    return { ...name, source: sql`name_gram WHERE name_gram.gram = ${gram}`, repeats: false };
  // CROSS JOIN fixes the order of the join: from the gram to its members, never the other way.
  const source = sql`name_gram CROSS JOIN member USING (member_no)
    WHERE name_gram.gram = ${gram} AND instr(member.name_key, ${text}) > 0`;
  return { ...name, source, repeats: false };
}

async function page(db: Reader, input: FindMembersInput, search: Search): Promise<FoundMembers> {
  const total = await countOf(db, search);
  const { rows } = await pageQuery(search, input).execute(db);
  const points = await listBalances(db, {
    memberIds: rows.map((row) => row.member_id),
    today: input.today,
  });
  return {
    rows: rows.map((row) => ({ ...memberOf(row), points: points.get(row.member_id) ?? 0 })),
    total,
    searchedBy: search.searchedBy,
  };
}

type MemberRowInDb = Parameters<typeof memberOf>[0];

/**
 * The page's numbers come from the index alone, then its few members are read: skipping to row
 * 90,000 by whole rows took 18 ms, by the index a quarter of that.
 */
function pageQuery(search: Search, { offset, limit }: FindMembersInput): RawBuilder<MemberRowInDb> {
  const { source, memberNo, order, repeats } = search;
  const once = repeats ? sql`GROUP BY ${memberNo}` : sql``;
  return sql<MemberRowInDb>`
    WITH found AS MATERIALIZED (
      SELECT ${memberNo} AS no FROM ${source} ${once} ORDER BY ${order} LIMIT ${limit} + 0 OFFSET ${offset} + 0),
    placed AS MATERIALIZED (SELECT no, row_number() OVER () AS place FROM found)
    SELECT member.* FROM placed CROSS JOIN member ON member.member_no = placed.no ORDER BY placed.place`;
}

async function countOf(db: Reader, search: Search): Promise<number> {
  if (search.searchedBy === 'all') {
    const { rows } = await sql<{ n: number }>`SELECT n FROM tally WHERE name = 'member'`.execute(
      db,
    );
    return rows[0]?.n ?? 0;
  }
  const what = search.repeats ? sql`DISTINCT ${search.memberNo}` : sql`*`;
  const { rows } = await sql<{
    n: number;
  }>`SELECT count(${what}) AS n FROM ${search.source}`.execute(db);
  return rows[0]?.n ?? 0;
}

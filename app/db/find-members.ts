import { sql, type RawBuilder } from 'kysely';
import type { Reader } from './handles.ts';
import { listBalances } from './ledger.ts';
import { survivorOf } from './member-aliases.ts';
import { memberOf, reverseDigits, type Member } from './members.ts';
import { nameKey } from './name-grams.ts';

export type FindMembersInput = {
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
  /** The day on which points must still be usable to be counted. */
  readonly today: string;
  /** So many are given at most; left out = all. Counting 100,000 takes longer than finding the first of them. */
  readonly countMax?: number | undefined;
};
/** `points`: usable today. */
export type FoundMember = Member & { readonly points: number };
export type FoundMembers = {
  readonly rows: readonly FoundMember[];
  readonly total: number;
  /** More than `total` fit: `countMax` was reached. */
  readonly more: boolean;
  readonly searchedBy: 'all' | 'phone-tail' | 'phone' | 'name' | 'card' | 'tag';
};

/** A search: the numbers of the members it finds, in a fixed order that an index gives without sorting. */
export type Search = {
  readonly searchedBy: FoundMembers['searchedBy'];
  /** FROM and WHERE over one index; joins `member` only where its text must be looked at. */
  readonly source: RawBuilder<unknown>;
  /** The column of the source that holds member_no. */
  readonly memberNo: RawBuilder<unknown>;
  readonly order: RawBuilder<unknown>;
  /** Whether a row of `member` is one of them. */
  readonly test: RawBuilder<boolean>;
  /** What keeps one of several appearances of a member in the source; null where each appears once. */
  readonly once: RawBuilder<unknown> | null;
};

/** After every character a gram or number may hold. */
const afterAll = '\u{10ffff}';

/**
 * Finds members by what a manager types: a number that starts like a mobile number (09…, 886…,
 * +886…) by its beginning, other digits (up to 10) by the end of the number, what begins with `#` by the
 * beginning of a tag, a card code exactly, anything else as part of the name (NFKC, any case). Every way walks an index; none scans.
 */
export async function findMembers(db: Reader, input: FindMembersInput): Promise<FoundMembers> {
  return await page(db, input, await searchOf(db, input.text));
}

/** What a text searches for. Only what may be a card is looked at: no card has it, then it is a name. */
export async function searchOf(db: Reader, typed: string): Promise<Search> {
  const text = nameKey(typed);
  if (text === '') return everybody;
  if (text.startsWith('#')) return byTag(text.slice(1).trim());
  const digits = text.replace(/[\s\-()]/g, '');
  if (/^(09|\+?886)\d*$/.test(digits) && digits.length < 14) return byNumber(digits);
  if (/^\d{1,10}$/.test(digits)) return byTail(digits);
  const card = byCard(typed.trim());
  if (/^\d+$/.test(digits) || (await countOf(db, card)).total > 0) return card;
  return await byName(db, text);
}

const everybody: Search = {
  searchedBy: 'all',
  source: sql`member`,
  test: sql<boolean>`true`,
  memberNo: sql`member.member_no`,
  order: sql`member.name_key, member.member_no`,
  once: null,
};

function byNumber(digits: string): Search {
  const start = `+886${digits.replace(/^(\+?886|0)/, '').replace(/^0/, '')}`;
  const test = sql<boolean>`member.mobile >= ${start} AND member.mobile < ${start + afterAll}`;
  return {
    searchedBy: 'phone',
    source: sql`member WHERE ${test}`,
    test,
    memberNo: sql`member.member_no`,
    order: sql`member.mobile`,
    once: null,
  };
}

function byTail(digits: string): Search {
  const start = reverseDigits(digits);
  const test = sql<boolean>`member.mobile_reversed >= ${start}
    AND member.mobile_reversed < ${start + afterAll}`;
  return {
    searchedBy: 'phone-tail',
    source: sql`member WHERE ${test}`,
    test,
    memberNo: sql`member.member_no`,
    order: sql`member.mobile_reversed`,
    once: null,
  };
}

function byCard(code: string): Search {
  const source = sql`member_code WHERE member_code.code = ${code}`;
  return {
    searchedBy: 'card',
    source,
    test: sql<boolean>`member.member_no IN (SELECT member_code.member_no FROM ${source})`,
    memberNo: sql`member_code.member_no`,
    order: sql`member_code.member_no`,
    once: null,
  };
}

/** By the beginning of a tag; `#` alone finds whoever has one. In the order of the tags. */
function byTag(text: string): Search {
  const has = (remark: string) => sql`${sql.ref(`${remark}.removed_at_ms`)} IS NULL
    AND ${sql.ref(`${remark}.fold`)} <> '' AND ${sql.ref(`${remark}.fold`)} >= ${text}
    AND ${sql.ref(`${remark}.fold`)} < ${text + afterAll}`;
  const any = taggedAs(has('tagged'));
  return {
    searchedBy: 'tag',
    source: sql`remark INDEXED BY remark_by_tag
      CROSS JOIN member ON member.member_id = ${survivorOf(sql`remark.member_id`)} WHERE ${has('remark')}`,
    test: any,
    memberNo: sql`member.member_no`,
    order: sql`remark.fold, remark.member_id`,
    once: sql`NOT ${taggedAs(sql`${has('tagged')}
      AND (tagged.fold, tagged.member_id, tagged.remark_id) < (remark.fold, remark.member_id, remark.remark_id)`)}`,
  };
}

/** SQL: whether the row `member`, or one merged into it, has a row `tagged` of `remark` that is so. */
export function taggedAs(condition: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(EXISTS (SELECT 1 FROM remark AS tagged
      WHERE tagged.member_id = member.member_id AND ${condition})
    OR EXISTS (SELECT 1 FROM member_alias AS alias
      CROSS JOIN remark AS tagged ON tagged.member_id = alias.member_id AND ${condition}
      WHERE alias.into_id = member.member_id))`;
}

async function byName(db: Reader, text: string): Promise<Search> {
  const characters = Array.from(text);
  if (characters.length === 1) return byCharacter(text);
  const grams = characters.slice(1).map((character, i) => (characters[i] ?? '') + character);
  const name = {
    searchedBy: 'name',
    test: inName(text),
    memberNo: sql`name_gram.member_no`,
    order: sql`name_gram.member_no`,
    once: null,
  } as const;
  const having = (gram: string): Search => ({
    ...name,
    source: sql`name_gram WHERE name_gram.gram = ${gram}`,
  });
  const [first = '', second] = grams;
  if (second === undefined) return having(first);
  const ofFirst = await countOf(db, having(first), rarityCountMax);
  const ofSecond = await countOf(db, having(second), rarityCountMax);
  const [rare, common] = ofFirst.total <= ofSecond.total ? [first, second] : [second, first];
  // From the rarer gram's members to those the index knows under the other one too, and to their names alone.
  // CROSS JOIN fixes the order of the join.
  const source = sql`name_gram
    CROSS JOIN name_gram AS other ON other.gram = ${common} AND other.member_no = name_gram.member_no
    CROSS JOIN member ON member.member_no = name_gram.member_no
    WHERE name_gram.gram = ${rare} AND ${name.test}`;
  return { ...name, source };
}

function inName(text: string): RawBuilder<boolean> {
  return sql<boolean>`instr(member.name_key, ${text}) > 0`;
}

/** How far two grams are counted to see which is the rarer. */
const rarityCountMax = 5_000;

/** In the order of the grams, so that the first page of a hundred thousand needs no sorting (60 ms). */
function byCharacter(character: string): Search {
  return {
    searchedBy: 'name',
    source: sql`name_gram WHERE name_gram.gram >= ${character} AND name_gram.gram < ${character + afterAll}
      AND name_gram.again = 0`,
    test: inName(character),
    memberNo: sql`name_gram.member_no`,
    order: sql`name_gram.gram, name_gram.member_no`,
    once: null,
  };
}

async function page(db: Reader, input: FindMembersInput, search: Search): Promise<FoundMembers> {
  const counted = await countOf(db, search, input.countMax);
  const { rows } = await pageQuery(search, input).execute(db);
  const points = await listBalances(db, {
    memberIds: rows.map((row) => row.member_id),
    today: input.today,
  });
  return {
    rows: rows.map((row) => ({ ...memberOf(row), points: points.get(row.member_id) ?? 0 })),
    ...counted,
    searchedBy: search.searchedBy,
  };
}

type MemberRowInDb = Parameters<typeof memberOf>[0];

/**
 * The page's numbers come from the index alone, then its few members are read: skipping to row
 * 90,000 by whole rows took 18 ms, by the index a quarter of that.
 */
function pageQuery(search: Search, { offset, limit }: FindMembersInput): RawBuilder<MemberRowInDb> {
  const { source, memberNo, order } = search;
  const once = search.once === null ? sql`` : sql` AND ${search.once}`;
  return sql<MemberRowInDb>`
    WITH found AS MATERIALIZED (
      SELECT ${memberNo} AS no FROM ${source}${once} ORDER BY ${order} LIMIT ${limit} + 0 OFFSET ${offset} + 0),
    placed AS MATERIALIZED (SELECT no, row_number() OVER () AS place FROM found)
    SELECT member.* FROM placed CROSS JOIN member ON member.member_no = placed.no ORDER BY placed.place`;
}

async function countOf(
  db: Reader,
  search: Search,
  countMax?: number,
): Promise<Pick<FoundMembers, 'total' | 'more'>> {
  const { searchedBy, memberNo, source, once } = search;
  if (searchedBy === 'all') return { total: await countAll(db), more: false };
  const distinct = once === null ? sql`` : sql`DISTINCT`;
  const some = sql`SELECT ${distinct} ${memberNo} FROM ${source} LIMIT ${(countMax ?? 0) + 1} + 0`;
  const query =
    countMax === undefined
      ? sql<{ n: number }>`SELECT count(${distinct} ${memberNo}) AS n FROM ${source}`
      : sql<{ n: number }>`SELECT count(*) AS n FROM (${some})`;
  const n = (await query.execute(db)).rows[0]?.n ?? 0;
  const more = countMax !== undefined && n > countMax;
  return { total: more ? countMax : n, more };
}

async function countAll(db: Reader): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT n FROM tally WHERE name = 'member'`.execute(db);
  return rows[0]?.n ?? 0;
}

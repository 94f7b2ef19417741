import { sql, type RawBuilder } from 'kysely';
import type { MemberId } from '../domain/ids.ts';
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

/** A search: rows of member in a fixed order that its index gives without sorting. */
type Search = {
  readonly searchedBy: FoundMembers['searchedBy'];
  readonly source: RawBuilder<unknown>;
  readonly order: RawBuilder<unknown>;
  /** True when one member may appear more than once in the source. */
  readonly repeats?: true;
};

/** After every character a gram or number may hold. */
const afterAll = '\u{10ffff}';

/**
 * Finds members by what a manager types: a number that starts like a mobile number (09…, 886…,
 * +886…) by its beginning, other digits (up to 10) by the end of the number, a card code exactly,
 * anything else as part of the name (NFKC, any case). Every way walks an index; none scans.
 */
export async function findMembers(db: Reader, input: FindMembersInput): Promise<FoundMembers> {
  const text = nameKey(input.text);
  if (text === '') return await page(db, input, everybody);
  const digits = text.replace(/[\s\-()]/g, '');
  if (/^(09|\+?886)\d*$/.test(digits) && digits.length < 14) return await page(db, input, byNumber(digits));
  if (/^\d{1,10}$/.test(digits)) return await page(db, input, byTail(digits));
  const card = await page(db, input, byCard(input.text.trim()));
  if (card.total > 0 || /^\d+$/.test(digits)) return card;
  return await page(db, input, byName(text));
}

const everybody: Search = {
  searchedBy: 'all',
  source: sql`member`,
  order: sql`member.name_key, member.member_no`,
};

function byNumber(digits: string): Search {
  const start = `+886${digits.replace(/^(\+?886|0)/, '').replace(/^0/, '')}`;
  return {
    searchedBy: 'phone',
    source: sql`member WHERE mobile >= ${start} AND mobile < ${start + afterAll}`,
    order: sql`member.mobile`,
  };
}

function byTail(digits: string): Search {
  const start = reverseDigits(digits);
  return {
    searchedBy: 'phone-tail',
    source: sql`member WHERE mobile_reversed >= ${start} AND mobile_reversed < ${start + afterAll}`,
    order: sql`member.mobile_reversed`,
  };
}

function byCard(code: string): Search {
  return {
    searchedBy: 'card',
    source: sql`member_code CROSS JOIN member USING (member_id) WHERE member_code.code = ${code}`,
    order: sql`member.member_no`,
  };
}

/** CROSS JOIN fixes the order of the join: from the gram to its members, never the other way. */
function byName(text: string): Search {
  const characters = Array.from(text);
  const order = sql`name_gram.member_no`;
  if (characters.length === 1) {
    return {
      searchedBy: 'name',
      source: sql`name_gram CROSS JOIN member USING (member_no)
        WHERE name_gram.gram >= ${text} AND name_gram.gram < ${text + afterAll}`,
      order,
      repeats: true,
    };
  }
  const [first, second] = characters;
  const gram = `${first ?? ''}${second ?? ''}`;
  const rest = characters.length > 2 ? sql`AND instr(member.name_key, ${text}) > 0` : sql``;
  return {
    searchedBy: 'name',
    source: sql`name_gram CROSS JOIN member USING (member_no) WHERE name_gram.gram = ${gram} ${rest}`,
    order,
  };
}

async function page(db: Reader, input: FindMembersInput, search: Search): Promise<FoundMembers> {
  const total = await countOf(db, search);
  const { rows } = await pageQuery(search, input).execute(db);
  const points = await listBalances(db, { memberIds: rows.map((row) => row.member_id), today: input.today });
  return {
    rows: rows.map((row) => ({ ...memberOf(row), points: points.get(row.member_id) ?? 0 })),
    total,
    searchedBy: search.searchedBy,
  };
}

type MemberRowInDb = Parameters<typeof memberOf>[0] & { member_id: MemberId };

function pageQuery(search: Search, { offset, limit }: FindMembersInput): RawBuilder<MemberRowInDb> {
  const distinct = search.repeats ? sql`GROUP BY name_gram.member_no` : sql``;
  return sql<MemberRowInDb>`
    SELECT member.* FROM ${search.source} ${distinct} ORDER BY ${search.order} LIMIT ${limit} OFFSET ${offset}`;
}

async function countOf(db: Reader, search: Search): Promise<number> {
  if (search.searchedBy === 'all') {
    const { rows } = await sql<{ n: number }>`SELECT n FROM tally WHERE name = 'member'`.execute(db);
    return rows[0]?.n ?? 0;
  }
  const what = search.repeats ? sql`DISTINCT name_gram.member_no` : sql`*`;
  const { rows } = await sql<{ n: number }>`SELECT count(${what}) AS n FROM ${search.source}`.execute(db);
  return rows[0]?.n ?? 0;
}

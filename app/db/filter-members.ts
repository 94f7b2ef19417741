import { sql, type RawBuilder } from 'kysely';
import { listedMembersMax, type MemberFilter, type MemberSort } from '../contract/manager-views.ts';
import type { MemberId } from '../domain/ids.ts';
import { addDays, type CalendarDate } from '../domain/time.ts';
import { findMembers, searchOf, taggedAs, type FoundMembers } from './find-members.ts';
import type { Reader } from './handles.ts';
import { listBalances } from './ledger.ts';
import { survivorOf } from './member-aliases.ts';
import { memberOf } from './members.ts';
import { foldTag } from './remarks.ts';

export type FilterMembersInput = {
  readonly text: string;
  readonly filter: MemberFilter;
  readonly sort: MemberSort;
  readonly offset: number;
  readonly limit: number;
  readonly today: CalendarDate;
};

/** `more`: there are members beyond `total`, which is as far as one can page. */
export type FilteredMembers = FoundMembers;

/** Points count as expiring within so many days, a member as away after so many. */
const expiringDays = 30;
const awayDays = 90;

/** Few enough to collect and sort. */
const fewMax = listedMembersMax;
/** Members of whom rows beyond the order’s index are read in one question. */
const readMax = 2_000;

/** Something a member must be. */
type Condition = {
  readonly test: RawBuilder<boolean>;
  /** FROM and WHERE that give the numbers (as `no`) of all members that are so, by an index. */
  readonly source: RawBuilder<unknown> | null;
  /** Whether the test looks at rows beyond the index of an order. */
  readonly reads: boolean;
  /** The source gives some that are not so: the test stays. */
  readonly isRough?: true;
  /** The test is of the last sale alone. */
  readonly isOfSale?: true;
};

/**
 * Members under a search, filters and an order. Never more than some thousand rows are read, whatever is
 * asked among a million: if one of the conditions is rare, all it gives are tested and sorted; else the
 * order's index is walked, which finds enough soon where nothing is rare. At most `listedMembersMax` are
 * given; `more` also where a walk met its own limit.
 */
export async function filterMembers(
  db: Reader,
  input: FilterMembersInput,
): Promise<FilteredMembers> {
  const conditions = conditionsOf(input);
  const search = await searchOf(db, input.text);
  const { searchedBy } = search;
  if (conditions.length === 0 && input.sort === 'name')
    return await findMembers(db, { ...input, countMax: listedMembersMax });
  if (conditions.length === 0 && searchedBy === 'all') return await pageOfAll(db, input);
  if (searchedBy !== 'all') {
    conditions.unshift({
      // Of the row itself: a set of all that a frequent name gives would take longer to make than to page.
      test: search.test,
      source: sql`SELECT ${search.memberNo} AS no FROM ${search.source}`,
      reads: true,
    });
  }
  const { numbers, more } = await numbersOf(db, input, conditions);
  const page = numbers.slice(input.offset, input.offset + input.limit);
  const total = Math.min(numbers.length, listedMembersMax);
  const rows = await readMembers(db, input, page);
  return { rows, total, more: more || numbers.length > total, searchedBy };
}

/** Numbers in order; `more`: not all were looked at. */
type Found = { readonly numbers: readonly number[]; readonly more: boolean };

async function numbersOf(
  db: Reader,
  { sort, offset, limit }: FilterMembersInput,
  conditions: readonly Condition[],
): Promise<Found> {
  for (const condition of conditions) {
    const few = await listFrom(db, condition, fewMax + 1);
    if (few === null || few.length > fewMax) continue;
    return { numbers: await sortFew(db, { few, conditions, from: condition, sort }), more: false };
  }
  const walked = await walk(db, sort, conditions);
  if (!walked.more || walked.numbers.length >= offset + limit) return walked;
  // What is looked for is not near the beginning of this order: better some of them than none.
  for (const condition of conditions) {
    const few = await listFrom(db, condition, readMax);
    if (few === null) continue;
    const sorted = await sortFew(db, { few, conditions, from: condition, sort });
    return { numbers: sorted, more: true };
  }
  return walked;
}

/** The first so many numbers that a condition's source gives; null if it has none. */
async function listFrom(
  db: Reader,
  { source }: Condition,
  limit: number,
): Promise<readonly number[] | null> {
  if (source === null) return null;
  return await listNumbers(
    db,
    sql`SELECT DISTINCT no FROM (SELECT no FROM (${source}) LIMIT ${limit} + 0)`,
  );
}

function conditionsOf({ filter, today }: FilterMembersInput): Condition[] {
  const { tierId, birthMonth, lineState, expiring, activity, tag } = filter;
  const conditions: Condition[] = [];
  const month = birthMonth === null ? null : String(birthMonth).padStart(2, '0');
  if (expiring) conditions.push(expiringWithin(today, addDays(today, expiringDays)));
  if (tierId !== null) {
    const also = lineState === null ? sql`` : sql` AND line_state = ${lineState}`;
    const born = month === null ? sql`` : sql` AND substr(birthday, 1, 2) = ${month}`;
    const source = sql`SELECT member_no AS no FROM member INDEXED BY member_by_facet
      WHERE tier_id = ${tierId}${also}${lineState === null ? sql`` : born}`;
    conditions.push({ test: sql<boolean>`tier_id = ${tierId}`, source, reads: false });
  }
  if (month !== null) {
    const test = sql<boolean>`substr(birthday, 1, 2) = ${month}`;
    const source = sql`SELECT member_no AS no FROM member INDEXED BY member_by_month
      WHERE birthday IS NOT NULL AND ${test}${tierId === null ? sql`` : sql` AND tier_id = ${tierId}`}`;
    conditions.push({ test, source, reads: false });
  }
  if (lineState !== null) {
    const test = sql<boolean>`line_state = ${lineState}`;
    const source =
      lineState === 'none'
        ? null
        : sql`SELECT member_no AS no FROM member INDEXED BY member_by_line
            WHERE line_state <> 'none' AND ${test}`;
    conditions.push({ test, source, reads: false });
  }
  if (activity !== null) conditions.push(activityOf(activity, today));
  if (tag !== null) conditions.push(withTag(foldTag(tag)));
  return conditions;
}

function activityOf(activity: 'active' | 'away' | 'never', today: CalendarDate): Condition {
  const since = Date.parse(`${addDays(today, -awayDays)}T00:00:00+08:00`);
  const test =
    activity === 'never'
      ? sql<boolean>`last_sale_at_ms IS NULL`
      : activity === 'away'
        ? sql<boolean>`last_sale_at_ms < ${since}`
        : sql<boolean>`last_sale_at_ms >= ${since}`;
  const source = sql`SELECT member_no AS no FROM member INDEXED BY member_by_last_sale WHERE ${test}`;
  return { test, source, reads: true, isOfSale: true };
}

function withTag(fold: string): Condition {
  const is = (remark: string) =>
    sql`${sql.ref(`${remark}.fold`)} = ${fold} AND ${sql.ref(`${remark}.fold`)} <> ''
      AND ${sql.ref(`${remark}.removed_at_ms`)} IS NULL`;
  return {
    test: taggedAs(is('tagged')),
    source: sql`SELECT member.member_no AS no FROM remark INDEXED BY remark_by_tag
      CROSS JOIN member ON member.member_id = ${survivorOf(sql`remark.member_id`)} WHERE ${is('remark')}`,
    reads: true,
  };
}

/** Members with a lot above 0 whose last day lies in the span. What debts take of it is not looked at. */
function expiringWithin(from: CalendarDate, to: CalendarDate): Condition {
  const lots = (memberId: RawBuilder<unknown>) => sql`SELECT 1 FROM ledger_entry
    WHERE ledger_entry.member_id = ${memberId} GROUP BY lot_id
    HAVING sum(points) > 0 AND min(expires_on) BETWEEN ${from} AND ${to}`;
  const holder = sql`coalesce(
    (SELECT into_id FROM member_alias WHERE member_alias.member_id = dated.member_id), dated.member_id)`;
  return {
    test: sql<boolean>`(EXISTS (${lots(sql`member.member_id`)})
      OR EXISTS (SELECT 1 FROM member_alias AS alias WHERE alias.into_id = member.member_id
        AND EXISTS (${lots(sql`alias.member_id`)})))`,
    source: sql`SELECT held.member_no AS no FROM (
        SELECT DISTINCT member_id FROM ledger_entry INDEXED BY ledger_by_expiry
        WHERE expires_on BETWEEN ${from} AND ${to}) AS dated
      CROSS JOIN member AS held ON held.member_id = ${holder}`,
    reads: true,
    isRough: true,
  };
}

/** The column an order goes by, best first. Members without a sale come last. */
const orders = {
  name: { walk: sql`name_key, member_no`, index: sql`member_by_name` },
  'last-sale': { walk: sql`last_sale_at_ms DESC, member_no`, index: sql`member_by_last_sale` },
  points: { walk: sql`points DESC, member_no`, index: sql`member_by_points` },
  joined: { walk: sql`joined_on DESC, member_no`, index: sql`member_by_joined` },
} as const;

/** Along an index backwards rows of one value come in falling order: so no sorting is needed. */
const walks = {
  name: sql`name_key, member_no`,
  'last-sale': sql`last_sale_at_ms DESC`,
  points: sql`points DESC`,
  joined: sql`joined_on DESC`,
} as const;

async function pageOfAll(db: Reader, input: FilterMembersInput): Promise<FilteredMembers> {
  const numbers = await listNumbers(
    db,
    sql`SELECT member_no AS no FROM member INDEXED BY ${orders[input.sort].index}
      ORDER BY ${walks[input.sort]} LIMIT ${input.limit} + 0 OFFSET ${input.offset} + 0`,
  );
  const { rows } = await sql<{ n: number }>`SELECT n FROM tally WHERE name = 'member'`.execute(db);
  const total = rows[0]?.n ?? 0;
  return { rows: await readMembers(db, input, numbers), total, more: false, searchedBy: 'all' };
}

async function sortFew(
  db: Reader,
  given: {
    readonly few: readonly number[];
    readonly conditions: readonly Condition[];
    readonly from: Condition;
    readonly sort: MemberSort;
  },
): Promise<readonly number[]> {
  const { few, conditions, from, sort } = given;
  const others = conditions.filter((one) => one !== from || one.isRough === true);
  return await listNumbers(
    db,
    sql`SELECT member.member_no AS no FROM json_each(${JSON.stringify(few)}) AS few
      CROSS JOIN member ON member.member_no = few.value
      WHERE ${allOf(others)} ORDER BY ${orders[sort].walk} LIMIT ${listedMembersMax + 1}`,
  );
}

/** Along the order's index: first what the index itself tells, then, of so many, what needs reading. */
async function walk(
  db: Reader,
  sort: MemberSort,
  conditions: readonly Condition[],
): Promise<Found> {
  const told = conditions.filter((one) => !needsReading(one, sort));
  const read = conditions.filter((one) => needsReading(one, sort));
  const limit = read.length === 0 ? listedMembersMax + 1 : readMax;
  const inOrder = sql`SELECT * FROM member INDEXED BY ${orders[sort].index}
    WHERE ${allOf(told)} ORDER BY ${walks[sort]} LIMIT ${limit} + 0`;
  if (read.length === 0)
    return {
      numbers: await listNumbers(db, sql`SELECT member_no AS no FROM (${inOrder})`),
      more: false,
    };
  const { rows } = await sql<{ no: number; is: number }>`
    SELECT member_no AS no, ${allOf(read)} AS "is" FROM (${inOrder}) AS member`.execute(db);
  const numbers = rows.filter((row) => row.is === 1).map((row) => row.no);
  return { numbers, more: rows.length === readMax };
}

/** The orders by sale, points and joining carry tier, LINE and month; that by sale the sale. */
function needsReading({ reads, isOfSale }: Condition, sort: MemberSort): boolean {
  return sort === 'name' || (reads && !(isOfSale === true && sort === 'last-sale'));
}

function allOf(conditions: readonly Condition[]): RawBuilder<unknown> {
  if (conditions.length === 0) return sql`true`;
  return sql.join(
    conditions.map(({ test }) => test),
    sql` AND `,
  );
}

async function listNumbers(db: Reader, query: RawBuilder<unknown>): Promise<readonly number[]> {
  const { rows } = await sql<{ no: number }>`${query}`.execute(db);
  return rows.map(({ no }) => no);
}

type MemberRowInDb = Parameters<typeof memberOf>[0];

/** The members of these numbers, in their order. */
async function readMembers(
  db: Reader,
  { today }: FilterMembersInput,
  numbers: readonly number[],
): Promise<FilteredMembers['rows']> {
  const { rows } = await sql<MemberRowInDb>`
    SELECT member.* FROM json_each(${JSON.stringify(numbers)}) AS page
      CROSS JOIN member ON member.member_no = page.value ORDER BY page.key`.execute(db);
  const memberIds: readonly MemberId[] = rows.map((row) => row.member_id);
  const points = await listBalances(db, { memberIds, today });
  return rows.map((row) => ({ ...memberOf(row), points: points.get(row.member_id) ?? 0 }));
}

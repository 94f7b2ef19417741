import type { CounterCallOut, MemberListRow } from '../contract/counter-calls.ts';
import { tagsMax } from '../contract/remarks.ts';
import { maskName } from '../domain/member-name.ts';
import { maskMobile } from '../domain/mobile-number.ts';
import type { Tier } from '../domain/program.ts';
import type { CalendarDate } from '../domain/time.ts';
import { filterMembers, type FilterMembersInput } from '../db/filter-members.ts';
import { findMembers, type FoundMember } from '../db/find-members.ts';
import type { Reader } from '../db/handles.ts';
import { findProgramInForce } from '../db/programs.ts';
import { listTagsOf } from '../db/remarks.ts';
import { listUntold } from '../db/untold-members.ts';

/** A choice of more than this is none: nobody needs to know how many more. */
const choiceCountMax = 1_000;

/** The first of those a text finds, masked; `today` decides which points still count. */
export async function listMembers(
  db: Reader,
  input: {
    readonly text: string;
    readonly offset: number;
    readonly limit: number;
    readonly today: CalendarDate;
  },
): Promise<CounterCallOut<'member:find'>> {
  const { more, ...found } = await findMembers(db, { ...input, countMax: choiceCountMax });
  const rows = await listedRows(db, found.rows, input.today);
  return more ? { ...found, rows, more } : { ...found, rows };
}

async function listedRows(
  db: Reader,
  rows: readonly FoundMember[],
  today: CalendarDate,
): Promise<MemberListRow[]> {
  const program = await findProgramInForce(db, today);
  const tiers = program?.tiers ?? [];
  const untold = await listUntold(
    db,
    rows.map(({ memberId }) => memberId),
  );
  const tags = await listTagsOf(
    db,
    rows.map(({ memberId }) => memberId),
  );
  return rows.map((member) => {
    const own = tags.get(member.memberId)?.slice(0, tagsMax);
    const bare = listRow(member, tiers);
    const row = own === undefined ? bare : { ...bare, tags: own };
    return untold.has(member.memberId) ? { ...row, untold: true } : row;
  });
}

/** The same under filters and an order; `more` = not all that fit can be paged through. */
export async function listFilteredMembers(
  db: Reader,
  input: FilterMembersInput,
): Promise<CounterCallOut<'manager:members'>> {
  const found = await filterMembers(db, input);
  return { ...found, rows: await listedRows(db, found.rows, input.today) };
}

/** A member as the list shows it, masked. */
export function listRow(member: FoundMember, tiers: readonly Tier[]): MemberListRow {
  const { memberId, cardCode, tierId, points, lineState, joinedOn, lastSaleAtMs } = member;
  return {
    memberId,
    nameMasked: maskName(member.name),
    mobileMasked: member.mobile === null ? null : maskMobile(member.mobile),
    cardCode,
    tierId,
    tierName: tiers.find((tier) => tier.tierId === tierId)?.name ?? null,
    points,
    lineState,
    joinedOn,
    lastSaleAtMs,
  };
}

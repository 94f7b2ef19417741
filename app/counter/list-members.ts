import type { CounterCallOut, MemberListRow } from '../contract/counter-calls.ts';
import { maskName } from '../domain/member-name.ts';
import { maskMobile } from '../domain/mobile-number.ts';
import type { Tier } from '../domain/program.ts';
import type { CalendarDate } from '../domain/time.ts';
import { findMembers, type FoundMember } from '../db/find-members.ts';
import type { Reader } from '../db/handles.ts';
import { findProgramInForce } from '../db/programs.ts';
import { listUntold } from '../db/untold-members.ts';

/** A page of the member list, masked; `today` decides which points still count. */
export async function listMembers(
  db: Reader,
  input: {
    readonly text: string;
    readonly offset: number;
    readonly limit: number;
    readonly today: CalendarDate;
  },
): Promise<CounterCallOut<'member:find'>> {
  const { rows, total, searchedBy } = await findMembers(db, input);
  const program = await findProgramInForce(db, input.today);
  const tiers = program?.tiers ?? [];
  const untold = await listUntold(
    db,
    rows.map(({ memberId }) => memberId),
  );
  const listed = rows.map((member) => {
    const row = listRow(member, tiers);
    return untold.has(member.memberId) ? { ...row, untold: true } : row;
  });
  return { rows: listed, total, searchedBy };
}

function listRow(member: FoundMember, tiers: readonly Tier[]): MemberListRow {
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

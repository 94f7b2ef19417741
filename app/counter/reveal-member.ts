import type { CounterCallOut } from '../contract/counter-calls.ts';
import type { MemberId } from '../domain/ids.ts';
import { toNational } from '../domain/mobile-number.ts';
import type { Reader } from '../db/handles.ts';
import { findMember } from '../db/members.ts';

/** A member's name and number in full. An unknown id gives empty ones: the row went away meanwhile. */
export async function revealMember(
  db: Reader,
  memberId: MemberId,
): Promise<CounterCallOut<'member:reveal'>> {
  const member = await findMember(db, memberId);
  if (member === null) return { name: '', mobile: null };
  return { name: member.name, mobile: member.mobile === null ? null : toNational(member.mobile) };
}

import type { CounterCallOut } from '../contract/counter-calls.ts';
import type { MemberId } from '../domain/ids.ts';
import { toNational } from '../domain/mobile-number.ts';
import { findMember } from '../db/members.ts';
import type { Engine } from './engine.ts';
import { recordStaffAct } from './record-staff-act.ts';

type Revealed = CounterCallOut<'member:reveal'>;

/**
 * A member's name and number in full, once it is on record who looked: where that cannot be recorded nothing is
 * shown, and this throws. An unknown id gives empty ones: the row went away meanwhile.
 */
export async function revealMember(engine: Engine, memberId: MemberId): Promise<Revealed> {
  const { newId } = engine.deps;
  const answer = await engine.act(async (trx, scene) => {
    const member = await findMember(trx, memberId);
    if (member === null) return { notice: 'keep', answer: { name: '', mobile: null } as Revealed };
    const act = { what: 'revealed', member: member.memberId } as const;
    await recordStaffAct(trx, scene, { act, newId });
    const mobile = member.mobile === null ? null : toNational(member.mobile);
    return { notice: 'keep', answer: { name: member.name, mobile } as Revealed };
  });
  if ('kind' in answer) throw new Error('who looked could not be recorded');
  engine.deps.requestSync();
  return answer;
}

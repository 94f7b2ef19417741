import type { MemberId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { tierOn } from '../../app/domain/tiers.ts';
import { tierFacts, withTier } from '../apply/member-facts.ts';
import { insertChanges } from '../db/changes.ts';
import type { NewChange } from '../db/changes.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listAliases } from '../db/member-aliases.ts';
import { listMembersById, lockMembers, markMember, publicMember } from '../db/members.ts';
import { listMemberSales } from '../db/settled-sales.ts';
import type { Night } from './nightly.ts';
import { tellTiers } from './tell-tiers.ts';
import type { JudgedTier } from './tell-tiers.ts';

/**
 * Judges anew the tiers of members whose period is over, or whose tier the program does not have (any
 * more): what they spent in the window, net of refunds, decides, and a new period begins. Returns how
 * many changed.
 */
export async function lowerTiers(
  trx: HqTrx,
  memberIds: readonly MemberId[],
  night: Pick<Night, 'day' | 'nowMs' | 'memberPageUrl'> & { readonly program: Program },
): Promise<number> {
  const { day, program } = night;
  await lockMembers(trx, memberIds);
  const members = await listMembersById(trx, memberIds);
  const sales = await listMemberSales(trx, await listAliases(trx, memberIds));
  const changes: NewChange[] = [];
  const judged: JudgedTier[] = [];
  for (const member of members.values()) {
    if (member.mergedInto !== null) continue;
    const facts = tierFacts(program, member, sales.get(member.memberId) ?? [], day);
    const change = tierOn(program, facts, day);
    const now = withTier(member, change, day);
    if (now === member) continue;
    await markMember(trx, now);
    changes.push({ kind: 'member', member: publicMember(now) });
    judged.push({ member: now, change, spentMinor: facts.spentMinor });
  }
  await tellTiers(trx, judged, night);
  await insertChanges(trx, changes);
  return changes.length;
}

import type { MemberId } from '../../app/domain/ids.ts';
import { insertChanges } from '../db/changes.ts';
import type { NewChange } from '../db/changes.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listMembersById, publicMember } from '../db/members.ts';

/** Tells the counters of a member as they are now, after what else they must hear. Last in a transaction. */
export async function tellOfMember(
  trx: HqTrx,
  memberId: MemberId,
  others: readonly NewChange[] = [],
): Promise<void> {
  const member = (await listMembersById(trx, [memberId])).get(memberId);
  const row: NewChange[] =
    member === undefined ? [] : [{ kind: 'member', member: publicMember(member) }];
  await insertChanges(trx, [...row, ...others]);
}

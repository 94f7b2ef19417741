import type { AdminRemark } from '../../app/contract/hq-admin-remarks.ts';
import { nameKey } from '../../app/db/name-grams.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listAliases } from '../db/member-aliases.ts';
import { listMembersById } from '../db/members.ts';
import { listNewestRemarks } from '../db/remarks.ts';
import { maskForPeople } from '../server/members-for-people.ts';

/** Far above what counters let anybody write about the members of one exception. */
const readMax = 2_000;

/**
 * What shops remarked about these members, under the ids merged into them too, newest first. A tag that two
 * counters gave at one moment stands once, as the one who gave it first wrote it.
 */
export async function readRemarks(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<AdminRemark[]> {
  const { rootOf, idsOf } = await listAliases(db, memberIds);
  const rows = await listNewestRemarks(db, [...idsOf.values()].flat(), readMax);
  const members = await listMembersById(db, [...idsOf.keys()]);
  const tags = new Set<string>();
  const isFirst = (memberId: MemberId, text: string): boolean => {
    const key = JSON.stringify([memberId, nameKey(text)]);
    const isNew = !tags.has(key);
    tags.add(key);
    return isNew;
  };
  const shown = rows.toReversed().flatMap((row): AdminRemark[] => {
    const { remarkId, kind, text, atMs, by, storeName } = row;
    const memberId = rootOf.get(row.memberId) ?? row.memberId;
    if (kind === 'tag' && !isFirst(memberId, text)) return [];
    const memberName = maskForPeople(members.get(memberId)?.name ?? '');
    const staffName = by?.name ?? null;
    return [{ remarkId, memberId, memberName, kind, text, atMs, staffName, storeName }];
  });
  return shown.toReversed();
}

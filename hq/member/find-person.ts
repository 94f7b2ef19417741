import type { MemberId } from '../../app/domain/ids.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { findLineAccount } from '../db/line-accounts.ts';
import type { LineAccount } from '../db/line-accounts.ts';
import { listAliases } from '../db/member-aliases.ts';
import type { Aliases } from '../db/member-aliases.ts';
import { listMembersById } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';

/** The member a LINE user is bound to: the survivor, with every id that is theirs. */
export type Person = {
  readonly member: HqMember;
  readonly ids: readonly MemberId[];
  readonly aliases: Aliases;
  readonly account: LineAccount;
};

/** Who a LINE user is; null when bound to nobody. */
export async function findPerson(db: HqHandle, lineUserId: string): Promise<Person | null> {
  const account = await findLineAccount(db, lineUserId);
  if (account === null) return null;
  const aliases = await listAliases(db, [account.memberId]);
  const root = aliases.rootOf.get(account.memberId) ?? account.memberId;
  const member = (await listMembersById(db, [root])).get(root);
  if (member === undefined) return null;
  return { member, ids: aliases.idsOf.get(root) ?? [root], aliases, account };
}

import type { MemberId } from '../../app/domain/ids.ts';
import { lockPerson } from '../apply/reserve-rights.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { deleteLineAccounts, deleteLineUser, findLineAccount } from '../db/line-accounts.ts';
import { tellOfMember } from './member-changes.ts';

/**
 * Takes a LINE user off their member: everything stays with the member, and messages that wait are not sent. Of
 * two members with LINE who were merged only the account that asks goes, and the other is told from then on.
 * Possible at any time, and again. Null when the LINE user was bound to nobody.
 */
export async function unlinkLineUser(trx: HqTrx, lineUserId: string): Promise<MemberId | null> {
  const account = await findLineAccount(trx, lineUserId);
  if (account === null) return null;
  const { memberId } = account;
  const person = (await lockPerson(trx, memberId)) ?? { root: memberId, ids: [memberId] };
  await deleteLineUser(trx, lineUserId, person);
  await tellOfMember(trx, person.root);
  return person.root;
}

/** Takes every LINE account off a member. Returns how many there were. */
export async function unlinkMember(trx: HqTrx, memberId: MemberId): Promise<number> {
  const person = await lockPerson(trx, memberId);
  if (person === null) return 0;
  const count = await deleteLineAccounts(trx, person.ids);
  if (count > 0) await tellOfMember(trx, person.root);
  return count;
}

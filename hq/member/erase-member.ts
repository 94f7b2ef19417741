import type { MemberId } from '../../app/domain/ids.ts';
import { lockPerson } from '../apply/reserve-rights.ts';
import { erasePersonalData } from '../db/erase-member.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { tellOfMember } from './member-changes.ts';

/**
 * Deletes a member's personal data for good, at HQ and, by the change that tells of it, at every counter: no
 * name, number, birthday, card or LINE account finds them any more. The id stays with its ledger, which must
 * add up, and with nothing that says whose it is. Null for a member HQ does not know.
 * `beforeTelling` takes what many wait for and what comes before the stream's own lock: the long part is over then.
 */
export async function eraseMember(
  trx: HqTrx,
  memberId: MemberId,
  beforeTelling: () => Promise<void> = async () => undefined,
): Promise<MemberId | null> {
  const person = await lockPerson(trx, memberId);
  if (person === null) return null;
  await erasePersonalData(trx, person.ids);
  await beforeTelling();
  await tellOfMember(trx, person.root);
  return person.root;
}

import type { MemberId } from '../domain/ids.ts';
import type { Trx } from '../db/handles.ts';
import { findMember } from '../db/members.ts';
import { deny, type Act } from './act.ts';
import { say } from './notice-codes.ts';
import { placeMember } from './place-member.ts';
import type { Scene } from './scene.ts';

/** Puts a member found by name or number on the sale: may earn, may not use vouchers. */
export async function attachMember(trx: Trx, scene: Scene, memberId: MemberId): Promise<Act> {
  const member = await findMember(trx, memberId);
  if (member === null) return deny(say('member-unknown', {}));
  return await placeMember(trx, scene, { member, identifiedBy: 'search' });
}

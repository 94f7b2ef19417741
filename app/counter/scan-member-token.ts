import { tokenAge } from '../domain/member-token.ts';
import { maskName } from '../domain/member-name.ts';
import { findMemberByTail } from '../db/find-member-by-tail.ts';
import type { Reader, Trx } from '../db/handles.ts';
import { listHqKeys } from '../db/hq-keys.ts';
import type { Member } from '../db/members.ts';
import { verifyMemberToken } from '../db/sign-member-token.ts';
import type { VerifiedMemberToken } from '../db/sign-member-token.ts';
import { findUsedToken, takeToken } from '../db/used-tokens.ts';
import { answer, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { parkingRefusal } from './park-sale.ts';
import { placeMember } from './place-member.ts';
import type { Scene } from './scene.ts';

/**
 * A member's code of this minute was scanned. HQ's signature says who it is, however old the code: the
 * member comes on the sale as by a card. Only a code of this minute, by a clock that can be trusted, and
 * taken here for the first time, makes them the one who may redeem where the program asks for that.
 */
export async function scanMemberToken(trx: Trx, scene: Scene, text: string): Promise<Act> {
  const found = await findTokenMember(trx, text);
  if ('notice' in found) return answer(found.notice);
  const { token, member } = found;
  const { memberId } = member;
  // Before the token is taken: a scan that finds no room for the sale before it uses nothing up.
  const noRoom = await parkingRefusal(trx, scene, memberId);
  if (noRoom !== null) return answer(noRoom);
  const { hqTime } = scene.moment;
  const { key: tokenKey } = token;
  const age = tokenAge(token, hqTime);
  if (age === 'fresh') {
    const takenAtMs = hqTime.nowMs;
    if (await takeToken(trx, { tokenKey, memberId, text, takenAtMs }))
      return await placeMember(trx, scene, { member, identifiedBy: 'token', isScan: true });
    const isOfSale = scene.sale.memberId === memberId && scene.sale.identifiedBy === 'token';
    const last = isOfSale ? await findUsedToken(trx, memberId) : null;
    if (last?.tokenKey === tokenKey) {
      return answer(say('member-token-on-sale', { name: maskName(member.name) }));
    }
  }
  const note = weakNote(scene, member, age === 'fresh' ? 'used' : age);
  return await placeMember(trx, scene, { member, identifiedBy: 'scan', note, isScan: true });
}

/** Whose token it is, once HQ's signature was checked; else what to say. */
export async function findTokenMember(
  db: Reader,
  text: string,
): Promise<
  | { readonly token: VerifiedMemberToken; readonly member: Member }
  | { readonly notice: NoticeDraft }
> {
  const token = verifyMemberToken(await listHqKeys(db), text);
  if (token === null) return { notice: say('member-token-invalid', {}) };
  const member = await findMemberByTail(db, token.memberTail);
  return member === null ? { notice: say('member-token-unknown', {}) } : { token, member };
}

/** Why a good token counts as a card only; null where a card is all the program asks for. */
function weakNote(
  { program }: Scene,
  member: Member,
  why: 'used' | 'expired' | 'early' | 'clock-unsure',
): NoticeDraft | null {
  if (program?.redeemNeeds !== 'token') return null;
  const name = maskName(member.name);
  switch (why) {
    case 'used':
      return say('member-token-used', { name });
    case 'clock-unsure':
    case 'early':
      // By HQ's own clock no code is from the future: one of the two is wrong.
      return say('member-token-clock', { name });
    case 'expired':
      return say('member-token-expired', { name });
  }
}

import type { MemberStubEvent } from '../../app/contract/events.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { HqMember } from '../db/members.ts';
import type { BatchState } from './batch-state.ts';
import { eventAtMs } from './event-at.ts';
import type { Found, Verdict } from './make-effects.ts';

/**
 * A member enrolled at a counter becomes HQ's member at once. A mobile number or card that belongs
 * to somebody already does not stop it: points may hang on this id. A person merges the two later.
 */
export function applyMemberStub(state: BatchState, event: MemberStubEvent): Verdict {
  const { body } = event;
  const atMs = eventAtMs(event);
  const shared = { eid: event.eid, firstOfEid: true, type: event.type, atMs };
  const existing = state.members.get(event.member);
  if (existing !== undefined && !existing.placeholder) {
    const detail = { memberId: event.member };
    return { ...shared, status: 'duplicate', found: [{ kind: 'member-known', detail }] };
  }
  const found: Found[] = [];
  const mobileOwner = state.ownerOfMobile.get(body.mobile);
  if (mobileOwner !== undefined) {
    found.push({
      kind: 'mobile-known',
      detail: { memberId: event.member, otherMemberId: mobileOwner },
    });
  }
  const codeOwner = state.ownerOfCode.get(body.cardCode);
  if (codeOwner !== undefined) {
    const detail = { memberId: event.member, otherMemberId: codeOwner, cardCode: body.cardCode };
    found.push({ kind: 'card-code-known', detail });
  }
  const member: HqMember = {
    memberId: event.member,
    name: body.name,
    mobile: body.mobile,
    mobileShared: mobileOwner !== undefined,
    birthday: body.birthday,
    tierId: body.tierId,
    cardCodes: codeOwner === undefined && body.cardCode !== '' ? [body.cardCode] : [],
    lineState: existing?.lineState ?? 'none',
    lineUserId: existing?.lineUserId ?? null,
    joinedOn: businessDate(atMs),
    placeholder: false,
  };
  const kind = existing === undefined ? 'new' : 'known-now';
  return { ...shared, status: 'applied', found, member: { kind, member } };
}

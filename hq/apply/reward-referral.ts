import type { AwardEvent } from '../../app/contract/events.ts';
import type { Program } from '../../app/domain/program.ts';
import type { HqMember } from '../db/members.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import type { Found } from './make-effects.ts';

/**
 * Whether a sale gave the reward of an invitation, and whether it was due: once per member, and only
 * for the inviter HQ knows of. What was given stays given; a person is told.
 */
export function rewardReferral(
  state: BatchState,
  event: AwardEvent,
  member: HqMember,
  program: Program | null,
): { readonly member: HqMember; readonly found: readonly Found[] } {
  const { inviterId } = event.body.facts;
  if (inviterId === null || !isRewarded(event, program)) return { member, found: [] };
  const about = { memberId: member.memberId, inviterId };
  if (member.referralEid !== null) {
    const detail = { ...about, first: { eid: member.referralEid }, second: secondOf(event) };
    return { member, found: [{ kind: 'referral-given-twice', detail }] };
  }
  const held = member.inviterId;
  const isDue = held !== null && rootOf(state, held) === rootOf(state, inviterId);
  const found = isDue
    ? []
    : [{ kind: 'referral-not-due', detail: { ...about, heldInviterId: held } }];
  return { member: { ...member, referralEid: event.eid }, found };
}

function secondOf(event: AwardEvent) {
  return { eid: event.eid, saleId: event.body.saleId, saleNo: event.body.saleNo };
}

function isRewarded({ body, member }: AwardEvent, program: Program | null): boolean {
  if ([...body.entries, ...body.issued].some((one) => one.memberId !== member)) return true;
  const gifts = program?.gifts.filter(
    ({ on }) => on === 'referral-invitee' || on === 'referral-inviter',
  );
  return gifts?.some(({ giftId }) => body.giftIds.includes(giftId)) ?? false;
}

import { memberStubEventSchema } from '../contract/events.ts';
import type { EventId, MemberId } from '../domain/ids.ts';
import { makeMemberCardCode, memberCardSerialMax } from '../domain/member-code.ts';
import { maskName } from '../domain/member-name.ts';
import { normalizeMobile } from '../domain/mobile-number.ts';
import { isCalendarDate } from '../domain/time.ts';
import { appendEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import { findMember, findMemberByCode, findMemberByMobile, upsertMembers } from '../db/members.ts';
import { raiseTimeFloor } from '../db/sync-state.ts';
import { done, type Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import { placeMember } from './place-member.ts';
import type { CounterDeps } from './ports.ts';
import type { Scene } from './scene.ts';

/** Names the wording of the privacy notice (個資法 art. 8) that the enrolment form shows. */
export const consentTextVersion = '2026-11';

/** How often a card code is drawn again when it is taken; among 10^10 once is already rare. */
const drawsMax = 20;

export type EnrolInput = {
  readonly name: string;
  readonly mobile: string;
  readonly birthday: string | null;
};
export type EnrolAct = {
  readonly notice: Act['notice'];
  readonly answer: { kind: 'done'; memberId: MemberId } | { kind: 'refused'; code: string };
};

/**
 * Enrols a member on the spot, usable at once, and puts them on the sale. A number that is known
 * already enrols nobody: its member comes on the sale and the cashier is told.
 */
export async function enrolMember(
  trx: Trx,
  scene: Scene,
  {
    input,
    newId,
    randomBytes,
  }: { readonly input: EnrolInput } & Pick<CounterDeps, 'newId' | 'randomBytes'>,
): Promise<EnrolAct> {
  const mobile = normalizeMobile(input.mobile);
  if (mobile === null) return refuse(say('mobile-invalid', {}));
  const birthday = input.birthday === null ? null : monthAndDay(input.birthday);
  if (birthday === undefined) return refuse(say('birthday-invalid', {}));
  const known = await findMemberByMobile(trx, mobile);
  if (known !== null) {
    await placeMember(trx, scene, { member: known, identifiedBy: 'search' });
    return {
      notice: say('member-known-already', { name: maskName(known.name) }),
      answer: { ...done, memberId: known.memberId },
    };
  }
  const tierId = scene.program?.tiers[0]?.tierId;
  if (tierId === undefined) return refuse(say('program-missing', {}));
  const { moment, settings } = scene;
  const event = memberStubEventSchema.parse({
    eid: newId<EventId>(),
    v: 1,
    type: 'member_stub',
    store: settings.mode === 'hq' ? settings.storeId : null,
    bizDate: moment.today,
    t: moment.eventTime,
    member: newId<MemberId>(),
    body: {
      name: input.name.trim(),
      mobile,
      birthday,
      cardCode: await drawCardCode(trx, randomBytes),
      tierId,
      consent: { textVersion: consentTextVersion, atMs: moment.nowMs },
    },
  });
  const { member: memberId, body } = event;
  await appendEvent(trx, { event, recordedAtMs: moment.nowMs });
  await raiseTimeFloor(trx, moment.nowMs);
  const row = { memberId, name: body.name, mobile, birthday, tierId, cardCodes: [body.cardCode] };
  await upsertMembers(trx, {
    members: [{ ...row, lineState: 'none', joinedOn: moment.today }],
    source: 'counter',
  });
  const member = await findMember(trx, memberId);
  if (member === null) throw new Error('the member just stored is not there');
  await placeMember(trx, scene, { member, identifiedBy: 'search' });
  return {
    notice: say('member-enrolled', { name: maskName(member.name), cardCode: body.cardCode }),
    answer: { ...done, memberId },
  };
}

function refuse(notice: NoticeDraft): EnrolAct {
  return { notice, answer: { kind: 'refused', code: notice.code } };
}

/** `MM-DD` out of `MM-DD` or `YYYY-MM-DD`, 29 February included; undefined when there is no such day. */
function monthAndDay(text: string): string | undefined {
  const match = /^(?:\d{4}-)?(\d{2}-\d{2})$/.exec(text);
  const day = match?.[1];
  return day !== undefined && isCalendarDate(`2024-${day}`) ? day : undefined;
}

async function drawCardCode(trx: Trx, randomBytes: CounterDeps['randomBytes']): Promise<string> {
  for (let draw = 0; draw < drawsMax; draw += 1) {
    // Six bytes are 28,000 times the range, so that no serial is noticeably likelier than another.
    const number = randomBytes(6).reduce((sum, byte) => sum * 256 + byte, 0);
    const code = makeMemberCardCode(number % (memberCardSerialMax + 1));
    if ((await findMemberByCode(trx, code)) === null) return code;
  }
  throw new Error('no free card code found: the random source repeats itself');
}

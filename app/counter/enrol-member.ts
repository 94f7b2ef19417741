import { memberStubEventSchema, type MemberStubEvent } from '../contract/events.ts';
import { birthdayOn } from '../domain/birthday-facts.ts';
import { expiryFor } from '../domain/expiry.ts';
import { occasionGifts, type Given } from '../domain/gifts.ts';
import type { EventId, LotId, MemberId, VoucherId } from '../domain/ids.ts';
import { makeMemberCardCode, memberCardSerialMax } from '../domain/member-code.ts';
import { maskName } from '../domain/member-name.ts';
import { normalizeMobile } from '../domain/mobile-number.ts';
import type { LocalizedText, Program } from '../domain/program.ts';
import { noticeWords } from '../domain/reason-words.ts';
import type { UseCount } from '../domain/sale.ts';
import { formatClock, isCalendarDate } from '../domain/time.ts';
import { makeVoucherCode } from '../domain/voucher-code.ts';
import { appendEvent } from '../db/events.ts';
import type { Trx } from '../db/handles.ts';
import { findMember, findMemberByCode, findMemberByMobile } from '../db/members.ts';
import { insertEffects } from '../db/record-effects.ts';
import { done, type Act } from './act.ts';
import { storeOf } from './evaluate-scene.ts';
import { countUses } from './gather-member-state.ts';
import { joinWords } from './join-words.ts';
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
  /** The inviting member's card code as read or typed; null without one. */
  readonly invitedByCode: string | null;
};
export type EnrolAct = {
  readonly notice: Act['notice'];
  readonly answer: { kind: 'done'; memberId: MemberId } | { kind: 'refused'; code: string };
};

type Made = Pick<CounterDeps, 'newId' | 'randomBytes'>;

/**
 * Enrols a member on the spot, usable at once and with the gifts of joining, and puts them on the sale.
 * A number that is known already enrols nobody: its member comes on the sale and the cashier is told. One that
 * somebody of another name only stated in LINE is not known: HQ keeps both apart until a person there decides.
 * An inviter's code nobody knows here goes to HQ as it is, which may know it.
 */
export async function enrolMember(
  trx: Trx,
  scene: Scene,
  { input, newId, randomBytes }: { readonly input: EnrolInput } & Made,
): Promise<EnrolAct> {
  const mobile = normalizeMobile(input.mobile);
  if (mobile === null) return refuse(say('mobile-invalid', {}));
  const birthday = input.birthday === null ? null : monthAndDay(input.birthday);
  if (birthday === undefined) return refuse(say('birthday-invalid', {}));
  const known = await findMemberByMobile(trx, { mobile, name: input.name });
  if (known !== null) {
    await placeMember(trx, scene, { member: known, identifiedBy: 'search' });
    return {
      notice: say('member-known-already', { name: maskName(known.name) }),
      answer: { ...done, memberId: known.memberId },
    };
  }
  const { program } = scene;
  const tierId = program?.tiers[0]?.tierId;
  if (program === null || tierId === undefined) return refuse(say('program-missing', {}));
  const cardCode = await drawCardCode(trx, randomBytes);
  const invitedByCode = input.invitedByCode?.trim() || null;
  const inviter = invitedByCode === null ? null : await findMemberByCode(trx, invitedByCode);
  const joining = { name: input.name.trim(), mobile, birthday, cardCode, tierId, invitedByCode };
  const memberId = newId<MemberId>();
  const { today } = scene.moment;
  const storeName = scene.store?.name ?? null;
  const useCounts = await countUses(trx, { program, memberId, inviterId: null, today, storeName });
  const given = joiningGifts(scene, program, { memberId, birthday, tierId, useCounts });
  const event = composeStub(scene, program, { memberId, joining, given, newId, randomBytes });
  await recordStub(trx, scene, event, { given, inviterId: inviter?.memberId ?? null });
  const member = await findMember(trx, memberId);
  if (member === null) throw new Error('the member just stored is not there');
  await placeMember(trx, scene, { member, identifiedBy: 'search' });
  const isInviterUnknown = invitedByCode !== null && inviter === null;
  const unknownCode = isInviterUnknown ? invitedByCode : null;
  return { notice: enrolledNotice(event, given, unknownCode), answer: { ...done, memberId } };
}

type Joining = Pick<
  MemberStubEvent['body'],
  'name' | 'mobile' | 'birthday' | 'cardCode' | 'tierId' | 'invitedByCode'
>;

/** What the program gives for joining now, here. */
function joiningGifts(
  { moment, settings }: Scene,
  program: Program,
  member: {
    readonly memberId: MemberId;
    readonly birthday: string | null;
    readonly tierId: string;
    readonly useCounts: readonly UseCount[];
  },
): Given {
  const { today: date, nowMs } = moment;
  const at = { date, time: formatClock(nowMs), storeId: storeOf(settings), channel: 'counter' };
  const state = { birthday: birthdayOn(member.birthday, date), joinedOn: date, saleCount: 0 };
  const occasion = { at, state, tierId: member.tierId };
  return occasionGifts(program, member.memberId, 'sign-up', occasion, member.useCounts);
}

function composeStub(
  { moment, settings, who }: Scene,
  program: Program,
  {
    memberId,
    joining,
    given,
    newId,
    randomBytes,
  }: { readonly memberId: MemberId; readonly joining: Joining; readonly given: Given } & Made,
): MemberStubEvent {
  const { points, issued, giftIds } = given;
  const expiresOn = expiryFor(program.expiry, moment.today);
  const earned = { leg: 0, kind: 'earn' as const, memberId, points, expiresOn };
  return memberStubEventSchema.parse({
    eid: newId<EventId>(),
    v: 1,
    type: 'member_stub',
    store: storeOf(settings),
    bizDate: moment.today,
    t: moment.eventTime,
    ...who,
    member: memberId,
    body: {
      ...joining,
      issued: issued.map((voucher) => ({
        ...voucher,
        voucherId: newId<VoucherId>(),
        code: makeVoucherCode(randomBytes(16)),
      })),
      entries: points === 0 ? [] : [{ ...earned, lotId: newId<LotId>() }],
      program: { id: program.programId, version: program.version },
      giftIds: [...giftIds],
      consent: { textVersion: consentTextVersion, atMs: moment.nowMs },
    },
  });
}

async function recordStub(
  trx: Trx,
  { moment }: Scene,
  event: MemberStubEvent,
  { given, inviterId }: { readonly given: Given; readonly inviterId: MemberId | null },
): Promise<void> {
  const atMs = moment.nowMs;
  await appendEvent(trx, { event, recordedAtMs: atMs });
  const uses = given.giftIds.map((id) => ({ id, n: 1 }));
  const effects = { reasons: [], uses, usesOn: event.bizDate, cancelled: [], inviterId };
  await insertEffects(trx, { event, atMs, effects });
}

function enrolledNotice(
  { body }: MemberStubEvent,
  given: Given,
  unknownCode: string | null,
): NoticeDraft {
  const { cardCode } = body;
  const told = { name: maskName(body.name), cardCode };
  if (unknownCode !== null)
    return say('member-enrolled-inviter-unknown', { ...told, code: unknownCode });
  const points = given.points === 0 ? [] : [pointsWords(given.points)];
  const extra = joinWords([...points, ...given.notices.map(noticeWords)]);
  return extra === null
    ? say('member-enrolled', told)
    : say('member-enrolled-with', { ...told, extra });
}

function pointsWords(points: number): LocalizedText {
  return { 'zh-TW': `送 ${points} 點`, en: `${points} points given` };
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

import type { MemberReferral } from '../../app/contract/member-pages.ts';
import type { Language } from '../../app/contract/language.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { countInvited } from '../db/member-postings.ts';
import type { Person } from './find-person.ts';
import { memberWords } from './member-words.ts';
import { contentWords } from './read-home.ts';
import { rulesOfToday } from './rules-of-today.ts';

/** Where anybody opens the member pages in LINE. */
export function liffUrl(liffId: string): string {
  return `https://liff.line.me/${liffId}`;
}

const inviteShape = /^i([A-Za-z0-9_-]{22})$/;

/**
 * What a member passes on to invite somebody: their id in short. Not the card code: who has that can show it
 * at a counter.
 */
export function inviteCode(memberId: MemberId): string {
  return `i${Buffer.from(memberId.replaceAll('-', ''), 'hex').toString('base64url')}`;
}

/** Whom an invite code names; null for what is none. */
export function readInviteCode(text: string): MemberId | null {
  const packed = inviteShape.exec(text)?.[1];
  if (packed === undefined) return null;
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  const parts = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex)?.slice(1);
  return parts === undefined ? null : (parts.join('-') as MemberId);
}

/** What inviting brings, and the link to pass on; without a link where the program has no reward for it. */
export async function readReferral(
  deps: { readonly db: HqHandle; readonly nowMs: () => number; readonly liffId: string | null },
  person: Person,
  language: Language,
): Promise<MemberReferral> {
  const { db, liffId } = deps;
  const { inForce } = await rulesOfToday(db, businessDate(deps.nowMs()));
  const inviter = giftWords(inForce, 'referral-inviter', language);
  const invitee = giftWords(inForce, 'referral-invitee', language);
  const isRewarded = inviter !== null || invitee !== null;
  const code = inviteCode(person.member.memberId);
  return {
    url: isRewarded && liffId !== null ? `${liffUrl(liffId)}?i=${code}` : null,
    inviterWords: inviter,
    inviteeWords: invitee,
    ...(await countInvited(db, person.ids)),
  };
}

function giftWords(
  program: Program | null,
  on: 'referral-inviter' | 'referral-invitee',
  language: Language,
): string | null {
  if (program?.referral == null) return null;
  const gifts = program.gifts.filter(
    (gift) => gift.on === on && !(on === 'referral-inviter' && gift.give.kind === 'goods'),
  );
  if (gifts.length === 0) return null;
  const words = memberWords(language);
  const all = words.and(gifts.map(({ give }) => contentWords(program, give, language)));
  const { minPaidMinor } = program.referral;
  const sentence =
    on === 'referral-inviter'
      ? words.inviterAfterFirst(all, minPaidMinor)
      : words.inviteeAfterFirst(all, minPaidMinor);
  return sentence.slice(0, 200);
}

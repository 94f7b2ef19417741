import type { JoinRequest } from '../../app/contract/member-pages.ts';
import type { Language } from '../../app/contract/language.ts';
import { ean13CheckDigit } from '../../app/domain/check-digit.ts';
import type { MemberId, NewId } from '../../app/domain/ids.ts';
import { normalizeMobile } from '../../app/domain/mobile-number.ts';
import { businessDate, isCalendarDate } from '../../app/domain/time.ts';
import { tellWelcome } from '../apply/tell-welcome.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';
import { findLineAccount } from '../db/line-accounts.ts';
import { findFriendState } from '../db/line-friends.ts';
import { listAliases } from '../db/member-aliases.ts';
import { insertMembers, listMembersById, listOwners, newHqMember } from '../db/members.ts';
import type { LineChannel } from '../line/line-channel.ts';
import { memberPageUrl } from '../line/member-page-url.ts';
import { againOnConflict } from './again-on-conflict.ts';
import { memberConsentVersion } from './consent-version.ts';
import { insertAgreedAccount } from './insert-agreed-account.ts';
import { giveJoiningGifts } from './joining-gifts.ts';
import { tellOfMember } from './member-changes.ts';
import { readInviteCode } from './read-referral.ts';
import { rulesOfToday } from './rules-of-today.ts';

export type JoinOutcome =
  | {
      readonly kind: 'joined';
      readonly memberId: MemberId;
      /** The LINE user had gifts for joining already: there were none this time. */
      readonly giftsHadBefore: boolean;
    }
  /** The LINE user is bound already: nothing was done. */
  | { readonly kind: 'bound-already' }
  | {
      readonly kind: 'bad-mobile' | 'bad-birthday' | 'mobile-known' | 'consent-needed' | 'no-rules';
    };

type JoinDeps = {
  readonly db: HqDb;
  readonly nowMs: () => number;
  readonly newId: NewId;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly lineChannel: LineChannel;
};

type Who = { readonly lineUserId: string; readonly language: Language };

/**
 * Makes a member of a LINE user, with a card of HQ's own, the gifts of joining, and what they agreed to. One
 * LINE user joins once, however often and from wherever this is asked at one moment; whoever unlinks or was
 * erased may join again, without the gifts they had.
 */
export async function joinMember(
  deps: JoinDeps,
  who: Who,
  request: JoinRequest,
): Promise<JoinOutcome> {
  if (request.consentVersion !== memberConsentVersion) return { kind: 'consent-needed' };
  const mobile = normalizeMobile(request.mobile);
  if (mobile === null) return { kind: 'bad-mobile' };
  const { birthday } = request;
  if (birthday !== null && !isCalendarDate(`2024-${birthday}`)) return { kind: 'bad-birthday' };
  return await againOnConflict(deps.db, (trx) => join(trx, deps, who, { ...request, mobile }));
}

async function join(
  trx: HqTrx,
  deps: JoinDeps,
  { lineUserId, language }: Who,
  request: JoinRequest,
): Promise<JoinOutcome> {
  if ((await findLineAccount(trx, lineUserId)) !== null) return { kind: 'bound-already' };
  const { mobile } = request;
  const { byMobile } = await listOwners(trx, { mobiles: [mobile], codes: [] });
  if (byMobile.has(mobile)) return { kind: 'mobile-known' };
  const nowMs = deps.nowMs();
  const today = businessDate(nowMs);
  const { inForce: program } = await rulesOfToday(trx, today);
  const tierId = program?.tiers[0]?.tierId;
  if (program === null || tierId === undefined) return { kind: 'no-rules' };
  const memberId = deps.newId<MemberId>();
  const joining = newHqMember({
    memberId,
    name: request.name.trim(),
    mobile,
    birthday: request.birthday,
    tierId,
    tierUntil: null,
    cardCodes: [await drawCardCode(trx, deps.randomBytes)],
    weakCodes: [],
    lineState: 'none',
    joinedOn: today,
    inviterId: await findInviter(trx, request.inviter),
    consent: { on: today, at: 'line', version: request.consentVersion },
  });
  // Typed on a phone, and proven by nothing.
  const member = { ...joining, mobileFromLine: true };
  await insertMembers(trx, [member]);
  const gifts = await giveJoiningGifts(trx, member, {
    program,
    lineUserId,
    nowMs,
    randomBytes: deps.randomBytes,
  });
  const friend = await findFriendState(trx, lineUserId);
  await insertAgreedAccount(trx, { memberId, lineUserId, language, request, friend, nowMs });
  await tellWelcome(trx, { memberId, nowMs, memberPageUrl: memberPageUrl(deps.lineChannel) });
  await tellOfMember(trx, memberId, gifts.changes);
  return { kind: 'joined', memberId, giftsHadBefore: gifts.hadBefore };
}

/** Who invited, by the code of the link or a card; null for one nobody has. A looked-up weak code invites nobody. */
async function findInviter(trx: HqTrx, given: string | null): Promise<MemberId | null> {
  const text = given?.trim() ?? '';
  if (text === '') return null;
  const invited = readInviteCode(text);
  const { byCode } = await listOwners(trx, { mobiles: [], codes: [text] });
  const found = byCode.get(text) ?? invited;
  if (found === null) return null;
  const { rootOf } = await listAliases(trx, [found]);
  const root = rootOf.get(found) ?? found;
  const member = (await listMembersById(trx, [root])).get(root);
  return member === undefined || member.placeholder || member.weakCodes.includes(text)
    ? null
    : root;
}

const serials = 10_000_000_000;
/** How often a code is drawn again when it is taken; among 10^10 once is already rare. */
const drawsMax = 20;

/**
 * A free card code. HQ's own begin with 21, those that counters draw while nobody hears them with 20: the two
 * can never draw the same one. Two that are drawn here at one moment are told apart by the unique key.
 */
async function drawCardCode(trx: HqTrx, randomBytes: JoinDeps['randomBytes']): Promise<string> {
  for (let draw = 0; draw < drawsMax; draw += 1) {
    const number = randomBytes(6).reduce((sum, byte) => sum * 256 + byte, 0);
    const first12 = `21${String(number % serials).padStart(10, '0')}`;
    const code = `${first12}${ean13CheckDigit(first12)}`;
    const { byCode } = await listOwners(trx, { mobiles: [], codes: [code] });
    if (!byCode.has(code)) return code;
  }
  throw new Error('no free card code found: the random source repeats itself');
}

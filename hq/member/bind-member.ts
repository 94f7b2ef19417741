import { createHash } from 'node:crypto';
import type { BindRequest } from '../../app/contract/member-pages.ts';
import type { Language } from '../../app/contract/language.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { normalizeMobile } from '../../app/domain/mobile-number.ts';
import { businessDate } from '../../app/domain/time.ts';
import { lockPerson } from '../apply/reserve-rights.ts';
import { tellWelcome } from '../apply/tell-welcome.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';
import { findInstall } from '../db/installs.ts';
import { findLineAccount, listLineAccounts } from '../db/line-accounts.ts';
import { findFriendState } from '../db/line-friends.ts';
import { findLineTicket, markTicketUsed } from '../db/line-tickets.ts';
import { listMembersById, listOwners, markMember } from '../db/members.ts';
import type { LineChannel } from '../line/line-channel.ts';
import { memberPageUrl } from '../line/member-page-url.ts';
import { againOnConflict } from './again-on-conflict.ts';
import { memberConsentVersion } from './consent-version.ts';
import { insertAgreedAccount } from './insert-agreed-account.ts';
import { createKeyedLimit } from './keyed-limit.ts';
import type { KeyedLimit } from './keyed-limit.ts';
import { tellOfMember } from './member-changes.ts';

type Bound =
  | { readonly kind: 'bound'; readonly memberId: MemberId; readonly isNew: boolean }
  | { readonly kind: 'bound-elsewhere' };

export type BindOutcome =
  | Bound
  | { readonly kind: 'ticket-unknown' | 'ticket-expired' | 'ticket-used' }
  | { readonly kind: 'no-match' | 'too-many-tries' | 'consent-needed' };

const hourMs = 3_600_000;

/** Wrong guesses at cards, by who guesses and by the card. */
export type BindLimits = { readonly byUser: KeyedLimit; readonly byCard: KeyedLimit };

/** 5 tries of a LINE user and 10 on a card within an hour. A try that bound does not count. */
export function createBindLimits(): BindLimits {
  return {
    byUser: createKeyedLimit({ max: 5, windowMs: hourMs, keysMax: 20_000 }),
    byCard: createKeyedLimit({ max: 10, windowMs: hourMs, keysMax: 20_000 }),
  };
}

/** What is kept of a one-time code. */
export function hashTicket(ticket: string): string {
  return createHash('sha256').update(`counterfoil/line-ticket\n${ticket}`).digest('base64url');
}

type BindDeps = {
  readonly db: HqDb;
  readonly nowMs: () => number;
  readonly limits: BindLimits;
  readonly lineChannel: LineChannel;
};
type Who = { readonly lineUserId: string; readonly language: Language };

/**
 * Binds a LINE user to a member who is there already: by a counter's one-time code, or by card and mobile
 * number. Merged members stand for their survivor. Neither side is ever taken from where it is bound: who has
 * another LINE account now unlinks the old one first, or a person at HQ does. Asked again after it went well
 * it answers the same.
 */
export async function bindMember(
  deps: BindDeps,
  who: Who,
  request: BindRequest,
): Promise<BindOutcome> {
  if (request.consentVersion !== memberConsentVersion) return { kind: 'consent-needed' };
  if (request.by === 'ticket')
    return await againOnConflict(deps.db, (trx) => bindByTicket(trx, deps, who, request));
  return await bindByCard(deps, who, request);
}

type TicketRequest = Extract<BindRequest, { by: 'ticket' }>;
type CardRequest = Extract<BindRequest, { by: 'card' }>;

async function bindByTicket(
  trx: HqTrx,
  deps: BindDeps,
  who: Who,
  request: TicketRequest,
): Promise<BindOutcome> {
  const nowMs = deps.nowMs();
  const ticketHash = hashTicket(request.ticket);
  const shown = await findLineTicket(trx, ticketHash);
  const person = shown === null ? null : await lockPerson(trx, shown.memberId);
  // Read again now that the member is locked: another phone may have used it meanwhile.
  const ticket = await findLineTicket(trx, ticketHash);
  if (person === null || ticket === null) return { kind: 'ticket-unknown' };
  const own = await findLineAccount(trx, who.lineUserId);
  // The answer to the first time was lost on its way.
  if (own !== null && person.ids.includes(own.memberId) && ticket.usedAtMs !== null)
    return { kind: 'bound', memberId: person.root, isNew: false };
  if (ticket.usedAtMs !== null) return { kind: 'ticket-used' };
  if (ticket.expiresAtMs <= nowMs) return { kind: 'ticket-expired' };
  // Whoever carried the counter off may have asked for codes until then.
  const counter = await findInstall(trx, ticket.inst);
  if (counter === null || counter.revokedAtMs !== null) return { kind: 'ticket-expired' };
  const bound = await bind(trx, { who, person, request, nowMs });
  if (bound.kind !== 'bound') return bound;
  // Two phones scan the same code at one moment: the second finds it used.
  if (!(await markTicketUsed(trx, { ticketHash, nowMs }))) {
    if (bound.isNew) throw new Error('a one-time code was used twice while its member was locked');
    return { kind: 'ticket-used' };
  }
  if (bound.isNew) await tellBound(trx, deps, { memberId: person.root, nowMs });
  return bound;
}

async function bindByCard(deps: BindDeps, who: Who, request: CardRequest): Promise<BindOutcome> {
  const { byUser, byCard } = deps.limits;
  const nowMs = deps.nowMs();
  const code = request.cardCode.trim();
  // A guess counts before it is looked at, or a hundred at one moment would count as one.
  if (!byUser.take(who.lineUserId, nowMs)) return { kind: 'too-many-tries' };
  if (!byCard.take(code, nowMs)) return { kind: 'too-many-tries' };
  const outcome = await againOnConflict(deps.db, async (trx): Promise<BindOutcome> => {
    const memberId = await findByCardAndMobile(trx, code, request.mobile);
    const person = memberId === null ? null : await lockPerson(trx, memberId);
    if (person === null) return { kind: 'no-match' };
    const bound = await bind(trx, { who, person, request, nowMs });
    if (bound.kind === 'bound' && bound.isNew)
      await tellBound(trx, deps, { memberId: person.root, nowMs });
    return bound;
  });
  if (outcome.kind === 'no-match') return outcome;
  byUser.giveBack(who.lineUserId);
  byCard.giveBack(code);
  return outcome;
}

/**
 * The member whose card and number these are; null alike for an unknown card, a wrong number, and a card that
 * came with a merge nobody has confirmed: a stranger may have enrolled it with the member's number.
 */
async function findByCardAndMobile(
  trx: HqTrx,
  code: string,
  typed: string,
): Promise<MemberId | null> {
  const mobile = normalizeMobile(typed);
  const { byCode } = await listOwners(trx, { mobiles: [], codes: [code] });
  const owner = byCode.get(code);
  const members = await listMembersById(trx, owner === undefined ? [] : [owner]);
  const member = owner === undefined ? undefined : members.get(owner);
  if (member === undefined || mobile === null) return null;
  const isTheirs = member.mobile === mobile && !member.weakCodes.includes(code);
  return isTheirs && !member.placeholder ? member.memberId : null;
}

/** The member in LINE, and the counters: last in the transaction. */
async function tellBound(
  trx: HqTrx,
  deps: Pick<BindDeps, 'lineChannel'>,
  bound: { readonly memberId: MemberId; readonly nowMs: number },
): Promise<void> {
  await tellWelcome(trx, { ...bound, memberPageUrl: memberPageUrl(deps.lineChannel) });
  await tellOfMember(trx, bound.memberId);
}

/** The member is locked. Who must hear of it is told by the caller. */
async function bind(
  trx: HqTrx,
  given: {
    readonly who: Who;
    readonly person: { readonly root: MemberId; readonly ids: readonly MemberId[] };
    readonly request: Pick<BindRequest, 'marketing' | 'consentVersion'>;
    readonly nowMs: number;
  },
): Promise<Bound> {
  const { who, person, request, nowMs } = given;
  const { lineUserId, language } = who;
  // Also holds the LINE user: no unfollow passes between this and what is written.
  const friend = await findFriendState(trx, lineUserId);
  const own = await findLineAccount(trx, lineUserId);
  if (own !== null && person.ids.includes(own.memberId))
    return { kind: 'bound', memberId: person.root, isNew: false };
  if (own !== null || (await listLineAccounts(trx, person.ids)).length > 0)
    return { kind: 'bound-elsewhere' };
  const memberId = person.root;
  await insertAgreedAccount(trx, { memberId, lineUserId, language, request, friend, nowMs });
  const [member] = (await listMembersById(trx, [memberId])).values();
  // Of someone nobody knows to have agreed to anything (brought along from another system).
  if (member !== undefined && member.consent == null) {
    const consent = {
      on: businessDate(nowMs),
      at: 'line' as const,
      version: request.consentVersion,
    };
    await markMember(trx, { ...member, consent });
  }
  return { kind: 'bound', memberId: person.root, isNew: true };
}

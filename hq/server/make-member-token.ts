import { signMemberToken } from '../../app/db/sign-member-token.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { memberTokenLifeMs } from '../../app/domain/member-token.ts';
import { getBrand } from '../db/brand.ts';
import { listAliases } from '../db/member-aliases.ts';
import { listMembersById } from '../db/members.ts';
import type { HqDeps } from './hq-deps.ts';

/** How long one is shown before the next is fetched: the last of them still has a quarter of a minute left. */
export const memberTokenShownMs = 45_000;

export type MadeMemberToken = {
  /** What the QR holds: 120 characters of its alphanumeric mode. */
  readonly text: string;
  readonly issuedAtMs: number;
  /** Redeems until then, by HQ's clock. */
  readonly expiresAtMs: number;
};

/**
 * A member's signed code for the next minute; one who was merged gets their survivor's, once a person has
 * confirmed that they are one: a stranger may have enrolled with their number. Null until then, and for
 * somebody HQ does not know, or only from a sale. Writes nothing: may be called as often as a screen is drawn.
 */
export async function makeMemberToken(
  deps: Pick<HqDeps, 'db' | 'nowMs'>,
  asked: MemberId,
): Promise<MadeMemberToken | null> {
  const { rootOf } = await listAliases(deps.db, [asked]);
  const memberId = rootOf.get(asked) ?? asked;
  const member = (await listMembersById(deps.db, [memberId])).get(memberId);
  if (member === undefined || member.placeholder) return null;
  if (memberId !== asked && member.weakCodes.length > 0) return null;
  const { signingKey } = await getBrand(deps.db);
  const issuedAtMs = Math.floor(deps.nowMs() / 1000) * 1000;
  const text = signMemberToken(signingKey, { memberId, issuedAtMs });
  return { text, issuedAtMs, expiresAtMs: issuedAtMs + memberTokenLifeMs };
}

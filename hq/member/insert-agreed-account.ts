import type { JoinRequest } from '../../app/contract/member-pages.ts';
import type { Language } from '../../app/contract/language.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertLineAccount } from '../db/line-accounts.ts';

/**
 * Binds a LINE user to a member with what they agreed to just now. One who has blocked the account is bound
 * as blocked. Either bound elsewhere is a unique violation.
 */
export async function insertAgreedAccount(
  trx: HqTrx,
  given: {
    readonly memberId: MemberId;
    readonly lineUserId: string;
    readonly language: Language;
    readonly request: Pick<JoinRequest, 'marketing' | 'consentVersion'>;
    /** Read under the lock of the LINE user, so that no unfollow passes between it and what is written. */
    readonly friend: 'following' | 'blocked' | null;
    readonly nowMs: number;
  },
): Promise<void> {
  const { memberId, lineUserId, language, request, friend, nowMs } = given;
  await insertLineAccount(trx, {
    memberId,
    lineUserId,
    state: friend === 'blocked' ? 'blocked' : 'bound',
    boundAtMs: nowMs,
    language,
    marketing: request.marketing,
    marketingAtMs: nowMs,
    consentVersion: request.consentVersion,
    consentAtMs: nowMs,
  });
}

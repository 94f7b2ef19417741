import { createHmac } from 'node:crypto';
import { v5 } from 'uuid';
import { birthdayOn } from '../../app/domain/birthday-facts.ts';
import { expiryFor } from '../../app/domain/expiry.ts';
import { occasionGifts } from '../../app/domain/gifts.ts';
import type { EventId, LotId, VoucherId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { businessDate, formatClock } from '../../app/domain/time.ts';
import { makeVoucherCode } from '../../app/domain/voucher-code.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { limitedThings, useIdsByLimit } from '../apply/use-limits.ts';
import { getBrand } from '../db/brand.ts';
import type { NewChange } from '../db/changes.ts';
import { insertCouponUses, lockUseTotals, useScopes } from '../db/coupon-uses.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertGiftedUser } from '../db/line-gifted.ts';
import type { HqMember } from '../db/members.ts';
import { insertPostings, publicPosting } from '../db/postings.ts';
import type { NewPosting } from '../db/postings.ts';
import { insertVouchers, publicVoucher } from '../db/vouchers.ts';
import type { NewVoucher } from '../db/vouchers.ts';

/** How rules name what comes in by the member pages. */
export const lineChannelName = 'line';

/** What joining brought. */
export type JoiningGifts = {
  readonly points: number;
  readonly vouchers: readonly NewVoucher[];
  readonly changes: readonly NewChange[];
  /** There would have been some, and this LINE user had them before. */
  readonly hadBefore: boolean;
};

/**
 * Gives a new member what the program gives for joining: points and vouchers of one posting, as a counter's
 * enrolment would, and to one LINE user once: a number costs nothing to type, and a card nothing to unlink.
 * Goods need somebody who hands them over, and are left to the counter.
 */
export async function giveJoiningGifts(
  trx: HqTrx,
  member: Pick<HqMember, 'memberId' | 'birthday' | 'tierId'>,
  given: {
    readonly program: Program;
    readonly lineUserId: string;
    readonly nowMs: number;
    readonly randomBytes: (count: number) => Uint8Array;
  },
): Promise<JoiningGifts> {
  const { program, nowMs } = given;
  const { memberId } = member;
  const today = businessDate(nowMs);
  const made = await pickGifts(trx, member, given);
  const none = { points: 0, vouchers: [], changes: [] };
  if (made === null) return { ...none, hadBefore: false };
  const userKey = giftedUserKey((await getBrand(trx)).signingKey, given.lineUserId);
  if (!(await insertGiftedUser(trx, userKey))) return { ...none, hadBefore: true };
  const postingId = v5(`joined:${memberId}`, derivedIdNamespace) as EventId;
  const derived = (what: string) => v5(`${postingId}:${what}`, derivedIdNamespace);
  const posting: NewPosting = {
    postingId,
    why: 'joined',
    memberId,
    atMs: nowMs,
    entries:
      made.points === 0
        ? []
        : [
            {
              leg: 0,
              kind: 'earn',
              memberId,
              lotId: derived('lot') as LotId,
              points: made.points,
              expiresOn: expiryFor(program.expiry, today),
            },
          ],
    stamps: [],
    uses: made.giftIds.map((id) => ({ id, n: 1 })),
    detail: { giftIds: made.giftIds },
  };
  const vouchers = made.issued.map((issued, nth): NewVoucher => ({
    ...issued,
    voucherId: derived(`voucher:${nth}`) as VoucherId,
    code: makeVoucherCode(given.randomBytes(16)),
    cancelled: false,
    issuedBy: postingId,
  }));
  await insertPostings(trx, [posting]);
  await insertVouchers(trx, vouchers);
  const uses = posting.uses.map(({ id: useId, n }) => ({ useId, n }));
  await insertCouponUses(
    trx,
    uses.map((use) => ({ ...use, eid: postingId, memberId, storeId: null, bizDate: today })),
  );
  return {
    points: made.points,
    vouchers,
    hadBefore: false,
    changes: [
      ...vouchers.map((voucher): NewChange => ({
        kind: 'voucher',
        voucher: publicVoucher(voucher, undefined),
      })),
      { kind: 'posting', posting: publicPosting(posting) },
    ],
  };
}

/**
 * What is kept of a LINE user who had gifts for joining: nothing that is of use to who has not the brand's key and
 * the user id both. The key is derived for this purpose alone.
 */
function giftedUserKey(signingKey: string, lineUserId: string): string {
  const key = createHmac('sha256', signingKey).update('counterfoil/joining-gifts').digest();
  return createHmac('sha256', key).update(lineUserId).digest('base64url');
}

/** The gifts that the limits still allow, with their counts locked; null = none. */
async function pickGifts(
  trx: HqTrx,
  member: Pick<HqMember, 'memberId' | 'birthday' | 'tierId'>,
  { program, nowMs }: { readonly program: Program; readonly nowMs: number },
): Promise<ReturnType<typeof occasionGifts> | null> {
  const { memberId } = member;
  const today = businessDate(nowMs);
  const gifts = program.gifts.filter(({ on }) => on === 'sign-up').map(({ giftId }) => giftId);
  if (gifts.length === 0) return null;
  const totals = await lockUseTotals(trx, {
    ...useIdsByLimit(gifts, limitedThings(program)),
    bizDates: [today],
    rootOf: new Map([[memberId, memberId]]),
  });
  const useCounts = gifts.map((id) => {
    const scopes = useScopes({ useId: id, memberId, storeId: null, bizDate: today });
    const of = (key: string) => totals.get(key) ?? 0;
    const member0 = { member: of(scopes.perMember), memberDay: of(scopes.perMemberPerDay) };
    return { id, program: of(scopes.program), day: of(scopes.perDay), storeDay: 0, ...member0 };
  });
  const occasion = {
    at: { date: today, time: formatClock(nowMs), storeId: null, channel: lineChannelName },
    state: { birthday: birthdayOn(member.birthday, today), joinedOn: today, saleCount: 0 },
    tierId: member.tierId,
  };
  const made = occasionGifts(program, memberId, 'sign-up', occasion, useCounts);
  return made.giftIds.length === 0 ? null : made;
}

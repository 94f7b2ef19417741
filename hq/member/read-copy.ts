import type { MemberCopy } from '../../app/contract/member-pages.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listMemberPostings } from '../db/member-postings.ts';
import type { MemberPosting } from '../db/member-postings.ts';
import { listRequestsOf } from '../db/member-requests.ts';
import { listRemarksOf } from '../db/remarks.ts';
import { listVouchersOfMember } from '../db/member-history.ts';
import { listRedemptions, publicVoucher } from '../db/vouchers.ts';
import type { Person } from './find-person.ts';

const postingsMax = 5_000;
const vouchersMax = 1_000;
const requestsMax = 100;
const remarksMax = 1_000;

/**
 * All HQ holds of a member, under every id that is theirs and with what shops remarked about them, for the right to a copy (個資法 art. 3). Names of
 * fields are those of the trade; nothing of anybody else is in it.
 */
export async function readCopy(
  db: HqHandle,
  { member, ids, account }: Person,
  nowMs: number,
): Promise<MemberCopy> {
  const postings = await listMemberPostings(db, ids, { below: null, limit: postingsMax + 1 });
  const vouchers = await listVouchersOfMember(db, ids, vouchersMax);
  const remarks = await listRemarksOf(db, ids, remarksMax + 1);
  const uses = await listRedemptions(
    db,
    vouchers.rows.map(({ voucherId }) => voucherId),
  );
  const { memberId, name, mobile, birthday, tierId, tierUntil, joinedOn, cardCodes } = member;
  const { lineUserId, state, boundAtMs, language, marketing } = account;
  return {
    madeAtMs: nowMs,
    member: {
      memberId,
      name,
      mobile,
      birthday,
      tierId,
      tierUntil,
      joinedOn,
      cardCodes,
      consent: member.consent ?? null,
    },
    line: {
      lineUserId,
      state,
      boundAtMs,
      language,
      marketing,
      marketingAtMs: account.marketingAtMs,
      consentVersion: account.consentVersion,
      consentAtMs: account.consentAtMs,
    },
    postings: postings.slice(0, postingsMax).map(copyOf),
    vouchers: vouchers.rows.map((voucher) => {
      const row = publicVoucher(voucher, uses.get(voucher.voucherId));
      const { voucherId, code, couponId, validFrom, validUntil, usesLeft, used } = row;
      return { voucherId, code, couponId, validFrom, validUntil, state: row.state, usesLeft, used };
    }),
    remarks: remarks.slice(0, remarksMax).map(({ kind, text, atMs, storeName }) => ({
      kind,
      text,
      atMs,
      storeName,
    })),
    requests: (await listRequestsOf(db, ids, requestsMax)).map((request) => ({ ...request })),
    more:
      postings.length > postingsMax || vouchers.total > vouchersMax || remarks.length > remarksMax,
  };
}

/** Of somebody else's sale that moved the member's points only that it did. */
function copyOf({ eid, atMs, by, points, storeName, sale, refund, entries }: MemberPosting) {
  const own = sale === null ? { sale: null, storeName: null } : { sale, storeName };
  return { id: eid, atMs, what: by, points, ...own, refund, entries };
}

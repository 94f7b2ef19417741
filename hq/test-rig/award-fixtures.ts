import { changeRowSchema } from '../../app/contract/sync.ts';
import type { MemberRow, ReceiptRow } from '../../app/contract/sync.ts';
import type { CouponId, EventId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { couponDefaults } from '../../app/domain/program-defaults.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import { listExceptions, markExceptionClosed } from '../db/exceptions.ts';
import { insertMembers, newHqMember } from '../db/members.ts';
import { insertVouchers } from '../db/vouchers.ts';
import type { HqVoucher } from '../db/vouchers.ts';
import { pullAll } from './test-counter.ts';
import type { TestCounter } from './test-counter.ts';
import { newTestId } from './test-events.ts';
import type { TestHq } from './test-hq.ts';

export const couponId = '0198b3a0-0000-7000-8000-00000000c001' as CouponId;
export const fiftyOff: Program = {
  ...starterProgram,
  programId: '0198b3a0-0000-7000-8000-00000000aaaa' as Program['programId'],
  tiers: [
    ...starterProgram.tiers,
    {
      tierId: 'gold',
      name: { 'zh-TW': '金卡', en: 'Gold' },
      thresholdMinor: 5_000,
      multiplierBps: 20_000,
    },
  ],
  coupons: [
    {
      ...couponDefaults,
      couponId,
      name: { 'zh-TW': '折五十', en: 'Fifty off' },
      effect: { kind: 'amount', amountMinor: 50 },
    },
  ],
};

let serial = 0;
export async function addMember(
  hq: Pick<TestHq, 'db'>,
  tierId = 'general',
  change: Partial<MemberRow> = {},
): Promise<MemberId> {
  const memberId = newTestId<MemberId>();
  serial += 1;
  const mobile = `+8869${String(serial).padStart(8, '0')}`;
  await hq.db.transaction().execute((trx) =>
    insertMembers(trx, [
      newHqMember({
        memberId,
        name: '林美',
        mobile,
        birthday: null,
        tierId,
        tierUntil: null,
        cardCodes: [`card-${serial}`],
        weakCodes: [],
        lineState: 'none',
        joinedOn: '2026-01-01',
        inviterId: null,
        ...change,
      }),
    ]),
  );
  return memberId;
}

export async function addVoucher(
  hq: TestHq,
  memberId: MemberId,
  change: Partial<HqVoucher> = {},
): Promise<HqVoucher> {
  const voucherId = newTestId<VoucherId>();
  const row = {
    voucherId,
    code: `V-${voucherId}`,
    couponId,
    memberId,
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
    uses: 1,
    cancelled: false,
    ...change,
  };
  await hq.db
    .transaction()
    .execute((trx) =>
      insertVouchers(trx, [{ ...row, state: 'issued', usesLeft: row.uses, used: null }]),
    );
  return row;
}

export async function receiptsOf(counter: TestCounter): Promise<ReceiptRow[]> {
  const rows = (await pullAll(counter)).map((row) => changeRowSchema.parse(row));
  return rows.flatMap((row) => (row.kind === 'receipt' ? [row.receipt] : []));
}

export async function receiptFor(counter: TestCounter, eid: EventId): Promise<ReceiptRow[]> {
  return (await receiptsOf(counter)).filter((receipt) => receipt.eid === eid);
}

/** Takes and closes the exceptions opened so far. */
export async function takeExceptions(hq: TestHq) {
  const open = await listExceptions(hq.db, { state: 'open', limit: 100 });
  for (const { exceptionId } of open) await markExceptionClosed(hq.db, exceptionId);
  return open;
}

import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { checkBalances } from '../../app/db/check-balances.ts';
import { dropSome, firstDropPlace, startDropping } from '../../app/db/drop-view.ts';
import { inTransaction } from '../../app/db/handles.ts';
import { findSpendingHold, getSyncState } from '../../app/db/sync-state.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { enrolCounter } from '../../app/sync/enrol-counter.ts';
import { firstMemory, runRound } from '../../app/sync/run-round.ts';
import { openTestCounter, realTimers } from '../../app/sync/test-rig/test-counter.ts';
import type { TestCounter } from '../../app/sync/test-rig/test-counter.ts';
import { mergeMembers } from '../../hq/apply/merge-members.ts';
import { insertProgram } from '../../hq/db/programs.ts';
import { addMember } from '../../hq/test-rig/award-fixtures.ts';
import { richProgram } from '../../hq/test-rig/rich-program.ts';
import { tell } from '../../hq/test-rig/test-counter.ts';
import { makeAward, makeRefund, makeStub, newTestId } from '../../hq/test-rig/test-events.ts';
import { northStore, southStore, startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { TestHq } from '../../hq/test-rig/test-hq.ts';
import { testStoreKind } from '../../hq/test-rig/test-stores.ts';

const text = JSON.stringify;
const program = { ...richProgram, version: 2 };

/** Everything a counter knows, but for row numbers. */
const dumps = [
  'eid, origin, leg, kind, member_id, lot_id, points, expires_on FROM ledger_entry',
  '* FROM stamp_entry',
  '* FROM coupon_use',
  '* FROM receipt',
  '* FROM sale',
  '* FROM refund',
  '* FROM voucher',
  '* FROM redemption',
  '* FROM voucher_cancel',
  '* FROM used_invoice',
  'member_id, name, mobile, tier_id, tier_until, card_code, source, points, inviter_id, consent FROM member',
  'code, member_id, weak FROM member_code JOIN member USING (member_no)',
  '* FROM member_alias',
  '* FROM remark',
  'program_id, version, origin, effective_from, body, told FROM program',
  '* FROM store',
  'pos, kind FROM skipped_change',
];

async function dump(counter: TestCounter): Promise<Record<string, readonly unknown[]>> {
  const all: Record<string, readonly unknown[]> = {};
  for (const what of dumps) {
    const { rows } = await sql.raw(`SELECT DISTINCT ${what}`).execute(counter.db);
    all[what.split('FROM ')[1] ?? what] = rows.map((row) => text(row)).sort();
  }
  return all;
}

async function sync(counter: TestCounter): Promise<void> {
  const progress = { onHeard: async () => {}, onDataChanged: () => {} };
  const deps = { db: counter.db, fetch, nowMs: Date.now, timers: realTimers };
  const { result } = await runRound(deps, firstMemory, progress);
  expect(result).toEqual({ kind: 'ok' });
}

/** Another store sells, gives and takes back vouchers, enrols members that are known already. */
async function tellStories(hq: TestHq): Promise<MemberId> {
  const south = await hq.enrol(southStore);
  const memberId = await addMember(hq, 'general', { mobile: '+886955000001' });
  const friendId = await addMember(hq, 'general', { mobile: '+886955000002' });
  const stubId = newTestId<MemberId>();
  const stub = makeStub(stubId, { mobile: '+886955000001', cardCode: 'new-card' });
  const giving = makeAward({ memberId, program, amountMinor: 2_500 });
  const [given] = giving.body.issued;
  if (given === undefined) throw new Error('the sale gives no voucher');
  const voucher = { ...given, cancelled: false };
  const using = makeAward({ memberId, program, vouchers: [voucher] });
  const undone = makeAward({ memberId: friendId, program, invoiceNumber: 'AB12345678' });
  await tell(
    south,
    ...[
      giving,
      using,
      stub,
      makeAward({ memberId: stubId, program, amountMinor: 700 }),
      undone,
      makeRefund({ of: undone, program, mode: 'void' }),
      makeAward({ memberId: friendId, program, amountMinor: 900 }),
    ].map((event) => text(event)),
  );
  await hq.db
    .transaction()
    .execute((trx) => mergeMembers(trx, { from: friendId, into: memberId, nowMs: Date.now() }));
  return memberId;
}

test('what HQ told, dropped bit by bit and read anew, is what it was; balances add up at every step', async () => {
  const hq = await startTestHq(testStoreKind);
  await insertProgram(hq.db, program);
  const counter = await openTestCounter(8_001);
  const late = await openTestCounter(8_002);
  try {
    const enrol = async (one: TestCounter): Promise<void> => {
      const codeText = await hq.makeEnrolmentCode(northStore.storeId, '2 號機');
      const deps = { db: one.db, fetch, nowMs: Date.now, timers: realTimers };
      const input = { addressText: hq.url, codeText, hostName: 'till', appVersion: '0.3.0' };
      expect(await enrolCounter(deps, input)).toMatchObject({ kind: 'connected' });
    };
    await enrol(counter);
    const memberId = await tellStories(hq);
    await counter.award(memberId, 30);
    await sync(counter);
    // Another own sale, acked and answered.
    await counter.award(memberId, 5);
    await sync(counter);
    await sync(counter);
    const before = await dump(counter);
    expect(before['member_alias']?.length).toBe(2);
    const { timeline } = await getSyncState(counter.db);
    await inTransaction(counter.db, (trx) => startDropping(trx, timeline ?? ''));
    let steps = 0;
    for (let place = firstDropPlace; ;) {
      const at = place;
      const next = await inTransaction(counter.db, (trx) => dropSome(trx, at));
      expect((await checkBalances(counter.db)).wrong).toEqual([]);
      steps += 1;
      if (next === null) break;
      place = next;
    }
    expect(steps).toBeGreaterThan(9);
    expect(await findSpendingHold(counter.db)).toBe('view');
    // Only what was recorded here is left: points of the two own sales.
    expect(await counter.points(memberId)).toBe(35);
    await sync(counter);
    expect(await findSpendingHold(counter.db)).toBe(null);
    expect(await dump(counter)).toEqual(before);
    // A counter that reads it all for the first time knows the same of members, vouchers and sales.
    await enrol(late);
    await sync(late);
    const fresh = await dump(late);
    for (const table of ['member', 'member_alias', 'voucher', 'refund', 'store'])
      expect([table, fresh[table]]).toEqual([table, before[table]]);
  } finally {
    await counter.close();
    await late.close();
    await hq.stop();
  }
}, 60_000);

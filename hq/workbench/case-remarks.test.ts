import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemarkRow } from '../../app/contract/remarks.ts';
import type { MemberId, RemarkId, StaffId } from '../../app/domain/ids.ts';
import { mergeMembers } from '../apply/merge-members.ts';
import { owner } from '../db/admins.ts';
import { insertProgram } from '../db/programs.ts';
import { eraseMember } from '../member/erase-member.ts';
import { addMember, addVoucher } from '../test-rig/award-fixtures.ts';
import { giftCouponId, richProgram as program } from '../test-rig/rich-program.ts';
import { sendSigned, tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, newTestId } from '../test-rig/test-events.ts';
import { southStore, startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { readCase } from './read-case.ts';

const noonMs = Date.parse('2026-11-22T12:00:00+08:00');
const by = { staffId: newTestId<StaffId>(), name: '小君' };

describe.each(testStoreKinds)(
  'what shops remarked about the member of an exception, on %s',
  (kind) => {
    let hq: TestHq;
    let north: TestCounter;
    let south: TestCounter;
    beforeAll(async () => {
      hq = await startTestHq(kind, { nowMs: () => noonMs });
      await insertProgram(hq.db, program);
      north = await hq.enrol();
      south = await hq.enrol(southStore);
    });
    afterAll(async () => hq.stop());

    const remark = (memberId: MemberId, change: Partial<RemarkRow>): RemarkRow => ({
      remarkId: newTestId<RemarkId>(),
      memberId,
      kind: 'note',
      text: '對花生過敏',
      atMs: noonMs,
      by,
      storeName: null,
      removedAtMs: null,
      ...change,
    });
    async function send(at: TestCounter, ...remarks: readonly RemarkRow[]): Promise<void> {
      const body = JSON.stringify({ proto: 1, inst: at.install, remarks });
      const { status } = await sendSigned(at, 'POST', '/v1/sync/remarks', body);
      expect(status).toBe(200);
    }

    it('stands beside it newest first, with store, who and when; taken off or erased it is gone', async () => {
      const [memberId, merged, other] = [
        await addMember(hq, 'general', { name: '陳小美' }),
        await addMember(hq, 'general', { name: '陳小美' }),
        await addMember(hq, 'general', { name: '林大同' }),
      ];
      const voucher = await addVoucher(hq, memberId, { couponId: giftCouponId });
      for (const counter of [north, south]) {
        const sale = makeAward({ memberId, program, amountMinor: 900, vouchers: [voucher] });
        await tell(counter, JSON.stringify(sale));
      }
      const row = await hq.db
        .selectFrom('exception')
        .select('exception_id')
        .where('kind', '=', 'voucher-used-twice')
        .executeTakeFirstOrThrow();
      const shown = async () => {
        const found = await readCase(hq.db, { exceptionId: row.exception_id, admin: owner });
        const said = found?.remarks.map(({ memberName, kind: what, text, atMs, ...one }) =>
          [memberName, what, text, (atMs - noonMs) / 60_000, one.staffName, one.storeName].join(
            ' ',
          ),
        );
        return [found?.remarkCount, ...(said ?? [])];
      };
      const minutes = (n: number) => noonMs + n * 60_000;
      const gone = remark(memberId, { text: '弄錯的', atMs: minutes(1) });
      await send(
        north,
        remark(memberId, { atMs: minutes(2) }),
        remark(memberId, { kind: 'tag', text: 'VIP', atMs: minutes(3) }),
        gone,
        remark(other, { text: '別人的' }),
      );
      await send(
        south,
        remark(memberId, { kind: 'tag', text: 'ＶＩＰ', atMs: minutes(5) }),
        remark(merged, { text: '要統編', atMs: minutes(4), by: null }),
        { ...gone, text: '', removedAtMs: minutes(6) },
      );
      const before = await shown();
      await hq.db
        .transaction()
        .execute((trx) => mergeMembers(trx, { from: merged, into: memberId, nowMs: noonMs }));
      const after = await shown();
      await hq.db.transaction().execute((trx) => eraseMember(trx, memberId));
      const tag = '陳○美 tag VIP 3 小君 台北店';
      const note = '陳○美 note 對花生過敏 2 小君 台北店';
      expect([before, after, await shown()]).toEqual([
        [2, tag, note],
        [3, '陳○美 note 要統編 4  高雄店', tag, note],
        [0],
      ]);
    });
  },
);

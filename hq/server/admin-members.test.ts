import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changeMobileAnswerSchema,
  confirmMergeAnswerSchema,
  memberDetailAnswerSchema,
  mergeAnswerSchema,
  refundsAnswerSchema,
} from '../../app/contract/hq-admin-members.ts';
import {
  exceptionsAnswerSchema,
  membersAnswerSchema,
  salesAnswerSchema,
} from '../../app/contract/hq-admin.ts';
import type { MemberId, RemarkId } from '../../app/domain/ids.ts';
import { insertProgram } from '../db/programs.ts';
import { eraseMember } from '../member/erase-member.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { addMember, addVoucher } from '../test-rig/award-fixtures.ts';
import { giftCouponId, richProgram } from '../test-rig/rich-program.ts';
import { sendSigned, tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund, makeStub, newTestId } from '../test-rig/test-events.ts';
import type { TestSale } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const nowMs = Date.parse('2026-11-22T12:00:00+08:00');
const award = (sale: TestSale) => makeAward({ ...sale, program: richProgram });

describe.each(testStoreKinds)('members at HQ on %s', (kind) => {
  let hq: TestHq;
  let admin: AdminClient;
  let counter: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs });
    await insertProgram(hq.db, richProgram);
    admin = await signInAdmin(hq);
    counter = await hq.enrol();
  });
  afterAll(async () => {
    await hq.stop();
  });
  const detailOf = (memberId: MemberId) =>
    admin.get(`/members/detail?memberId=${memberId}`, memberDetailAnswerSchema);
  const setMobile = (memberId: MemberId, mobile: string) =>
    admin.post('/members/mobile', { memberId, mobile }, changeMobileAnswerSchema);

  it('shows all there is of one: lots, movements with reasons, vouchers, stamps, sales, refunds', async () => {
    const member = await addMember(hq);
    const voucher = await addVoucher(hq, member, { couponId: giftCouponId });
    await addVoucher(hq, member, { validUntil: '2026-11-21' });
    const sold = award({ memberId: member, amountMinor: 1_250, vouchers: [voucher] });
    const refund = makeRefund({
      of: sold,
      program: richProgram,
      request: { kind: 'amount', amountMinor: 400 },
    });
    await tell(counter, JSON.stringify(sold), JSON.stringify(refund));
    const said = { kind: 'note', text: '對花生過敏', atMs: nowMs, by: null, storeName: null };
    const remarks = [
      { remarkId: newTestId<RemarkId>(), memberId: member, removedAtMs: null, ...said },
    ];
    const body = JSON.stringify({ proto: 1, inst: counter.install, remarks });
    await sendSigned(counter, 'POST', '/v1/sync/remarks', body);
    const detail = await detailOf(member);
    expect(detail.remarks).toMatchObject([
      { text: '對花生過敏', memberName: '林○', staffName: null, storeName: '台北店' },
    ]);
    expect(detail.member).toMatchObject({
      nameMasked: '林○',
      tierName: { 'zh-TW': '一般', en: '一般' },
      tierRank: 0,
      points: 8,
      spentMinor: 800,
      mergedCount: 0,
      placeholder: false,
      inviterName: null,
    });
    expect(detail.lots).toEqual([{ points: 8, expiresOn: '2026-12-22', isLapsed: false }]);
    expect(
      detail.movements.map(({ by, points, saleNo, storeName }) => [by, points, saleNo, storeName]),
    ).toEqual([
      ['refund', -4, '1122-0001', '台北店'],
      ['sale', 12, '1122-0001', '台北店'],
    ]);
    expect(detail.movements.map(({ reasons }) => reasons.map((one) => one['zh-TW']))).toEqual([
      ['退回商品 NT$400'],
      expect.arrayContaining([expect.stringContaining('共 12 點')]) as unknown,
    ]);
    expect(detail.vouchers.map(({ state, usesLeft, name }) => [state, usesLeft, name?.en])).toEqual(
      expect.arrayContaining([
        ['used', 0, '折五十'],
        ['over', 1, undefined],
      ]),
    );
    expect(detail.stamps).toEqual([
      {
        cardId: 'coffee',
        name: { 'zh-TW': '咖啡', en: '咖啡' },
        cardNo: 1,
        stamps: 2,
        goal: 10,
        completed: 0,
      },
    ]);
    expect(detail.sales).toMatchObject([{ paidMinor: 1_200, refundedMinor: 400, undone: false }]);
    expect(detail.refunds).toMatchObject([
      { mode: 'refund', state: 'applied', amountMinor: 400, moneyMinor: 400, clawedBack: 4 },
    ]);
    expect(detail.counts).toEqual({
      remarks: 1,
      movements: 2,
      vouchers: 2,
      sales: 1,
      refunds: 1,
    });
    expect(await admin.statusOf(`/members/detail?memberId=${newTestId<MemberId>()}`)).toBe(404);
  });

  it('lists sales with what became of them, and refunds by page', async () => {
    const member = await addMember(hq);
    const sold = award({ memberId: member, amountMinor: 700 });
    const undone = makeRefund({ of: sold, program: richProgram, mode: 'void' });
    await tell(counter, JSON.stringify(sold), JSON.stringify(undone));
    const sales = await admin.get('/sales', salesAnswerSchema);
    expect(sales.rows.find((row) => row.memberId === member)).toMatchObject({
      refundedMinor: 700,
      undone: true,
      pointsSpent: 0,
    });
    const first = await admin.get('/refunds?limit=1', refundsAnswerSchema);
    const second = await admin.get(
      `/refunds?limit=5&before=${encodeURIComponent(first.older ?? '')}`,
      refundsAnswerSchema,
    );
    expect([...first.rows, ...second.rows].map((row) => row.mode).toSorted()).toEqual([
      'refund',
      'void',
    ]);
    expect(second.older).toBe(null);
  });

  it('changes a number, unless somebody has it', async () => {
    const [one, two] = [await addMember(hq), await addMember(hq)];
    expect([
      await setMobile(one, '12345'),
      await setMobile(one, '0987 654 321'),
      await setMobile(one, '0987654321'),
      await setMobile(two, '0987-654-321'),
      await setMobile(two, ''),
      await setMobile(newTestId<MemberId>(), ''),
    ]).toEqual([
      { kind: 'not-a-mobile' },
      { kind: 'changed' },
      { kind: 'unchanged' },
      { kind: 'mobile-taken', ownerId: one, ownerName: '林○' },
      { kind: 'changed' },
      { kind: 'unknown-member' },
    ]);
    const found = await admin.get('/members?text=0987654321', membersAnswerSchema);
    expect(found.rows.map((row) => row.memberId)).toEqual([one]);
    const notes = await hq.db
      .selectFrom('audit')
      .select(['admin_name', 'subject', 'before', 'after'])
      .where('action', '=', 'member.mobile')
      .orderBy('audit_no')
      .execute();
    const before = { number: 'had' };
    expect(notes).toEqual([
      { admin_name: 'owner', subject: one, before, after: { number: 'has' } },
      { admin_name: 'owner', subject: two, before, after: { number: 'none' } },
    ]);
  });

  it('changes nothing of who was erased', async () => {
    const member = await addMember(hq);
    await hq.db.transaction().execute((trx) => eraseMember(trx, member));
    expect(await setMobile(member, '0987654399')).toEqual({ kind: 'unknown-member' });
    const row = await hq.db
      .selectFrom('member')
      .select('mobile')
      .where('member_id', '=', member)
      .executeTakeFirst();
    expect(row).toEqual({ mobile: null });
  });

  it('merges two members: one page, everything of both', async () => {
    const [from, into] = [await addMember(hq), await addMember(hq)];
    await tell(
      counter,
      JSON.stringify(award({ memberId: from, amountMinor: 300 })),
      JSON.stringify(award({ memberId: into, amountMinor: 500 })),
    );
    const merge = (a: MemberId, b: MemberId) =>
      admin.post('/members/merge', { from: a, into: b }, mergeAnswerSchema);
    expect([
      await merge(from, newTestId<MemberId>()),
      await merge(from, into),
      await merge(from, into),
    ]).toEqual([{ kind: 'unknown-member' }, { kind: 'merged' }, { kind: 'same-member' }]);
    const detail = await detailOf(from);
    expect([detail.member.memberId, detail.member.points, detail.member.mergedCount]).toEqual([
      into,
      8,
      1,
    ]);
    expect(detail.counts).toMatchObject({ movements: 2, sales: 2 });
  });

  it('confirms a merge that sync made: its card may spend from now on', async () => {
    const known = await addMember(hq, 'general', { mobile: '+886911222333' });
    const stub = newTestId<MemberId>();
    const joined = makeStub(stub, { mobile: '+886911222333', cardCode: '2900000000017' });
    await tell(counter, JSON.stringify(joined));
    const { rows } = await admin.get('/exceptions', exceptionsAnswerSchema);
    expect(rows.find((row) => row.kind === 'mobile-known')?.detail).toMatchObject({
      memberId: stub,
      into: known,
    });
    expect((await detailOf(known)).member.weakCodes).toEqual(['2900000000017']);
    const confirm = (memberId: MemberId) =>
      admin.post('/members/confirm-merge', { memberId }, confirmMergeAnswerSchema);
    expect([await confirm(stub), await confirm(newTestId<MemberId>())]).toEqual([
      { kind: 'confirmed', codes: 1 },
      { kind: 'unknown-member' },
    ]);
    expect((await detailOf(known)).member.weakCodes).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsAnswerSchema } from '../app/contract/hq-admin-acts.ts';
import { exceptionCaseAnswerSchema } from '../app/contract/hq-admin-exceptions.ts';
import { exceptionsAnswerSchema } from '../app/contract/hq-admin.ts';
import { noMember, staffActEventSchema, shiftCloseEventSchema } from '../app/contract/events.ts';
import type { StaffActBody, StaffRef } from '../app/contract/staff.ts';
import type { MemberId, StaffId } from '../app/domain/ids.ts';
import { listStaffActs } from './db/staff-acts.ts';
import { addMember, receiptsOf } from './test-rig/award-fixtures.ts';
import { signInAdmin } from './test-rig/admin-client.ts';
import type { AdminClient } from './test-rig/admin-client.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeRefund, newTestId } from './test-rig/test-events.ts';
import { northStore, southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const jun: StaffRef = { staffId: newTestId<StaffId>(), name: '小君' };
const mei: StaffRef = { staffId: newTestId<StaffId>(), name: '陳美玉' };
let minute = 0;

/** What a counter records; each a minute after the one before. */
function common(staff: StaffRef | null, member: MemberId = noMember) {
  minute += 1;
  const t = { wallMs: Date.parse('2026-11-22T12:00:00+08:00') + minute * 60_000, monoMs: 1 };
  const boot = '0198b3a0-0000-7000-8000-0000000000bb';
  return {
    eid: newTestId(),
    v: 1,
    store: null,
    bizDate: '2026-11-22',
    member,
    t: { ...t, boot, hqOffsetMs: null, hqAgeS: null },
    ...(staff === null ? {} : { staff }),
  };
}

function act(
  body: Partial<StaffActBody> & Pick<StaffActBody, 'what'>,
  staff: StaffRef | null,
  member?: MemberId,
): string {
  const none = { about: null, by: null, permission: null, reason: null, detail: {} };
  const event = { ...common(staff, member), type: 'staff_act', body: { ...none, ...body } };
  return JSON.stringify(staffActEventSchema.parse(event));
}

describe.each(testStoreKinds)('what people did at the counters, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  let admin: AdminClient;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
    admin = await signInAdmin(hq);
  });
  afterAll(async () => hq.stop());

  const list = async (query = '') => await admin.get(`/acts${query}`, actsAnswerSchema);

  it('is applied without any effect on points, and told to counters as applied', async () => {
    const memberId = await addMember(hq);
    await tell(north, act({ what: 'signed-in', detail: { how: 'pin' } }, jun));
    await tell(
      north,
      act(
        {
          what: 'override',
          by: mei,
          permission: 'reveal',
          reason: 'customer-complaint',
        },
        jun,
      ),
      act({ what: 'revealed' }, jun, memberId),
    );
    await tell(south, act({ what: 'sign-in-failed', about: mei }, null));
    const receipts = await receiptsOf(north);
    expect(
      receipts.map(({ status, entries, exceptions }) => [status, entries, exceptions]),
    ).toEqual(Array(4).fill(['applied', [], []]));
    // Nothing but the receipts: no member was made for "no member".
    const kinds = (await pullAll(south)).map((row) => row.kind);
    expect(kinds.filter((one) => one === 'member').length).toBe(0);
    const { rows, older } = await list();
    expect(older).toBe(null);
    expect(
      rows.map((row) => [row.storeName, row.staff?.name, row.act.what, row.memberName !== '']),
    ).toEqual([
      [southStore.name, undefined, 'sign-in-failed', false],
      [northStore.name, '小君', 'revealed', true],
      [northStore.name, '小君', 'override', false],
      [northStore.name, '小君', 'signed-in', false],
    ]);
    expect(rows[1]?.memberId).toBe(memberId);
  });

  it('pages by place, by store, by person; refunds and closed shifts stand among them', async () => {
    const memberId = await addMember(hq);
    const award = { ...makeAward({ memberId }), staff: jun };
    const refund = { ...makeRefund({ of: award }), ...common(mei, memberId) };
    const line = {
      sales: 3,
      paidMinor: 900,
      discountMinor: 0,
      refunds: 1,
      voids: 0,
      refundedMinor: 300,
      earned: 90,
      spent: 0,
      otherPoints: 0,
      vouchersUsed: 0,
      voucherMinor: 0,
      newMembers: 0,
      overrides: 0,
    };
    const close = shiftCloseEventSchema.parse({
      ...common(mei),
      type: 'shift_close',
      body: {
        shiftId: newTestId(),
        openedAtMs: 1,
        closedAtMs: 2,
        openedBy: mei,
        total: line,
        byStaff: [{ staff: mei, line }],
        events: 4,
        unsent: 0,
        outside: null,
      },
    });
    await tell(south, JSON.stringify(award), JSON.stringify(refund), JSON.stringify(close));
    const all = (await list()).rows;
    expect(all.slice(0, 2).map((row) => [row.act.what, row.staff?.name, row.act.detail])).toEqual([
      ['shift-closed', '陳美玉', { sales: 3, paidMinor: 900, refunds: 1, voids: 0 }],
      [
        refund.body.result.mode,
        '陳美玉',
        {
          saleNo: refund.body.saleNo,
          why: refund.body.why,
          moneyMinor: refund.body.result.moneyMinor,
        },
      ],
    ]);
    const pages: string[] = [];
    let before: string | null = '';
    while (before !== null) {
      const page = await list(`?limit=2${before === '' ? '' : `&before=${before}`}`);
      pages.push(...page.rows.map(({ eid }) => eid));
      before = page.older;
    }
    expect(pages).toEqual(all.map(({ eid }) => eid));
    const of = async (query: string) => (await list(query)).rows.map((row) => row.act.what);
    expect(await of(`?storeId=${southStore.storeId}`)).toEqual([
      'shift-closed',
      refund.body.result.mode,
      'sign-in-failed',
    ]);
    // Done by her or about her, also what she allowed.
    expect(await of(`?staffId=${mei.staffId}`)).toEqual([
      'shift-closed',
      refund.body.result.mode,
      'sign-in-failed',
      'override',
    ]);
    expect(await of(`?staffId=${newTestId<StaffId>()}`)).toEqual([]);
    expect(
      (await listStaffActs(hq.db, { before: null, limit: 1, storeId: null, staffId: null })).length,
    ).toBe(1);
  });

  it('the workbench names the cashier on both receipts', async () => {
    const memberId = await addMember(hq);
    const invoiceNumber = 'AB12345678';
    const first = { ...makeAward({ memberId, invoiceNumber }), staff: jun };
    const second = { ...makeAward({ memberId, invoiceNumber }), staff: mei };
    await tell(north, JSON.stringify(first));
    await tell(south, JSON.stringify(second));
    const { rows } = await admin.get('/exceptions', exceptionsAnswerSchema);
    const found = rows.find((row) => row.kind === 'invoice-used-twice');
    const { receipts } = await admin.get(
      `/exceptions/case?exceptionId=${found?.exceptionId ?? ''}`,
      exceptionCaseAnswerSchema,
    );
    expect(receipts.map(({ eid, staffName }) => [eid, staffName]).toSorted()).toEqual(
      [
        [first.eid, '小君'],
        [second.eid, '陳美玉'],
      ].toSorted(),
    );
  });
});

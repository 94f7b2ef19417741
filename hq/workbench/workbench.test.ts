import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actAnswerSchema,
  adminsAnswerSchema,
  costsAnswerSchema,
  exceptionCaseAnswerSchema,
  newAdminAnswerSchema,
  ownerAnswerSchema,
} from '../../app/contract/hq-admin-exceptions.ts';
import type { ActRequest } from '../../app/contract/hq-admin-exceptions.ts';
import { adminDoneSchema, exceptionsAnswerSchema } from '../../app/contract/hq-admin.ts';
import type { AdminException } from '../../app/contract/hq-admin.ts';
import { changeRowSchema } from '../../app/contract/sync.ts';
import type { PostingRow } from '../../app/contract/sync.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { findBrokenAudit } from '../db/audit.ts';
import { listUnbalancedEvents } from '../test-rig/unbalanced-events.ts';
import { insertProgram } from '../db/programs.ts';
import { recheckLedger } from '../jobs/recheck-ledger.ts';
import { redriveUnderstood } from '../jobs/redrive-understood.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { addMember, addVoucher, receiptFor } from '../test-rig/award-fixtures.ts';
import { pointsAtHq } from '../test-rig/balances.ts';
import { giftCouponId, richProgram as program } from '../test-rig/rich-program.ts';
import { pullAll, push, record, tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund, makeStub, newTestId } from '../test-rig/test-events.ts';
import { southStore, startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const text = JSON.stringify;
const noonMs = Date.parse('2026-11-22T12:00:00+08:00');

describe.each(testStoreKinds)('the exceptions workbench on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  let owner: AdminClient;
  let second: AdminClient;
  let secondId = '';
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs });
    await insertProgram(hq.db, program);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
    owner = await signInAdmin(hq);
    const made = await owner.post('/admins', { name: '小陳' }, newAdminAnswerSchema);
    if (made.kind !== 'made') throw new Error(made.kind);
    secondId = made.adminId;
    second = await signInAdmin(hq, made.token);
  });
  afterAll(async () => {
    // Whatever people decided: the ledger balances, equals its events, and the record is whole.
    expect([
      await listUnbalancedEvents(hq.db),
      await recheckLedger(hq.db, noonMs),
      await findBrokenAudit(hq.db),
    ]).toEqual([[], 0, null]);
    await hq.stop();
  });

  async function newest(wanted: string): Promise<AdminException> {
    const { rows } = await owner.get('/exceptions', exceptionsAnswerSchema);
    const found = rows.find((row) => row.kind === wanted);
    if (found === undefined) throw new Error(`no ${wanted} among ${text(rows.map((r) => r.kind))}`);
    return found;
  }
  const caseOf = async (exceptionId: string, who = owner) =>
    await who.get(`/exceptions/case?exceptionId=${exceptionId}`, exceptionCaseAnswerSchema);
  const act = async (wish: ActRequest, who = owner) =>
    await who.post('/exceptions/act', wish, actAnswerSchema);
  const decide = async (exceptionId: string, who: AdminClient, agree = true) => {
    const waiting = (await caseOf(exceptionId)).actions.find(({ state }) => state === 'awaiting');
    const body = { exceptionId, actionId: waiting?.actionId ?? newTestId(), agree };
    return await who.post('/exceptions/decide', body, actAnswerSchema);
  };
  const postings = async (): Promise<PostingRow[]> =>
    (await pullAll(north)).flatMap((row) => {
      const change = changeRowSchema.parse(row);
      return change.kind === 'posting' ? [change.posting] : [];
    });

  /** One voucher of NT$50, used at both stores. */
  async function useTwice() {
    const memberId = await addMember(hq);
    const voucher = await addVoucher(hq, memberId, { couponId: giftCouponId });
    const sale = () => makeAward({ memberId, program, amountMinor: 900, vouchers: [voucher] });
    const [first, again] = [sale(), sale()];
    await tell(north, text(first));
    await tell(south, text(again));
    return { memberId, first, again, exception: await newest('voucher-used-twice') };
  }

  it('shows both receipts and the cost, and charges the store', async () => {
    const { memberId, first, again, exception } = await useTwice();
    const { exceptionId } = exception;
    const shown = await caseOf(exceptionId);
    expect(shown).toMatchObject({
      cost: { costMinor: 50, points: 0 },
      allowed: ['absorb', 'charge-store', 'claw-back'],
      clawBackPoints: 50,
      storeId: southStore.storeId,
      memberIds: [memberId],
      receipts: [
        { side: 'first', eid: first.eid, storeName: '台北店', totals: { discountMinor: 50 } },
        { side: 'second', eid: again.eid, storeName: '高雄店', totals: { paidMinor: 850 } },
      ],
      actions: [],
      history: [],
    });
    expect(await act({ exceptionId, kind: 'charge-store' })).toEqual({ kind: 'note-needed' });
    expect(await act({ exceptionId, kind: 'redrive', note: 'x' })).toEqual({ kind: 'not-allowed' });
    const charge = {
      exceptionId,
      kind: 'charge-store',
      note: '店長已確認',
      amountMinor: 30,
    } as const;
    expect(await act({ ...charge, amountMinor: 51 })).toEqual({ kind: 'not-allowed' });
    expect(await act(charge, second)).toEqual({ kind: 'done' });
    expect(await act(charge)).toEqual({ kind: 'already-decided' });
    expect(await caseOf(exceptionId)).toMatchObject({
      exception: { state: 'closed' },
      allowed: [],
      actions: [{ kind: 'charge-store', amountMinor: 30, storeName: '高雄店', proposedBy: '小陳' }],
      history: [
        {
          adminName: '小陳',
          action: 'exception.done',
          before: { state: 'open' },
          after: { state: 'closed', kind: 'charge-store', amountMinor: 30, note: '店長已確認' },
        },
      ],
    });
  });

  it('above the limit waits for a second person, who must be another one', async () => {
    const { memberId, exception } = await useTwice();
    const { exceptionId } = exception;
    const limit = { twoPersonMinor: 49 };
    expect(await second.post('/admins/limit', limit, ownerAnswerSchema)).toEqual({
      kind: 'only-owner',
    });
    await owner.post('/admins/limit', limit, ownerAnswerSchema);
    const before = await pointsAtHq(hq.db, memberId);
    const wish = { exceptionId, kind: 'claw-back', note: '向會員收回', points: 25 } as const;
    expect(await act(wish)).toEqual({ kind: 'awaiting' });
    expect(await act(wish, second)).toEqual({ kind: 'already-awaiting' });
    expect(await decide(exceptionId, owner)).toEqual({ kind: 'same-person' });
    expect(await caseOf(exceptionId)).toMatchObject({ isOwnProposal: true, allowed: [] });
    expect(await caseOf(exceptionId, second)).toMatchObject({ isOwnProposal: false });
    // Nothing has happened yet.
    expect([await pointsAtHq(hq.db, memberId), (await newest('voucher-used-twice')).state]).toEqual(
      [before, 'open'],
    );
    expect(await decide(exceptionId, second, false)).toEqual({ kind: 'refused' });
    expect(await act({ ...wish, points: 24 }, second)).toEqual({ kind: 'awaiting' });
    const both = await Promise.all([decide(exceptionId, owner), decide(exceptionId, owner)]);
    expect(both.map((answer) => answer.kind).sort()).toEqual(['already-decided', 'done']);
    expect(await pointsAtHq(hq.db, memberId)).toBe(before - 24);
    // 17 points were there; the other 7 are a debt the next points fill.
    expect((await postings()).filter(({ why }) => why === 'claw-back')).toMatchObject([
      {
        entries: [{ kind: 'adjust', memberId }, { memberId }, { points: 16 - 24, expiresOn: null }],
      },
    ]);
    const { history } = await caseOf(exceptionId);
    expect(history.map(({ adminName, action }) => [adminName, action])).toEqual([
      ['owner', 'exception.proposed'],
      ['小陳', 'exception.refused'],
      ['小陳', 'exception.proposed'],
      ['owner', 'exception.done'],
    ]);
    await owner.post('/admins/limit', { twoPersonMinor: 1_000 }, ownerAnswerSchema);
  });

  it('takes a quarantined event after all, exactly once', async () => {
    const memberId = await addMember(hq);
    const gone = await hq.enrol();
    await owner.post('/counters/revoke', { inst: gone.install }, adminDoneSchema);
    const sale = makeAward({ memberId, program, amountMinor: 700 });
    await tell(gone, text(sale));
    const { exceptionId } = await newest('from-revoked');
    expect([await pointsAtHq(hq.db, memberId), (await caseOf(exceptionId)).allowed]).toEqual([
      0,
      ['redrive', 'mark-duplicate', 'close'],
    ]);
    const wish = { exceptionId, kind: 'redrive', note: '已向門市查明' } as const;
    const answers = await Promise.all([act(wish), act(wish, second), act(wish)]);
    expect(answers.map((answer) => answer.kind).sort()).toEqual([
      'already-decided',
      'already-decided',
      'done',
    ]);
    expect((await caseOf(exceptionId)).receipts).toMatchObject([{ status: 'applied', raw: null }]);
    // The same event again, through another identity: it had its effect.
    await tell(south, text(sale));
    expect(await pointsAtHq(hq.db, memberId)).toBe(7);
    const receipts = await receiptFor(north, sale.eid);
    expect(receipts.map(({ status }) => status)).toEqual(['quarantined', 'applied', 'duplicate']);
  });

  it('takes an enrolment, its sale, and the refund that came in vain before it', async () => {
    const memberId = newTestId<MemberId>();
    const gone = await hq.enrol();
    await owner.post('/counters/revoke', { inst: gone.install }, adminDoneSchema);
    const stub = makeStub(memberId, { mobile: '+886900111222', cardCode: '2000000009995' });
    const sale = makeAward({ memberId, program, amountMinor: 800 });
    await tell(gone, text(stub), text(sale));
    await tell(south, text(makeRefund({ of: sale, program, request: { kind: 'all' } })));
    const { rows } = await owner.get('/exceptions', exceptionsAnswerSchema);
    const inVain = await newest('refund-of-uncounted-sale');
    const redrive = async (exceptionId: string) =>
      (await act({ exceptionId, kind: 'redrive', note: '查明' })).kind;
    // Its sale does not count yet.
    expect(await redrive(inVain.exceptionId)).toBe('still-unfit');
    const [ofSale, ofStub] = rows.filter((row) => row.kind === 'from-revoked');
    expect([await redrive(ofSale?.exceptionId ?? ''), await pointsAtHq(hq.db, memberId)]).toEqual([
      'done',
      8,
    ]);
    expect(await redrive(ofStub?.exceptionId ?? '')).toBe('done');
    expect([await redrive(inVain.exceptionId), await pointsAtHq(hq.db, memberId)]).toEqual([
      'done',
      0,
    ]);
    const { rows: left } = await owner.get('/exceptions', exceptionsAnswerSchema);
    expect(left.filter((row) => row.kind === 'from-revoked')).toEqual([]);
  });

  it('takes by itself what it could not read before its update, and says so in the record', async () => {
    // These fill a page, and cannot be read yet.
    for (const v of [1, 2, 3]) await tell(south, text({ eid: newTestId(), type: 'later', v }));
    const memberId = await addMember(hq);
    const gone = await hq.enrol();
    await owner.post('/counters/revoke', { inst: gone.install }, adminDoneSchema);
    await tell(gone, text(makeAward({ memberId, program, amountMinor: 600 })));
    const { exceptionId } = await newest('from-revoked');
    // As an HQ of before would have noted it.
    await hq.db
      .updateTable('exception')
      .set({ kind: 'unknown-version' } as never)
      .where('exception_id', '=', exceptionId)
      .execute();
    const job = { db: hq.db, nowMs: () => noonMs, pageSize: 2 };
    expect([await redriveUnderstood(job), await redriveUnderstood(job)]).toEqual([1, 0]);
    expect(await pointsAtHq(hq.db, memberId)).toBe(6);
    const shown = await caseOf(exceptionId);
    expect([shown.exception.state, shown.history]).toMatchObject([
      'closed',
      [{ adminName: 'hq', action: 'exception.done' }],
    ]);
  });

  it('offers no second life to another body under a known id', async () => {
    const memberId = await addMember(hq);
    const sale = makeAward({ memberId, program, amountMinor: 300 });
    await tell(north, text(sale));
    await tell(south, text({ ...sale, bizDate: '2026-11-21' }));
    const { exceptionId } = await newest('eid-conflict');
    const shown = await caseOf(exceptionId);
    expect([shown.allowed, shown.receipts[0]?.raw?.includes('2026-11-21')]).toEqual([
      ['mark-duplicate', 'close'],
      true,
    ]);
    expect(await act({ exceptionId, kind: 'mark-duplicate' })).toEqual({ kind: 'done' });
  });

  it('says why an event still cannot be taken, and leaves it', async () => {
    const raw = text({ eid: newTestId(), type: 'future', v: 1, body: {} });
    record(north, raw);
    await push(north, north.events.length);
    const { exceptionId } = await newest('unknown-type');
    expect((await caseOf(exceptionId)).receipts).toMatchObject([{ status: 'quarantined', raw }]);
    expect(await act({ exceptionId, kind: 'redrive' })).toEqual({
      kind: 'still-unfit',
      why: 'unknown-type: future',
    });
    expect(await act({ exceptionId, kind: 'close' })).toEqual({ kind: 'done' });
    expect((await caseOf(exceptionId)).actions.map(({ state }) => state)).toEqual([
      'without-effect',
      'done',
    ]);
  });

  it('bears an overdraft: the points come back, once', async () => {
    const memberId = await addMember(hq);
    const earned = makeAward({ memberId, program, amountMinor: 1_900 });
    await tell(north, text(earned));
    const lots = earned.body.entries.map(({ lotId, points, expiresOn }) => ({
      lotId,
      points,
      expiresOn,
    }));
    const spend = () =>
      text(
        makeAward({
          memberId,
          program,
          amountMinor: 19,
          facts: { lots },
          asked: { spendPoints: 19 },
        }),
      );
    await tell(north, spend());
    await tell(south, spend());
    const { exceptionId } = await newest('overdraft');
    expect(await caseOf(exceptionId)).toMatchObject({
      cost: { costMinor: 19, points: 19 },
      allowed: ['absorb', 'charge-store', 'recover'],
    });
    expect(await pointsAtHq(hq.db, memberId)).toBe(-19);
    expect(await act({ exceptionId, kind: 'absorb', note: '品牌吸收' })).toEqual({ kind: 'done' });
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
  });

  it('reports what it all cost, on the page and as a file', async () => {
    await useTwice();
    const { rows } = await owner.get('/exceptions/costs?weeks=2', costsAnswerSchema);
    expect(rows.filter((row) => ['voucher-used-twice', 'overdraft'].includes(row.kind))).toEqual([
      {
        week: '2026-11-16',
        storeName: '高雄店',
        kind: 'voucher-used-twice',
        count: 3,
        openCount: 1,
        // 30 of the first were charged; of the second 24 points were taken back; the third is open.
        absorbedMinor: 46,
        chargedMinor: 30,
        clawedBackMinor: 24,
        openMinor: 50,
        undoneMinor: 0,
      },
      {
        week: '2026-11-16',
        storeName: '高雄店',
        kind: 'overdraft',
        count: 1,
        openCount: 0,
        absorbedMinor: 19,
        chargedMinor: 0,
        clawedBackMinor: 0,
        openMinor: 0,
        undoneMinor: 0,
      },
    ]);
    const file = await owner.textOf('/exceptions/costs.csv?weeks=2&language=en');
    expect(file.type).toMatch(/^text\/csv/);
    expect(file.text.split('\r\n')[0]).toBe(
      '\uFEFFWeek (Monday),Store,Kind,Count,Open,Absorbed NT$,Charged to store NT$,Clawed back NT$,Open NT$,Decided and made good since NT$',
    );
    expect(file.text).toContain('2026-11-16,高雄店,voucher-used-twice,3,1,46,30,24,50,0');
  });

  it('lets only the owner name people, and ends a revoked one’s session at once', async () => {
    const made = await second.post('/admins', { name: '影子' }, newAdminAnswerSchema);
    const taken = await owner.post('/admins', { name: '小陳' }, newAdminAnswerSchema);
    expect([made, taken]).toEqual([{ kind: 'only-owner' }, { kind: 'name-taken' }]);
    const revoke = { adminId: secondId };
    expect(await owner.post('/admins/revoke', revoke, ownerAnswerSchema)).toEqual({ kind: 'done' });
    expect(await second.statusOf('/admins')).toBe(401);
    const people = await owner.get('/admins', adminsAnswerSchema);
    expect([people.me, people.rows, people.latest[0]]).toMatchObject([
      { isOwner: true },
      [{ name: '小陳', revokedAtMs: noonMs }],
      { action: 'admin.revoked', subject: secondId },
    ]);
  });
});

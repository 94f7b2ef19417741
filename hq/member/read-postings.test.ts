import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeAnswerSchema } from '../../app/contract/hq-admin-members.ts';
import { memberPostingsSchema } from '../../app/contract/member-pages.ts';
import type { MemberPostings } from '../../app/contract/member-pages.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import { memberProgram as program } from '../test-rig/member-program.ts';
import type { MemberPage } from '../test-rig/member-page.ts';
import { startMemberRig, testLoginChannelId } from '../test-rig/member-rig.ts';
import type { MemberRig } from '../test-rig/member-rig.ts';
import { tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeRefund } from '../test-rig/test-events.ts';
import { northStore } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const noonMs = Date.parse('2026-11-23T12:00:00+08:00');
const nightMs = Date.parse('2026-12-25T03:00:00+08:00');
const text = JSON.stringify;

describe.each(testStoreKinds)('what moved a member’s points on %s', (kind) => {
  let line: LineStandIn;
  let rig: MemberRig;
  let counter: TestCounter;
  let nowMs = noonMs;
  beforeAll(async () => {
    line = await startLineStandIn({ loginChannelIds: [testLoginChannelId], nowMs: () => nowMs });
    rig = await startMemberRig(kind, line, { nowMs: () => nowMs });
    counter = await rig.hq.enrol();
  });
  afterAll(async () => {
    await rig.hq.stop();
    await line.stop();
  });

  const look = async (page: MemberPage, before: string | null = null): Promise<MemberPostings> => {
    const query = before === null ? '' : `?before=${encodeURIComponent(before)}`;
    return memberPostingsSchema.parse((await page.get(`postings${query}`)).body);
  };
  const lookAtAll = async (page: MemberPage): Promise<MemberPostings['rows']> => {
    const rows: MemberPostings['rows'] = [];
    for (let before: string | null = null, pages = 0; pages < 10; pages += 1) {
      const answer: MemberPostings = await look(page, before);
      rows.push(...answer.rows);
      before = answer.older;
      if (before === null) break;
    }
    return rows;
  };
  /** Sessions last an hour: pages are looked at at noon, the shop goes on in between. */
  const later = async <T>(atMs: number, work: () => Promise<T>): Promise<T> => {
    nowMs = atMs;
    const done = await work();
    nowMs = noonMs;
    return done;
  };
  const tellLater = async (...events: readonly object[]) =>
    await later(nightMs, () => tell(counter, ...events.map((event) => text(event))));
  const saleOf = (memberId: MemberId, amountMinor: number, date: string) =>
    makeAward({ memberId, program, amountMinor, date });

  it('tells sales, refunds, voids, gifts and what lapsed, each with its reasons', async () => {
    const page = await rig.join();
    const sale = saleOf(page.memberId, 1_000, '2026-11-24');
    const part = { kind: 'amount', amountMinor: 300 } as const;
    const back = makeRefund({ of: sale, program, request: part, date: '2026-11-25' });
    const small = saleOf(page.memberId, 60, '2026-11-26');
    const wrong = saleOf(page.memberId, 500, '2026-11-27');
    const voided = makeRefund({ of: wrong, program, mode: 'void', date: '2026-11-27' });
    await tellLater(sale, back, small, wrong, voided);
    expect(await later(nightMs, rig.hq.runNightly)).toMatchObject({ expired: 1 });
    const { rows, older } = await look(page);
    expect(older).toBeNull();
    const own = { storeName: northStore.name, saleNo: '1122-0001' };
    const hqs = { storeName: null, saleNo: null, paidMinor: null, expiresOn: null };
    expect(rows).toMatchObject([
      { kind: 'expire', ...hqs, points: -32, reasons: ['點數到期'] },
      { kind: 'void', ...own, points: -5 },
      { kind: 'sale', ...own, paidMinor: 500, points: 5 },
      { kind: 'sale', ...own, paidMinor: 60, points: 0, expiresOn: null },
      { kind: 'refund', ...own, paidMinor: -300, points: -3 },
      { kind: 'sale', ...own, paidMinor: 1_000, points: 10, expiresOn: '2026-12-24' },
      { kind: 'gift', ...hqs, points: 25, reasons: ['入會禮'], expiresOn: '2026-12-23' },
    ]);
    expect(rows.filter((row) => row.points !== 0 && row.reasons.length === 0)).toEqual([]);
    expect(rows.reduce((sum, { points }) => sum + points, 0)).toBe(0);
  });

  it('tells of a friend’s sale only that there was a reward', async () => {
    const inviter = await rig.join();
    const friend = await rig.join();
    const sale = makeAward({
      memberId: friend.memberId,
      program,
      amountMinor: 1_000,
      date: '2026-11-24',
      facts: { inviterId: inviter.memberId },
    });
    await rig.hq.db
      .updateTable('member')
      .set({ inviter_id: inviter.memberId })
      .where('member_id', '=', friend.memberId)
      .execute();
    await tellLater(sale);
    const [reward] = (await look(inviter)).rows;
    expect(reward).toMatchObject({
      kind: 'gift',
      storeName: null,
      saleNo: null,
      paidMinor: null,
      reasons: ['推薦好友的獎勵'],
    });
    expect(reward?.points).toBeGreaterThan(0);
    expect((await look(friend)).rows[0]).toMatchObject({ kind: 'sale', points: 20 });
  });

  it('goes back page by page, also through what came at one moment', async () => {
    const page = await rig.join();
    const sales = Array.from({ length: 65 }, (_, n) =>
      saleOf(page.memberId, 100 + n, n < 50 ? '2026-11-25' : '2026-11-24'),
    );
    await tellLater(...sales);
    const first = await look(page);
    expect(first.rows).toHaveLength(30);
    const rows = await lookAtAll(page);
    expect(rows).toHaveLength(66);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(66);
    const times = rows.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    // A sale that comes meanwhile neither repeats nor hides a row of the next page.
    await tellLater(saleOf(page.memberId, 999, '2026-11-26'));
    expect((await look(page, first.older)).rows).toEqual(rows.slice(30, 60));
    for (const odd of ['', 'x', '1.2', `${noonMs}.x`, `-1.${sales[0]?.eid ?? ''}`, 'é'.repeat(50)])
      expect([odd, (await page.get(`postings?before=${encodeURIComponent(odd)}`)).status]).toEqual([
        odd,
        400,
      ]);
  });

  it('goes on after a merge, with the history of both', async () => {
    const [from, into] = [await rig.join(), await rig.join()];
    const [one, two] = [
      saleOf(from.memberId, 700, '2026-11-24'),
      saleOf(into.memberId, 400, '2026-11-25'),
    ];
    await tellLater(one, two);
    const admin = await signInAdmin(rig.hq);
    const merge = { from: from.memberId, into: into.memberId };
    await admin.post('/members/merge', merge, mergeAnswerSchema);
    // The counter has not heard of it yet.
    const late = saleOf(from.memberId, 300, '2026-11-26');
    const back = makeRefund({ of: one, program, date: '2026-11-27' });
    await tellLater(late, back);
    const { rows } = await look(into);
    expect(rows).toMatchObject([
      { kind: 'refund', paidMinor: -700, points: -7 },
      { kind: 'sale', paidMinor: 300, points: 3 },
      { kind: 'sale', paidMinor: 400, points: 4 },
      { kind: 'sale', paidMinor: 700, points: 7 },
      { kind: 'gift', points: 25 },
      { kind: 'gift', points: 25 },
    ]);
    expect((await look(from)).rows).toEqual(rows);
    const { points } = (await into.get('home')).body;
    expect(rows.reduce((sum, row) => sum + row.points, 0)).toBe(points);
  });
});

import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberVouchersSchema } from '../../app/contract/member-pages.ts';
import type { MemberVouchers } from '../../app/contract/member-pages.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { listUnbalancedEvents } from '../test-rig/unbalanced-events.ts';
import { recheckLedger } from '../jobs/recheck-ledger.ts';
import { laterCouponId, seedMemberProgram, tenPointsCouponId } from '../test-rig/member-program.ts';
import { lineUser, openMemberPage } from '../test-rig/member-page.ts';
import type { MemberPage } from '../test-rig/member-page.ts';
import { pullAll, sendSigned } from '../test-rig/test-counter.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { memberConsentVersion } from './consent-version.ts';

const noonMs = Date.parse('2026-11-23T12:00:00+08:00');

describe.each(testStoreKinds)('points for vouchers on %s', (kind) => {
  let hq: TestHq;
  let line: LineStandIn;
  let people = 0;
  let ticks = 0;
  beforeAll(async () => {
    line = await startLineStandIn({ loginChannelIds: ['1650000001'], nowMs: () => noonMs });
    hq = await startTestHq(kind, {
      seed: seedMemberProgram,
      nowMs: () => noonMs + (ticks += 1),
      line: { baseUrl: line.url, loginChannelId: '1650000001', liffId: '1650000001-abcdefgh' },
    });
  });
  afterAll(async () => {
    await hq.stop();
    await line.stop();
  });

  /** A member with the 25 points of joining. */
  const join = async (): Promise<MemberPage & { readonly memberId: MemberId }> => {
    people += 1;
    const lineUserId = lineUser(people);
    const idToken = line.issueIdToken({ userId: lineUserId });
    const page = await openMemberPage(hq.url, { lineUserId, idToken });
    const joined = await page.post('join', {
      name: '林美',
      mobile: `09${String(people).padStart(8, '0')}`,
      birthday: null,
      consentVersion: memberConsentVersion,
      marketing: false,
      inviter: null,
    });
    expect(joined).toMatchObject({ status: 200, body: { points: 25, vouchers: 1 } });
    return { ...page, memberId: joined.body['memberId'] as MemberId };
  };
  const exchange = async (page: MemberPage, key = v7(), couponId: string = tenPointsCouponId) =>
    await page.post('exchange', { couponId, key });
  const lookAt = async (page: MemberPage): Promise<MemberVouchers> =>
    memberVouchersSchema.parse((await page.get('vouchers')).body);

  it('takes the points, gives the voucher, tells the counters, and adds up', async () => {
    const page = await join();
    const counter = await hq.enrol();
    const before = (await pullAll(counter)).at(-1)?.pos ?? 0;
    const key = v7();
    const first = await exchange(page, key);
    expect(first).toEqual({
      status: 200,
      body: { voucherId: expect.any(String) as string, points: 15 },
    });
    expect(await exchange(page, key)).toEqual(first);
    const voucherId = String(first.body['voucherId']);
    const told = await pullAll(counter, before);
    expect(told).toMatchObject([
      { kind: 'voucher', voucher: { voucherId, memberId: page.memberId, state: 'issued' } },
      {
        kind: 'posting',
        posting: {
          why: 'exchange',
          entries: [{ kind: 'spend', points: -10, memberId: page.memberId, leg: 0 }],
          uses: [{ id: `exchange:${tenPointsCouponId}`, n: 1 }],
        },
      },
    ]);
    expect((await page.get('home')).body).toMatchObject({ points: 15, vouchers: 2 });
    const { rows } = (await page.get('postings')).body as { rows: unknown[] };
    expect(rows).toMatchObject([
      { kind: 'exchange', points: -10, reasons: ['點數換券「十點換券」'], expiresOn: null },
      { kind: 'gift', points: 25, reasons: ['入會禮'], expiresOn: '2026-12-23' },
    ]);
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, noonMs)).toBe(0);
  });

  it('refuses what is over, too much, too often, or no offer', async () => {
    const page = await join();
    const offers = async () =>
      (await lookAt(page)).offers.map(({ couponId, points, blocked }) => [
        couponId,
        points,
        blocked,
      ]);
    expect(await offers()).toEqual([
      [tenPointsCouponId, 10, null],
      [laterCouponId, 20, 'days'],
    ]);
    const key = v7();
    expect((await exchange(page, key)).status).toBe(200);
    expect(await exchange(page, key, laterCouponId)).toMatchObject({
      status: 400,
      body: { error: 'bad-request' },
    });
    for (const couponId of [laterCouponId, v7()])
      expect(await exchange(page, v7(), couponId)).toMatchObject({
        status: 409,
        body: { error: 'not-available' },
      });
    expect((await exchange(page)).status).toBe(200);
    expect(await offers()).toEqual([
      [tenPointsCouponId, 10, 'limit'],
      [laterCouponId, 20, 'days'],
    ]);
    expect((await exchange(page)).body).toMatchObject({ error: 'not-available' });
    expect(await page.post('exchange', { couponId: tenPointsCouponId, key: 'x' })).toMatchObject({
      status: 400,
    });
    expect((await page.get('home')).body).toMatchObject({ points: 5 });
  });

  it('leaves alone what a counter holds reserved', async () => {
    const page = await join();
    const counter = await hq.enrol();
    const authId = v7();
    const asked = { inst: counter.install, authId, memberId: page.memberId, points: 16 };
    const body = JSON.stringify({ ...asked, voucherIds: [], pending: [], leaseId: null });
    expect(await sendSigned(counter, 'POST', '/v1/spend/authorise', body)).toMatchObject({
      status: 200,
      body: { outcome: { kind: 'granted' } },
    });
    expect((await lookAt(page)).offers[0]).toMatchObject({ blocked: 'points' });
    expect(await exchange(page)).toMatchObject({
      status: 409,
      body: { error: 'not-enough-points' },
    });
    expect((await page.get('home')).body).toMatchObject({ points: 25 });
  });

  it('never gives more than there is, whoever asks at one moment', async () => {
    const page = await join();
    const key = v7();
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => exchange(page, key)),
      ...Array.from({ length: 6 }, () => exchange(page)),
    ]);
    const given = answers.filter(({ status }) => status === 200);
    const vouchers = new Set(given.map(({ body }) => body['voucherId']));
    expect(vouchers.size).toBe(2);
    expect((await page.get('home')).body).toMatchObject({ points: 5, vouchers: 3 });
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, noonMs)).toBe(0);
  });
});

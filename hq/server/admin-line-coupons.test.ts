import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  lineCouponDoneSchema,
  lineCouponsAnswerSchema,
} from '../../app/contract/hq-admin-line-coupon.ts';
import type { CouponId } from '../../app/domain/ids.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { listLatestAudit } from '../db/audit.ts';
import { insertProgram } from '../db/programs.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { codeCouponId, giftCouponId, richProgram } from '../test-rig/rich-program.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const longCodeId = '0198b3a0-0000-7000-8000-00000000c0ff' as CouponId;

describe.each(testStoreKinds)('LINE coupons on %s', (kind) => {
  let hq: TestHq;
  let line: LineStandIn;
  let admin: AdminClient;
  const nowMs = Date.parse('2026-11-22T12:00:00+08:00');
  const code = richProgram.coupons.find(({ couponId }) => couponId === codeCouponId);

  beforeAll(async () => {
    line = await startLineStandIn({ nowMs: () => nowMs });
    hq = await startTestHq(kind, {
      nowMs: () => nowMs,
      line: { channelAccessToken: 'stand-in-token', baseUrl: line.url },
    });
    if (code === undefined) throw new Error('the rich program has no coupon with a code');
    const long = { ...code, couponId: longCodeId, code: 'MORE-THAN-SIXTEEN' };
    await insertProgram(hq.db, { ...richProgram, coupons: [...richProgram.coupons, long] });
    admin = await signInAdmin(hq);
  });
  afterAll(async () => {
    await hq.stop();
    await line.stop();
  });
  const list = () => admin.get('/line/coupons', lineCouponsAnswerSchema);
  const wish = {
    couponId: codeCouponId,
    title: '週年慶',
    description: '結帳前出示',
    usageCondition: '每人一次',
    startsOn: '2026-11-22',
    endsOn: '2026-12-31',
    isPublic: false,
    imageOrigin: null as string | null,
  };
  const publish = (change: object = {}) =>
    admin.post('/line/coupons', { ...wish, ...change }, lineCouponDoneSchema);
  const close = (lineCouponId: string) =>
    admin.post('/line/coupons/close', { lineCouponId }, lineCouponDoneSchema);

  it('offers the coupons with a code for all, and says what keeps one out', async () => {
    const { candidates, rows, strangers, hasToken } = await list();
    expect([
      candidates.map(({ couponId, problems }) => [couponId, problems]),
      rows,
      strangers,
      hasToken,
    ]).toEqual([
      [
        [codeCouponId, []],
        [longCodeId, ['code-too-long']],
      ],
      [],
      [],
      true,
    ]);
    expect([
      await publish({ couponId: giftCouponId }),
      await publish({ couponId: longCodeId }),
      await publish({ title: '', endsOn: '2026-11-01' }),
      line.coupons.size,
    ]).toEqual([
      { kind: 'unknown-coupon' },
      { kind: 'wrong', problems: ['code-too-long'] },
      { kind: 'wrong', problems: ['title-length', 'days-reversed'] },
      0,
    ]);
  });

  it('publishes one with the picture of its bars, closes it once, and keeps a record of both', async () => {
    const done = await publish({ imageOrigin: 'https://hq.example' });
    const [made] = [...line.coupons.values()];
    const image = await fetch(`${hq.url}/line/coupon-code/${codeCouponId}.png`);
    const bytes = Buffer.from(await image.arrayBuffer());
    const strange = await fetch(`${hq.url}/line/coupon-code/${giftCouponId}.png`);
    const [row] = (await list()).rows;
    const id = row?.lineCouponId ?? '';
    const closings = [await close(id), await close(id), await close('0'.repeat(26))];
    expect([
      done,
      made?.request,
      [image.status, image.headers.get('content-type'), bytes.subarray(1, 4).toString()],
      strange.status,
      row,
      closings,
      made?.status,
      (await list()).rows[0]?.state,
    ]).toEqual([
      { kind: 'done' },
      expect.objectContaining({
        title: '週年慶',
        couponCode: code?.code,
        barcodeImageUrl: `https://hq.example/line/coupon-code/${codeCouponId}.png`,
      }),
      [200, 'image/png', 'PNG'],
      404,
      {
        lineCouponId: made?.couponId,
        couponId: codeCouponId,
        title: '週年慶',
        code: code?.code,
        startsAtMs: Date.parse('2026-11-22T00:00:00+08:00'),
        endsAtMs: Date.parse('2026-12-31T23:59:59+08:00'),
        state: 'open',
        createdAtMs: nowMs,
        uses: 0,
      },
      [{ kind: 'done' }, { kind: 'gone' }, { kind: 'gone' }],
      'CLOSED',
      'closed',
    ]);
    const audit = await listLatestAudit(hq.db, { limit: 4 });
    expect(audit.map(({ action }) => action).toReversed()).toEqual([
      'line.coupon-published',
      'line.coupon-closed',
      'line.coupon-closed',
      'line.coupon-closed',
    ]);
  });

  it('says when nobody knows whether LINE made it, and shows what runs there unknown to HQ', async () => {
    line.scriptAt('/v2/bot/coupon', { kind: 'reset', accept: true });
    const unsure = await publish({ title: '不確定' });
    const { rows, strangers } = await list();
    const [stranger] = strangers ?? [];
    const closed = await close(stranger?.lineCouponId ?? '');
    const [last] = await listLatestAudit(hq.db, { limit: 2 });
    expect([unsure, rows.length, stranger?.title, closed, (await list()).strangers]).toEqual([
      { kind: 'unsure' },
      1,
      '不確定',
      { kind: 'done' },
      [],
    ]);
    expect(last?.action).toBe('line.coupon-closed');
  });

  it('does nothing where LINE refuses or is away', async () => {
    line.scriptAt(
      '/v2/bot/coupon',
      { kind: 'unauthorized' },
      { kind: 'rate-limit' },
      { kind: 'forbidden' },
      { kind: 'portal', answer: 'html' },
    );
    expect([
      await publish(),
      await publish(),
      (await publish()).kind,
      (await list()).strangers,
      line.coupons.size,
    ]).toEqual([{ kind: 'unauthorized' }, { kind: 'later' }, 'refused', null, 2]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminDoneSchema } from '../../app/contract/hq-admin.ts';
import { lineSendingAnswerSchema } from '../../app/contract/hq-admin-line.ts';
import { createLineClient } from '../../app/line/send-line-push.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { fixedLineChannel } from './line-channel.ts';
import { createQuotaWatch } from './watch-quota.ts';

describe.each(testStoreKinds)('the month of LINE messages on %s', (kind) => {
  let hq: TestHq;
  let line: LineStandIn;
  let nowMs = Date.parse('2026-11-10T12:00:00+08:00');

  beforeAll(async () => {
    line = await startLineStandIn({ nowMs: () => nowMs });
    hq = await startTestHq(kind, { nowMs: () => nowMs });
  });
  afterAll(async () => {
    await hq.stop();
    await line.stop();
  });

  const look = async (channelAccessToken = 'stand-in-token'): Promise<boolean> => {
    const lineClient = createLineClient({ channelAccessToken, baseUrl: line.url });
    const timer = { setTimer: () => () => undefined };
    const lineChannel = fixedLineChannel(lineClient);
    const deps = { db: hq.db, nowMs: () => nowMs, timer, lineChannel, log: () => undefined };
    const told = await createQuotaWatch(deps).look();
    await lineClient.close();
    return told;
  };
  const sending = async () =>
    await (await signInAdmin(hq)).get('/line/sending', lineSendingAnswerSchema);

  it('is told by LINE and reaches as far as the last days say', async () => {
    const before = await sending();
    line.setMonthlyLimit(500);
    expect([await look('wrong'), await look()]).toEqual([false, true]);
    nowMs += 86_400_000;
    line.setMonthlyLimit(0);
    await look();
    expect([before, await sending()]).toEqual([
      { quietHours: { from: '22:00', until: '08:00' }, month: null },
      {
        quietHours: { from: '22:00', until: '08:00' },
        month: {
          used: 0,
          quota: 0,
          perDay: 0,
          monthEndUsed: 0,
          runsOutOn: '2026-11-11',
          checkedAtMs: nowMs,
        },
      },
    ]);
  });

  it('keeps the hours in which members are left in peace, and who set them', async () => {
    const admin = await signInAdmin(hq);
    const set = (body: unknown) => admin.post('/line/quiet-hours', body, adminDoneSchema);
    await expect(set({ from: '24:00', until: '8:00' })).rejects.toThrow('400');
    await set({ from: '21:30', until: '09:00' });
    const noted = await hq.db
      .selectFrom('audit')
      .select(['action', 'before', 'after'])
      .where('action', '=', 'line.quiet-hours')
      .execute();
    expect([(await sending()).quietHours, noted]).toEqual([
      { from: '21:30', until: '09:00' },
      [
        {
          action: 'line.quiet-hours',
          before: { from: '22:00', until: '08:00' },
          after: { from: '21:30', until: '09:00' },
        },
      ],
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { createLineClient } from '../../app/line/send-line-push.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { markQuietHours } from '../db/brand.ts';
import { countLineMessages, insertLineMessages } from '../db/line-outbox.ts';
import { newTestId } from '../test-rig/test-events.ts';
import { addMember } from '../test-rig/award-fixtures.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { realTimer } from '../test-rig/real-timer.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { createLineWorker } from './create-line-worker.ts';
import type { LineWorker } from './create-line-worker.ts';
import { fixedLineChannel } from './line-channel.ts';

const at = (date: string, time: string) => Date.parse(`${date}T${time}:00+08:00`);

describe.each(testStoreKinds)('messages that wait for the day, on %s', (kind) => {
  let hq: TestHq;
  let line: LineStandIn;
  let worker: LineWorker;
  let nowMs = at('2026-11-22', '12:00');
  beforeAll(async () => {
    line = await startLineStandIn({ nowMs: () => nowMs });
    hq = await startTestHq(kind, { nowMs: () => nowMs });
    await markQuietHours(hq.db, { from: '22:00', until: '08:00' });
    const channelAccessToken = 'stand-in-token';
    worker = createLineWorker({
      db: hq.db,
      nowMs: () => nowMs,
      random: () => 1,
      timer: realTimer,
      lineChannel: fixedLineChannel(createLineClient({ channelAccessToken, baseUrl: line.url })),
      log: () => undefined,
    });
  });
  afterAll(async () => {
    await hq.stop();
    await line.stop();
  });

  /** A message of a kind made now; its retry key. */
  async function make(memberId: MemberId, messageKind: string, more = {}): Promise<string> {
    const outboxId = newTestId<string>();
    const messages = [{ type: 'text', text: messageKind }];
    const body = JSON.stringify({ to: `U${'1'.padStart(32, '0')}`, messages });
    const eid = newTestId<EventId>();
    const message = { outboxId, memberId, eid, kind: messageKind, body, nowMs, ...more };
    await hq.db.transaction().execute(async (trx) => await insertLineMessages(trx, [message]));
    return outboxId;
  }
  /** Sends what is due at a time; what LINE took then. */
  async function takenAt(atMs: number): Promise<(string | null)[]> {
    nowMs = atMs;
    const before = line.accepted.length;
    await worker.runOnce();
    return line.accepted.slice(before).map(({ retryKey }) => retryKey);
  }
  const openNow = async (memberId: MemberId) =>
    await hq.db
      .selectFrom('line_outbox')
      .select(['state', 'last_outcome as outcome', 'next_attempt_at_ms as nextMs'])
      .where('member_id', '=', memberId)
      .where('state', 'in', ['waiting', 'parked'])
      .orderBy('outbox_no')
      .execute();

  it('hold no receipt up when LINE failed at them before their hours ended', async () => {
    nowMs = at('2026-11-23', '19:59');
    const memberId = await addMember(hq);
    const gift = await make(memberId, 'birthday');
    line.script({ kind: 'server-error' });
    expect(await takenAt(nowMs)).toEqual([]);
    expect(await takenAt(at('2026-11-23', '20:00'))).toEqual([]);
    nowMs = at('2026-11-23', '20:05');
    const receipt = await make(memberId, 'sale');
    expect(await takenAt(nowMs)).toEqual([receipt]);
    expect(await takenAt(at('2026-11-24', '09:59'))).toEqual([]);
    expect(await takenAt(at('2026-11-24', '10:00'))).toEqual([gift]);
  });

  it('hold none up where a restore says they may have been sent', async () => {
    nowMs = at('2026-11-25', '03:00');
    const memberId = await addMember(hq);
    const byDay = { tellFromMs: at('2026-11-25', '10:00'), maybeSentSinceMs: nowMs };
    const gift = await make(memberId, 'birthday', byDay);
    nowMs = at('2026-11-25', '08:30');
    const receipt = await make(memberId, 'sale');
    expect(await takenAt(nowMs)).toEqual([receipt]);
    expect(await takenAt(at('2026-11-25', '10:00'))).toEqual([gift]);
  });

  it('keep their place before a receipt while they are tried again', async () => {
    nowMs = at('2026-11-26', '12:00');
    const memberId = await addMember(hq);
    const gift = await make(memberId, 'birthday');
    line.script({ kind: 'server-error' });
    expect(await takenAt(nowMs)).toEqual([]);
    const receipt = await make(memberId, 'sale');
    expect(await takenAt(nowMs + 1_000)).toEqual([]);
    expect(await takenAt(nowMs + 60_000)).toEqual([gift, receipt]);
  });

  it('go before the night where LINE would have forgotten their key by day, but wake nobody', async () => {
    nowMs = at('2026-11-27', '10:30');
    const [early, late] = [await addMember(hq), await addMember(hq)];
    const first = await make(early, 'birthday');
    line.script({ kind: 'server-error' });
    await worker.runOnce();
    expect(await takenAt(at('2026-11-27', '20:05'))).toEqual([first]);
    nowMs = at('2026-11-28', '10:30');
    const second = await make(late, 'birthday');
    line.script({ kind: 'server-error' });
    await worker.runOnce();
    expect(await takenAt(at('2026-11-28', '22:05'))).toEqual([]);
    expect(await takenAt(at('2026-11-29', '07:59'))).toEqual([]);
    expect(await takenAt(at('2026-11-29', '08:00'))).toEqual([second]);
  });

  it('show all night that the month is used up', async () => {
    nowMs = at('2026-11-30', '21:00');
    const memberIds = [await addMember(hq), await addMember(hq)];
    for (const memberId of memberIds) await make(memberId, 'sale');
    line.setMonthlyLimit(0);
    await worker.runOnce();
    expect((await countLineMessages(hq.db)).parked).toBe(2);
    for (const time of ['22:10', '22:30', '23:50'])
      expect(await takenAt(at('2026-11-30', time))).toEqual([]);
    const nextMs = at('2026-12-01', '08:00');
    expect(await Promise.all(memberIds.map(openNow))).toEqual([
      [{ state: 'parked', outcome: 'quota', nextMs }],
      [{ state: 'parked', outcome: 'quota', nextMs }],
    ]);
    line.setMonthlyLimit(null);
    expect((await takenAt(nextMs)).length).toBe(2);
  });
});

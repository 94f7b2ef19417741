import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putFriends } from './db/line-friends.ts';
import { insertWebhookEvents } from './db/line-webhook.ts';
import { listFriends } from './db/line-friends.ts';
import { readReplayOptions, taipeiTime } from './read-replay-options.ts';
import { replay } from './run-line-replay.ts';
import { runHqCommand } from './run-hq-command.ts';
import { openTestStore, testStoreKinds } from './test-rig/test-stores.ts';
import type { TestStore } from './test-rig/test-stores.ts';

const nowMs = Date.parse('2026-11-22T13:00:00Z');
const users = ['a', 'b'].map((digit) => `U${digit.repeat(32)}`);
const [first = '', second = ''] = users;

describe('the options of line-replay', () => {
  it('are read in Taipei time, or as so long ago', () => {
    const since = (text: string) => {
      const read = readReplayOptions(['--since', text], nowMs);
      return read === null ? null : taipeiTime(read.search.sinceMs);
    };
    expect(
      ['6h', '90m', '3d', '2026-11-22', '2026-11-22T08:30', '2026-02-30', 'soon', '22'].map(since),
    ).toEqual([
      '2026-11-22 15:00:00',
      '2026-11-22 19:30:00',
      '2026-11-19 21:00:00',
      '2026-11-22 00:00:00',
      '2026-11-22 08:30:00',
      null,
      null,
      null,
    ]);
  });

  it('that are none are refused', () => {
    const tries = [
      ['--outcome', 'good'],
      ['--user', 'U1'],
      ['--limit', '0'],
      ['--yes'],
      ['again'],
      ['--since'],
    ];
    expect(tries.map((args) => readReplayOptions(args, nowMs))).toEqual(tries.map(() => null));
  });

  it('show the help when they are not understood', async () => {
    const said: string[] = [];
    expect(await runHqCommand(['line-replay', '--soon'], {}, (text) => said.push(text))).toBe(1);
    expect(said.join()).toContain('line-replay [--since 6h]');
  });
});

describe.each(testStoreKinds)('line-replay on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore(kind);
    const of = (n: number, type: string, userId: string, outcome: string) => ({
      webhookEventId: `E${n}`,
      type,
      eventAtMs: nowMs - 10_000 + n,
      receivedAtMs: nowMs - 5_000 + n,
      raw: JSON.stringify({
        type,
        timestamp: nowMs - 10_000 + n,
        source: { type: 'user', userId },
        webhookEventId: `E${n}`,
        ...(type === 'message' ? { message: { type: 'text', text: '我的秘密' } } : {}),
      }),
      outcome,
    });
    await store.db.transaction().execute(async (trx) => {
      await insertWebhookEvents(trx, [
        of(1, 'follow', first, 'applied'),
        of(2, 'unfollow', first, 'applied'),
        of(3, 'follow', second, 'failed'),
        of(4, 'message', second, 'ignored'),
      ]);
      await putFriends(trx, [{ lineUserId: first, state: 'blocked', eventAtMs: nowMs - 9_998 }]);
    });
  });
  afterAll(async () => {
    await store.stop();
  });

  async function run(...args: string[]) {
    const said: string[] = [];
    const options = readReplayOptions(args, nowMs);
    if (options === null) throw new Error('not understood');
    const code = await replay(store.db, options, (text) => said.push(text));
    return { code, said: said.join('\n') };
  }

  it('lists without what people wrote or who they are', async () => {
    const { code, said } = await run('--since', '1h');
    expect(said).toBe(
      [
        '收到 received        發生 happened        種類 type             使用者 user   結果 outcome        id',
        '2026-11-22 20:59:55  2026-11-22 20:59:50  follow                Uaaaa…aaaa    已生效 applied      E1',
        '2026-11-22 20:59:55  2026-11-22 20:59:50  unfollow              Uaaaa…aaaa    已生效 applied      E2',
        '2026-11-22 20:59:55  2026-11-22 20:59:50  follow                Ubbbb…bbbb    失敗 failed         E3',
        '2026-11-22 20:59:55  2026-11-22 20:59:50  message               Ubbbb…bbbb    僅留存 ignored      E4',
        '共 4 筆。要重新處理請加上 --again。 4 in all; add --again to work them once more.',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });

  it('chooses by type, outcome, user, id and number', async () => {
    const ids = async (...args: string[]) => (await run(...args)).said.match(/\bE\d\b/g) ?? [];
    expect([
      await ids('--type', 'follow'),
      await ids('--outcome', 'failed'),
      await ids('--user', 'Ubbbb…bbbb'),
      await ids('--user', first),
      await ids('--event', 'E2'),
      await ids('--limit', '1'),
      await ids('--until', '2026-11-22T20:00'),
    ]).toEqual([['E1', 'E3'], ['E3'], ['E3', 'E4'], ['E1', 'E2'], ['E2'], ['E1'], []]);
  });

  it('works them again: what counts already stays, what failed is made up for', async () => {
    const again = await run('--since', '1h', '--again');
    expect(again.said).toContain('失敗 failed → 已生效 applied');
    expect(again.said).toContain('Worked 4 once more: 3 applied, 0 stale, 1 ignored, 0 failed.');
    const states = async () =>
      [...(await listFriends(store.db, users)).values()].map(({ state }) => state).toSorted();
    expect(await states()).toEqual(['blocked', 'following']);
    const once = await run('--since', '1h', '--again');
    expect([once.said.includes('→'), await states()]).toEqual([false, ['blocked', 'following']]);
  });
});

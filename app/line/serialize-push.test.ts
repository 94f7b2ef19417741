import { describe, expect, test } from 'vitest';
import { sampleMessages } from './sample-messages.ts';
import { isStoredPush, serializePush } from './serialize-push.ts';

const to = `U${'0a'.repeat(16)}`;
const messages = sampleMessages('sale', {
  brandName: '山城茶舖',
  atMs: Date.UTC(2026, 10, 21, 16, 5),
  language: 'zh-TW',
  memberPageUrl: null,
  size: 'short',
});

describe('serializePush', () => {
  test('refuses what LINE would refuse', () => {
    const six = Array.from({ length: 6 }, () => messages[0]!);
    const huge = [{ type: 'text' as const, text: 'x'.repeat(210 * 1024) }];
    for (const bad of [
      { to: 'U123', messages },
      { to: `U${'0A'.repeat(16)}`, messages },
      { to: `${to}\n`, messages },
      { to, messages: [] },
      { to, messages: six },
      { to, messages: huge },
    ]) {
      expect(() => serializePush(bad)).toThrow();
    }
  });

  test('a stored body that is not ours is not sent', () => {
    const body = serializePush({ to, messages });
    expect([isStoredPush(body), JSON.stringify(JSON.parse(body))]).toEqual([true, body]);
    const cut = body.slice(0, -2);
    const others = ['', '{', '[]', 'null', '{"to":"x","messages":[{}]}', ` ${body}`, cut];
    expect(others.filter(isStoredPush)).toEqual([]);
  });
});

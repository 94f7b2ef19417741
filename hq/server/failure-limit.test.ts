import { describe, expect, it } from 'vitest';
import { callerOf, createFailureLimits } from './failure-limit.ts';

describe('failures counted by caller', () => {
  it('stop who fails, nobody else, for a while, and only so many are remembered', () => {
    const limits = createFailureLimits(2, 1_000, 2);
    for (const caller of ['a', 'a', 'b']) limits.note(caller, 0);
    const reached = (nowMs: number) => ['a', 'b', 'c'].map((one) => limits.isReached(one, nowMs));
    const before = [reached(0), reached(1_000)];
    for (const caller of ['b', 'b', 'c', 'c', 'a', 'a']) limits.note(caller, 2_000);
    expect([...before, reached(2_000)]).toEqual([
      [true, false, false],
      [false, false, false],
      [true, false, true],
    ]);
  });

  it('go by the address a proxy saw last, and by network', () => {
    const of = (ip: string, forwarded?: string) =>
      callerOf({ ip, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } });
    expect([
      of('192.0.2.7'),
      of('::ffff:192.0.2.7'),
      of('127.0.0.1', '198.51.100.1, 192.0.2.7'),
      of('2001:db8:1:2:3:4:5:6') === of('2001:db8:1:2::9'),
      of('2001:db8:1:2::9') === of('2001:db8:1:3::9'),
    ]).toEqual(['192.0.2.7 ', '::ffff:192.0.2.7 ', '127.0.0.1 192.0.2.7', true, false]);
  });
});

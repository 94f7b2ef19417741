import fc from 'fast-check';
import { expect, it } from 'vitest';
import { elapsedMs, judgeCode, retryDelayMs } from './code-clock.ts';
import type { TimedCode } from './code-clock.ts';

const askedAt = { wallMs: 1_000_000, steadyMs: 5_000 };
const code: TimedCode = { svg: '<svg/>', askedAt, lifeMs: 60_000, showMs: 45_000 };
const after = (wallMs: number, steadyMs = wallMs): { wallMs: number; steadyMs: number } => ({
  wallMs: askedAt.wallMs + wallMs,
  steadyMs: askedAt.steadyMs + steadyMs,
});

it('shows a code, asks for the next in time, and takes an old one away', () => {
  const at = [0, 44_999, 45_000, 59_999, 60_000].map((ms) => judgeCode(code, after(ms)));
  expect(at).toEqual(['fresh', 'fresh', 'renew', 'renew', 'over']);
});

it('is not fooled by a sleeping phone or by a clock that was set', () => {
  expect({
    slept: judgeCode(code, after(90_000, 100)),
    setBack: judgeCode(code, after(-3_600_000, 61_000)),
    setForth: judgeCode(code, after(3_600_000, 10)),
  }).toEqual({ slept: 'over', setBack: 'over', setForth: 'over' });
});

it('never shows a code longer than its life by either clock', () => {
  const ms = fc.integer({ min: -10_000_000, max: 10_000_000 });
  fc.assert(
    fc.property(ms, ms, (wall, steady) => {
      const now = after(wall, steady);
      if (judgeCode(code, now) === 'over') return;
      expect(elapsedMs(askedAt, now)).toBeLessThan(code.lifeMs);
      expect(Math.max(wall, steady)).toBeLessThan(code.lifeMs);
    }),
  );
});

it('asks again soon, then less often, never less than every ten seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(retryDelayMs)).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
  ]);
});

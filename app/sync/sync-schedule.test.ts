import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  delayMsMax,
  delayMsMin,
  firstSchedule,
  nextSchedule,
  pollMs,
  absentDelayMsMax,
  absentQuickTries,
  retrySpread,
  wakeAfterMs,
} from './sync-schedule.ts';
import type { Asker, RoundResult, ScheduleEvent, ScheduleState } from './sync-schedule.ts';

function runAll(events: readonly ScheduleEvent[], from: ScheduleState = firstSchedule) {
  let state = from;
  const commands = events.map((event) => {
    const next = nextSchedule(state, event);
    state = next.state;
    return next.command;
  });
  return { state, commands };
}

const ended = (result: RoundResult, random = 0.5, elapsedMs = 0): ScheduleEvent => ({
  kind: 'ended',
  result,
  elapsedMs,
  random,
});
const ask = (by: Asker, idleMs = 0): ScheduleEvent => ({ kind: 'ask', by, idleMs });
const ok: RoundResult = { kind: 'ok' };
const failed = (
  reason: Extract<RoundResult, { kind: 'failed' }>['reason'],
  retryAfterMs: number | null = null,
): RoundResult => ({ kind: 'failed', reason, retryAfterMs });

describe('nextSchedule', () => {
  test('polls while all is well, and an event is sent at once', () => {
    const { commands } = runAll([
      { kind: 'start' },
      ended(ok),
      ask('event'),
      ask('event'),
      ended(ok),
      ended(ok),
      { kind: 'due' },
    ]);
    expect(commands).toEqual([
      { kind: 'run' },
      { kind: 'wait', delayMs: pollMs },
      { kind: 'run' },
      { kind: 'none' },
      { kind: 'run' },
      { kind: 'wait', delayMs: pollMs },
      { kind: 'run' },
    ]);
  });

  test('backs off, honours Retry-After, lets only a person jump the queue', () => {
    const start = runAll([{ kind: 'start' }]).state;
    const delays = (result: RoundResult, count = 10) => {
      let state = start;
      return Array.from({ length: count }, () => {
        const next = nextSchedule(state, ended(result, 0.999_999));
        state = nextSchedule(next.state, { kind: 'due' }).state;
        return next.command.kind === 'wait' ? next.command.delayMs : null;
      });
    };
    expect(delays(failed('hq-failing'))).toEqual([
      2e3, 4e3, 8e3, 16e3, 32e3, 64e3, 128e3, 256e3, 3e5, 3e5,
    ]);
    const absent = delays(failed('unreachable'), absentQuickTries + 8);
    expect(absent.slice(0, 4)).toEqual([2e3, 4e3, 5e3, 5e3]);
    expect(absent.slice(absentQuickTries - 1)).toEqual([
      5e3, 1e4, 2e4, 4e4, 8e4, 16e4, 3e5, 3e5, 3e5,
    ]);
    expect(delays(failed('hq-failing', 90_000))[0]).toBe(90_000 * 1.25);
    const { commands } = runAll([ended(failed('refused')), ask('event'), ask('person')], start);
    expect(commands.map((command) => command.kind)).toEqual(['wait', 'none', 'run']);
  });

  test('a try that hung for its whole deadline is followed by the next at once', () => {
    const { commands } = runAll([{ kind: 'start' }, ended(failed('unreachable'), 0.9, 5_000)]);
    expect(commands.at(-1)).toEqual({ kind: 'wait', delayMs: delayMsMin });
  });

  test('a pause is cut short by signs of life, not too often, and not before HQ asked', () => {
    const wakes = (result: RoundResult) =>
      (['event', 'network', 'look'] as const).map((by) =>
        [wakeAfterMs[by] - 1, wakeAfterMs[by], 60_000, -1].map((idleMs) => {
          const { commands } = runAll([{ kind: 'start' }, ended(result, 0.9), ask(by, idleMs)]);
          return commands.at(-1)?.kind === 'run';
        }),
      );
    const afterQuiet = [false, true, true, true];
    expect(wakes(failed('unreachable'))).toEqual([afterQuiet, afterQuiet, afterQuiet]);
    expect(wakes(failed('hq-failing'))).toEqual([afterQuiet, afterQuiet, afterQuiet]);
    // A person who presses the button may try even now.
    const patient = [false, false, true, true];
    expect(wakes(failed('hq-failing', 60_000))).toEqual([patient, patient, patient]);
    expect(wakes({ kind: 'problem', problem: 'fork' })).toEqual([
      [false, false, false, false],
      afterQuiet,
      afterQuiet,
    ]);
    const pressed = [ended(failed('hq-failing', 60_000)), ask('person')];
    expect(runAll([{ kind: 'start' }, ...pressed]).commands.at(-1)).toEqual({ kind: 'run' });
  });

  test('without HQ it sleeps until asked', () => {
    const { state, commands } = runAll([
      { kind: 'start' },
      ended({ kind: 'local' }),
      { kind: 'due' },
      ask('event'),
    ]);
    expect([state.phase, commands.map((command) => command.kind)]).toEqual([
      'running',
      ['run', 'none', 'none', 'run'],
    ]);
  });

  test('whatever happens: one round at a time, never asleep for good, delays bounded', () => {
    const result: fc.Arbitrary<RoundResult> = fc.oneof(
      fc.constant(ok),
      fc.constant<RoundResult>({ kind: 'local' }),
      fc.constantFrom<RoundResult>(
        { kind: 'problem', problem: 'fork' },
        { kind: 'problem', problem: 'timeline' },
      ),
      fc.record({
        kind: fc.constant('failed' as const),
        reason: fc.constantFrom(
          'unreachable' as const,
          'not-hq',
          'hq-failing',
          'refused',
          'clock',
          'broken',
        ),
        retryAfterMs: fc.option(fc.nat({ max: 300_000 })),
      }),
    );
    const act = fc.oneof(
      fc.constantFrom<ScheduleEvent>(
        ask('event'),
        ask('event', 60_000),
        ask('network', 5_000),
        ask('look', 5_000),
        ask('person'),
        { kind: 'due' },
      ),
      fc.record({
        kind: fc.constant('ended' as const),
        result,
        elapsedMs: fc.integer({ min: -10_000, max: 60_000 }),
        random: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        let { state } = nextSchedule(firstSchedule, { kind: 'start' });
        let rounds = 1;
        let timer = false;
        for (const event of acts) {
          // The world only ends rounds that run, and only a set timer fires.
          if (event.kind === 'ended' && rounds === 0) continue;
          if (event.kind === 'due' && !timer) continue;
          if (event.kind === 'ended') rounds -= 1;
          if (event.kind === 'due') timer = false;
          const asked = state.phase === 'running' ? state.asked : null;
          const next = nextSchedule(state, event);
          state = next.state;
          if (next.command.kind === 'run') {
            rounds += 1;
            timer = false;
          }
          if (next.command.kind === 'wait') {
            timer = true;
            const retry =
              event.kind === 'ended' && event.result.kind === 'failed' ? event.result : null;
            const isAbsent = retry?.reason === 'unreachable' || retry?.reason === 'not-hq';
            const cap = isAbsent ? absentDelayMsMax : delayMsMax;
            expect(next.command.delayMs).toBeGreaterThanOrEqual(delayMsMin);
            expect(next.command.delayMs).toBeLessThanOrEqual(
              Math.max(cap, Math.ceil((retry?.retryAfterMs ?? 0) * (1 + retrySpread))),
            );
          }
          expect(rounds).toBeLessThanOrEqual(1);
          expect(rounds === 1).toBe(state.phase === 'running');
          expect(timer).toBe(state.phase === 'waiting');
          if (event.kind === 'ended' && event.result.kind === 'ok' && asked !== null) {
            expect(state.phase).toBe('running');
          }
        }
        const stopped = nextSchedule(state, { kind: 'stop' });
        expect([stopped.command.kind, stopped.state.phase]).toEqual(['cancel', 'stopped']);
      }),
      { numRuns: 500 },
    );
  });
});

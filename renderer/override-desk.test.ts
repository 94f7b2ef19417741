import { expect, test } from 'vitest';
import type { CounterCallName } from '../app/contract/counter-calls.ts';
import { CallError, type Call } from './connection.ts';
import { createOverrideDesk } from './override-desk.ts';

/** A counter that refuses what it is told to refuse, as often as it is told. */
function rig(refusals: number) {
  const made: CounterCallName[] = [];
  let left = refusals;
  let nowMs = 0;
  const counterCall = ((name: CounterCallName) => {
    made.push(name);
    if (left === 0) return Promise.resolve({ kind: 'done' });
    left -= 1;
    return Promise.reject(new CallError('manager-needed'));
  }) as Call;
  const desk = createOverrideDesk(counterCall, () => nowMs);
  const outcome = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof CallError ? error.code : 'other'),
    );
  return { desk, made, outcome, pass: (ms: number) => (nowMs += ms) };
}

/** Lets what is promised already happen. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('a refused call is made once more after a manager said yes', async () => {
  const { desk, made, outcome } = rig(1);
  const asked: unknown[] = [];
  desk.subscribe(() => asked.push(desk.get()?.permission ?? null));
  const figures = outcome(desk.call('manager:figures', { period: 'today' }));
  await settle();
  desk.allow();
  expect([await figures, made, asked]).toEqual([
    'done',
    ['manager:figures', 'manager:figures'],
    ['figures', null],
  ]);
});

test('refused again after a yes it fails: nobody is asked twice for one call', async () => {
  const { desk, outcome } = rig(2);
  const figures = outcome(desk.call('manager:figures', { period: 'today' }));
  await settle();
  desk.allow();
  expect([await figures, desk.get()]).toEqual(['manager-needed', null]);
});

test('after a no the call fails, and what repeats itself does not ask again', async () => {
  const { desk, made, outcome, pass } = rig(9);
  const first = outcome(desk.call('manager:figures', { period: 'today' }));
  await settle();
  desk.cancel();
  const answers = [await first];
  for (let turn = 0; turn < 4; turn += 1) {
    pass(1_000);
    answers.push(await outcome(desk.call('manager:figures', { period: 'today' })));
  }
  pass(3_000);
  const later = outcome(desk.call('manager:figures', { period: 'today' }));
  await settle();
  const asksAgain = desk.get()?.permission;
  desk.cancel();
  answers.push(await later);
  expect([new Set(answers), made.length, asksAgain]).toEqual([
    new Set(['manager-needed']),
    6,
    'figures',
  ]);
});

test('two calls for the same thing wait for one answer; another thing fails meanwhile', async () => {
  const { desk, outcome } = rig(3);
  const both = [1, 2].map(() => outcome(desk.call('manager:figures', { period: 'today' })));
  const other = outcome(desk.call('sync:now', {}));
  await settle();
  desk.allow();
  expect(await Promise.all([...both, other])).toEqual(['done', 'done', 'manager-needed']);
});

test('other failures are passed on as they are', async () => {
  const desk = createOverrideDesk(
    () => Promise.reject(new CallError('locked')),
    () => 0,
  );
  const failure = await desk.call('sale:clear', {}).catch((error: unknown) => error);
  expect([failure instanceof CallError && failure.code, desk.get()]).toEqual(['locked', null]);
});

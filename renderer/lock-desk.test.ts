import { expect, test } from 'vitest';
import type { CounterCallName } from '../app/contract/counter-calls.ts';
import { CallError, type Call } from './connection.ts';
import { createLockDesk } from './lock-desk.ts';

/** A counter that is locked by the call for it, and refuses every other from then on. */
function rig() {
  const made: string[] = [];
  let isLocked = false;
  const counterCall = (async (name: CounterCallName) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (name === 'staff:lock') isLocked = true;
    else if (isLocked) throw new CallError('locked');
    made.push(name);
  }) as unknown as Call;
  return { made, desk: createLockDesk(counterCall) };
}

const remarkId = '0197a000-0000-7000-8000-000000000001' as never;

test('what was begun is finished before the counter locks, and only then', async () => {
  const { made, desk } = rig();
  const finish = async (): Promise<void> => void (await desk.call('remark:remove', { remarkId }));
  desk.beforeLock(finish);
  await desk.call('sync:now', {});
  await desk.call('staff:lock', { why: 'person' });
  expect(made).toEqual(['sync:now', 'remark:remove', 'staff:lock']);
});

test('what fails, and a page that was left, do not keep the counter open', async () => {
  const { made, desk } = rig();
  desk.beforeLock(() => Promise.reject(new CallError('lost')));
  desk.beforeLock(async () => void (await desk.call('remark:remove', { remarkId })))();
  await desk.call('staff:lock', { why: 'idle' });
  expect(made).toEqual(['staff:lock']);
});

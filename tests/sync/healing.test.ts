import { expect, test } from 'vitest';
import { drillClone, drillOldCopy, drillOldCopyWithTape } from '../faults/clone-drill.ts';
import { drillRestore } from '../faults/restore-drill.ts';

const nothingWrong = {
  lost: [],
  doubled: [],
  balancesApart: [],
  brokenChains: [],
  unbalanced: 0,
  broken: [],
};

test('HQ restored from a backup: every award comes back by itself, once, and all balances are alike', async () => {
  const drill = await drillRestore(1);
  expect(drill).toMatchObject(nothingWrong);
  expect(drill.lostByRestore).toBeGreaterThan(0);
}, 240_000);

test('two machines of one identity that both sell: one begins anew, both histories reach HQ, once', async () => {
  const drill = await drillClone('both-sell');
  expect(drill).toMatchObject({ ...nothingWrong, events: 21, installs: 2 });
  expect(drill.exceptions).toContain('reinstall');
  // Whoever came second begins anew, and spends nothing offline until a manager agrees.
  expect([...drill.healed].sort()).toEqual(['fork', null]);
  expect(drill.holds).toContain('unconfirmed');
}, 240_000);

test('a copy that only listens finds out by what HQ says it holds', async () => {
  const drill = await drillClone('one-only-pulls');
  expect(drill).toMatchObject({ ...nothingWrong, events: 15, installs: 2 });
  expect(drill).toMatchObject({ healed: [null, 'fork'], holds: [null, 'unconfirmed'] });
}, 240_000);

test('a database put back to yesterday’s goes on as a new install; nothing it had sent counts twice', async () => {
  const drill = await drillOldCopy();
  expect(drill).toMatchObject({ ...nothingWrong, events: 12 });
  expect(drill).toMatchObject({ healed: ['fork'], holds: ['unconfirmed'] });
}, 240_000);

test('with the tape beside it the same database loses nothing, not even what HQ never saw', async () => {
  const drill = await drillOldCopyWithTape();
  expect(drill).toMatchObject({ ...nothingWrong, events: 14, installs: 1 });
  expect(drill).toMatchObject({ healed: [null], holds: [null] });
  expect(drill.exceptions.filter((kind) => kind === 'fork' || kind === 'reinstall')).toEqual([]);
}, 240_000);

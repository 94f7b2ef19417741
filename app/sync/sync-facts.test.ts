import { expect, test } from 'vitest';
import type { SyncState } from '../db/sync-state.ts';
import { healingDue } from './heal.ts';
import { syncFacts } from './sync-facts.ts';
import type { RoundResult } from './sync-schedule.ts';

const stored: SyncState = {
  cursor: 9,
  timeline: '01990000-0000-7000-8000-0000000000aa',
  pulledRows: 9,
  caughtUpAtMs: 1,
  lastContactAtMs: 1,
  hqOffsetMs: 0,
  timeFloorMs: 0,
  problem: null,
  cursorMark: '7',
  isDropping: false,
  offerAfter: null,
  healed: null,
};
const ok: RoundResult = { kind: 'ok' };
const look = (last: RoundResult, changes: Partial<SyncState> = {}) => {
  const input = { connected: true, stored: { ...stored, ...changes }, contact: null, last };
  const { state, reason } = syncFacts({ ...input, working: false });
  return [state, reason];
};

test('what is being put right is work; only what could not be is for a person', () => {
  const failed = { kind: 'failed', reason: 'unreachable', retryAfterMs: null } as const;
  expect([
    look(ok),
    look(ok, { problem: 'fork' }),
    look(ok, { isDropping: true, caughtUpAtMs: null }),
    look(ok, { caughtUpAtMs: null }),
    look({ kind: 'problem', problem: 'fork' }, { problem: 'fork' }),
    look(failed, { problem: 'timeline' }),
    look({ ...failed, why: 'no-name' }),
    look({ ...failed, why: 'no-link' }),
  ]).toEqual([
    ['online', null],
    ['syncing', null],
    ['syncing', null],
    ['starting', null],
    ['attention', 'fork'],
    ['offline', 'unreachable'],
    ['offline', 'no-name'],
    ['offline', 'no-link'],
  ]);
});

test('healing goes on where it stopped: first HQ is asked, then its old words go, then events are offered', () => {
  const due = (changes: Partial<SyncState>) => healingDue({ ...stored, ...changes });
  expect([
    due({}),
    due({ problem: 'timeline', isDropping: true, offerAfter: 0 }),
    due({ isDropping: true, offerAfter: 0, caughtUpAtMs: null }),
    due({ offerAfter: 0, caughtUpAtMs: null }),
    due({ offerAfter: 0 }),
  ]).toEqual([null, 'ask', 'drop', null, 'offer']);
});

import { expect, test } from 'vitest';
import { judgeInstall } from './judge-install.ts';

test('the same story only where HQ’s last hash is our own at that place', () => {
  const own = (lastSeq: number, hashAtLast: string | null) => ({ lastSeq, hashAtLast });
  expect([
    judgeInstall({ last: 3, head: 'h3' }, own(5, 'h3')),
    judgeInstall({ last: 5, head: 'h5' }, own(5, 'h5')),
    // HQ holds nothing: it was restored from before our first event.
    judgeInstall({ last: 0, head: null }, own(5, '')),
    // As far as we are, but by another machine.
    judgeInstall({ last: 5, head: 'x5' }, own(5, 'h5')),
    // Further than we ever were.
    judgeInstall({ last: 6, head: 'h6' }, own(5, null)),
    // Our chain begins later (rebuilt from a tape): what HQ lacks before that cannot be sent under it.
    judgeInstall({ last: 2, head: 'h2' }, own(5, null)),
    judgeInstall({ last: 0, head: null }, own(5, null)),
  ]).toEqual(['same', 'same', 'same', 'other', 'other', 'other', 'other']);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sumTallies, writeTally } from './tally.ts';

test('what many stand-ins saw is summed up, breaches made on purpose apart', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'counterfoil-tally-'));
  const file = path.join(folder, 'tally.jsonl');
  writeTally(undefined, { requests: 9, checked: 9, webhooks: 9, breaches: 9, taken: 9 });
  writeTally(file, { requests: 5, checked: 3, webhooks: 1, breaches: 2, taken: 2 });
  writeTally(file, { requests: 7, checked: 7, webhooks: 0, breaches: 1, taken: 0 });
  const sum = sumTallies(file);
  rmSync(folder, { recursive: true });
  expect(sum).toEqual({
    standIns: 2,
    requests: 12,
    checked: 10,
    webhooks: 1,
    breaches: 3,
    taken: 2,
    left: 1,
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { callNeeds } from '../../app/contract/call-needs.ts';
import {
  permissionSchema,
  staffActBodySchema,
  staffRulesDefaults,
} from '../../app/contract/staff.ts';
import { pinTriesMax, pinWaitMs } from '../../app/counter/check-pin.ts';
import { pinCost, pinSaltBytes } from '../../app/counter/hash-pin.ts';
import { allowedMsMax } from '../../app/counter/staff-session.ts';
import { formatTwd } from '../../app/domain/money.ts';
import { isWeakPin } from '../../app/domain/weak-pin.ts';

const page = readFileSync(new URL('../../docs/staff.md', import.meta.url), 'utf8');

/** First cells of the table below a heading. */
function rowsUnder(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => row.split('|')[1]?.trim() ?? '');
}

test('who may do what: a row for each need the guard knows, and no other', () => {
  const known = new Set<string>(['refund-over-limit', ...Object.values(callNeeds)]);
  expect(new Set(rowsUnder('Who may do what'))).toEqual(known);
  const taken = rowsUnder('Who may do what').filter((one) => one !== 'always' && one !== 'cashier');
  expect(taken.toSorted()).toEqual(permissionSchema.options.toSorted());
});

test('what is recorded: a row for each act', () => {
  const named = rowsUnder('What is recorded').flatMap((cell) => cell.split(', '));
  expect(named.toSorted()).toEqual([...staffActBodySchema.shape.what.options].toSorted());
});

test('the figures are the product’s', () => {
  const { lockAfterMinutes, refundLimitMinor } = staffRulesDefaults;
  expect([pinTriesMax, pinWaitMs, allowedMsMax]).toEqual([5, 300_000, 60_000]);
  expect(page).toContain(`The limit is ${formatTwd(refundLimitMinor)}`);
  expect(page).toContain(`locks after ${lockAfterMinutes} idle minutes`);
  const { memorySize, iterations, parallelism } = pinCost;
  const cost = `(${memorySize / 1024} MiB, ${iterations} passes, ${parallelism} lane; ${pinSaltBytes} random bytes`;
  expect(page).toContain(cost);
  let weak = 0;
  for (let n = 0; n < 1_000_000; n += 101) if (isWeakPin(String(n).padStart(6, '0'))) weak += 1;
  // "one in eleven".
  expect(Math.round(1_000_000 / 101 / weak)).toBe(11);
});

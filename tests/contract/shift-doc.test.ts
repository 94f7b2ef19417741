import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shiftLineSchema } from '../../app/contract/shift.ts';
import { projectDir } from '../rig/counter-app.ts';

test('docs/shift.md says of every figure of a report what it is, in the order of the contract', async () => {
  const text = await readFile(join(projectDir, 'docs', 'shift.md'), 'utf8');
  const named = [...text.matchAll(/^\| `(\w+)` \| \S/gm)].map(([, key]) => key);
  expect(named).toEqual(Object.keys(shiftLineSchema.shape));
});

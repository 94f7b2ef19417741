import { join } from 'node:path';
import { expect, it } from 'vitest';
import { overBudget, readBudget, weighBundles } from '../bench/bundle-sizes.ts';
import { projectDir } from '../rig/counter-app.ts';

it('keeps the built bundles within their budget', () => {
  const appDir = process.env['COUNTERFOIL_APP_DIR'] ?? projectDir;
  expect(overBudget(weighBundles(join(appDir, 'dist', 'app')), readBudget())).toEqual([]);
});

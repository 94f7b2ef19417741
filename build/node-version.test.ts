import { expect, test } from 'vitest';

test('the tools run on Node 24, not silently on whatever the machine has', () => {
  expect(Number.parseInt(process.versions.node, 10)).toBeGreaterThanOrEqual(24);
});

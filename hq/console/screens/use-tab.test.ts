import { expect, test } from 'vitest';
import { memberHref, routeOfHash } from './use-tab.ts';

test('the address names a tab and what of it; anything else is the first tab', () => {
  expect(
    ['', '#sales', '#members/0198', '#programs/draft', '#members/', '#nowhere/x', '#toString'].map(
      routeOfHash,
    ),
  ).toEqual([
    { tab: 'overview', part: null },
    { tab: 'sales', part: null },
    { tab: 'members', part: '0198' },
    { tab: 'programs', part: 'draft' },
    { tab: 'members', part: null },
    { tab: 'overview', part: null },
    { tab: 'overview', part: null },
  ]);
  expect(routeOfHash(memberHref('a'))).toEqual({ tab: 'members', part: 'a' });
});

import { expect, test } from 'vitest';
import type { MemberListRow } from '../../../app/contract/counter-calls.ts';
import {
  addPage,
  missingPages,
  pageRows,
  pagesMax,
  rowAt,
  type MemberPages,
} from './member-pages.ts';

const answer = (name: string) => ({
  rows: [{ nameMasked: name } as MemberListRow],
  total: 100_000,
  more: false,
  searchedBy: 'all' as const,
});

test('asks for the pages in sight that are not here', () => {
  const here = new Map([[1, []]]);
  expect([
    missingPages(here, 0, 10),
    missingPages(here, pageRows - 1, pageRows),
    missingPages(here, pageRows, 3 * pageRows),
  ]).toEqual([[0], [0], [2, 3]]);
});

test('keeps a limited number of pages, the newest, of one search', () => {
  let pages: MemberPages | null = null;
  for (let page = 0; page < pagesMax + 5; page += 1)
    pages = addPage(pages, '', page, answer(`${page}`));
  expect([...(pages?.pages.keys() ?? [])]).toEqual(
    Array.from({ length: pagesMax }, (_, i) => i + 5),
  );
  const other = addPage(pages, '678', 0, answer('other'));
  expect([other.pages.size, rowAt(other, 0)?.nameMasked, rowAt(other, 999)]).toEqual([
    1,
    'other',
    undefined,
  ]);
});

import { expect, test } from 'vitest';
import type { MemberListRow } from '../../../app/contract/counter-calls.ts';
import {
  addPage,
  missingPages,
  pageRows,
  pagesToAsk,
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

test('asks for what is in sight before what is around it, and for few at once', () => {
  const none = { pages: new Map(), total: 1_000_000 };
  const rows = { from: 10 * pageRows + 5, to: 11 * pageRows + 5 };
  expect([
    pagesToAsk(none, rows, new Set()),
    pagesToAsk(none, rows, new Set([11, 500])),
    pagesToAsk(none, rows, new Set([1, 2, 3, 4])),
    pagesToAsk({ ...none, pages: new Map([[10, []]]) }, rows, new Set()),
    pagesToAsk(none, { from: 0, to: 3 }, new Set()),
    pagesToAsk(none, { from: 999_990, to: 999_999 }, new Set()),
    pagesToAsk({ ...none, total: 4 }, { from: 0, to: 3 }, new Set()),
  ]).toEqual([[10, 11, 9, 12], [10, 9], [], [11, 9, 12], [0, 1], [19_999, 19_998], [0]]);
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

import type { CounterCallOut, MemberListRow } from '../../../app/contract/counter-calls.ts';

/** Rows asked for at once: what a big screen shows. Each is read from several places of the file. */
export const pageRows = 50;
/** Pages kept; scrolling through 100,000 rows must not keep them all. */
export const pagesMax = 80;

export type MemberPage = CounterCallOut<'manager:members'>;

/** The pages of one search that are here, newest asked last. */
export type MemberPages = {
  /** Names what was asked. */
  readonly text: string;
  readonly total: number;
  /** More fit than `total`. */
  readonly more: boolean;
  readonly searchedBy: MemberPage['searchedBy'];
  readonly pages: ReadonlyMap<number, readonly MemberListRow[]>;
};

/** Which pages the rows `first` to `last` (both inclusive) need and are not here. */
export function missingPages(
  pages: ReadonlyMap<number, unknown>,
  first: number,
  last: number,
): number[] {
  const missing: number[] = [];
  for (let page = Math.floor(first / pageRows); page <= Math.floor(last / pageRows); page += 1) {
    if (page >= 0 && !pages.has(page)) missing.push(page);
  }
  return missing;
}

/** Pages on their way at once; with each that comes the list asks again for what is in sight by then. */
export const askedMax = 4;

/**
 * What to ask for while the rows `from` to `to` are in sight: their pages first, then one on either side, so that
 * whoever scrolls seldom sees one come. No more than so many at once: whoever pulls the scroll bar through a million
 * rows wants those where they let it go.
 */
export function pagesToAsk(
  { pages, total }: Pick<MemberPages, 'pages' | 'total'>,
  { from, to }: { readonly from: number; readonly to: number },
  onTheirWay: ReadonlySet<number>,
): readonly number[] {
  const first = Math.max(0, from - (from > 0 ? pageRows : 0));
  const last = Math.min(to + pageRows, total - 1);
  const wanted = new Set([...missingPages(pages, from, to), ...missingPages(pages, first, last)]);
  const room = Math.max(0, askedMax - onTheirWay.size);
  return [...wanted].filter((page) => !onTheirWay.has(page)).slice(0, room);
}

/** Adds an answered page; another search starts anew, and the pages asked longest ago go first. */
export function addPage(
  before: MemberPages | null,
  text: string,
  page: number,
  answer: MemberPage,
): MemberPages {
  const pages = new Map(before?.text === text ? before.pages : []);
  pages.delete(page);
  pages.set(page, answer.rows);
  for (const oldest of pages.keys()) {
    if (pages.size <= pagesMax) break;
    pages.delete(oldest);
  }
  return { text, total: answer.total, more: answer.more, searchedBy: answer.searchedBy, pages };
}

/** A row by its place in the whole list, if its page is here. */
export function rowAt(pages: MemberPages, index: number): MemberListRow | undefined {
  return pages.pages.get(Math.floor(index / pageRows))?.[index % pageRows];
}

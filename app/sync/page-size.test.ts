import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pullRowsMax } from '../contract/sync.ts';
import { firstPageRows, heldMsMax, nextPageRows, pageRowsMin } from './page-size.ts';

test('a full, quick page makes the next one larger, a slow one halves it, a short one says nothing', () => {
  expect([
    nextPageRows(100, { rowCount: 100, heldMs: heldMsMax }),
    nextPageRows(100, { rowCount: 100, heldMs: heldMsMax + 1 }),
    nextPageRows(100, { rowCount: 7, heldMs: 3 }),
    // A clock that was set back meanwhile.
    nextPageRows(100, { rowCount: 100, heldMs: -5_000 }),
  ]).toEqual([115, 50, 100, 115]);
});

test('whatever the disk does, a page stays within its bounds', () => {
  const pages = fc.array(
    fc.record({ rowCount: fc.nat(500), heldMs: fc.integer({ min: -1e6, max: 1e6 }) }),
  );
  fc.assert(
    fc.property(pages, (list) => {
      const sizes: number[] = [];
      list.reduce(
        (rows, page) => (sizes.push(nextPageRows(rows, page)), sizes.at(-1) ?? rows),
        firstPageRows,
      );
      return sizes.every(
        (rows) => Number.isInteger(rows) && rows >= pageRowsMin && rows <= pullRowsMax,
      );
    }),
  );
});

test('on a disk of constant speed the pages settle around the time they may take', () => {
  let rows = firstPageRows;
  const held: number[] = [];
  for (let i = 0; i < 200; i++) {
    const heldMs = 4 + rows * 0.15;
    held.push(heldMs);
    rows = nextPageRows(rows, { rowCount: rows, heldMs });
  }
  const late = held.slice(50);
  expect(Math.max(...late)).toBeLessThan(heldMsMax + 15 * 0.15 + 0.01);
  expect(Math.min(...late)).toBeGreaterThan(heldMsMax / 2);
});

import { pullRowsMax } from '../contract/sync.ts';

/** No page is smaller: below this the flush to disk costs more than the rows. */
export const pageRowsMin = 20;
/** Rows of the first page after start; a member takes some 0.1–0.3 ms. */
export const firstPageRows = 50;
/**
 * A page may keep the till busy this long. A scan that comes at the worst moment waits for it and
 * must still be on the screen within 50 ms.
 */
export const heldMsMax = 25;

const rowsStep = 15;

/**
 * How many rows the next page may have: a few more after a full page that went in fast enough,
 * half as many after one that held the till too long (AIMD, as for pushes).
 */
export function nextPageRows(
  rowsMax: number,
  page: { readonly rowCount: number; readonly heldMs: number },
): number {
  if (page.heldMs > heldMsMax) return Math.max(pageRowsMin, Math.floor(rowsMax / 2));
  return page.rowCount < rowsMax ? rowsMax : Math.min(pullRowsMax, rowsMax + rowsStep);
}

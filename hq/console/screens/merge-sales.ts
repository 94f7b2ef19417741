import type { AdminSale } from '../../../app/contract/hq-admin.ts';

/** The most sales the page keeps. */
export const salesShownMax = 1_000;

export type ShownSales = {
  readonly rows: readonly AdminSale[];
  /** Came while the page was looking. */
  readonly freshIds: ReadonlySet<string>;
};

/**
 * Puts the newest page over what is shown: newest first, each sale once, a known sale with its newest
 * state. Where the two have no sale in common something in between may be missing, so only the new
 * page stays. `freshIds` are those no earlier answer had; none on the first.
 */
export function mergeSales(shown: ShownSales | null, newest: readonly AdminSale[]): ShownSales {
  if (shown === null) return { rows: newest, freshIds: new Set() };
  const knownIds = new Set(shown.rows.map((row) => row.saleId));
  const newIds = newest.filter((row) => !knownIds.has(row.saleId)).map((row) => row.saleId);
  const hasGap = newest.length > 0 && knownIds.size > 0 && newIds.length === newest.length;
  if (hasGap) return { rows: newest, freshIds: new Set(newIds) };
  const rows = addOlder({ rows: newest, freshIds: new Set() }, shown.rows).rows;
  const keptIds = new Set<string>(rows.map((row) => row.saleId));
  return {
    rows,
    freshIds: new Set([...shown.freshIds, ...newIds].filter((id) => keptIds.has(id))),
  };
}

/** Adds a page of earlier sales below. */
export function addOlder(shown: ShownSales, older: readonly AdminSale[]): ShownSales {
  const byId = new Map([...older, ...shown.rows].map((row) => [row.saleId, row]));
  const rows = [...byId.values()]
    .sort((a, b) => b.atMs - a.atMs || (a.saleId < b.saleId ? 1 : -1))
    .slice(0, salesShownMax);
  return { rows, freshIds: shown.freshIds };
}

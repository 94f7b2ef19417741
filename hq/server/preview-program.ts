import { setImmediate } from 'node:timers/promises';
import type { PreviewPeriod, PreviewResult } from '../../app/contract/hq-admin-programs.ts';
import { previewSalesMax } from '../../app/contract/hq-admin-programs.ts';
import type { Program } from '../../app/domain/program.ts';
import { addDays, addMonths, businessDate, daysBetween } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { readPreviewSale } from '../apply/read-preview-sale.ts';
import { listStores } from '../db/brand.ts';
import { listMembersById } from '../db/members.ts';
import { listSaleBodyPage } from '../db/sale-pages.ts';
import type { SaleBody } from '../db/sale-pages.ts';
import type { SalePlace } from '../db/sales.ts';
import {
  compareSale,
  countMembers,
  describeSide,
  differenceOf,
  openComparison,
} from './compare-programs.ts';
import type { Comparison } from './compare-programs.ts';
import type { HqDeps } from './hq-deps.ts';
import { maskForPeople } from './members-for-people.ts';

/** Sales read and run at a stretch before HQ looks after its other visitors. */
const salesPerTurn = 50;

/** The days of a period, both inclusive, as seen from today. */
export function daysOfPeriod(
  period: PreviewPeriod,
  today: CalendarDate,
): { readonly from: CalendarDate; readonly until: CalendarDate } {
  if (period === 'last-30-days') return { from: addDays(today, -29), until: today };
  const firstOfThis = `${today.slice(0, 8)}01`;
  return { from: addMonths(firstOfThis, -1), until: addDays(firstOfThis, -1) };
}

/**
 * Runs a draft and the rules in force over the real sales of a period, in small turns, at most
 * `previewSalesMax` of them. Nothing is written. `onProgress` hears of days done.
 */
export async function previewProgram(
  deps: Pick<HqDeps, 'db' | 'nowMs'>,
  given: { readonly before: Program; readonly after: Program; readonly period: PreviewPeriod },
  onProgress: (done: number, total: number) => void,
): Promise<PreviewResult> {
  const range = daysOfPeriod(given.period, businessDate(deps.nowMs()));
  const days = daysBetween(range.from, range.until) + 1;
  const comparison = openComparison(given.before, given.after);
  let after: SalePlace | null = null;
  let isCut = false;
  for (;;) {
    const left = previewSalesMax - comparison.salesCount;
    const limit = Math.min(salesPerTurn, left + 1);
    const page: SaleBody[] = await listSaleBodyPage(deps.db, range, { after, limit });
    isCut = page.length > left;
    for (const { rawBody } of page.slice(0, left)) {
      for (const sale of readPreviewSale(rawBody)) compareSale(comparison, sale);
    }
    after = page.at(-1) ?? null;
    if (after === null || page.length < limit || isCut) break;
    onProgress(daysBetween(range.from, page.at(-1)?.bizDate ?? range.from), days);
    await setImmediate();
  }
  return {
    ...range,
    salesCount: comparison.salesCount,
    isCut,
    before: {
      version: given.before.version,
      name: given.before.name,
      totals: comparison.before.totals,
    },
    after: comparison.after.totals,
    members: countMembers(comparison),
    salesAffected: comparison.salesAffected,
    differenceMinor: differenceOf(comparison),
    most: await describeMost(deps, comparison),
  };
}

async function describeMost(
  deps: Pick<HqDeps, 'db'>,
  { most, before, after }: Comparison,
): Promise<PreviewResult['most']> {
  const stores = new Map((await listStores(deps.db)).map((store) => [store.storeId, store.name]));
  const members = await listMembersById(
    deps.db,
    most.map((one) => one.memberId),
  );
  return most.map((one) => ({
    atMs: one.sale.atMs,
    storeName: one.sale.storeId === null ? '' : (stores.get(one.sale.storeId) ?? ''),
    memberName: maskForPeople(members.get(one.memberId)?.name ?? ''),
    amountMinor: one.before.amountMinor,
    differenceMinor: one.differenceMinor,
    before: describeSide(before, one.before),
    after: describeSide(after, one.after),
  }));
}

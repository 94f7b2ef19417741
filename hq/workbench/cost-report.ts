import type { CostRow } from '../../app/contract/hq-admin-exceptions.ts';
import { addDays, businessDate } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { listExceptionActions } from '../db/exception-actions.ts';
import type { ExceptionAction } from '../db/exception-actions.ts';
import { lateInvoiceUsed, listExceptionsBetween } from '../db/exceptions.ts';
import type { HqDb } from '../db/hq-db.ts';
import { gatherCases } from './gather-case.ts';
import type { Case } from './gather-case.ts';

/** Exceptions whose events are in memory at a time. */
const perPage = 200;

/** The Monday of the week a day lies in. */
export function weekOf(day: CalendarDate): CalendarDate {
  // 1970-01-05 was a Monday.
  const days = Math.round((Date.parse(day) - Date.parse('1970-01-05')) / 86_400_000);
  return addDays(day, -(((days % 7) + 7) % 7));
}

/**
 * Who bears what an exception cost. NT$; the four add up to it, to more where more was clawed back, to 0 for a
 * duplicate.
 */
export type Borne = Pick<
  CostRow,
  'absorbedMinor' | 'chargedMinor' | 'clawedBackMinor' | 'openMinor'
>;

/** What was decided about a cost. `action`: the one that ended the exception; null while it is open. */
export function bearCost(
  costMinor: number,
  about: { readonly isOpen: boolean; readonly byPolicy: boolean },
  action: Pick<ExceptionAction, 'kind' | 'amountMinor'> | null,
): Borne {
  const none = { absorbedMinor: 0, chargedMinor: 0, clawedBackMinor: 0, openMinor: 0 };
  // Given back by the policy the moment it was found: nobody has to decide that.
  if (about.byPolicy) return { ...none, absorbedMinor: costMinor };
  if (about.isOpen) return { ...none, openMinor: costMinor };
  const amountMinor = action?.amountMinor ?? 0;
  const rest = Math.max(0, costMinor - amountMinor);
  switch (action?.kind) {
    case 'charge-store':
      return { ...none, chargedMinor: amountMinor, absorbedMinor: rest };
    case 'claw-back':
      return { ...none, clawedBackMinor: amountMinor, absorbedMinor: rest };
    case 'recover':
      return { ...none, clawedBackMinor: costMinor };
    // One sale recorded twice: what the second took off was handed out once.
    case 'mark-duplicate':
      return none;
    default:
      return { ...none, absorbedMinor: costMinor };
  }
}

/** What the exceptions of the last weeks cost, by week, store and kind. Newest week first, dearest kind first. */
export async function reportCosts(
  db: HqDb,
  { weeks, nowMs }: { readonly weeks: number; readonly nowMs: number },
): Promise<CostRow[]> {
  const thisWeek = weekOf(businessDate(nowMs));
  const fromMs = Date.parse(`${addDays(thisWeek, -7 * (weeks - 1))}T00:00:00+08:00`);
  const rows = new Map<string, CostRow>();
  for (let afterNo = 0; ;) {
    const range = { fromMs, toMs: Number.MAX_SAFE_INTEGER };
    const found = await listExceptionsBetween(db, range, { afterNo, limit: perPage });
    const actions = await listExceptionActions(
      db,
      found.map(({ exceptionId }) => exceptionId),
    );
    for (const theCase of await gatherCases(db, found)) addCase(rows, theCase, actions);
    afterNo = found.at(-1)?.exceptionNo ?? afterNo;
    if (found.length < perPage) break;
  }
  const total = (row: CostRow) =>
    row.absorbedMinor + row.chargedMinor + row.clawedBackMinor + row.openMinor;
  return [...rows.values()].sort(
    (a, b) =>
      compareText(b.week, a.week) ||
      compareText(a.storeName, b.storeName) ||
      total(b) - total(a) ||
      compareText(a.kind, b.kind),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addCase(
  rows: Map<string, CostRow>,
  { exception, cost, undoneMinor }: Case,
  actions: readonly ExceptionAction[],
): void {
  const { exceptionId, kind, state, detail } = exception;
  const done = actions.find((one) => one.exceptionId === exceptionId && one.state === 'done');
  const isOpen = state === 'open';
  const byPolicy = kind === 'overdraft' && detail['action'] === 'absorb';
  // Closed without a decision: one of the two sales was undone, so that the other one alone counts.
  const isOfTwo = kind === 'invoice-used-twice' || kind === lateInvoiceUsed;
  const isFreed = isOfTwo && !isOpen && done === undefined;
  const costMinor = isFreed ? 0 : cost.costMinor;
  const borne = bearCost(costMinor, { isOpen, byPolicy }, done ?? null);
  const week = weekOf(businessDate(exception.createdAtMs));
  const storeName = exception.storeName ?? '';
  const key = JSON.stringify([week, storeName, kind]);
  const row = rows.get(key) ?? {
    week,
    storeName,
    kind,
    count: 0,
    openCount: 0,
    absorbedMinor: 0,
    chargedMinor: 0,
    clawedBackMinor: 0,
    openMinor: 0,
    undoneMinor: 0,
  };
  rows.set(key, {
    ...row,
    count: row.count + 1,
    openCount: row.openCount + (isOpen ? 1 : 0),
    absorbedMinor: row.absorbedMinor + borne.absorbedMinor,
    chargedMinor: row.chargedMinor + borne.chargedMinor,
    clawedBackMinor: row.clawedBackMinor + borne.clawedBackMinor,
    openMinor: row.openMinor + borne.openMinor,
    undoneMinor: row.undoneMinor + undoneMinor,
  });
}

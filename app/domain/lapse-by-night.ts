import type { LotId } from './ids.ts';
import { itemAt } from './item-at.ts';
import { lotsFromEntries, planExpiry } from './lots.ts';
import type { Lot, PlannedExpiry } from './lots.ts';
import type { LedgerEntry } from './sale.ts';
import { compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

/** A ledger entry with the day (Asia/Taipei) it counts from. */
export type DatedEntry = Lot & {
  readonly kind: LedgerEntry['kind'];
  readonly date: CalendarDate;
};

/** Lots, and what lapsed in them for which no expire entry stands. */
export type NightlyLots = {
  readonly lots: Lot[];
  readonly lapsed: readonly PlannedExpiry[];
};

/**
 * One member's lots as they are after the last entry, had each lapse been posted in the night it was due:
 * points that were past their last day when a debt came about do not cover it. Only ledgers with debts
 * need this; for others `lotsFromEntries` tells the same balance. Expire entries that stand count
 * once, whenever they were written. Points that lapsed since the last entry are still in their lots.
 */
export function lapseByNight(entries: readonly DatedEntry[]): NightlyLots {
  const inOrder = entries.toSorted((a, b) => compareDates(a.date, b.date));
  /** Points per lot taken here before their expire entry comes. */
  const ahead = new Map<LotId, PlannedExpiry>();
  let lots: Lot[] = [];
  for (let at = 0; at < inOrder.length;) {
    const { date } = itemAt(inOrder, at);
    const lapsed = planExpiry(lots, date);
    for (const one of lapsed) {
      ahead.set(one.lotId, { ...one, points: one.points + (ahead.get(one.lotId)?.points ?? 0) });
    }
    const changes: Lot[] = [...lapsed];
    for (let one = inOrder[at]; one?.date === date; one = inOrder[at]) {
      changes.push(one.kind === 'expire' ? notYetTaken(ahead, one) : one);
      at += 1;
    }
    lots = lotsFromEntries([...lots, ...changes]);
  }
  return { lots, lapsed: [...ahead.values()].filter(({ points }) => points < 0) };
}

/** What of an expire entry was not taken ahead of it. */
function notYetTaken(ahead: Map<LotId, PlannedExpiry>, entry: DatedEntry): Lot {
  const taken = ahead.get(entry.lotId);
  if (taken === undefined || entry.points >= 0) return entry;
  const points = Math.max(taken.points, entry.points);
  ahead.set(entry.lotId, { ...taken, points: taken.points - points });
  return { ...entry, points: entry.points - points };
}

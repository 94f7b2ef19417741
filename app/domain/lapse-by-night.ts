import type { LotId } from './ids.ts';
import { itemAt } from './item-at.ts';
import { coverDebtsByLapsed, lotsFromEntries, planExpiry } from './lots.ts';
import type { Lot, PlannedExpiry } from './lots.ts';
import type { LedgerEntry } from './sale.ts';
import { lapsedIn } from './take-back-points.ts';
import { compareDates } from './time.ts';
import type { CalendarDate } from './time.ts';

/** A ledger entry with the day (Asia/Taipei) it counts from. */
export type DatedEntry = Lot & {
  readonly kind: LedgerEntry['kind'];
  readonly date: CalendarDate;
  /** Of an `expire` entry: HQ posted it in the night, it is no part of a refund. */
  readonly byNight: boolean;
};

/** Lots, and what lapsed in them for which no expire entry stands. */
export type NightlyLots = {
  readonly lots: Lot[];
  readonly lapsed: readonly PlannedExpiry[];
};

/**
 * One member's lots as they are after the last entry (of one day in the order given), had each lapse been
 * posted in the night it was due: points that were past their last day when a debt came about do not cover
 * it. Only ledgers with debts need this; for others `lotsFromEntries` tells the same balance. Expire entries
 * of nights count once, whenever they were written. Those of a refund are for what is past its day in the
 * lot at that moment, and beyond that for the night its counter had not heard of. Points that lapsed since
 * the last entry are still in their lots.
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
      if (one.kind === 'expire') {
        const present = one.byNight ? 0 : lapsedPresent([...lots, ...changes], one.lotId, date);
        changes.push(notYetTaken(ahead, one, present));
      } else {
        changes.push(one);
      }
      at += 1;
    }
    lots = lotsFromEntries([...lots, ...changes]);
  }
  return { lots, lapsed: [...ahead.values()].filter(({ points }) => points < 0) };
}

/** What a lot holds past its day although the night was taken: it came back, or covers a debt no more. */
function lapsedPresent(lots: readonly Lot[], lotId: LotId, date: CalendarDate): number {
  return lapsedIn(coverDebtsByLapsed(lotsFromEntries(lots), date), lotId, date);
}

/** What of an expire entry was not taken ahead of it; `present` of it is for points that are there. */
function notYetTaken(ahead: Map<LotId, PlannedExpiry>, entry: DatedEntry, present: number): Lot {
  const taken = ahead.get(entry.lotId);
  if (taken === undefined || entry.points >= 0) return entry;
  const points = Math.max(taken.points, Math.min(entry.points + present, 0));
  ahead.set(entry.lotId, { ...taken, points: taken.points - points });
  return { ...entry, points: entry.points - points };
}

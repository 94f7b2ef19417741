import { idsOf, isRefused, memberIn, survivorOf } from './counter-aliases.ts';
import { readColumn, type Expression } from './expression.ts';
import type { Condition, Meanings } from './raw-statement.ts';
import { tableOf } from './tables.ts';

/** A condition that names the rows it wants, so that an index can be used. */
export type LookedUp = Expression & {
  readonly lookup?: { readonly column: string; readonly values: readonly unknown[] };
};

function within(column: string, values: readonly unknown[]): LookedUp {
  const test = (scope: Parameters<Expression>[0]) => values.includes(readColumn(scope, column));
  return Object.assign(test, { lookup: { column, values } });
}

/** What the counter's queries write out in SQL within a `where` or `orderBy`. */
export const counterConditions: Meanings<Condition> = [
  [
    'member_id IN (?, ?)',
    (tables, [memberId]) =>
      within('member_id', [...new Set([memberId, survivorOf(tables, memberId)])]),
  ],
  [
    'member_id = ?',
    (_, [memberId]) =>
      (scope) =>
        readColumn(scope, 'member_id') === memberId ? 1 : 0,
  ],
  ['member_id IN (?)', (tables, [ids]) => within('member_id', idsOf(tables, memberIn(ids)))],
  [
    'ledger_entry.member_id IN (?)',
    (tables, [ids]) => within('ledger_entry.member_id', idsOf(tables, memberIn(ids))),
  ],
  // No counter of the simulator began from a snapshot.
  ['iif(snapshot_pos IS NULL, dropping, 1)', () => (scope) => readColumn(scope, 'dropping')],
  [
    '(NOT ? OR ?)',
    (tables) => (scope) => {
      const sales = tableOf(tables, 'sale').rows;
      const sale = sales.get(readColumn(scope, 'refund.sale_id') as string);
      const isOfRefused = sale !== undefined && isRefused(tables, sale['eid']);
      return isOfRefused || !isRefused(tables, readColumn(scope, 'refund.eid'));
    },
  ],
];

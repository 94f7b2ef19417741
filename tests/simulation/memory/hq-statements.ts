import { readColumn } from './expression.ts';
import {
  argumentsOf,
  type Condition,
  type Meanings,
  type RawNode,
  type Statement,
} from './raw-statement.ts';
import { insertRow, rowsBy, tableOf, undoTo, updateRow, type Row, type Tables } from './tables.ts';

/** Transactions run one after another here, so that nobody is ever waited for. */
const lock: Statement = () => [];

const lastPosition: Statement = (tables) => {
  const { rows } = tableOf(tables, 'change');
  // Positions are given one by one and rows are never taken out.
  return [{ pos: rows.size }];
};

const moveCodes: Statement = (tables, [into, weak, , from]) => {
  const table = tableOf(tables, 'member_code');
  const nthOf = (rows: readonly Row[]) => Math.max(0, ...rows.map((row) => row['nth'] as number));
  const nthMax = nthOf(rowsBy(table, 'member_id', into) ?? []);
  for (const row of rowsBy(table, 'member_id', from) ?? [])
    updateRow(tables, table, row, {
      member_id: into,
      weak: row['weak'] === true || weak === true,
      nth: (row['nth'] as number) + 1 + nthMax,
    });
  return [];
};

/** `findUsualStore`: the store of most of the last ten sales that stand. */
const usualStore: Statement = (tables, [ids]) => {
  const members = argumentsOf(ids as RawNode);
  const sales = members
    .flatMap((id) => rowsBy(tableOf(tables, 'sale'), 'member_id', id) ?? [])
    .filter((sale) => sale['undone'] !== true)
    .toSorted((a, b) => (b['at_ms'] as number) - (a['at_ms'] as number))
    .slice(0, 10);
  const counts = new Map<unknown, number>();
  for (const sale of sales) counts.set(sale['store_id'], (counts.get(sale['store_id']) ?? 0) + 1);
  const [top] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return top === undefined ? [] : [{ store_id: top[0] }];
};

/** `lockSurvivor`; the lock itself is nothing here. */
const survivor: Statement = (tables, [memberId]) => {
  const table = tableOf(tables, 'member');
  const find = (id: unknown) => (rowsBy(table, 'member_id', id) ?? [])[0];
  const asked = find(memberId);
  const row = find(asked?.['merged_into'] ?? memberId);
  if (row === undefined) return [];
  const { member_id, merged_into, placeholder } = row;
  return [{ memberId: member_id, mergedInto: merged_into, placeholder }];
};

/** Whether an install holds a right that is open. */
const holdsRights: Condition = (tables) => (scope) => {
  const inst = readColumn(scope, 'install.install_id');
  const rights = [...tableOf(tables, 'spend_right').rows.values()];
  return rights.some((right) => right['inst'] === inst && right['state'] === 'open');
};

const open = (tables: Tables): Row[] =>
  [...tableOf(tables, 'line_outbox').rows.values()].filter(({ state }) =>
    ['waiting', 'parked'].includes(state as string),
  );

/** `markMaybeTold`: its keys may have been used since the row was made. */
const keysMaybeUsed: Statement = (tables) => {
  for (const row of open(tables))
    updateRow(tables, tableOf(tables, 'line_outbox'), row, {
      first_attempt_at_ms: row['first_attempt_at_ms'] ?? row['created_at_ms'],
      attempts: Math.max(row['attempts'] as number, 1),
    });
  return [];
};

/** `markMaybeTold`: whose key LINE may have forgotten by then is not sent any more. */
const endMaybeTold: Statement = (tables, [outcome, nowMs, lifeMs]) => {
  const table = tableOf(tables, 'line_outbox');
  for (const row of open(tables)) {
    const next = Math.max(row['next_attempt_at_ms'] as number, nowMs as number);
    if (next - (row['first_attempt_at_ms'] as number) < (lifeMs as number)) continue;
    updateRow(tables, table, row, { state: 'expired', last_outcome: outcome });
  }
  return [];
};

const timeline: Condition = (tables) => () =>
  [...tableOf(tables, 'brand').rows.values()][0]?.['timeline'];

const marks = new WeakMap<Tables, number>();

/** What HQ writes out in SQL on the way of a push or pull. */
export const hqStatements: Meanings<Statement> = [
  ['SELECT pg_advisory_xact_lock(?', lock],
  ['SELECT coalesce(max(pos), 0) AS pos FROM change', lastPosition],
  ['UPDATE member_code SET member_id = ?', moveCodes],
  ['SELECT store_id FROM ( SELECT store_id, at_ms FROM sale', usualStore],
  ['SELECT member_id AS "memberId", merged_into', survivor],
  ['UPDATE line_outbox SET first_attempt_at_ms = coalesce(', keysMaybeUsed],
  ["UPDATE line_outbox SET state = 'expired', last_outcome = ?", endMaybeTold],
  ['SAVEPOINT one', (tables) => (marks.set(tables, tables.undo.length), [])],
  ['RELEASE SAVEPOINT one', () => []],
  ['ROLLBACK TO SAVEPOINT one', (tables) => (undoTo(tables, marks.get(tables) ?? 0), [])],
];

export const hqConditions: Meanings<Condition> = [
  ['EXISTS (SELECT 1 FROM spend_right WHERE spend_right.inst', holdsRights],
  ['(SELECT timeline FROM brand)', timeline],
  [
    'spent_points + ?',
    (_, [points]) =>
      (scope) =>
        (readColumn(scope, 'spent_points') as number) + (points as number),
  ],
];

/** Takes the place of `hq/db/insert-many.ts`: rows go in as they are, not through JSON. */
export async function insertMany(
  db: { readonly memory: () => Tables },
  table: string,
  rows: readonly Row[],
): Promise<void> {
  const tables = db.memory();
  const target = tableOf(tables, table);
  for (const row of rows) insertRow(tables, target, row);
  await Promise.resolve();
}

import type { Scope } from './expression.ts';
import { expressionOf, type Language } from './language.ts';
import { Given, nodeOf, plain, textOf, valueOf } from './raw-statement.ts';
import { selectFrom } from './select-query.ts';
import { deleteRow, findConflict, insertRow, tableOf, updateRow, type Row } from './tables.ts';

/** What to do with a row whose key is taken. */
type OnConflict =
  | { readonly kind: 'fail' }
  | { readonly kind: 'nothing'; readonly columns: readonly string[] }
  | { readonly kind: 'update'; readonly columns: readonly string[]; readonly set: Row };

const none: readonly Row[] = [];

/** `insertInto(table)`. `ask` turns the language to the database this query is asked of. */
export function insertInto(language: Language, name: string, ask: () => void) {
  let rows: readonly Row[] = [];
  let conflict: OnConflict = { kind: 'fail' };
  const run = (): bigint => {
    const tables = language.tables();
    const table = tableOf(tables, name);
    let count = 0n;
    for (const given of rows) {
      const row = filled(given);
      const taken =
        conflict.kind === 'fail' ? undefined : findConflict(table, conflict.columns, row);
      if (taken === undefined) insertRow(tables, table, row);
      else if (conflict.kind === 'update')
        updateRow(tables, table, taken, valuesFor(conflict.set, row, taken));
      else continue;
      count += 1n;
    }
    return count;
  };
  const onColumns = (columns: readonly string[]) => ({
    doNothing: () => ((conflict = { kind: 'nothing', columns }), target),
    doUpdateSet: (set: Row) => ((conflict = { kind: 'update', columns, set }), target),
  });
  const target = {
    column: (column: string) => onColumns([column]),
    // One brand here: HQ's keys begin with whose row it is.
    columns: (columns: readonly string[]) => onColumns(columns.filter((c) => c !== 'tenant_id')),
  };
  const query = {
    values: (given: Row | readonly Row[]) => {
      rows = Array.isArray(given) ? (given as readonly Row[]) : [given as Row];
      return query;
    },
    onConflict: (say: (on: typeof target) => unknown) => (say(target), query),
    rows: () => (run(), none),
    execute: async () => (ask(), [{ numInsertedOrUpdatedRows: run() }]),
    executeTakeFirst: async () => (ask(), { numInsertedOrUpdatedRows: run() }),
    executeTakeFirstOrThrow: async () => (ask(), { numInsertedOrUpdatedRows: run() }),
  };
  return query;
}

/** A row with its values in the places of their stand-ins. */
function filled(row: Row): Row {
  let values: Record<string, unknown> | null = null;
  for (const column in row) {
    const value = row[column];
    if (value instanceof Given) (values ??= { ...row })[column] = value.read();
  }
  return values ?? row;
}

/** Fixed values, and `excluded.column` out of the row that could not be added. */
function valuesFor(set: Row, offered: Row, taken: Row): Row {
  const values: Record<string, unknown> = {};
  for (const [column, given] of Object.entries(set)) {
    const node = nodeOf(given);
    const text = node === null ? '' : textOf(node);
    // `insertProgram`: a version HQ tells again after a restore counts from what it says now.
    const untold = /^iif\(told = 0, excluded\.(\w+), (\w+)\)$/.exec(text)?.[1];
    if (untold !== undefined) values[column] = (taken['told'] === 0 ? offered : taken)[untold];
    else if (text.startsWith('excluded.')) values[column] = offered[text.slice('excluded.'.length)];
    else values[column] = plain(valueOf(given));
  }
  return values;
}

/** `updateTable(table)`. */
export function updateTable(language: Language, name: string, ask: () => void) {
  // The rows that fit, by a select: it knows the indexes.
  const fitting = selectFrom(language, name);
  let given: Row = {};
  const run = (): Row[] => {
    const tables = language.tables();
    const table = tableOf(tables, name);
    const rows = fitting.rows();
    for (const row of rows) updateRow(tables, table, row, setFor(language, given, { [name]: row }));
    return rows;
  };
  let returned: string[] = [];
  const told = (rows: readonly Row[]): Row[] =>
    rows.map((row) => Object.fromEntries(returned.map((column) => [column, row[column]])));
  const query = {
    set: (set: Row | ((eb: unknown) => Row)) => {
      given = typeof set === 'function' ? set(language.builder()) : set;
      return query;
    },
    where: (...args: unknown[]) => (fitting.where(...args), query),
    returning: (columns: string | string[]) => {
      returned = typeof columns === 'string' ? [columns] : columns;
      return query;
    },
    rows: () => told(run()),
    execute: async () => (ask(), told(run())),
    executeTakeFirst: async () => (ask(), { numUpdatedRows: BigInt(run().length) }),
    executeTakeFirstOrThrow: async () => (ask(), { numUpdatedRows: BigInt(run().length) }),
  };
  return query;
}

function setFor(language: Language, given: Row, scope: Scope): Row {
  const set: Record<string, unknown> = {};
  for (const column in given) {
    const value = given[column];
    const isRead = typeof value === 'function' || nodeOf(value) !== null;
    set[column] = isRead ? expressionOf(language, value)(scope) : plain(value);
  }
  return set;
}

/** `deleteFrom(table)`. */
export function deleteFrom(language: Language, name: string, ask: () => void) {
  const fitting = selectFrom(language, name);
  const run = (): bigint => {
    const tables = language.tables();
    const table = tableOf(tables, name);
    const rows = fitting.rows();
    for (const row of rows) deleteRow(tables, table, row);
    return BigInt(rows.length);
  };
  const query = {
    where: (...args: unknown[]) => (fitting.where(...args), query),
    rows: () => (run(), none),
    execute: async () => (ask(), [{ numDeletedRows: run() }]),
    executeTakeFirst: async () => (ask(), { numDeletedRows: run() }),
  };
  return query;
}

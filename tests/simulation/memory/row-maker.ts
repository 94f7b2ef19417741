import type { Row } from './tables.ts';

/** Makes the rows of one table, all of one shape. */
export type RowMaker = {
  /** A new row: what is given, the defaults where nothing is. */
  readonly make: (given: Row) => Record<string, unknown>;
  /** The row with other values in some columns. */
  readonly change: (row: Row, set: Row) => Record<string, unknown>;
};

type Compiled = {
  readonly make: RowMaker['make'];
  readonly copy: (row: Row) => Record<string, unknown>;
};

/**
 * Rows are made some fifty times an act. Made by source text with the table's columns in it they are objects
 * of one hidden class, and whoever reads them, the query modules above all, reads fields.
 */
export function makeRows(defaults: Row): RowMaker {
  let columns: readonly string[] = Object.keys(defaults);
  let compiled = compile(columns, defaults);
  const isKnown = new Set(columns);
  // A table of HQ learns its columns from what is written to it.
  const learn = (given: Row): void => {
    for (const column in given) if (!isKnown.has(column)) isKnown.add(column);
    if (isKnown.size === columns.length) return;
    columns = [...isKnown];
    compiled = compile(columns, defaults);
  };
  return {
    make: (given) => {
      learn(given);
      return compiled.make(given);
    },
    change: (row, set) => {
      learn(set);
      const changed = compiled.copy(row);
      for (const column in set) changed[column] = set[column];
      return changed;
    },
  };
}

function compile(columns: readonly string[], defaults: Row): Compiled {
  const places = columns.map((column) => JSON.stringify(column));
  const made = places.map((at, i) => {
    const column = columns[i] ?? '';
    const isGiven = `given[${at}] !== undefined ? given[${at}]`;
    return `${at}: ${isGiven} : ${defaults[column] === undefined ? 'undefined' : `defaults[${at}]`}`;
  });
  const copied = places.map((at) => `${at}: row[${at}]`);
  // oxlint-disable-next-line no-new-func -- a table's own columns, as its schema spells them
  return new Function(
    'defaults',
    `return {
      make: (given) => ({ ${made.join(', ')} }),
      copy: (row) => ({ ${copied.join(', ')} }),
    };`,
  )(defaults) as Compiled;
}

import { first } from './0001-first.ts';
import { loyalty } from './0002-loyalty.ts';
import { undoneSales } from './0003-undone-sales.ts';
import { healing } from './0004-healing.ts';
import { spending } from './0005-spending.ts';
import { workbench } from './0006-workbench.ts';

/** One step of the schema: a rising number and SQL, each text of one or more statements. */
export type HqMigration = { readonly version: number; readonly statements: readonly string[] };

/** Every step of the schema, in order. A released one is never edited; add the next. */
export const migrations: readonly HqMigration[] = [
  first,
  loyalty,
  undoneSales,
  healing,
  spending,
  workbench,
];

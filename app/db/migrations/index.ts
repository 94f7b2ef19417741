import type { Migration } from '../migrate.ts';
import { first } from './0001-first.ts';
import { loyalty } from './0002-loyalty.ts';
import { undoneSales } from './0003-undone-sales.ts';
import { spending } from './0005-spending.ts';
import { healing } from './0004-healing.ts';
import { tape } from './0006-tape.ts';

/** Every step of the schema, in order. A released one is never edited; add the next. */
export const migrations: readonly Migration[] = [
  first,
  loyalty,
  undoneSales,
  healing,
  spending,
  tape,
];

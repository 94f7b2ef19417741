import type { Migration } from '../migrate.ts';
import { first } from './0001-first.ts';
import { loyalty } from './0002-loyalty.ts';
import { undoneSales } from './0003-undone-sales.ts';

/** Every step of the schema, in order. A released one is never edited; add the next. */
export const migrations: readonly Migration[] = [first, loyalty, undoneSales];

import type { ColumnType } from 'kysely';

/** A column that may not be changed after the row is written. */
export type Fixed<T> = ColumnType<T, T, never>;
/** JSON: parsed when read, text when written. */
export type Json<T> = ColumnType<T, string, string>;

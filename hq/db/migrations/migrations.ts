import { first } from './0001-first.ts';

/** One step of the schema: a rising number and SQL, each text of one or more statements. */
export type HqMigration = { readonly version: number; readonly statements: readonly string[] };

/** Every step of the schema, in order. A released one is never edited; add the next. */
export const migrations: readonly HqMigration[] = [first];

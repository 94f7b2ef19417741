import type Database from 'better-sqlite3';

/** One step of the schema: frozen once released, forward-only, additive; `version` rises. */
export type Migration = { readonly version: number; readonly sql: string };

/** Marks a file as ours: "CFoi" as the SQLite application id. */
export const applicationId = 0x43466f69;

/** The version a file stands at: 0 for an empty one. */
export function schemaVersion(raw: Database.Database): number {
  return Number(raw.pragma('user_version', { simple: true }));
}

/**
 * Brings the file up to the last migration, each in its own transaction together with its version
 * number, so a kill leaves a whole version. Throws what SQLite throws.
 */
export function migrate(raw: Database.Database, migrations: readonly Migration[]): void {
  let last = 0;
  for (const migration of migrations) {
    if (migration.version <= last) {
      throw new Error(`migration ${migration.version} does not follow version ${last}`);
    }
    last = migration.version;
    if (migration.version <= schemaVersion(raw)) continue;
    raw
      .transaction(() => {
        raw.exec(migration.sql);
        raw.pragma(`user_version = ${migration.version}`);
        raw.pragma(`application_id = ${applicationId}`);
      })
      .immediate();
  }
}

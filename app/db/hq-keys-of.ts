import type Database from 'better-sqlite3';
import type { HqKey } from '../contract/signed-document.ts';

/** The keys of HQ that are trusted here, read below kysely. */
export function hqKeysOf(raw: Database.Database): readonly HqKey[] {
  return raw
    .prepare<[], HqKey>(
      'SELECT kid, public_key AS publicKey FROM main.hq_key ORDER BY known_since_ms, kid',
    )
    .all();
}

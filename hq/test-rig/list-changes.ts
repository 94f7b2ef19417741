import { findChanges } from '../db/changes.ts';
import type { ChangePage } from '../db/changes.ts';
import type { HqHandle } from '../db/hq-db.ts';

/** A page after a cursor nobody doubts; empty where that is no place in the stream. */
export async function listChanges(
  db: HqHandle,
  page: { readonly cursor: number; readonly limit: number },
): Promise<ChangePage> {
  return (await findChanges(db, page)) ?? { rows: [], more: false, mark: null };
}

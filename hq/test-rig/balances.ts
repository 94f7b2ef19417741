import type { MemberId } from '../../app/domain/ids.ts';
import { balanceOf, lotsFromEntries } from '../../app/domain/lots.ts';
import type { Lot } from '../../app/domain/lots.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listEntriesByRoot } from '../db/ledger.ts';
import { listAliases } from '../db/member-aliases.ts';

/** The lots HQ holds of a member, all its merged ids together. */
export async function lotsAtHq(db: HqHandle, memberId: MemberId): Promise<Lot[]> {
  const entries = await listEntriesByRoot(db, await listAliases(db, [memberId]));
  return lotsFromEntries([...entries.values()].flat());
}

/** Points usable on a day, by HQ's ledger. */
export async function pointsAtHq(
  db: HqHandle,
  memberId: MemberId,
  today = '2026-11-22',
): Promise<number> {
  return balanceOf(await lotsAtHq(db, memberId), today).availablePoints;
}

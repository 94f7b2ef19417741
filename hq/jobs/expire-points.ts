import { v5 } from 'uuid';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { lapseByNight } from '../../app/domain/lapse-by-night.ts';
import type { DatedEntry } from '../../app/domain/lapse-by-night.ts';
import { lotsFromEntries, planExpiry } from '../../app/domain/lots.ts';
import type { PlannedExpiry } from '../../app/domain/lots.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { insertChanges } from '../db/changes.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listDatedEntries, listEntriesByRoot } from '../db/ledger.ts';
import { listAliases } from '../db/member-aliases.ts';
import { lockMembers } from '../db/members.ts';
import { insertPostings, listKnownPostings, publicPosting } from '../db/postings.ts';
import type { NewPosting } from '../db/postings.ts';
import type { Night } from './nightly.ts';

/** Entries of one posting a counter takes; more lots lapse in the nights after. */
const entriesMax = 1000;

/**
 * Posts what lapsed for these accounts: one posting per member and day, an expire entry per lot. What
 * covers a debt does not lapse. After nights that were missed it is as if they had not been. Returns how many members lost points.
 */
export async function expirePoints(
  trx: HqTrx,
  accounts: readonly MemberId[],
  { day, nowMs }: Pick<Night, 'day' | 'nowMs'>,
): Promise<number> {
  const { rootOf } = await listAliases(trx, accounts);
  const roots = [...new Set(rootOf.values())].toSorted();
  await lockMembers(trx, roots);
  // A merge may have come in before the lock.
  const aliases = await listAliases(trx, roots);
  const entries = await listEntriesByRoot(trx, aliases);
  const planned: NewPosting[] = [];
  for (const [memberId, ofMember] of entries) {
    const lots = lotsFromEntries(ofMember);
    const isOwed = lots.some((lot) => lot.points < 0);
    const due = isOwed
      ? planByNight(await listDatedEntries(trx, aliases.idsOf.get(memberId) ?? [memberId]), day)
      : planExpiry(lots, day);
    const lapsed = due.slice(0, entriesMax);
    if (lapsed.length === 0) continue;
    planned.push({
      postingId: v5(`expire:${memberId}:${day}`, derivedIdNamespace) as EventId,
      why: 'expire',
      memberId,
      atMs: nowMs,
      entries: lapsed.map((entry, leg) => ({ ...entry, leg, memberId })),
      stamps: [],
      uses: [],
      detail: { day },
    });
  }
  // What came in only after this day's posting lapses tomorrow.
  const known = await listKnownPostings(
    trx,
    planned.map((posting) => posting.postingId),
  );
  const postings = planned.filter((posting) => !known.has(posting.postingId));
  await insertPostings(trx, postings);
  await insertChanges(
    trx,
    postings.map((posting) => ({ kind: 'posting', posting: publicPosting(posting) })),
  );
  return postings.length;
}

/** What is due of a member in debt: which points covered it depends on when it came about. */
function planByNight(entries: readonly DatedEntry[], day: CalendarDate): PlannedExpiry[] {
  const { lots, lapsed } = lapseByNight(entries);
  const all = lotsFromEntries([...lapsed, ...planExpiry(lots, day)]);
  return all.flatMap(({ lotId, points, expiresOn }) =>
    expiresOn === null ? [] : [{ kind: 'expire', lotId, points, expiresOn }],
  );
}

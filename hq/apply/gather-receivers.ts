import { balanceOf, lotsFromEntries } from '../../app/domain/lots.ts';
import type { Balance } from '../../app/domain/lots.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import type { QuietHours } from '../../app/line/quiet-hours.ts';
import { getBrand } from '../db/brand.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { listEntriesByRoot } from '../db/ledger.ts';
import type { Aliases } from '../db/member-aliases.ts';
import { listAliases } from '../db/member-aliases.ts';
import { listMembersById } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';

/** What messages about something HQ did itself need to know of the brand and of those they go to. */
export type Receivers = {
  readonly brandName: string;
  readonly quietHours: QuietHours;
  /** When HQ last came back from a backup; null = never. */
  readonly restoredAtMs: number | null;
  /** By the survivor's id, only those LINE reaches. */
  readonly members: ReadonlyMap<MemberId, HqMember>;
  /** Their points as they are in this transaction. */
  readonly balances: ReadonlyMap<MemberId, Balance>;
  readonly aliases: Aliases;
};

/** Reads, in the transaction that did it, what the messages about it say. Locks nobody. */
export async function gatherReceivers(
  trx: HqTrx,
  memberIds: readonly MemberId[],
  today: CalendarDate,
): Promise<Receivers> {
  const { brandName, quietHours, restoredAtMs } = await getBrand(trx);
  const { rootOf } = await listAliases(trx, memberIds);
  const known = await listMembersById(trx, [...new Set(rootOf.values())]);
  const members = new Map(
    [...known].filter(
      ([, { mergedInto, lineUserId }]) => mergedInto === null && lineUserId !== null,
    ),
  );
  const aliases = await listAliases(trx, [...members.keys()]);
  const entries = await listEntriesByRoot(trx, aliases);
  const balances = new Map(
    [...entries].map(([id, own]) => [id, balanceOf(lotsFromEntries(own), today)]),
  );
  return { brandName, quietHours, restoredAtMs, members, balances, aliases };
}

import { insertEvents } from '../db/events.ts';
import { insertExceptions } from '../db/exceptions.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertEntries } from '../db/ledger.ts';
import { insertLineMessages } from '../db/line-outbox.ts';
import { insertMembers, markMemberKnown } from '../db/members.ts';
import { insertSales } from '../db/sales.ts';
import { insertRedemptions } from '../db/vouchers.ts';
import type { Effects } from './batch-state.ts';

/** Writes everything but the changes, which come last of all (see `insertChanges`). */
export async function writeEffects(trx: HqTrx, all: readonly Effects[]): Promise<void> {
  const members = all.flatMap(({ member }) => (member === null ? [] : [member]));
  // A member may be a placeholder first and known later in the same batch: only its last face is new.
  const isNew = new Set(members.filter((m) => m.kind === 'new').map((m) => m.member.memberId));
  const last = new Map(members.map((m) => [m.member.memberId, m.member]));
  await insertMembers(
    trx,
    [...last.values()].filter((member) => isNew.has(member.memberId)),
  );
  for (const member of last.values()) {
    if (!isNew.has(member.memberId)) await markMemberKnown(trx, member);
  }
  await insertEvents(
    trx,
    all.map(({ event }) => event),
  );
  const entries = all.flatMap(({ event, entries: own }) =>
    own.map((entry) => ({ ...entry, eid: event.eid })),
  );
  await insertEntries(trx, entries);
  await insertSales(
    trx,
    all.flatMap(({ sale }) => (sale === null ? [] : [sale])),
  );
  await insertRedemptions(
    trx,
    all.flatMap(({ redemptions }) => redemptions),
  );
  await insertExceptions(
    trx,
    all.flatMap(({ exceptions }) => exceptions),
  );
  await insertLineMessages(
    trx,
    all.flatMap(({ lineMessage }) => (lineMessage === null ? [] : [lineMessage])),
  );
}

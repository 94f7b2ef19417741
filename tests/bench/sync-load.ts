import { v7 } from 'uuid';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import { withSale } from '../../app/domain/state-after-sale.ts';
import type { MemberState } from '../../app/domain/sale.ts';
import type { HqDb } from '../../hq/db/hq-db.ts';
import { insertMembers, newHqMember } from '../../hq/db/members.ts';
import { enrolTestCounter, record } from '../../hq/test-rig/test-counter.ts';
import type { TestCounter } from '../../hq/test-rig/test-counter.ts';
import { makeAward, newState } from '../../hq/test-rig/test-events.ts';
import { northStore } from '../../hq/test-rig/test-hq.ts';
import type { RunningHq } from '../../hq/start-hq.ts';

/** One shop that was offline: its install and the sales it has to tell. */
export type OfflineCounter = TestCounter & { readonly members: readonly MemberId[] };

const salesPerMember = 5;

/** Inserts members as HQ has them; `first` keeps mobile numbers apart. */
export async function addMembers(db: HqDb, count: number, first: number): Promise<MemberId[]> {
  const members = Array.from({ length: count }, (_, i) =>
    newHqMember({
      memberId: v7() as MemberId,
      name: `會員${first + i}`,
      mobile: `+8869${String(first + i).padStart(8, '0')}`,
      birthday: null,
      tierId: 'general',
      tierUntil: null,
      cardCodes: [`M${first + i}`],
      weakCodes: [],
      lineState: 'none',
      joinedOn: '2026-01-01',
      inviterId: null,
    }),
  );
  await db.transaction().execute((trx) => insertMembers(trx, members));
  return members.map(({ memberId }) => memberId);
}

/**
 * Enrols a counter that recorded `sales` sales offline, five for each of its members, each worked out
 * from what the one before left, as a counter does it. Nothing is sent yet.
 */
export async function makeOfflineCounter(
  hq: RunningHq,
  { sales, first }: { readonly sales: number; readonly first: number },
): Promise<OfflineCounter> {
  const code = await hq.makeEnrolmentCode(northStore.storeId, `量測 ${first}`);
  const counter = await enrolTestCounter(hq.url, code);
  const members = await addMembers(hq.db, Math.ceil(sales / salesPerMember), first);
  const states = new Map<MemberId, MemberState>(members.map((id) => [id, newState(id)]));
  for (let nth = 0; nth < sales; nth += 1) {
    const memberId = members[nth % members.length];
    const facts = memberId === undefined ? undefined : states.get(memberId);
    if (memberId === undefined || facts === undefined) throw new Error('a counter without members');
    const amountMinor = 60 + ((nth * 37) % 900);
    const award = makeAward({ memberId, amountMinor, facts });
    record(counter, JSON.stringify(award));
    const { asked } = award.body;
    const result = evaluateSale(starterProgram, facts, asked);
    if (result.kind === 'evaluated') states.set(memberId, withSale(facts, result, asked));
  }
  return { ...counter, members };
}

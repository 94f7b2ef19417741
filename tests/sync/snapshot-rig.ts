import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { gatherLots, gatherMemberState } from '../../app/counter/gather-member-state.ts';
import { closeDatabase } from '../../app/db/handles.ts';
import type { Db } from '../../app/db/handles.ts';
import { findMembers } from '../../app/db/find-members.ts';
import { listBalances, listLots } from '../../app/db/ledger.ts';
import { findMember } from '../../app/db/members.ts';
import { findProgramInForce } from '../../app/db/programs.ts';
import { openTestDatabase } from '../../app/db/test-database.ts';
import { listVouchers } from '../../app/db/vouchers.ts';
import type { MemberId, StoreId, VoucherId } from '../../app/domain/ids.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { ComposedCounter, ComposeDeps } from '../../main/compose-counter.ts';
import { rigDatabaseKeyHex, startNodeCounter } from '../rig/node-counter.ts';

/** What is asked of HQ here. */
type Hq = {
  readonly url: string;
  readonly makeEnrolmentCode: (storeId: StoreId, counterLabel: string) => Promise<string>;
};

/** A counter of a folder of its own. */
export async function startCounterIn(
  folder: string,
  also: Partial<ComposeDeps> = {},
): Promise<ComposedCounter> {
  mkdirSync(folder, { recursive: true });
  return await startNodeCounter(folder, also);
}

export async function viewOf(counter: ComposedCounter): Promise<ReadyView> {
  const view = await counter.counter?.handlers['counter:view']({});
  if (view?.kind !== 'ready') throw new Error('the counter is not ready');
  return view;
}

/** Connects a counter and waits until it is even with HQ. */
export async function connectAndPull(
  counter: ComposedCounter,
  hq: Hq,
  storeId: StoreId,
): Promise<void> {
  const code = await hq.makeEnrolmentCode(storeId, '1 號櫃台');
  const answer = await counter.counter?.handlers['setup:connect']({ hqUrl: hq.url, code });
  if (answer?.kind !== 'done') throw new Error(`not connected: ${JSON.stringify(answer)}`);
  await untilEven(counter);
}

export async function untilEven(counter: ComposedCounter): Promise<void> {
  for (let i = 0; i < 900; i += 1) {
    const { sync } = await viewOf(counter);
    if (sync.state === 'online' && sync.unsentCount === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never even: ${JSON.stringify((await viewOf(counter)).sync)}`);
}

/** Looks into the database a stopped counter left. */
export async function lookInto<T>(folder: string, look: (db: Db) => Promise<T>): Promise<T> {
  const filePath = join(folder, 'counterfoil.db');
  const db = openTestDatabase(filePath, { keyHex: rigDatabaseKeyHex });
  try {
    return await look(db);
  } finally {
    await closeDatabase(db);
  }
}

/** Rows that must be the same however they came; row numbers and where they came from left out. */
const tables = [
  `member_id, name, name_key, mobile, mobile_reversed, birthday, tier_id, card_code, line_state, joined_on,
     source, points, last_sale_at_ms, tier_until, inviter_id, consent FROM member`,
  'code, member_id, weak FROM member_code JOIN member USING (member_no)',
  'gram, member_id, again FROM name_gram JOIN member USING (member_no)',
  'member_id, into_id FROM member_alias',
  '* FROM remark',
  'eid, leg, member_id, card_id, card_no, stamps, completed, at_ms FROM stamp_entry',
  'eid, use_id, n, member_id, buyer_id, store_name, biz_date FROM coupon_use',
  '* FROM sale',
  '* FROM refund',
  '* FROM redemption',
  '* FROM used_invoice',
  'program_id, version, origin, effective_from, body, told FROM program',
  '* FROM store',
  'revision, policy FROM spend_policy',
  'name, n FROM tally',
  'cursor, cursor_mark, timeline, dropping, problem FROM sync_state',
];

/** Everything queries and the rules can see of what HQ told. */
export async function seen(db: Db): Promise<Record<string, readonly unknown[]>> {
  const all: Record<string, readonly unknown[]> = {};
  for (const what of tables) {
    const { rows } = await sql.raw(`SELECT ${what}`).execute(db);
    all[what.split('FROM ')[1] ?? what] = rows.map((row) => JSON.stringify(row)).sort();
  }
  const today = businessDate(Date.now());
  const ids = await sql<{ id: MemberId }>`SELECT member_id AS id FROM member ORDER BY 1`.execute(
    db,
  );
  const memberIds = ids.rows.map(({ id }) => id);
  const found = await sql<{
    id: VoucherId;
  }>`SELECT voucher_id AS id FROM voucher ORDER BY 1`.execute(db);
  // A used voucher of the demo's past is told as used, one used since by its redemption.
  all['vouchers'] = (
    await listVouchers(
      db,
      found.rows.map(({ id }) => id),
    )
  ).map(({ state, ...voucher }) => ({ ...voucher, isCancelled: state === 'cancelled' }));
  all['lots'] = await Promise.all(memberIds.map(async (id) => [id, await listLots(db, id)]));
  all['balances'] = [...(await listBalances(db, { memberIds, today }))].sort();
  // Members of one name stand in the order in which this counter came to know them.
  const searches = ['', '王', '小', '091', '12', '陳', 'a', '#', '#vip'].map(async (text) => {
    const found = await findMembers(db, { text, offset: 0, limit: 1_000, today });
    return { ...found, rows: found.rows.map((row) => JSON.stringify(row)).sort() };
  });
  all['searches'] = await Promise.all(searches);
  all['states'] = await statesOf(db, memberIds, today);
  return all;
}

/** What the rules are told of each member: the same facts, the same sale. */
async function statesOf(
  db: Db,
  memberIds: readonly MemberId[],
  today: string,
): Promise<readonly unknown[]> {
  const program = await findProgramInForce(db, today);
  if (program === null) throw new Error('no rules');
  const states: unknown[] = [];
  for (const memberId of memberIds) {
    const member = await findMember(db, memberId);
    if (member === null) continue;
    const lots = await listLots(db, memberId);
    states.push(
      await gatherMemberState(db, { member, program, today, storeName: '台北店', lots }),
      await gatherLots(db, memberId, today),
    );
  }
  return states;
}

import { sql } from 'kysely';
import type { MemberId } from '../../app/domain/ids.ts';
import type { HqTrx } from './hq-db.ts';
import { passOnMobiles } from './pass-on-mobiles.ts';
import { deleteRemarksOf } from './remarks.ts';
import { withoutTimeLimit } from './time-limit.ts';

/** Only what the law has kept: see `docs/line.md`, "Personal data". */
const nothingPersonal = JSON.stringify({
  name: '',
  mobile: null,
  birthday: null,
  cardCodes: [],
  weakCodes: [],
  lineState: 'none',
  consent: null,
  erased: true,
});

/**
 * Takes the person out of the events of these members' joining, as far as HQ could read them: the hashes stay,
 * the bytes do not. The members must be marked as erased. Looks through the enrolments of everybody: some
 * seconds for a million.
 */
export async function eraseStubs(trx: HqTrx, memberIds: readonly MemberId[]): Promise<void> {
  await withoutTimeLimit(trx, async () => {
    await sql`SELECT erase_stubs(ARRAY[${sql.join(memberIds)}]::uuid[])`.execute(trx);
  });
}

/**
 * Takes off these ids (one member's) whatever names a person: name, number, birthday, cards, the LINE account
 * with what was sent there, what shops remarked, the person in the events of joining, and the same out of what
 * counters were told before. The ids with their ledger stay. Slow where the stream of changes is long; done by
 * hand, now and then.
 */
export async function erasePersonalData(trx: HqTrx, memberIds: readonly MemberId[]): Promise<void> {
  if (memberIds.length === 0) return;
  const had = await trx
    .selectFrom('member')
    .select('mobile')
    .where('member_id', 'in', memberIds)
    .execute();
  await trx
    .updateTable('member')
    .set({
      name: '',
      mobile: null,
      mobile_shared: false,
      mobile_from_line: false,
      birthday: null,
      consent_on: null,
      consent_at: null,
      consent_version: null,
      erased: true,
    })
    .where('member_id', 'in', memberIds)
    .execute();
  await passOnMobiles(
    trx,
    had.map(({ mobile }) => mobile),
  );
  await trx.deleteFrom('member_code').where('member_id', 'in', memberIds).execute();
  await deleteRemarksOf(trx, memberIds);
  await trx.deleteFrom('line_ticket').where('member_id', 'in', memberIds).execute();
  const accounts = await trx
    .deleteFrom('line_account')
    .where('member_id', 'in', memberIds)
    .returning('line_user_id')
    .execute();
  const users = accounts.map((row) => row.line_user_id);
  if (users.length > 0)
    await trx.deleteFrom('line_friend').where('line_user_id', 'in', users).execute();
  // That something was sent stays, so that it is not sent again; to whom and what does not.
  await trx
    .updateTable('line_outbox')
    .set({ body: '{}' })
    .where('member_id', 'in', memberIds)
    .where('state', 'not in', ['waiting', 'parked'])
    .execute();
  await trx
    .updateTable('line_outbox')
    .set({ body: '{}', state: 'expired', last_outcome: 'erased' })
    .where('member_id', 'in', memberIds)
    .where('state', 'in', ['waiting', 'parked'])
    .execute();
  await eraseStubs(trx, memberIds);
  await withoutTimeLimit(trx, async () => {
    await sql`UPDATE change
      SET payload = jsonb_set(payload, '{member}', (payload->'member') || ${nothingPersonal}::jsonb)
      WHERE kind = 'member' AND payload->'member'->>'memberId' IN (${sql.join(memberIds)})`.execute(
      trx,
    );
  });
}

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import type { HqDb } from '../db/hq-db.ts';
import { insertLineAccounts } from '../db/members.ts';
import { holdNight } from '../db/nightly.ts';
import { insertProgram } from '../db/programs.ts';
import { readAtOneMoment } from '../db/recheck.ts';
import { readAtLeisure } from '../db/time-limit.ts';
import { addMember, addVoucher } from '../test-rig/award-fixtures.ts';
import { giftCouponId, richProgram as program } from '../test-rig/rich-program.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const nightOf = (date: string) => Date.parse(`${date}T03:00:00+08:00`);

describe.each(testStoreKinds)('the parts of a night, on %s', (kind) => {
  let hq: TestHq;
  let nowMs = nightOf('2026-11-24');
  const said: string[] = [];
  let born: MemberId;
  let reminded: MemberId;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs, log: (line) => said.push(line) });
    await insertProgram(hq.db, program);
    born = await addMember(hq, 'general', { birthday: '11-25' });
    reminded = await addMember(hq);
    await hq.db.transaction().execute(async (trx) => {
      await insertLineAccounts(trx, [
        { memberId: reminded, lineUserId: `U${'1'.padStart(32, '0')}` },
      ]);
      await trx.updateTable('line_account').set({ marketing: true }).execute();
    });
    const soon = { couponId: giftCouponId, validFrom: '2026-11-01', validUntil: '2026-12-02' };
    await addVoucher(hq, reminded, soon);
    await hq.runNightly();
    nowMs = nightOf('2026-11-25');
  });
  afterAll(async () => await hq.stop());

  /** Something is in the way that only the owner of the tables can put there. */
  async function meddle(statement: string): Promise<void> {
    await hq.db.transaction().execute(async (trx) => {
      await sql`SET LOCAL ROLE postgres`.execute(trx);
      await sql.raw(statement).execute(trx);
    });
  }
  const night = async () => {
    const marks = await hq.db
      .selectFrom('nightly_run')
      .select(['finished_at_ms as finished', 'rechecked_at_ms as rechecked'])
      .where('day', '=', '2026-11-25')
      .executeTakeFirst();
    const postings = await hq.db
      .selectFrom('posting')
      .select('why')
      .where('member_id', '=', born)
      .execute();
    const messages = await hq.db
      .selectFrom('line_outbox')
      .select('kind')
      .where('member_id', '=', reminded)
      .execute();
    return [marks, postings.map(({ why }) => why), messages.map((one) => one.kind)];
  };

  it('are done where another failed, save gifts that go by tier, and made up for', async () => {
    await hq.db
      .updateTable('member')
      .set({ tier_id: 'black', tier_until: '2099-12-31' })
      .where('member_id', '=', born)
      .execute();
    await meddle(`ALTER TABLE member ADD CONSTRAINT no_tiers CHECK (tier_id = 'black') NOT VALID`);
    await meddle(
      `ALTER TABLE line_outbox ADD CONSTRAINT no_reminders CHECK (kind <> 'expiring') NOT VALID`,
    );
    await expect(hq.runNightly()).rejects.toThrow('failed: tiers, reminders');
    expect(said.slice(-2)).toEqual([
      expect.stringMatching(/^the night's tiers failed: .*no_tiers/u),
      expect.stringMatching(/^the night's reminders failed: .*no_reminders/u),
    ]);
    expect(await night()).toEqual([{ finished: null, rechecked: nowMs }, [], []]);
    await meddle('ALTER TABLE member DROP CONSTRAINT no_tiers');
    await expect(hq.runNightly()).rejects.toThrow('failed: reminders');
    expect(await night()).toEqual([{ finished: null, rechecked: nowMs }, ['birthday'], []]);
    await meddle('ALTER TABLE line_outbox DROP CONSTRAINT no_reminders');
    // Of the day before: a night was never finished since.
    expect(await hq.runNightly()).toMatchObject({ tiers: 0, birthdays: 0, reminded: 1 });
    expect(await night()).toEqual([
      { finished: nowMs, rechecked: nowMs },
      ['birthday'],
      ['expiring'],
    ]);
  });

  it('look at the ledger once a night, however often the rest is done', async () => {
    const insertLeg = async (db: HqDb) =>
      await db.transaction().execute(async (trx) => {
        await sql`SET LOCAL ROLE postgres`.execute(trx);
        await sql.raw('ALTER TABLE entry DISABLE TRIGGER USER').execute(trx);
        await trx
          .insertInto('entry')
          .values({
            eid: '0198b3a0-0000-7000-8000-0000000000e1' as EventId,
            leg: 0,
            account: `member:${born}`,
            kind: 'earn',
            lot_id: '0198b3a0-0000-7000-8000-0000000000e2' as never,
            points: 5,
            expires_on: null,
          })
          .execute();
        await sql.raw('ALTER TABLE entry ENABLE TRIGGER USER').execute(trx);
      });
    await insertLeg(hq.db);
    const again = await hq.runNightly();
    nowMs = nightOf('2026-11-26');
    const next = await hq.runNightly();
    expect([again.differences, next.differences > 0]).toEqual([0, true]);
  });

  it('read for as long as it takes', async () => {
    const limit = async (db: Pick<HqDb, 'getExecutor'>) =>
      (await sql<{ statement_timeout: string }>`SHOW statement_timeout`.execute(db as HqDb)).rows[0]
        ?.statement_timeout;
    expect([
      await readAtLeisure(hq.db, limit),
      await readAtOneMoment(hq.db, limit),
      await limit(hq.db),
    ]).toEqual(['0', '0', kind === 'postgres' ? '30s' : '0']);
  });

  it('are left to the process that works on them', async () => {
    const hold = async (work: () => Promise<string>) => await holdNight(hq, work);
    expect(await hold(async () => await hold(async () => 'worked'))).toBe(
      kind === 'postgres' ? 'elsewhere' : 'worked',
    );
    expect(await hold(async () => 'worked')).toBe('worked');
  });
});

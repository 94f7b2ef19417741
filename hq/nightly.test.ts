import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRowSchema } from '../app/contract/sync.ts';
import type { ChangeRow } from '../app/contract/sync.ts';
import type { AwardEvent } from '../app/contract/events.ts';
import { invoiceKey } from '../app/domain/einvoice.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { listExceptions } from './db/exceptions.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertMembers, newHqMember } from './db/members.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { delayToNight } from './jobs/nightly-timer.ts';
import { addMember, takeExceptions } from './test-rig/award-fixtures.ts';
import { lotsAtHq, pointsAtHq } from './test-rig/balances.ts';
import { richProgram as program } from './test-rig/rich-program.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeRefund, makeSaleInvoice, newTestId } from './test-rig/test-events.ts';
import { northStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;
const nightOf = (date: string) => Date.parse(`${date}T03:00:00+08:00`);

describe.each(testStoreKinds)('the night on %s', (kind) => {
  let hq: TestHq;
  let counter: TestCounter;
  let nowMs = nightOf('2026-11-22');
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs });
    await insertProgram(hq.db, program);
    counter = await hq.enrol();
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    await hq.stop();
  });
  let cursor = 0;
  async function news(): Promise<ChangeRow[]> {
    const rows = (await pullAll(counter, cursor)).map((row) => changeRowSchema.parse(row));
    cursor = rows.at(-1)?.pos ?? cursor;
    return rows;
  }
  const tierOf = async (memberId: string) =>
    await hq.db
      .selectFrom('member')
      .select(['tier_id', 'tier_until', 'tier_since'])
      .where('member_id', '=', memberId as never)
      .executeTakeFirstOrThrow();

  it('lets points lapse once, tells it, and takes it back for a sale made in time', async () => {
    const memberId = await addMember(hq);
    const earned = makeAward({ memberId, program, amountMinor: 3_000, date: '2026-11-22' });
    const fresh = makeAward({ memberId, program, amountMinor: 1_000, date: '2026-12-10' });
    await tell(counter, text(earned), text(fresh));
    nowMs = nightOf('2026-12-22');
    // The last day is usable to its end.
    expect(await hq.runNightly()).toMatchObject({ expired: 0 });
    nowMs = nightOf('2026-12-23');
    await news();
    expect(await hq.runNightly()).toEqual({
      day: '2026-12-23',
      expired: 1,
      tiers: 0,
      birthdays: 0,
      reminded: 0,
      differences: 0,
    });
    expect(await hq.runNightly()).toMatchObject({ expired: 0 });
    const [lot] = earned.body.entries;
    expect(await news()).toMatchObject([
      {
        kind: 'posting',
        posting: {
          why: 'expire',
          entries: [{ leg: 0, kind: 'expire', memberId, lotId: lot?.lotId, points: -30 }],
        },
      },
    ]);
    expect(await pointsAtHq(hq.db, memberId, '2026-12-23')).toBe(10);
    const { lotId, points, expiresOn } = lot ?? { lotId: '' as never, points: 0, expiresOn: null };
    const late = makeAward({
      memberId,
      program,
      amountMinor: 25,
      date: '2026-12-22',
      facts: { lots: [{ lotId, points, expiresOn }] },
      asked: { spendPoints: 25 },
    });
    await tell(counter, text(late));
    expect(await takeExceptions(hq)).toEqual([]);
    expect((await news()).map((row) => row.kind)).toEqual(['receipt', 'posting']);
    expect((await lotsAtHq(hq.db, memberId)).map((one) => one.points)).toEqual([10]);
  });

  it('judges anew who has a tier that the program does not have', async () => {
    const [spent, idle] = [await addMember(hq), await addMember(hq)];
    await tell(
      counter,
      text(makeAward({ memberId: spent, program, amountMinor: 6_000, date: '2026-11-22' })),
    );
    await hq.db
      .updateTable('member')
      .set({ tier_id: 'black', tier_until: '2099-12-31' })
      .where('member_id', 'in', [spent, idle])
      .execute();
    nowMs = nightOf('2026-11-23');
    expect(await hq.runNightly()).toMatchObject({ tiers: 2 });
    expect(await hq.runNightly()).toMatchObject({ tiers: 0 });
    expect([await tierOf(spent), await tierOf(idle)]).toEqual([
      { tier_id: 'gold', tier_until: '2027-11-23', tier_since: '2026-11-23' },
      { tier_id: 'general', tier_until: null, tier_since: null },
    ]);
  });

  it('lowers a tier when its period is over, by spend net of refunds', async () => {
    const [keeps, falls] = [await addMember(hq), await addMember(hq)];
    const rise = (memberId: typeof keeps) =>
      makeAward({ memberId, program, amountMinor: 6_000, date: '2026-11-22' });
    const again = makeAward({
      memberId: keeps,
      program,
      amountMinor: 5_000,
      date: '2027-06-01',
      tierId: 'gold',
      facts: { tierUntil: '2027-11-22' },
    });
    const sale = rise(falls);
    await tell(counter, text(rise(keeps)), text(sale));
    await tell(counter, text(makeRefund({ of: sale, program, mode: 'void' })));
    // Still gold: a refund undoes a tier only when its period is over.
    expect(await tierOf(falls)).toMatchObject({ tier_id: 'gold', tier_until: '2027-11-22' });
    await tell(counter, text(again));
    expect(await tierOf(keeps)).toMatchObject({ tier_id: 'gold', tier_until: '2028-06-01' });
    await news();
    nowMs = nightOf('2027-11-22');
    expect(await hq.runNightly()).toMatchObject({ tiers: 0 });
    nowMs = nightOf('2027-11-23');
    expect(await hq.runNightly()).toMatchObject({ tiers: 1 });
    expect(await hq.runNightly()).toMatchObject({ tiers: 0 });
    expect(await tierOf(falls)).toEqual({ tier_id: 'general', tier_until: null, tier_since: null });
    expect(await tierOf(keeps)).toMatchObject({ tier_id: 'gold', tier_until: '2028-06-01' });
    const members = (await news()).flatMap((row) => (row.kind === 'member' ? [row.member] : []));
    expect(members).toMatchObject([{ memberId: falls, tierId: 'general', tierUntil: null }]);
    await takeExceptions(hq);
  });

  it('gives birthday gifts once a year, also for nights that were missed', async () => {
    const [born, leap] = [
      await addMember(hq, 'general', { birthday: '03-02' }),
      await addMember(hq, 'general', { birthday: '02-29' }),
    ];
    nowMs = nightOf('2029-02-27');
    await hq.runNightly();
    await news();
    nowMs = nightOf('2029-03-03');
    expect(await hq.runNightly()).toMatchObject({ birthdays: 2 });
    expect(await hq.runNightly()).toMatchObject({ birthdays: 0 });
    const rows = await news();
    const kinds = rows.map((row) => row.kind).toSorted();
    expect(kinds).toEqual(['posting', 'posting', 'voucher', 'voucher']);
    const vouchers = rows.flatMap((row) => (row.kind === 'voucher' ? [row.voucher] : []));
    expect(new Set(vouchers.map((v) => v.memberId))).toEqual(new Set([born, leap]));
    expect(await pointsAtHq(hq.db, born, '2029-03-03')).toBe(20);
    nowMs = nightOf('2030-03-02');
    // Both again: the nights since the last one are made up for.
    expect(await hq.runNightly()).toMatchObject({ birthdays: 2 });
  });

  it('tells of refunds and e-invoices whose sale has not come, once, and no more when it comes', async () => {
    const memberId = await addMember(hq);
    const [returned, billed] = [1_000, 2_000].map((amountMinor) =>
      makeAward({ memberId, program, amountMinor, date: '2030-03-03' }),
    ) as [AwardEvent, AwardEvent];
    const invoice = makeSaleInvoice(billed, 'AB30030303');
    await tell(counter, text(makeRefund({ of: returned, program })), text(invoice));
    nowMs = nightOf('2030-03-10');
    await hq.runNightly();
    expect(await listExceptions(hq.db, { state: 'open', limit: 9 })).toEqual([]);
    nowMs = nightOf('2030-03-12');
    await hq.runNightly();
    await hq.runNightly();
    const noted = await listExceptions(hq.db, { state: 'open', limit: 9 });
    const storeName = northStore.name;
    const { saleId, saleNo } = billed.body;
    expect(noted.map((one) => [one.kind, one.detail])).toEqual([
      [
        'invoice-without-sale',
        {
          saleId,
          saleNo,
          invoiceKey: invoiceKey('AB30030303', '2030-03-03'),
          storeName,
          atMs: invoice.t.wallMs,
        },
      ],
      [
        'refund-without-sale',
        expect.objectContaining({
          saleId: returned.body.saleId,
          saleNo: returned.body.saleNo,
          moneyMinor: 1_000,
          storeName,
        }),
      ],
    ]);
    await tell(counter, text(returned), text(billed));
    expect(await listExceptions(hq.db, { state: 'open', limit: 9 })).toEqual([]);
    // Written at the moment the sale came.
    await hq.db.updateTable('exception').set({ state: 'open' }).execute();
    await hq.runNightly();
    expect(await takeExceptions(hq)).toEqual([]);
  });

  it('a refund whose sale waits for its e-invoice is not told to be without it', async () => {
    const memberId = await addMember(hq);
    const sold = { memberId, program, date: '2030-04-01', invoiceNumber: 'AB30040101' };
    const [first, second] = [makeAward(sold), makeAward(sold)];
    await tell(counter, text(first), text(second), text(makeRefund({ of: second, program })));
    await takeExceptions(hq);
    nowMs = nightOf('2030-04-12');
    await hq.runNightly();
    expect(await takeExceptions(hq)).toEqual([]);
  });

  it('lets only what is left after a debt lapse, also when nights were missed', async () => {
    const inDebt = async () => {
      const memberId = await addMember(hq);
      const earned = makeAward({ memberId, program, amountMinor: 3_000, date: '2031-01-02' });
      const [lot] = earned.body.entries;
      if (lot === undefined) throw new Error('the sale earns');
      // Two counters that are apart let the same points be spent.
      const spent = ['2031-01-03', '2031-01-03'].map((date) =>
        makeAward({
          memberId,
          program,
          date,
          amountMinor: 25,
          facts: { lots: [{ lotId: lot.lotId, points: 30, expiresOn: lot.expiresOn }] },
          asked: { spendPoints: 25 },
        }),
      );
      return { memberId, events: [earned, ...spent] };
    };
    const [repaid, late] = [await inDebt(), await inDebt()];
    const earn = (memberId: MemberId, date: string) =>
      makeAward({ memberId, program, amountMinor: 3_000, date });
    const repaying = earn(repaid.memberId, '2031-01-04');
    await tell(
      counter,
      ...[...repaid.events, repaying].map((event) => text(event)),
      // These points are gone when the debt comes about; the nights between are missed.
      text(earn(late.memberId, '2030-11-01')),
      ...late.events.map((event) => text(event)),
    );
    expect(await pointsAtHq(hq.db, repaid.memberId, '2031-02-04')).toBe(10);
    nowMs = nightOf('2031-02-05');
    await news();
    await hq.runNightly();
    const lapsed = (await news()).flatMap((row) => (row.kind === 'posting' ? [row.posting] : []));
    const lapsedOf = (memberId: MemberId) =>
      lapsed.flatMap(({ entries }) => entries.filter((one) => one.memberId === memberId));
    expect([lapsedOf(repaid.memberId), lapsedOf(late.memberId)]).toMatchObject([
      [{ kind: 'expire', points: -10 }],
      [{ kind: 'expire', points: -30 }],
    ]);
    expect([
      await pointsAtHq(hq.db, repaid.memberId, '2031-02-05'),
      await pointsAtHq(hq.db, repaid.memberId, '2035-01-01'),
      await pointsAtHq(hq.db, late.memberId, '2031-02-05'),
    ]).toEqual([0, 0, -20]);
    // What lapsed was spent in time at a counter that was apart: it is not charged twice.
    const [lot] = repaying.body.entries;
    const { lotId, expiresOn } = lot ?? { lotId: '' as never, expiresOn: null };
    const spent = makeAward({
      memberId: repaid.memberId,
      program,
      amountMinor: 10,
      date: '2031-02-04',
      facts: { lots: [{ lotId, points: 10, expiresOn }] },
      asked: { spendPoints: 10 },
    });
    await tell(counter, text(spent));
    expect(await pointsAtHq(hq.db, repaid.memberId, '2031-02-05')).toBe(0);
    nowMs = nightOf('2031-02-06');
    expect(await hq.runNightly()).toMatchObject({ expired: 0 });
    const found = (await takeExceptions(hq)).filter(({ kind }) => kind === 'overdraft');
    expect(found.map(({ detail }) => detail)).toMatchObject([{ points: 20 }, { points: 20 }]);
  });

  it('goes through many members in small transactions', async () => {
    const members = Array.from({ length: 250 }, () => newTestId<MemberId>());
    const rows = members.map((memberId) =>
      newHqMember({
        memberId,
        name: '',
        mobile: null,
        birthday: null,
        tierId: 'general',
        tierUntil: null,
        cardCodes: [],
        weakCodes: [],
        lineState: 'none',
        joinedOn: '2026-01-01',
        inviterId: null,
      }),
    );
    await hq.db.transaction().execute((trx) => insertMembers(trx, rows));
    const sales = members.map((memberId) =>
      text(makeAward({ memberId, program, amountMinor: 300, date: '2030-01-01' })),
    );
    await tell(counter, ...sales);
    nowMs = nightOf('2030-03-20');
    const { expired } = await hq.runNightly();
    expect(expired).toBeGreaterThanOrEqual(250);
    expect(await hq.runNightly()).toMatchObject({ expired: 0 });
    for (const memberId of members.slice(0, 5)) expect(await lotsAtHq(hq.db, memberId)).toEqual([]);
  });
});

describe('when the night begins', () => {
  it('is at 03:00 in Asia/Taipei', () => {
    const at = (clock: string) => delayToNight(Date.parse(`2026-11-22T${clock}+08:00`)) / 60_000;
    expect([at('02:59:00'), at('03:00:00'), at('03:00:30'), at('23:00:00')]).toEqual([
      1, 1_440, 1_439.5, 240,
    ]);
  });
});

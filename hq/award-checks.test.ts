import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardEvent } from '../app/contract/events.ts';
import { changeRowSchema } from '../app/contract/sync.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import {
  addMember,
  addVoucher,
  fiftyOff,
  receiptFor,
  takeExceptions,
} from './test-rig/award-fixtures.ts';
import { lotsAtHq, pointsAtHq } from './test-rig/balances.ts';
import { codeCouponId, richProgram as program, ticketCouponId } from './test-rig/rich-program.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { asFirstVersion, makeAward, makeStub, newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;
type Body = AwardEvent['body'];

/** Changes no sum finds, but doing the sum again does. */
const tamperings: Record<string, (body: Body) => Body> = {
  baseMinor: (body) => ({ ...body, baseMinor: body.baseMinor + 1 }),
  spentMinor: (body) => ({ ...body, spentMinor: body.spentMinor + 1 }),
  expiresOn: (body) => ({ ...body, expiresOn: '2030-01-01' }),
  giftIds: (body) => ({ ...body, giftIds: ['birthday'] }),
  stamps: (body) => ({ ...body, stamps: body.stamps.map((s) => ({ ...s, stamps: 9 })) }),
  tier: (body) => ({ ...body, tier: { ...body.tier, tierId: 'gold' } }),
  issued: (body) => ({
    ...body,
    issued: body.issued.map((v) => ({ ...v, validUntil: '2030-01-01' })),
  }),
  entries: (body) => ({
    ...body,
    entries: body.entries.map((entry) => ({ ...entry, expiresOn: '2030-01-01' })),
  }),
  lines: (body) => ({ ...body, lines: body.lines.map((line) => ({ ...line, rewardMinor: 1 })) }),
  points: (body) => ({
    ...body,
    points: body.points + 1,
    entries: body.entries.map((entry) => ({ ...entry, points: entry.points + 1 })),
  }),
};

/** Changes after which the event contradicts itself. */
const contradictions: Record<string, (body: Body, other: MemberId) => Body> = {
  paid: (body) => ({ ...body, paidMinor: body.paidMinor + 1 }),
  lines: (body) => ({ ...body, lines: body.lines.map((line) => ({ ...line, grossMinor: 1 })) }),
  discount: (body) => ({ ...body, discountMinor: 1, paidMinor: body.paidMinor - 1 }),
  earned: (body) => ({ ...body, points: body.points + 1 }),
  spent: (body) => ({ ...body, pointsSpent: 5 }),
  legs: (body) => ({
    ...body,
    entries: body.entries.flatMap((entry) => [
      entry,
      { ...entry, kind: 'adjust' as const, points: 0 },
    ]),
  }),
  kinds: (body) => ({
    ...body,
    entries: [
      ...body.entries,
      ...body.entries.map((entry) => ({ ...entry, leg: 9, kind: 'expire' as const, points: 50 })),
    ],
  }),
  others: (body, other) => ({
    ...body,
    entries: [
      ...body.entries,
      ...body.entries.map((entry) => ({ ...entry, leg: 9, memberId: other })),
    ],
  }),
  facts: (body, other) => ({ ...body, facts: { ...body.facts, memberId: other } }),
};

describe.each(testStoreKinds)('what HQ checks of an award, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, program);
    await insertProgram(hq.db, fiftyOff);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    await hq.stop();
  });
  const kinds = async () => (await takeExceptions(hq)).map((e) => e.kind);

  it('finds one changed number, whichever it is, and keeps what the cashier was told', async () => {
    const found: Record<string, unknown> = {};
    for (const [name, change] of Object.entries(tamperings)) {
      const memberId = await addMember(hq);
      const event = makeAward({ memberId, program, amountMinor: 2_000, change });
      await tell(north, text(event));
      const [receipt] = await receiptFor(north, event.eid);
      const [exception] = await takeExceptions(hq);
      const differences = exception?.detail['differences'] as { field: string }[] | undefined;
      found[name] = [receipt?.status, exception?.kind, differences?.map((one) => one.field)];
      expect(await pointsAtHq(hq.db, memberId)).toBe(event.body.points);
    }
    const expected = Object.keys(tamperings).map((name) => [
      name,
      ['applied', 'recompute-difference', name === 'points' ? ['points', 'entries'] : [name]],
    ]);
    expect(found).toEqual(Object.fromEntries(expected));
  });

  it('keeps what contradicts itself, without effect', async () => {
    const other = await addMember(hq);
    const memberId = await addMember(hq);
    const results: Record<string, unknown> = {};
    for (const [name, change] of Object.entries(contradictions)) {
      const event = makeAward({ memberId, program, change: (body) => change(body, other) });
      await tell(north, text(event));
      results[name] = (await receiptFor(north, event.eid)).map((r) => [r.status, r.entries.length]);
    }
    expect(results).toEqual(
      Object.fromEntries(Object.keys(contradictions).map((name) => [name, [['quarantined', 0]]])),
    );
    expect(await pointsAtHq(hq.db, memberId)).toBe(0);
    await takeExceptions(hq);
  });

  it('tells which points two counters both spent', async () => {
    const memberId = await addMember(hq);
    const earned = makeAward({ memberId, program, amountMinor: 4_000 });
    const lots = earned.body.entries.map(({ lotId, points, expiresOn }) => ({
      lotId,
      points,
      expiresOn,
    }));
    const spend = (spendPoints: number) =>
      makeAward({ memberId, program, amountMinor: 90, facts: { lots }, asked: { spendPoints } });
    await tell(north, text(earned), text(spend(30)));
    expect(await kinds()).toEqual([]);
    const second = spend(35);
    await tell(south, text(second));
    expect(await takeExceptions(hq)).toMatchObject([
      {
        kind: 'overdraft',
        detail: { memberId, points: 25, pointsSpent: 35, balanceBefore: 10, balancePoints: -25 },
      },
    ]);
    expect((await receiptFor(north, second.eid))[0]?.status).toBe('applied');
    expect(await pointsAtHq(hq.db, memberId)).toBe(-25);
  });

  it('counts limits over all counters and members', async () => {
    const sale = async () =>
      makeAward({ memberId: await addMember(hq), program, asked: { codes: ['HELLO'] } });
    const [one, two, three] = [await sale(), await sale(), await sale()];
    const again = makeAward({ memberId: one.member, program, asked: { codes: ['HELLO'] } });
    await tell(north, text(one), text(two));
    expect(await kinds()).toEqual([]);
    await tell(south, text(three), text(again));
    expect((await takeExceptions(hq)).toReversed()).toMatchObject([
      {
        kind: 'coupon-limit-exceeded',
        detail: {
          id: codeCouponId,
          thing: 'coupon',
          exceeded: [{ limit: 'program', max: 2, used: 3 }],
        },
      },
      {
        detail: {
          exceeded: [
            { limit: 'program', max: 2, used: 4 },
            { limit: 'perMember', max: 1, used: 2 },
          ],
        },
      },
    ]);
  });

  it('counts the uses of a count ticket', async () => {
    const memberId = await addMember(hq);
    const ticket = await addVoucher(hq, memberId, { couponId: ticketCouponId, uses: 3 });
    const use = () => text(makeAward({ memberId, program, vouchers: [ticket] }));
    await tell(north, use(), use());
    await tell(south, use());
    expect(await kinds()).toEqual([]);
    await tell(north, use());
    expect(await takeExceptions(hq)).toMatchObject([
      { kind: 'voucher-used-twice', detail: { uses: 1, usesBefore: 3, usesMax: 3 } },
    ]);
    const rows = (await pullAll(north)).map((row) => changeRowSchema.parse(row));
    const told = rows.flatMap((row) =>
      row.kind === 'voucher' && row.voucher.voucherId === ticket.voucherId
        ? [[row.voucher.state, row.voucher.usesLeft]]
        : [],
    );
    expect(told).toEqual([
      ['issued', 2],
      ['issued', 1],
      ['used', 0],
    ]);
  });

  it('gives the reward of an invitation once, and only where it is due', async () => {
    const inviterId = await addMember(hq);
    const memberId = await addMember(hq, 'general', { inviterId });
    const sale = () => makeAward({ memberId, program, facts: { inviterId } });
    await tell(north, text(sale()));
    await tell(south, text(sale()));
    expect(await kinds()).toEqual(['referral-given-twice']);
    expect(await pointsAtHq(hq.db, inviterId)).toBe(40);
    const uninvited = await addMember(hq);
    await tell(south, text(makeAward({ memberId: uninvited, program, facts: { inviterId } })));
    expect(await kinds()).toEqual(['referral-not-due']);
  });

  it('keeps the reward of an inviter nobody knows yet for them: after a restore they come later', async () => {
    const memberId = await addMember(hq);
    const inviterId = newTestId<MemberId>();
    const sale = makeAward({ memberId, program, facts: { inviterId } });
    await tell(north, text(sale));
    expect((await receiptFor(south, sale.eid))[0]).toMatchObject({
      status: 'applied',
      entries: sale.body.entries,
    });
    expect(
      (await takeExceptions(hq)).map(({ kind, detail }) => [kind, detail['memberId']]),
    ).toEqual([
      ['referral-not-due', memberId],
      ['unknown-member', inviterId],
    ]);
    expect(await pointsAtHq(hq.db, inviterId)).toBe(20);
    const stub = makeStub(inviterId, {
      mobile: '+886955000111',
      cardCode: 'back',
      joinedOn: '2026-01-05',
    });
    await tell(south, text(stub));
    const told = (await pullAll(north)).flatMap((row) => {
      const change = changeRowSchema.parse(row);
      return change.kind === 'member' && change.member.memberId === inviterId
        ? [change.member.joinedOn]
        : [];
    });
    expect([await pointsAtHq(hq.db, inviterId), told, await kinds()]).toEqual([
      20,
      ['2026-01-05'],
      [],
    ]);
  });

  it('tells a tier by all stores’ sales, in whatever order they come', async () => {
    const memberId = await addMember(hq);
    const on = (date: string, amountMinor: number) =>
      makeAward({ memberId, program, date, amountMinor });
    await tell(north, text(on('2026-11-20', 3_000)));
    await tell(south, text(on('2026-11-10', 2_000)));
    const member = await hq.db
      .selectFrom('member')
      .select(['tier_id', 'tier_until', 'tier_since'])
      .where('member_id', '=', memberId)
      .executeTakeFirst();
    expect(member).toEqual({
      tier_id: 'gold',
      tier_until: '2027-11-20',
      tier_since: '2026-11-20',
    });
    expect(await kinds()).toEqual([]);
    await tell(north, text(on('2026-11-21', 1_000)));
    expect(await takeExceptions(hq)).toMatchObject([
      {
        kind: 'stale-tier',
        detail: {
          recordedTierId: 'general',
          tierId: 'gold',
          recorded: { points: 10 },
          recomputed: { points: 20 },
        },
      },
    ]);
  });

  it('compares a voucher with its own', async () => {
    const memberId = await addMember(hq);
    const voucher = await addVoucher(hq, memberId);
    const told = { ...voucher, validUntil: '2027-12-31' };
    await tell(north, text(makeAward({ memberId, program: fiftyOff, vouchers: [told] })));
    expect(await takeExceptions(hq)).toMatchObject([
      { kind: 'voucher-differs', detail: { differences: [{ field: 'validUntil' }] } },
    ]);
  });

  it('reads an award of version 1 as what it said', async () => {
    const memberId = await addMember(hq);
    const voucher = await addVoucher(hq, memberId);
    const event = makeAward({ memberId, program: fiftyOff, vouchers: [voucher] });
    await tell(north, text(asFirstVersion(event)));
    expect((await receiptFor(north, event.eid))[0]).toMatchObject({
      status: 'applied',
      sale: { paidMinor: 950, points: 9, spentMinor: 950 },
      usedVoucherIds: [voucher.voucherId],
      exceptions: [],
    });
    const lots = await lotsAtHq(hq.db, memberId);
    expect(lots.map((lot) => lot.points)).toEqual([9]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRowSchema } from '../app/contract/sync.ts';
import type { ChangeRow, MemberRow } from '../app/contract/sync.ts';
import type { LotId, MemberId, VoucherId } from '../app/domain/ids.ts';
import { changeMobile, confirmMerge, mergeMembers } from './apply/merge-members.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertLineAccounts } from './db/members.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { addMember, addVoucher, receiptFor, takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { giftCouponId, richProgram as program } from './test-rig/rich-program.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeStub, newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;
const nowMs = Date.parse('2026-11-22T12:00:00+08:00');

describe.each(testStoreKinds)('members who are one, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  let cursor = 0;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs });
    await insertProgram(hq.db, program);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    await hq.stop();
  });
  async function news(): Promise<ChangeRow[]> {
    const rows = (await pullAll(north, cursor)).map((row) => changeRowSchema.parse(row));
    cursor = rows.at(-1)?.pos ?? cursor;
    return rows;
  }
  const membersIn = (rows: readonly ChangeRow[]): MemberRow[] =>
    rows.flatMap((row) => (row.kind === 'member' ? [row.member] : []));
  const merge = async (from: MemberId, into: MemberId) =>
    await hq.db.transaction().execute((trx) => mergeMembers(trx, { from, into, nowMs }));

  it('merges a new member whose number is known: 10 + 20 + 30 = 60', async () => {
    const mobile = '+886955000001';
    const ownerId = await addMember(hq, 'general', { mobile });
    const stubId = newTestId<MemberId>();
    const lotId = newTestId<LotId>();
    const voucherId = newTestId<VoucherId>();
    const stub = makeStub(stubId, {
      mobile,
      cardCode: 'new-card',
      entries: [
        { leg: 0, kind: 'earn', memberId: stubId, lotId, points: 50, expiresOn: '2027-12-31' },
      ],
      issued: [
        {
          voucherId,
          code: 'V-joined',
          memberId: stubId,
          couponId: giftCouponId,
          uses: 1,
          validFrom: '2026-11-22',
          validUntil: '2026-12-22',
          because: 'joining',
        },
      ],
    });
    await tell(north, text(makeAward({ memberId: ownerId, program, amountMinor: 1_000 })));
    await news();
    await tell(
      south,
      text(stub),
      text(makeAward({ memberId: stubId, program, amountMinor: 2_000 })),
    );
    const rows = await news();
    expect(rows.map((row) => row.kind).slice(0, 4)).toEqual([
      'merge',
      'member',
      'voucher',
      'receipt',
    ]);
    expect(rows[0]).toMatchObject({ merge: { memberId: stubId, into: ownerId } });
    expect(membersIn(rows)).toMatchObject([{ memberId: ownerId, weakCodes: ['new-card'] }]);
    expect(rows[2]).toMatchObject({ voucher: { voucherId, state: 'cancelled' } });
    expect((await receiptFor(north, stub.eid))[0]).toMatchObject({
      status: 'applied',
      entries: [],
      exceptions: ['mobile-known', 'gift-reversed'],
    });
    await tell(north, text(makeAward({ memberId: stubId, program, amountMinor: 3_000 })));
    expect(await pointsAtHq(hq.db, ownerId)).toBe(60);
    expect((await takeExceptions(hq)).toReversed()).toMatchObject([
      { kind: 'mobile-known', detail: { memberId: stubId, otherMemberId: ownerId } },
      { kind: 'gift-reversed', detail: { memberId: stubId, into: ownerId, points: 50 } },
    ]);
    // Spend of both ids counts for the tier.
    await tell(south, text(makeAward({ memberId: ownerId, program, amountMinor: 100 })));
    const tier = membersIn(await news()).at(-1);
    expect(tier).toMatchObject({ memberId: ownerId, tierId: 'gold' });
    await takeExceptions(hq);
    const confirmed = await hq.db
      .transaction()
      .execute((trx) => confirmMerge(trx, { memberId: stubId }));
    expect(confirmed).toEqual({ kind: 'confirmed', memberId: ownerId, codes: 1 });
    expect(membersIn(await news())).toMatchObject([{ memberId: ownerId, weakCodes: [] }]);
  });

  it('keeps gifts and inviter of who is really new', async () => {
    const inviterId = await addMember(hq, 'general', { cardCodes: ['invites'] });
    const memberId = newTestId<MemberId>();
    const lotId = newTestId<LotId>();
    const earn = { leg: 0, kind: 'earn' as const, memberId, lotId, points: 50, expiresOn: null };
    const stub = makeStub(memberId, {
      mobile: '+886955000002',
      cardCode: 'really-new',
      invitedByCode: 'invites',
      entries: [earn],
    });
    await news();
    await tell(north, text(stub));
    expect(membersIn(await news())).toMatchObject([{ memberId, inviterId }]);
    expect(await pointsAtHq(hq.db, memberId)).toBe(50);
    await tell(north, text(makeAward({ memberId, program, facts: { inviterId } })));
    // The rules give no such points.
    expect((await takeExceptions(hq)).map((e) => e.kind)).toEqual(['recompute-difference']);
    const lost = makeStub(newTestId(), {
      mobile: '+886955000003',
      cardCode: 'lost',
      invitedByCode: 'nobody',
    });
    await tell(north, text(lost));
    expect((await takeExceptions(hq)).map((e) => e.kind)).toEqual(['inviter-unknown']);
  });

  it('merges two known members, and all that was merged into them', async () => {
    const ids = [await addMember(hq), await addMember(hq), await addMember(hq)] as const;
    const [a, b, c] = ids;
    const voucher = await addVoucher(hq, a, { couponId: giftCouponId });
    await hq.db
      .transaction()
      .execute((trx) =>
        insertLineAccounts(trx, [{ memberId: b, lineUserId: `U${'b'.repeat(32)}` }]),
      );
    for (const memberId of ids)
      await tell(north, text(makeAward({ memberId, program, amountMinor: 1_000 })));
    expect(await merge(a, b)).toEqual({ kind: 'merged', memberId: a, into: b });
    await news();
    expect(await merge(b, c)).toEqual({ kind: 'merged', memberId: b, into: c });
    const rows = await news();
    const merges = rows.flatMap((row) => (row.kind === 'merge' ? [row.merge] : []));
    expect(merges).toEqual([
      { memberId: b, into: c },
      { memberId: a, into: c },
    ]);
    const [row] = membersIn(rows);
    expect([row?.memberId, row?.cardCodes.length, row?.weakCodes, row?.lineState]).toEqual([
      c,
      3,
      [],
      'bound',
    ]);
    expect(await pointsAtHq(hq.db, a)).toBe(30);
    expect([await merge(a, c), await merge(newTestId(), c)]).toMatchObject([
      { kind: 'same-member', into: c },
      { kind: 'unknown-member' },
    ]);
    // A voucher of the first is the last survivor's.
    const use = makeAward({ memberId: c, program, vouchers: [{ ...voucher, memberId: c }] });
    await tell(south, text(use));
    expect(await takeExceptions(hq)).toEqual([]);
  });

  it('puts the stamps of both on one card', async () => {
    const [from, into] = [await addMember(hq), await addMember(hq)];
    const stamped = (memberId: MemberId, cardNo: number) =>
      makeAward({
        memberId,
        program,
        facts: { stamps: [{ cardId: 'coffee', cardNo, stamps: 3, lastAtMs: nowMs - 1 }] },
      });
    await tell(north, text(stamped(from, 1)), text(stamped(from, 1)), text(stamped(into, 2)));
    await news();
    await merge(from, into);
    const [posting] = (await news()).flatMap((row) => (row.kind === 'posting' ? [row] : []));
    expect(posting?.posting.stamps.map((s) => [s.memberId, s.cardNo, s.stamps])).toEqual([
      [from, 1, -2],
      [into, 2, 2],
    ]);
    await takeExceptions(hq);
  });

  it('changes a mobile number unless somebody else has it', async () => {
    const [one, two] = [
      await addMember(hq, 'general', { mobile: '+886955000011' }),
      await addMember(hq, 'general', { mobile: '+886955000012' }),
    ];
    const change = async (memberId: MemberId, mobile: string | null) =>
      await hq.db.transaction().execute((trx) => changeMobile(trx, { memberId, mobile }));
    expect([
      await change(one, '+886955000012'),
      await change(one, '+886955000011'),
      await change(one, '+886955000013'),
      await change(two, '+886955000011'),
      await change(newTestId(), null),
    ]).toMatchObject([
      { kind: 'mobile-taken', ownerId: two },
      { kind: 'unchanged' },
      { kind: 'changed' },
      { kind: 'changed' },
      { kind: 'unknown-member' },
    ]);
  });
});

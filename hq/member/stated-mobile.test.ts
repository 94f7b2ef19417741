import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changeMobileAnswerSchema,
  mergeAnswerSchema,
} from '../../app/contract/hq-admin-members.ts';
import type { MemberStubEvent } from '../../app/contract/events.ts';
import type { LotId, MemberId } from '../../app/domain/ids.ts';
import { isHqCardCode, makeMemberCardCode } from '../../app/domain/member-code.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { listMembersById } from '../db/members.ts';
import { recheckLedger } from '../jobs/recheck-ledger.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { receiptFor, takeExceptions } from '../test-rig/award-fixtures.ts';
import { pointsAtHq } from '../test-rig/balances.ts';
import { joinBody, startMemberRig, testLoginChannelId } from '../test-rig/member-rig.ts';
import type { MemberRig } from '../test-rig/member-rig.ts';
import { pullAll, tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeStub, newTestId } from '../test-rig/test-events.ts';
import { southStore } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { eraseMember } from './erase-member.ts';

/** Every order in which HQ may hear of three events. */
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

describe.each(testStoreKinds)('a number that was only stated in LINE, on %s', (kind) => {
  let line: LineStandIn;
  let rig: MemberRig;
  let admin: AdminClient;
  let north: TestCounter;
  let south: TestCounter;
  let cards = 0;
  beforeAll(async () => {
    line = await startLineStandIn({ loginChannelIds: [testLoginChannelId] });
    rig = await startMemberRig(kind, line);
    admin = await signInAdmin(rig.hq);
    north = await rig.hq.enrol();
    south = await rig.hq.enrol(southStore);
  });
  afterAll(async () => {
    expect(await recheckLedger(rig.hq.db, 0)).toBe(0);
    await rig.hq.stop();
    await line.stop();
  });

  /** Somebody who joined in LINE with a number, and the number. */
  const joinWith = async () => {
    const typed = rig.newMobile();
    const page = await rig.open();
    const joined = await page.post('join', joinBody(typed));
    const memberId = joined.body['memberId'] as MemberId;
    return { page, memberId, typed, mobile: `+886${typed.slice(1)}` };
  };
  const enrolWith = (mobile: string, memberId = newTestId<MemberId>()): MemberStubEvent => {
    const lotId = newTestId<LotId>();
    cards += 1;
    return makeStub(memberId, {
      mobile,
      cardCode: `stated-${kind}-${cards}`,
      entries: [{ leg: 0, kind: 'earn', memberId, lotId, points: 50, expiresOn: '2027-12-31' }],
    });
  };
  const send = async (counter: TestCounter, event: object) =>
    await tell(counter, JSON.stringify(event));
  const setMobile = async (memberId: MemberId, mobile: string) =>
    (await admin.post('/members/mobile', { memberId, mobile }, changeMobileAnswerSchema)).kind;
  const merge = async (from: MemberId, into: MemberId) =>
    (await admin.post('/members/merge', { from, into }, mergeAnswerSchema)).kind;
  /** Into whom HQ merges somebody who enrols with this number; null = they stay by themselves. */
  const mergedInto = async (mobile: string): Promise<MemberId | null> => {
    const stub = enrolWith(mobile);
    await send(south, stub);
    await takeExceptions(rig.hq);
    return (await listMembersById(rig.hq.db, [stub.member])).get(stub.member)?.mergedInto ?? null;
  };

  it.each(orders)(
    'keeps who enrols with it by themselves, for a person to judge, heard in the order %i %i %i',
    async (...order) => {
      const stated = await joinWith();
      const before = (await pullAll(north)).at(-1)?.pos ?? 0;
      const stub = enrolWith(stated.mobile);
      const events = [
        stub,
        makeAward({ memberId: stub.member, amountMinor: 2_000 }),
        makeAward({ memberId: stated.memberId, amountMinor: 1_000 }),
      ];
      for (const nth of order) await send(nth === 2 ? south : north, events[nth]!);
      const own = await pointsAtHq(rig.hq.db, stub.member);
      const others = await pointsAtHq(rig.hq.db, stated.memberId);
      expect([own, others]).toEqual([50 + 20, 25 + 10]);
      expect((await stated.page.get('home')).body).toMatchObject({ points: 35 });
      expect((await receiptFor(north, stub.eid))[0]).toMatchObject({
        status: 'applied',
        exceptions: ['mobile-known', 'recompute-difference'],
      });
      const known = (await takeExceptions(rig.hq)).filter((one) => one.kind === 'mobile-known');
      expect(known.map(({ detail: { seq: _, status: __, ...detail } }) => detail)).toEqual([
        {
          memberId: stub.member,
          otherMemberId: stated.memberId,
          cardCode: stub.body.cardCode,
        },
      ]);
      const told = await pullAll(north, before);
      expect(told.filter((row) => row.kind === 'merge')).toEqual([]);
      expect(
        told.findLast((row) => row.kind === 'member' && JSON.stringify(row).includes(stub.member)),
      ).toMatchObject({
        member: { mobile: stated.mobile, cardCodes: [stub.body.cardCode], weakCodes: [] },
      });
    },
  );

  it('counts once a person at HQ entered it', async () => {
    const { memberId, typed, mobile } = await joinWith();
    expect([await setMobile(memberId, typed), await setMobile(memberId, typed)]).toEqual([
      'changed',
      'unchanged',
    ]);
    expect(await mergedInto(mobile)).toBe(memberId);
  });

  it('counts once a person at HQ said that both are one, whichever is left', async () => {
    for (const isInto of [true, false]) {
      const stated = await joinWith();
      const stub = enrolWith(stated.mobile);
      await send(north, stub);
      await takeExceptions(rig.hq);
      const [from, into] = isInto ? [stub.member, stated.memberId] : [stated.memberId, stub.member];
      expect(await merge(from, into)).toBe('merged');
      expect(await mergedInto(stated.mobile)).toBe(into);
    }
  });

  it('is the true owner’s once whoever stated it has it no more', async () => {
    const other = await joinWith();
    const ends: ((stated: MemberId) => Promise<unknown>)[] = [
      async (stated) => await setMobile(stated, ''),
      async (stated) => await setMobile(stated, rig.newMobile()),
      async (stated) => await rig.hq.db.transaction().execute((trx) => eraseMember(trx, stated)),
      async (stated) => await merge(stated, other.memberId),
    ];
    for (const end of ends) {
      const stated = await joinWith();
      const ids = [newTestId<MemberId>(), newTestId<MemberId>()].toSorted();
      const stubs = ids.map((id) => enrolWith(stated.mobile, id));
      const [stub, younger] = [stubs[0]!, stubs[1]!];
      await send(north, younger);
      await send(north, stub);
      expect(await setMobile(stub.member, stated.typed)).toBe('mobile-taken');
      await end(stated.memberId);
      expect(await mergedInto(stated.mobile)).toBe(stub.member);
      // Whose it is now is nobody's doubt any more, and of those who waited the next one has it after them.
      expect(await setMobile(stub.member, stated.typed)).toBe('unchanged');
      await setMobile(stub.member, '');
      expect(await mergedInto(stated.mobile)).toBe(younger.member);
    }
  });

  it('is known as such by the card of HQ’s own, which no counter draws', async () => {
    const { memberId } = await joinWith();
    const codes = (await listMembersById(rig.hq.db, [memberId])).get(memberId)?.cardCodes ?? [];
    expect(
      [...codes, makeMemberCardCode(0), makeMemberCardCode(9_999_999_999)].map(isHqCardCode),
    ).toEqual([true, false, false]);
  });

  it('is still only stated, of a member whom a restored HQ is told of anew, in either order', async () => {
    for (const isLast of [true, false]) {
      const lost = newTestId<MemberId>();
      const typed = rig.newMobile();
      const mobile = `+886${typed.slice(1)}`;
      cards += 1;
      const cardCode = `21${String(cards).padStart(11, '0')}`;
      const anew = makeStub(lost, { mobile, cardCode, joinedOn: '2026-05-21' });
      const stub = enrolWith(mobile);
      for (const event of isLast ? [stub, anew] : [anew, stub]) await send(north, event);
      const found = await listMembersById(rig.hq.db, [lost, stub.member]);
      expect(found.get(lost)).toMatchObject({ mobileFromLine: true, cardCodes: [cardCode] });
      expect([...found.values()].map(({ mergedInto: into }) => into)).toEqual([null, null]);
      const exceptions = (await takeExceptions(rig.hq)).map(({ kind: one }) => one);
      expect(exceptions).toContain('mobile-known');
    }
  });
});

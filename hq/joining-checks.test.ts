import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberStubEvent } from '../app/contract/events.ts';
import { birthdayOn } from '../app/domain/birthday-facts.ts';
import { expiryFor } from '../app/domain/expiry.ts';
import { occasionGifts } from '../app/domain/gifts.ts';
import type { LotId, MemberId, VoucherId } from '../app/domain/ids.ts';
import { unlimited } from '../app/domain/program-coupon.ts';
import type { Program } from '../app/domain/program.ts';
import { formatClock } from '../app/domain/time.ts';
import { listExceptions } from './db/exceptions.ts';
import { listMembersById } from './db/members.ts';
import { insertProgram } from './db/programs.ts';
import { receiptFor, takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { memberProgram } from './test-rig/member-program.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeStub, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';
import { gatherCases } from './workbench/gather-case.ts';

const text = JSON.stringify;
type Body = MemberStubEvent['body'];

/** The first three who join get points, everybody a voucher; a point is worth NT$ 1, the voucher NT$ 50. */
const program: Program = {
  ...memberProgram,
  gifts: memberProgram.gifts.map((gift) =>
    gift.giftId === 'hello' ? { ...gift, limits: { ...unlimited, program: 3 } } : gift,
  ),
};
const noonMs = Date.parse('2026-11-22T12:00:00+08:00');

let serial = 0;
/** As an honest counter records it that does not know of anybody else; `change` is what it says instead. */
function joining(change: (body: Body) => Partial<Body> = () => ({})): MemberStubEvent {
  serial += 1;
  const memberId = newTestId<MemberId>();
  const stub = makeStub(memberId, {
    mobile: `+88690000${String(serial).padStart(4, '0')}`,
    cardCode: `joining-${serial}`,
  });
  const { bizDate: date, body } = stub;
  const at = { date, time: formatClock(noonMs), storeId: null, channel: 'counter' };
  const state = { birthday: birthdayOn(body.birthday, date), joinedOn: date, saleCount: 0 };
  const occasion = { at, state, tierId: body.tierId };
  const { points, issued, giftIds } = occasionGifts(program, memberId, 'sign-up', occasion, []);
  const earned = { leg: 0, kind: 'earn' as const, memberId, points };
  const expiresOn = expiryFor(program.expiry, date);
  const given: Body = {
    ...body,
    program: { id: program.programId, version: program.version },
    giftIds: [...giftIds],
    entries: [{ ...earned, lotId: newTestId<LotId>(), expiresOn }],
    issued: issued.map((voucher) => {
      const voucherId = newTestId<VoucherId>();
      return { ...voucher, voucherId, code: `J-${voucherId}` };
    }),
  };
  return { ...stub, body: { ...given, ...change(given) } };
}

const usesOf = ({ member }: MemberStubEvent, ids: readonly string[]) =>
  ids.map((id) => ({ id, n: 1, memberId: member }));

describe.each(testStoreKinds)('what HQ checks of a joining, on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, program);
    north = await hq.enrol();
  });
  afterAll(async () => await hq.stop());

  /** What is told to counters, what was found, and what it cost. */
  async function join(event: MemberStubEvent) {
    await tell(north, text(event));
    const [receipt] = await receiptFor(north, event.eid);
    const open = await listExceptions(hq.db, { state: 'open', limit: 100 });
    const costs = (await gatherCases(hq.db, open)).map(({ cost }) => cost);
    const found = await takeExceptions(hq);
    return { receipt, found, costs };
  }

  const tierOf = async ({ member }: MemberStubEvent) =>
    (await listMembersById(hq.db, [member])).get(member)?.tierId;

  it('finds points, vouchers and a tier that no rule gives, with what they cost', async () => {
    const rich = joining(({ entries, issued }) => ({
      tierId: 'gold',
      entries: entries.map((entry) => ({ ...entry, points: 5_000 })),
      issued: issued.flatMap((one) => [
        one,
        { ...one, voucherId: newTestId<VoucherId>(), code: `K-${one.code}`, uses: 3 },
      ]),
    }));
    const { receipt, found, costs } = await join(rich);
    expect(receipt).toMatchObject({ status: 'applied', exceptions: ['recompute-difference'] });
    expect(found[0]?.detail).toMatchObject({
      recorded: { points: 5_000, tierId: 'gold' },
      recomputed: { points: 25, tierId: 'general' },
    });
    expect(costs).toEqual([{ costMinor: 4_975 + 3 * 50, points: 4_975 }]);
    // What the member was told stands, but for the tier, which HQ gives.
    expect([await pointsAtHq(hq.db, rich.member), await tierOf(rich)]).toEqual([5_000, 'general']);
  });

  it('lets gifts of the program pass and counts them, beyond their limit at a cost', async () => {
    for (const event of [joining(), joining()]) {
      const { receipt, found } = await join(event);
      expect(receipt).toMatchObject({ status: 'applied', exceptions: [] });
      expect(receipt?.uses).toEqual(usesOf(event, ['hello', 'hello-voucher']));
      expect(found).toEqual([]);
    }
    // A counter that did not hear of the second.
    const third = joining();
    const { receipt, found, costs } = await join(third);
    expect(receipt?.exceptions).toEqual(['coupon-limit-exceeded']);
    const exceeded = [{ limit: 'program', max: 3, used: 4 }];
    expect(found[0]?.detail).toMatchObject({ id: 'hello', thing: 'gift', uses: 1, exceeded });
    expect([costs, await pointsAtHq(hq.db, third.member)]).toEqual([
      [{ costMinor: 25, points: 25 }],
      25,
    ]);
    // One that did gives the voucher alone, which is right.
    const fourth = joining(() => ({ entries: [], giftIds: ['hello-voucher'] }));
    const rest = await join(fourth);
    expect([rest.found, rest.receipt?.uses]).toEqual([[], usesOf(fourth, ['hello-voucher'])]);
  });

  it.each<readonly [string, (body: Body) => Partial<Body>]>([
    ['a last day', ({ entries }) => ({ entries: entries.map((e) => ({ ...e, expiresOn: null })) })],
    ['a gift left out', () => ({ giftIds: ['hello'], issued: [] })],
    ['an unknown gift', ({ giftIds = [] }) => ({ giftIds: [...giftIds, 'nothing'] })],
    [
      'when a voucher ends',
      ({ issued }) => ({ issued: issued.map((one) => ({ ...one, validUntil: '2030-01-01' })) }),
    ],
  ])('finds %s that is not as the rules say', async (_, change) => {
    const { found } = await join(joining(change));
    expect(found.map((one) => one.kind)).toContain('recompute-difference');
  });

  it('says so where it does not know the rules', async () => {
    const { found } = await join(
      joining(() => ({ program: { id: program.programId, version: 99 } })),
    );
    expect(found.map((one) => one.kind)).toEqual(['unknown-program']);
  });

  it('takes what a counter before this version recorded, which names no rules', async () => {
    const leftOut = { program: undefined, giftIds: undefined };
    const old = joining(() => leftOut);
    const { receipt, found } = await join(old);
    expect(receipt?.uses).toEqual(usesOf(old, ['hello', 'hello-voucher']));
    expect(found.map((one) => one.kind)).toEqual(['coupon-limit-exceeded']);
    const fewer = await join(joining(() => ({ ...leftOut, entries: [] })));
    expect(fewer.found).toEqual([]);
    const more = await join(
      joining(({ entries }) => ({
        ...leftOut,
        entries: entries.map((entry) => ({ ...entry, points: 26 })),
      })),
    );
    expect(more.found.map((one) => one.kind)).toEqual(['recompute-difference']);
  });

  it('believes no tier of one told anew before HQ was ever restored, and gives them nothing', async () => {
    const anew = { program: undefined, giftIds: undefined, joinedOn: '2025-01-01' };
    const none = { entries: [], issued: [] };
    const gold = joining(() => ({ ...anew, ...none, tierId: 'gold', tierUntil: '2027-12-31' }));
    const { found } = await join(gold);
    expect(found.map((one) => one.kind)).toEqual(['recompute-difference']);
    expect(await tierOf(gold)).toBe('general');
    const gifts = await join(joining(() => anew));
    expect(gifts.found.map((one) => one.kind)).toEqual(['recompute-difference']);
    const plain = await join(joining(() => ({ ...anew, ...none })));
    expect(plain.found).toEqual([]);
  });
});

import { v5 } from 'uuid';
import type { CouponId, EventId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import { balanceOf, lotsFromEntries, planSpend } from '../../app/domain/lots.ts';
import type { LotTake } from '../../app/domain/lots.ts';
import type { Coupon } from '../../app/domain/program.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { makeVoucherCode } from '../../app/domain/voucher-code.ts';
import { issuedVoucherDays, placeInDays } from '../../app/domain/voucher-validity.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { lockPerson } from '../apply/reserve-rights.ts';
import type { Person as LockedPerson } from '../apply/reserve-rights.ts';
import { tellExchange } from '../apply/tell-exchange.ts';
import { insertChanges } from '../db/changes.ts';
import { insertCouponUses, lockUseTotals, useScopes } from '../db/coupon-uses.ts';
import type { HqDb, HqHandle, HqTrx } from '../db/hq-db.ts';
import { listLotSums } from '../db/ledger.ts';
import { findPostingDetail, insertPostings, publicPosting } from '../db/postings.ts';
import type { NewPosting } from '../db/postings.ts';
import { heldPoints, listRights } from '../db/spend-rights.ts';
import { insertVouchers, publicVoucher } from '../db/vouchers.ts';
import type { NewVoucher } from '../db/vouchers.ts';
import type { LineChannel } from '../line/line-channel.ts';
import { memberPageUrl } from '../line/member-page-url.ts';
import { againOnConflict } from './again-on-conflict.ts';
import type { Person } from './find-person.ts';
import { rulesOfToday } from './rules-of-today.ts';

export type ExchangeOutcome =
  | { readonly kind: 'exchanged'; readonly voucherId: VoucherId; readonly points: number }
  | { readonly kind: 'not-enough-points' | 'not-available' | 'bad-request' };

type ExchangeDeps = {
  readonly db: HqDb;
  readonly nowMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly lineChannel: LineChannel;
};

type Wish = { readonly couponId: CouponId; readonly key: string };

/**
 * Points become a voucher: one posting takes them from the lots that end soonest, and the voucher is of it,
 * with the member's row locked, so that no counter's word for a sale comes between. What counters hold
 * reserved is not there to be had. The same key gives the same voucher, whatever the network did.
 */
export async function exchangePoints(
  deps: ExchangeDeps,
  { member, account }: Person,
  wish: Wish,
): Promise<ExchangeOutcome> {
  // Of the LINE user and not the member: a merge in between must not make two of one.
  const name = `exchange:${account.lineUserId}:${wish.key}`;
  const postingId = v5(name, derivedIdNamespace) as EventId;
  return await againOnConflict(deps.db, async (trx): Promise<ExchangeOutcome> => {
    const person = await lockPerson(trx, member.memberId);
    if (person === null) return { kind: 'not-available' };
    const nowMs = deps.nowMs();
    const today = businessDate(nowMs);
    const known = await findPostingDetail(trx, postingId);
    if (known !== null) return await repeatOf(trx, { known, postingId, wish, person, today });
    const { inForce } = await rulesOfToday(trx, today);
    const coupon = inForce?.coupons.find(({ couponId }) => couponId === wish.couponId);
    if (coupon === undefined || !isOffered(coupon, today)) return { kind: 'not-available' };
    const { points, perMember } = coupon.exchange;
    const { couponId } = coupon;
    const had = await countExchanges(trx, { couponIds: [couponId], person, today });
    if (perMember !== null && (had.get(couponId) ?? 0) >= perMember)
      return { kind: 'not-available' };
    const lots = lotsFromEntries(await listLotSums(trx, person.ids));
    const plan = planSpend(lots, points, today);
    if (plan.kind === 'short' || points > (await freePoints(trx, person, today)))
      return { kind: 'not-enough-points' };
    const { takes } = plan;
    const posting = postingOf({ postingId, memberId: person.root, nowMs, coupon, takes });
    const code = makeVoucherCode(deps.randomBytes(16));
    const voucher = voucherOf(posting, { coupon, code, today });
    await write(trx, { posting, voucher, coupon, today, page: memberPageUrl(deps.lineChannel) });
    const { availablePoints } = balanceOf(lots, today);
    return { kind: 'exchanged', voucherId: voucher.voucherId, points: availablePoints - points };
  });
}

function postingOf(made: {
  readonly postingId: EventId;
  readonly memberId: MemberId;
  readonly nowMs: number;
  readonly coupon: Offered;
  readonly takes: readonly LotTake[];
}): NewPosting {
  const { postingId, memberId, nowMs, coupon, takes } = made;
  const { couponId, exchange } = coupon;
  return {
    postingId,
    why: 'exchange',
    memberId,
    atMs: nowMs,
    entries: takes.map((take, leg) => {
      const { lotId, points, expiresOn } = take;
      return { leg, kind: 'spend', memberId, lotId, points: -points, expiresOn };
    }),
    stamps: [],
    uses: [{ id: exchangeUseId(couponId), n: 1 }],
    detail: { couponId, points: exchange.points },
  };
}

function voucherOf(
  { postingId, memberId }: NewPosting,
  made: { readonly coupon: Offered; readonly code: string; readonly today: CalendarDate },
): NewVoucher {
  const { coupon, code, today } = made;
  return {
    voucherId: voucherIdOf(postingId),
    code,
    couponId: coupon.couponId,
    memberId,
    ...issuedVoucherDays(coupon, today),
    cancelled: false,
    uses: coupon.uses,
    issuedBy: postingId,
    because: 'exchange',
  };
}

async function write(
  trx: HqTrx,
  made: {
    readonly posting: NewPosting;
    readonly voucher: NewVoucher;
    readonly coupon: Offered;
    readonly today: CalendarDate;
    readonly page: string | null;
  },
): Promise<void> {
  const { posting, voucher, coupon, today, page } = made;
  const { postingId, memberId } = posting;
  await insertPostings(trx, [posting]);
  await insertVouchers(trx, [voucher]);
  const uses = posting.uses.map(({ id: useId, n }) => ({ useId, n }));
  await insertCouponUses(
    trx,
    uses.map((use) => ({ ...use, eid: postingId, memberId, storeId: null, bizDate: today })),
  );
  await tellExchange(trx, {
    memberId,
    postingId,
    pointsSpent: coupon.exchange.points,
    voucher,
    name: coupon.name,
    nowMs: posting.atMs,
    memberPageUrl: page,
  });
  await insertChanges(trx, [
    { kind: 'voucher', voucher: publicVoucher(voucher, undefined) },
    { kind: 'posting', posting: publicPosting(posting) },
  ]);
}

function voucherIdOf(postingId: EventId): VoucherId {
  return v5(`${postingId}:voucher`, derivedIdNamespace) as VoucherId;
}

/** The answer of the first time, with the points there are now. */
async function repeatOf(
  trx: HqTrx,
  given: {
    readonly known: Readonly<Record<string, unknown>>;
    readonly postingId: EventId;
    readonly wish: Wish;
    readonly person: LockedPerson;
    readonly today: CalendarDate;
  },
): Promise<ExchangeOutcome> {
  const { known, postingId, wish, person, today } = given;
  // One key names one wish.
  if (known['couponId'] !== wish.couponId) return { kind: 'bad-request' };
  const lots = lotsFromEntries(await listLotSums(trx, person.ids));
  const points = balanceOf(lots, today).availablePoints;
  return { kind: 'exchanged', voucherId: voucherIdOf(postingId), points };
}

type Offered = Coupon & { readonly exchange: NonNullable<Coupon['exchange']> };

/** A coupon members can have for points at all. */
export function isForPoints(coupon: Coupon): coupon is Offered {
  return coupon.exchange != null && coupon.trigger === 'voucher';
}

/** Whether it can be had on a day: of its campaign, and of use at least that day. */
export function isOffered(coupon: Coupon, today: CalendarDate): coupon is Offered {
  if (!isForPoints(coupon)) return false;
  if (placeInDays(coupon.validFrom, coupon.validUntil, today) !== 'within') return false;
  const { validFrom, validUntil } = issuedVoucherDays(coupon, today);
  return validFrom <= validUntil;
}

/** Under which name exchanges are counted, apart from the uses of the coupon itself. */
function exchangeUseId(couponId: CouponId): string {
  return `exchange:${couponId}`;
}

/** How often a member (all ids that are theirs) had each of these coupons for points. */
export async function countExchanges(
  trx: HqTrx,
  wanted: {
    readonly couponIds: readonly CouponId[];
    readonly person: { readonly root: MemberId; readonly ids: readonly MemberId[] };
    readonly today: CalendarDate;
  },
): Promise<Map<CouponId, number>> {
  const { root, ids } = wanted.person;
  const totals = await lockUseTotals(trx, {
    useIds: wanted.couponIds.map(exchangeUseId),
    // Only a member's own number is limited, and the member is locked.
    sharedIds: [],
    foreverIds: [],
    bizDates: [wanted.today],
    rootOf: new Map(ids.map((id) => [id, root])),
  });
  return new Map(
    wanted.couponIds.map((couponId) => {
      const use = {
        useId: exchangeUseId(couponId),
        memberId: root,
        storeId: null,
        bizDate: wanted.today,
      };
      return [couponId, totals.get(useScopes(use).perMember) ?? 0];
    }),
  );
}

/** Points a member can give away today: the balance, less what counters hold reserved. */
export async function freePoints(
  db: HqHandle,
  { ids }: { readonly ids: readonly MemberId[] },
  today: CalendarDate,
): Promise<number> {
  const lots = lotsFromEntries(await listLotSums(db, ids));
  const held = await listRights(db, { openOfMembers: ids });
  const reserved = held.reduce((sum, right) => sum + heldPoints(right), 0);
  return balanceOf(lots, today).availablePoints - reserved;
}

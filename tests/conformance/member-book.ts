import { birthdayOn } from '../../app/domain/birthday-facts.ts';
import type { LotId, MemberId } from '../../app/domain/ids.ts';
import { balanceOf, lotsFromEntries, type Lot } from '../../app/domain/lots.ts';
import type { LedgerEntry, MemberState, UseCount } from '../../app/domain/sale.ts';
import { addMonths } from '../../app/domain/time.ts';
import type { Fields } from './fields.ts';
import { firstOf, unsupported } from './fields.ts';
import { idAt } from './ids.ts';
import { newLotIds, survivorOf, type MemberBook, type World } from './world.ts';

/** Reads one member of the case. Points without lots are one lot that never lapses. */
export function openMember(world: World, from: Fields, i: number): MemberBook {
  const memberId = idAt<MemberId>('member', i + 1);
  const spent = from.number('spent') ?? 0;
  const birthday = from.text('birthday');
  // How a member is found is the counter's business, not the rules'.
  from.text('phone');
  const book: MemberBook = {
    key: from.text('id') ?? 'member',
    memberId,
    ...openLots(world, from, memberId),
    spends: spent === 0 ? [] : [{ date: world.clock.date, minor: spent }],
    birthday: birthday === undefined ? null : birthday.slice(-5),
    invitedBy: from.text('invited_by') ?? null,
    state: openState(world, from, memberId),
  };
  from.end();
  return book;
}

function openState(world: World, from: Fields, memberId: MemberId): MemberState {
  const tier = from.text('tier');
  const tierId = tier === undefined ? 'tier-0' : world.words.tiers.ids.get(tier);
  return {
    memberId,
    tierId: tierId ?? unsupported(`${from.where}.tier ${tier ?? ''}`),
    tierUntil: from.text('tier_until') ?? null,
    joinedOn: firstOf(from.text, 'joined_on', 'joined') ?? null,
    birthday: 'no',
    spentMinor: 0,
    spentSinceTierMinor: 0,
    saleCount: from.number('sale_count') ?? 0,
    inviterId: null,
    lots: [],
    storedValue: openStoredValue(world, from),
    stamps: [],
    useCounts: [],
  };
}

type Opening = Pick<MemberBook, 'entries' | 'opening'>;

function openLots(world: World, from: Fields, memberId: MemberId): Opening {
  const lots = firstOf(from.list, 'buckets', 'lots');
  const balance = from.number('balance');
  if (lots === undefined) {
    const [lotId = idAt<LotId>('lot', 0)] = newLotIds(world, 1);
    const entry = openingEntry(memberId, lotId, balance ?? 0, null);
    return { entries: [entry], opening: [] };
  }
  const read = lots.map((lot) => readLot(lot));
  const sum = read.reduce((all, lot) => all + lot.points - lot.spent, 0);
  if (balance !== undefined && balance !== sum) unsupported(`${from.where}.balance beside lots`);
  // Older lots have lower ids; lots without a day of earning are as old as their place says.
  const byAge = read.toSorted((a, b) => (a.earned < b.earned ? -1 : a.earned > b.earned ? 1 : 0));
  const ids = newLotIds(world, read.length);
  const lotIds = new Map(byAge.map((lot, i) => [lot, ids[i] ?? idAt<LotId>('lot', 0)]));
  const opened = read.map((lot) => ({ ...lot, lotId: lotIds.get(lot) ?? idAt<LotId>('lot', 0) }));
  return {
    opening: opened.map(({ lotId, name, expiresOn }) => ({ lotId, name, expiresOn })),
    entries: opened.flatMap(({ lotId, points, spent, expiresOn }) => [
      openingEntry(memberId, lotId, points, expiresOn),
      ...(spent === 0
        ? []
        : [{ ...openingEntry(memberId, lotId, -spent, expiresOn), kind: 'spend' as const }]),
    ]),
  };
}

function readLot(from: Fields) {
  const lot = {
    name: from.text('id') ?? '',
    points: from.number('points') ?? unsupported(`${from.where} without points`),
    expiresOn: from.text('expires') ?? null,
    spent: firstOf(from.number, 'spent_before_expiry', 'spent') ?? 0,
    earned: from.text('earned') ?? '',
  };
  from.end();
  return lot;
}

function openingEntry(
  memberId: MemberId,
  lotId: LotId,
  points: number,
  expiresOn: string | null,
): LedgerEntry {
  return { leg: 0, kind: 'earn', memberId, lotId, points, expiresOn };
}

function openStoredValue(world: World, from: Fields): Lot[] {
  const points = from.number('stored_value');
  const expiresOn = from.text('stored_value_expires') ?? null;
  if (points === undefined || points === 0) return [];
  const [lotId = idAt<LotId>('lot', 0)] = newLotIds(world, 1);
  return [{ lotId, points, expiresOn }];
}

/** The member's lots now, in spending order: of all ids that are merged into this one. */
export function lotsOf(world: World, book: MemberBook): Lot[] {
  const all = [...world.members.values()].filter((one) => survivorOf(world, one) === book);
  return lotsFromEntries(all.flatMap((one) => one.entries));
}

/** Usable points on the case's day. */
export function pointsOf(world: World, book: MemberBook): number {
  return balanceOf(lotsOf(world, book), world.clock.date).availablePoints;
}

/** What the engine needs to know of the member on the case's day. */
export function stateOf(world: World, book: MemberBook): MemberState {
  const { date } = world.clock;
  const { windowMonths } = world.words.program.tierRules;
  const since = addMonths(date, -windowMonths);
  const spent = book.spends.filter((one) => one.date > since && one.date <= date);
  return {
    ...book.state,
    birthday: birthdayOn(book.birthday, date),
    spentMinor: spent.reduce((all, one) => all + one.minor, 0),
    lots: lotsOf(world, book),
    useCounts: useCountsFor(world, book.memberId),
  };
}

/** Counts every use of the case's coupons, rewards and gifts; all happen in one store. */
function useCountsFor(world: World, memberId: MemberId): UseCount[] {
  const { date } = world.clock;
  const ids = new Set(world.uses.map((use) => use.id));
  return [...ids].map((id) => {
    const all = world.uses.filter((use) => use.id === id);
    const own = all.filter((use) => use.memberId === memberId);
    const onDay = (uses: typeof all) => uses.filter((use) => use.date === date).length;
    return {
      id,
      program: all.length,
      day: onDay(all),
      storeDay: onDay(all),
      member: own.length,
      memberDay: onDay(own),
    };
  });
}

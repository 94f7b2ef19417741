import type {
  AuthoriseOutcome,
  AuthoriseRequest,
  LeaseAnswer,
  LeaseRequest,
} from '../../app/contract/spend-policy.ts';
import { heldRightsMax } from '../../app/contract/spend-policy.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { balanceOf, lotsFromEntries } from '../../app/domain/lots.ts';
import { defaultSpendPolicy } from '../../app/domain/spend-policy.ts';
import { businessDate } from '../../app/domain/time.ts';
import { listKnownEvents } from '../db/events.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';
import type { HqInstall } from '../db/installs.ts';
import { listLotSums } from '../db/ledger.ts';
import { listMergedInto, lockSurvivor } from '../db/member-aliases.ts';
import { findSpendPolicy } from '../db/spend-policies.ts';
import {
  countOpenRights,
  findUsualStore,
  heldPoints,
  insertRight,
  listRights,
  markRecalled,
  publicRight,
} from '../db/spend-rights.ts';
import type { HqRight } from '../db/spend-rights.ts';
import { refuseVoucher } from './reserve-vouchers.ts';

type Deps = { readonly db: HqDb; readonly nowMs: () => number };
type LeaseOutcome = LeaseAnswer['outcome'];

/**
 * Leases and pins stop here: they stay for days, and a cashier who waits for HQ's word must not be refused
 * for them.
 */
const leasedRightsMax = heldRightsMax - 50;

/** How long an authorisation is meant to live. It ends all the same only by its sale or its return. */
const authMs = 10 * 60_000;

const hourMs = 3_600_000;

/**
 * Reserves points of a member, or one voucher, for this install: an escrow, so that it may spend offline
 * with a guarantee. Only for a member whose usual store this is. The same id again gives the same right.
 */
export async function grantLease(
  deps: Deps,
  install: HqInstall,
  request: LeaseRequest,
): Promise<LeaseOutcome> {
  const nowMs = deps.nowMs();
  return await deps.db.transaction().execute(async (trx): Promise<LeaseOutcome> => {
    const person = await lockPerson(trx, request.memberId);
    const [known] = await listRights(trx, { rightIds: [request.rightId] });
    if (known !== undefined) return repeatOf(known, install);
    if (person === null) return refused('unknown-member');
    const policy = (await findSpendPolicy(trx)) ?? defaultSpendPolicy;
    if (install.confirmedAtMs === null || policy.leasePoints === 0)
      return refused('not-granted-by-policy');
    const usual = await findUsualStore(trx, person.ids);
    if (usual !== install.storeId) return refused('not-usual-store');
    if ((await countMine(trx, install)) >= leasedRightsMax) return refused('too-many-rights');
    const shared = {
      rightId: request.rightId,
      inst: install.installId,
      memberId: person.root,
      spentPoints: 0,
      grantedAtMs: nowMs,
      expiresAtMs: nowMs + policy.leaseHours * hourMs,
      state: 'open' as const,
      recalledAtMs: null,
    };
    if (request.voucherId !== null) {
      const why = await refuseVoucher(trx, { ...person, voucherId: request.voucherId });
      if (why !== null)
        return refused(why === 'held-elsewhere' ? 'held-elsewhere' : 'voucher-gone');
      const voucherIds = [request.voucherId];
      return await grant(trx, { ...shared, kind: 'pin', grantedPoints: 0, voucherIds });
    }
    const held = await listRights(trx, { openOfMembers: person.ids }, true);
    if (held.some((right) => right.kind === 'lease' && right.inst === install.installId))
      return refused('held-already');
    // What lapses before the lease ends is not reserved: it could not be spent to the end.
    const available = await countAvailable(trx, person, {
      held,
      days: [businessDate(nowMs), businessDate(shared.expiresAtMs)],
    });
    const grantedPoints = Math.min(policy.leasePoints, available);
    if (grantedPoints <= 0) return refused('nothing-left');
    return await grant(trx, { ...shared, kind: 'lease', grantedPoints, voucherIds: [] });
  });
}

function refused(why: Extract<LeaseOutcome, { kind: 'refused' }>['why']) {
  return { kind: 'refused' as const, why };
}

/** Rights this install holds; most hold none, which was read with the install. */
async function countMine(trx: HqTrx, { installId, holdsRights }: HqInstall): Promise<number> {
  return holdsRights ? await countOpenRights(trx, installId) : 0;
}

async function grant(trx: HqTrx, right: HqRight): Promise<LeaseOutcome> {
  await insertRight(trx, right);
  return { kind: 'granted', right: publicRight(right) };
}

function repeatOf(known: HqRight, install: HqInstall): LeaseOutcome {
  const isSame = known.inst === install.installId && known.state === 'open';
  return isSame ? { kind: 'granted', right: publicRight(known) } : refused('closed');
}

/** A member with all ids that are his, locked: nobody else spends or reserves his points meanwhile. */
export type Person = { readonly root: MemberId; readonly ids: readonly MemberId[] };

/**
 * Few round trips: a cashier waits. The survivor's row is what every push and merge locks too, so while it
 * is held no id can join or leave.
 */
export async function lockPerson(trx: HqTrx, memberId: MemberId): Promise<Person | null> {
  let asked = memberId;
  for (let round = 0; round < mergesMax; round += 1) {
    const locked = await lockSurvivor(trx, asked);
    if (locked === null || locked.placeholder) return null;
    const root = locked.memberId;
    if (locked.mergedInto === null)
      return { root, ids: [root, ...(await listMergedInto(trx, root))] };
    // Merged between the look and the lock.
    asked = locked.mergedInto;
  }
  throw new Error('a member is merged again and again');
}

/** How many merges may come in while one member is locked. */
const mergesMax = 8;

/** Balance less everything reserved, on the worst of the days. */
export async function countAvailable(
  trx: HqTrx,
  person: Person,
  given: { readonly held: readonly HqRight[]; readonly days: readonly string[] },
): Promise<number> {
  const lots = lotsFromEntries(await listLotSums(trx, person.ids));
  const balance = Math.min(...given.days.map((day) => balanceOf(lots, day).availablePoints));
  return balance - given.held.reduce((sum, right) => sum + heldPoints(right), 0);
}

/**
 * HQ's word for one sale: reserves its points and vouchers until the sale arrives or the counter gives
 * them back. Asking again with the same id gives the same word. Points that leases elsewhere hold are
 * called back when they would be enough, so that the same question may go well some seconds later.
 */
export async function authoriseSpend(
  deps: Deps,
  install: HqInstall,
  request: AuthoriseRequest,
): Promise<AuthoriseOutcome> {
  const nowMs = deps.nowMs();
  return await deps.db.transaction().execute(async (trx): Promise<AuthoriseOutcome> => {
    const person = await lockPerson(trx, request.memberId);
    const { authId } = request;
    // Locked: leases held elsewhere may be called back.
    const openOfMembers = person?.ids ?? [];
    const rights = await listRights(trx, { rightIds: [authId], openOfMembers }, true);
    const known = rights.find(({ rightId }) => rightId === authId);
    if (known !== undefined) {
      const isSame = known.inst === install.installId && known.state === 'open';
      return isSame ? { kind: 'granted', authId } : refused('closed');
    }
    if (person === null) return refused('unknown-member');
    if ((await countMine(trx, install)) >= heldRightsMax) return refused('too-many-rights');
    for (const voucherId of request.voucherIds) {
      const why = await refuseVoucher(trx, { ...person, voucherId });
      if (why !== null) return { kind: 'voucher-refused', voucherId, why };
    }
    const short = await findShortage(trx, { request, install, person, held: rights, nowMs });
    if (short !== null) return short;
    await insertRight(trx, {
      rightId: authId,
      kind: 'auth',
      inst: install.installId,
      memberId: person.root,
      grantedPoints: request.points,
      spentPoints: 0,
      grantedAtMs: nowMs,
      expiresAtMs: nowMs + authMs,
      state: 'open',
      recalledAtMs: null,
      voucherIds: request.voucherIds,
    });
    return { kind: 'granted', authId };
  });
}

type Asked = {
  readonly request: AuthoriseRequest;
  readonly install: HqInstall;
  readonly person: Person;
  /** Everything reserved of this member's, for whomever. */
  readonly held: readonly HqRight[];
  readonly nowMs: number;
};

async function findShortage(trx: HqTrx, given: Asked): Promise<AuthoriseOutcome | null> {
  const { request, install, person, held, nowMs } = given;
  if (request.points === 0) return null;
  const days = [businessDate(nowMs)];
  const available = await countAvailable(trx, person, { held, days });
  const availablePoints = available - (await countUnheard(trx, given));
  if (request.points <= availablePoints) return null;
  const elsewhere = held.filter(
    (right) => right.kind === 'lease' && right.inst !== install.installId,
  );
  const lent = elsewhere.reduce((sum, right) => sum + heldPoints(right), 0);
  const isEnough = lent > 0 && request.points <= availablePoints + lent;
  if (isEnough)
    await markRecalled(
      trx,
      elsewhere.map(({ rightId }) => rightId),
      nowMs,
    );
  return { kind: 'points-short', availablePoints, heldPoints: isEnough ? lent : 0 };
}

/**
 * Points of the sales HQ has not heard of yet, less what it holds for them: of a word whose answer was lost on the
 * line the counter knows nothing but that it asked.
 */
async function countUnheard(trx: HqTrx, { request, install, held }: Asked): Promise<number> {
  const { pending } = request;
  if (pending.length === 0) return 0;
  const heard = await listKnownEvents(
    trx,
    pending.map(({ eid }) => eid),
  );
  const wordsLeft = new Map(
    held
      .filter(({ kind, inst }) => kind === 'auth' && inst === install.installId)
      .map((right) => [right.rightId, heldPoints(right)]),
  );
  let unheard = 0;
  for (const { eid, points, asked } of pending) {
    if (heard.has(eid)) continue;
    const reserved = asked === undefined ? 0 : (wordsLeft.get(asked) ?? 0);
    if (asked !== undefined) wordsLeft.delete(asked);
    unheard += Math.max(0, points - reserved);
  }
  return unheard;
}

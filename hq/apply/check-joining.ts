import type { MemberStubEvent } from '../../app/contract/events.ts';
import { birthdayOn } from '../../app/domain/birthday-facts.ts';
import { expiryFor } from '../../app/domain/expiry.ts';
import { occasionGifts } from '../../app/domain/gifts.ts';
import type { Program } from '../../app/domain/program.ts';
import type { IssuedVoucher, LedgerEntry } from '../../app/domain/sale.ts';
import { formatClock } from '../../app/domain/time.ts';
import { programInForce } from '../db/program-in-force.ts';
import { programKey } from '../db/programs.ts';
import type { BatchState } from './batch-state.ts';
import { compareResults } from './compare-results.ts';
import { datableMs } from './event-at.ts';
import type { Found } from './make-effects.ts';
import { limitedThings } from './use-limits.ts';
import { worthOfVoucher } from './worth-of-voucher.ts';

/** What HQ found when it worked out again what joining brings. */
export type CheckedJoining = {
  /** Null when HQ does not have those rules. */
  readonly program: Program | null;
  /** The gifts that count against their limits. */
  readonly giftIds: readonly string[];
  /** The tier by the rules; as recorded where HQ cannot tell. */
  readonly tierId: string;
  readonly found: readonly Found[];
};

/**
 * Works out again what a counter gave for joining: the same rules, day, place and person must give the
 * same gifts and the lowest tier. What is limited may be left out: the counter knew of other uses than HQ.
 * One whom a restored HQ is told of anew gets nothing, and has the tier they had.
 */
export function checkJoining(state: BatchState, event: MemberStubEvent): CheckedJoining {
  const { body } = event;
  if (body.joinedOn !== undefined) return checkToldAnew(state, event);
  if (body.program === undefined) return checkUnnamed(state, event);
  const recorded = recordedOf(event);
  const { id, version } = body.program;
  const giftIds = body.giftIds ?? [];
  const program = state.programs.get(programKey(id, version));
  if (program === undefined) {
    const detail = { program: body.program, recorded: shortOf(recorded, null) };
    const found = [{ kind: 'unknown-program', detail }];
    return { program: null, giftIds, tierId: body.tierId, found };
  }
  const due = dueOf(program, event, giftIds);
  const found = differenceOf(program, { ...recorded, giftIds }, due);
  return { program, giftIds: due.giftIds, tierId: due.tierId, found };
}

/** What joining brings, the ids of lots and vouchers apart, which every counter draws itself. */
type Joined = {
  readonly tierId: string;
  readonly entries: readonly Omit<LedgerEntry, 'lotId'>[];
  readonly issued: readonly IssuedVoucher[];
  /** Left out where the counter named none. */
  readonly giftIds?: readonly string[];
};
type Due = Joined & { readonly giftIds: readonly string[] };

function recordedOf({ body }: MemberStubEvent): Joined {
  return {
    tierId: body.tierId,
    entries: body.entries.map(({ lotId: _, ...entry }) => entry),
    issued: body.issued.map(({ voucherId: _, code: __, ...issued }) => issued),
  };
}

/** By these rules; of what is limited only the gifts named. */
function dueOf(program: Program, event: MemberStubEvent, named: readonly string[]): Due {
  const { member: memberId, bizDate: date, body } = event;
  const tierId = program.tiers[0]?.tierId ?? body.tierId;
  const limited = limitedThings(program);
  const gifts = program.gifts.filter(
    ({ giftId }) => !limited.has(giftId) || named.includes(giftId),
  );
  const time = formatClock(datableMs(body.consent.atMs));
  const occasion = {
    at: { date, time, storeId: event.store, channel: 'counter' },
    state: { birthday: birthdayOn(body.birthday, date), joinedOn: date, saleCount: 0 },
    tierId,
  };
  const due = occasionGifts({ ...program, gifts }, memberId, 'sign-up', occasion, []);
  const { points, issued, giftIds } = due;
  const expiresOn = expiryFor(program.expiry, date);
  const earned = { leg: 0, kind: 'earn' as const, memberId, points, expiresOn };
  return { tierId, entries: points === 0 ? [] : [earned], issued, giftIds };
}

function differenceOf(program: Program | null, recorded: Joined, due: Joined): Found[] {
  const differences = compareResults({ ...recorded }, { ...due });
  if (differences.length === 0) return [];
  const short = (joined: Joined) => shortOf(joined, program);
  const detail = { recorded: short(recorded), recomputed: short(due), differences };
  return [{ kind: 'recompute-difference', detail }];
}

/** What a person compares, with what it cost. */
function shortOf({ tierId, entries, issued }: Joined, program: Program | null) {
  const points = entries.reduce((sum, entry) => sum + entry.points, 0);
  const vouchersMinor = issued.reduce((sum, one) => sum + worthOfVoucher(program, one), 0);
  return { tierId, points, voucherCount: issued.length, vouchersMinor };
}

/**
 * A counter that names no rules may have had any HQ ever had, mostly those of the day; it gave all the
 * gifts there were, or those without limits.
 */
function checkUnnamed(state: BatchState, event: MemberStubEvent): CheckedJoining {
  const all = [...state.programs.values()];
  const ofDay = programInForce(all, event.bizDate);
  const candidates = ofDay === null ? all : [ofDay, ...all.filter((one) => one !== ofDay)];
  const recorded = recordedOf(event);
  const tried = candidates.flatMap((program) =>
    [program.gifts.map(({ giftId }) => giftId), []].map((named) => {
      const due = dueOf(program, event, named);
      return { program, due, found: differenceOf(program, recorded, due) };
    }),
  );
  const fitting = tried.find(({ found }) => found.length === 0) ?? tried[0];
  if (fitting === undefined)
    return { program: null, giftIds: [], tierId: event.body.tierId, found: [] };
  const { program, due, found } = fitting;
  return { program, giftIds: found.length === 0 ? due.giftIds : [], tierId: due.tierId, found };
}

/** Only a restored HQ can have lost somebody, and believes what a counter kept of their tier. */
function checkToldAnew(state: BatchState, event: MemberStubEvent): CheckedJoining {
  const recorded = recordedOf(event);
  const program = programInForce(state.programs.values(), event.bizDate);
  const lowest = program?.tiers[0]?.tierId ?? recorded.tierId;
  const tierId = state.restoredAtMs === null ? lowest : recorded.tierId;
  const found = differenceOf(program, recorded, { tierId, entries: [], issued: [] });
  return { program, giftIds: [], tierId, found };
}

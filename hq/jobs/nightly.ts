import { businessDate, compareDates, addDays } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import type { Program } from '../../app/domain/program.ts';
import { couponTexts } from '../apply/make-member-message.ts';
import { listMembersToRemind } from '../db/expiring.ts';
import type { LineChannel } from '../line/line-channel.ts';
import { forgetWebhookEvents } from '../line/webhook/forget-webhook-events.ts';
import { memberPageUrl } from '../line/member-page-url.ts';
import { endsToRemind, remindExpiring } from './remind-expiring.ts';
import { programInForce } from '../db/program-in-force.ts';
import { classifyDbError } from '../db/db-errors.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';
import {
  findLastNight,
  listBornOn,
  listLapsedAccounts,
  listTierEnds,
  lockNight,
  markNight,
} from '../db/nightly.ts';
import type { MemberPage } from '../db/nightly.ts';
import { listPrograms } from '../db/programs.ts';
import { expirePoints } from './expire-points.ts';
import { noteStaleRefunds } from './note-stale-refunds.ts';
import { giveBirthdayGifts } from './give-birthday-gifts.ts';
import { lowerTiers } from './lower-tiers.ts';
import { recheckLedger } from './recheck-ledger.ts';
import { redriveUnderstood } from './redrive-understood.ts';

/** What a night's work comes to. */
export type NightlyResult = {
  readonly day: CalendarDate;
  /** Members whose points lapsed, who got another tier or period, and who got a birthday gift. */
  readonly expired: number;
  readonly tiers: number;
  readonly birthdays: number;
  /** Members reminded in LINE of what ends soon. */
  readonly reminded: number;
  /** Differences between the ledger and what its events come to: must be 0. */
  readonly differences: number;
};

/** What the night needs from outside. */
export type NightlyDeps = {
  readonly db: HqDb;
  readonly nowMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** For the buttons of messages; left out = they have none. */
  readonly lineChannel?: LineChannel;
};

/** Members of one transaction: a push waits at most for so many of them. */
const perBatch = 200;
/** How many missed nights birthday gifts are made up for, and reminders, which are of use only before the day. */
const missedDaysMax = 31;
const missedRemindersMax = 3;
const triesMax = 5;

/**
 * The work of a night for the day that begins (Asia/Taipei): points past their last day are posted as
 * lapsed, tiers whose period and grace are over are judged anew, birthday gifts are given, members are
 * reminded of what ends soon, and the ledger is recomputed from its events. Idempotent:
 * done twice, or done in part and again, each thing happens once. In small transactions by member.
 */
export async function runNightly(deps: NightlyDeps): Promise<NightlyResult> {
  const startedAtMs = deps.nowMs();
  const day = businessDate(startedAtMs);
  const programs = await listPrograms(deps.db);
  const program = programInForce(programs.values(), day);
  const lastNight = await findLastNight(deps.db);
  const pageUrl = deps.lineChannel === undefined ? null : memberPageUrl(deps.lineChannel);
  const { randomBytes } = deps;
  const night = { day, program, nowMs: startedAtMs, randomBytes, memberPageUrl: pageUrl };

  const expired = await inBatches(
    deps.db,
    (page) => listLapsedAccounts(deps.db, day, page),
    (trx, ids) => expirePoints(trx, ids, night),
  );
  const tiers =
    program === null
      ? 0
      : await inBatches(
          deps.db,
          (page) => listTierEnds(deps.db, tierEndsOf(program, day), page),
          (trx, ids) => lowerTiers(trx, ids, { ...night, program }),
        );
  let birthdays = 0;
  for (const birthday of daysToDo(lastNight, day, missedDaysMax)) {
    birthdays += await inBatches(
      deps.db,
      (page) => listBornOn(deps.db, birthdayKeys(birthday), page),
      (trx, ids) => giveBirthdayGifts(trx, ids, { ...night, birthday }),
    );
  }
  const names = couponTexts(programs.values());
  let reminded = 0;
  for (const remindDay of daysToDo(lastNight, day, missedRemindersMax)) {
    reminded += await inBatches(
      deps.db,
      (page) => listMembersToRemind(deps.db, endsToRemind(remindDay), page),
      (trx, ids) => remindExpiring(trx, ids, { ...night, remindDay, names }),
    );
  }
  await noteStaleRefunds(deps.db, startedAtMs);
  await redriveUnderstood(deps);
  await forgetWebhookEvents(deps);
  const differences = await recheckLedger(deps.db, startedAtMs);
  await markNight(deps.db, { day, startedAtMs, finishedAtMs: deps.nowMs() });
  return { day, expired, tiers, birthdays, reminded, differences };
}

function tierEndsOf(program: Program, day: CalendarDate): Parameters<typeof listTierEnds>[1] {
  const tierIds = program.tiers.map(({ tierId }) => tierId);
  return { before: addDays(day, -program.tierRules.graceDays), tierIds };
}

/** What each part of the night is told. */
export type Night = {
  readonly day: CalendarDate;
  readonly program: Program | null;
  readonly nowMs: number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** The member's page in LINE; null while HQ has none. */
  readonly memberPageUrl: string | null;
};

/** Goes through members page by page, each page in a transaction of its own; returns how many were concerned. */
async function inBatches(
  db: HqDb,
  list: (page: MemberPage) => Promise<MemberId[]>,
  work: (trx: HqTrx, memberIds: readonly MemberId[]) => Promise<number>,
): Promise<number> {
  let done = 0;
  for (let after: MemberId | null = null; ;) {
    const ids = await list({ after, limit: perBatch });
    if (ids.length > 0) done += await tryBatch(db, (trx) => work(trx, ids));
    if (ids.length < perBatch) return done;
    after = ids.at(-1) ?? null;
  }
}

/** A push may be in the way: the batch is done again. */
async function tryBatch(db: HqDb, work: (trx: HqTrx) => Promise<number>): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(async (trx) => {
        await lockNight(trx);
        return await work(trx);
      });
    } catch (error) {
      if (classifyDbError(error) !== 'conflict' || attempt >= triesMax) throw error;
    }
  }
}

/** Every day since the last night, today included, at most so many. */
function daysToDo(
  lastNight: CalendarDate | null,
  day: CalendarDate,
  daysMax: number,
): CalendarDate[] {
  const first = addDays(day, 1 - daysMax);
  const next = lastNight === null ? day : addDays(lastNight, 1);
  let at = compareDates(next, first) < 0 ? first : next;
  // The night that was done already may have been done in part.
  if (compareDates(at, day) > 0) at = day;
  const days: CalendarDate[] = [];
  for (; compareDates(at, day) <= 0; at = addDays(at, 1)) days.push(at);
  return days;
}

/** `MM-DD` of a day; who was born on 29 February has the birthday on the 28th in other years. */
function birthdayKeys(day: CalendarDate): string[] {
  const key = day.slice(5);
  const hasLeapDay = addDays(`${day.slice(0, 4)}-02-28`, 1).slice(5) === '02-29';
  return key === '02-28' && !hasLeapDay ? [key, '02-29'] : [key];
}

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
  isRechecked,
  listBornOn,
  listLapsedAccounts,
  listTierEnds,
  lockNight,
  markNight,
  markRechecked,
} from '../db/nightly.ts';
import type { MemberPage } from '../db/nightly.ts';
import { listPrograms } from '../db/programs.ts';
import { readAtLeisure } from '../db/time-limit.ts';
import { expirePoints } from './expire-points.ts';
import { noteWithoutSale } from './note-without-sale.ts';
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
  /** Differences between the ledger and what its events come to, found now (once a day): must be 0. */
  readonly differences: number;
};

/** What the night needs from outside. */
export type NightlyDeps = {
  readonly db: HqDb;
  readonly nowMs: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** For the buttons of messages; left out = they have none. */
  readonly lineChannel?: LineChannel;
  readonly log: (line: string) => void;
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
 * A part that fails is told to the log and keeps none of the others from being done, save birthday gifts, which
 * go by tier, are given once, and are made up for. Throws after all of them, naming those that failed.
 */
export async function runNightly(deps: NightlyDeps): Promise<NightlyResult> {
  const startedAtMs = deps.nowMs();
  const day = businessDate(startedAtMs);
  const programs = await listPrograms(deps.db);
  const parts = createParts(deps.log);
  const members = await workOnMembers(deps, { startedAtMs, day, programs, parts });
  // Of missed nights birthdays and reminders are made up for: it is done only with all of them.
  if (parts.failed.length === 0)
    await markNight(deps.db, { day, startedAtMs, finishedAtMs: deps.nowMs() });
  await parts.run('what waits for its sale', async () => {
    await noteWithoutSale(deps.db, startedAtMs);
  });
  await parts.run('events understood since', async () => void (await redriveUnderstood(deps)));
  await parts.run('webhooks', async () => void (await forgetWebhookEvents(deps)));
  let differences = 0;
  await parts.run('ledger', async () => {
    // In a big brand it takes far longer than the rest: not again because of something else that failed.
    if (await isRechecked(deps.db, day)) return;
    differences = await recheckLedger(deps.db, startedAtMs);
    await markRechecked(deps.db, { day, startedAtMs, recheckedAtMs: deps.nowMs() });
  });
  if (parts.failed.length > 0) throw new Error(`failed: ${parts.failed.join(', ')}`);
  return { day, ...members, differences };
}

/** What the night does with members, by the day. */
async function workOnMembers(
  deps: NightlyDeps,
  given: {
    readonly startedAtMs: number;
    readonly day: CalendarDate;
    readonly programs: Awaited<ReturnType<typeof listPrograms>>;
    readonly parts: Parts;
  },
): Promise<Pick<NightlyResult, 'expired' | 'tiers' | 'birthdays' | 'reminded'>> {
  const { startedAtMs: nowMs, day, programs, parts } = given;
  const { db, randomBytes } = deps;
  const program = programInForce(programs.values(), day);
  const lastNight = await findLastNight(db);
  const pageUrl = deps.lineChannel === undefined ? null : memberPageUrl(deps.lineChannel);
  const night = { day, program, nowMs, randomBytes, memberPageUrl: pageUrl };
  const done = { expired: 0, tiers: 0, birthdays: 0, reminded: 0 };

  await parts.run('points', async () => {
    done.expired = await inBatches(
      db,
      (trx, page) => listLapsedAccounts(trx, day, page),
      (trx, ids) => expirePoints(trx, ids, night),
    );
  });
  const tiersAreRight = await parts.run('tiers', async () => {
    if (program === null) return;
    done.tiers = await inBatches(
      db,
      (trx, page) => listTierEnds(trx, tierEndsOf(program, day), page),
      (trx, ids) => lowerTiers(trx, ids, { ...night, program }),
    );
  });
  if (tiersAreRight)
    await parts.run('birthdays', async () => {
      for (const birthday of daysToDo(lastNight, day, missedDaysMax))
        done.birthdays += await inBatches(
          db,
          (trx, page) => listBornOn(trx, birthdayKeys(birthday), page),
          (trx, ids) => giveBirthdayGifts(trx, ids, { ...night, birthday }),
        );
    });
  await parts.run('reminders', async () => {
    const names = couponTexts(programs.values());
    for (const remindDay of daysToDo(lastNight, day, missedRemindersMax))
      done.reminded += await inBatches(
        db,
        (trx, page) => listMembersToRemind(trx, endsToRemind(remindDay), page),
        (trx, ids) => remindExpiring(trx, ids, { ...night, remindDay, names }),
      );
  });
  return done;
}

type Parts = {
  readonly failed: readonly string[];
  /** False when it failed. */
  readonly run: (name: string, work: () => Promise<void>) => Promise<boolean>;
};

/** Does one part after the other and remembers which failed. */
function createParts(log: NightlyDeps['log']): Parts {
  const failed: string[] = [];
  return {
    failed,
    run: async (name, work) => {
      try {
        await work();
        return true;
      } catch (error) {
        failed.push(name);
        log(`the night's ${name} failed: ${error instanceof Error ? error.message : 'unknown'}`);
        return false;
      }
    },
  };
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
  list: (trx: HqTrx, page: MemberPage) => Promise<MemberId[]>,
  work: (trx: HqTrx, memberIds: readonly MemberId[]) => Promise<number>,
): Promise<number> {
  let done = 0;
  for (let after: MemberId | null = null; ;) {
    const page: MemberPage = { after, limit: perBatch };
    const ids: MemberId[] = await readAtLeisure(db, (trx) => list(trx, page));
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

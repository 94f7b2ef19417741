import { v5 } from 'uuid';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import type { LocalizedText } from '../../app/domain/program.ts';
import { addDays, compareDates } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { buildExpiringMessage } from '../../app/line/build-expiring-message.ts';
import { tellByDayMs } from '../../app/line/quiet-hours.ts';
import { gatherReceivers } from '../apply/gather-receivers.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { makeMemberMessage } from '../apply/make-member-message.ts';
import { listUsableVouchers } from '../db/expiring.ts';
import type { UsableVoucher } from '../db/expiring.ts';
import { groupBy } from '../db/group-by.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { insertLineMessages, listKnownMessages } from '../db/line-outbox.ts';
import { noteUnmade } from './note-unmade.ts';
import type { Night } from './nightly.ts';

/** How long before its last day a member is reminded of a voucher, and of points. */
const voucherNoticeDays = 7;
const pointsNoticeDays = 30;

/** What must end when, for a member to be reminded on a day. */
export function endsToRemind(day: CalendarDate): {
  readonly vouchersOn: CalendarDate;
  readonly pointsOn: CalendarDate;
} {
  return {
    vouchersOn: addDays(day, voucherNoticeDays),
    pointsOn: addDays(day, pointsNoticeDays),
  };
}

/**
 * Reminds these members of what ends soon: all of it in one message, whatever of it made that day the day of
 * the reminder. Once per member and day: the message's id is derived from both, so a night that was done in
 * part, or twice, reminds nobody twice. Returns how many were reminded.
 */
export async function remindExpiring(
  trx: HqTrx,
  memberIds: readonly MemberId[],
  night: Night & {
    /** The day to remind for; before `day` where a night was missed. */
    readonly remindDay: CalendarDate;
    readonly names: ReadonlyMap<string, LocalizedText>;
  },
): Promise<number> {
  const { day, remindDay, nowMs, memberPageUrl, names } = night;
  const { vouchersOn, pointsOn } = endsToRemind(remindDay);
  const told = await gatherReceivers(trx, memberIds, day);
  const owners = [...told.aliases.idsOf.values()].flat();
  const until = { from: day, until: vouchersOn };
  const usable = await listUsableVouchers(trx, owners, until);
  const vouchersOf = groupBy(
    usable,
    (one) => told.aliases.rootOf.get(one.memberId) ?? one.memberId,
  );
  const known = await listKnownMessages(
    trx,
    // By the survivor, as the messages are: one who was merged may be on another page, or of another night.
    [...told.members.keys()].map((id) => reminderId(id, remindDay)),
  );
  const tellFromMs = tellByDayMs(told.quietHours, nowMs);
  const happenedAtMs = Date.parse(`${remindDay}T00:00:00+08:00`);
  const restored = { restoredAtMs: told.restoredAtMs, happenedAtMs };
  let reminded = 0;
  for (const [memberId, member] of told.members) {
    const eid = reminderId(memberId, remindDay);
    if (known.has(eid)) continue;
    const next = told.balances.get(memberId)?.expiringNext ?? null;
    const points = next !== null && compareDates(next.expiresOn, pointsOn) <= 0 ? next : null;
    const vouchers = (vouchersOf.get(memberId) ?? []).flatMap((one) => named(one, names));
    if (points === null && vouchers.length === 0) continue;
    const tellUntilMs = endOfDayMs(firstEnd(points, vouchers) ?? remindDay);
    const about = { kind: 'expiring', eid, nowMs, tellFromMs, tellUntilMs, restored } as const;
    const made = makeMemberMessage(member, about, (language) =>
      buildExpiringMessage({
        brandName: told.brandName,
        atMs: tellFromMs,
        language,
        memberPageUrl,
        points,
        vouchers,
      }),
    );
    await insertLineMessages(trx, made.messages);
    await noteUnmade(trx, { made, eid, nowMs });
    reminded += made.messages.length;
  }
  return reminded;
}

function reminderId(memberId: MemberId, remindDay: CalendarDate): EventId {
  return v5(`expiring:${memberId}:${remindDay}`, derivedIdNamespace) as EventId;
}

/** The first day after which something of it is gone: then the message is not true any more. */
function firstEnd(
  points: { readonly expiresOn: CalendarDate } | null,
  vouchers: readonly { readonly validUntil: CalendarDate }[],
): CalendarDate | undefined {
  const ends = [
    ...(points === null ? [] : [points.expiresOn]),
    ...vouchers.map((one) => one.validUntil),
  ];
  return ends.toSorted(compareDates)[0];
}

function endOfDayMs(day: CalendarDate): number {
  return Date.parse(`${addDays(day, 1)}T00:00:00+08:00`);
}

function named(voucher: UsableVoucher, names: ReadonlyMap<string, LocalizedText>) {
  const name = names.get(voucher.couponId);
  return name === undefined ? [] : [{ ...voucher, name }];
}

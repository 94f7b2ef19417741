import type { AwardEvent } from '../../app/contract/events.ts';
import { entryPointsMax } from '../../app/contract/sale.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import type { BatchState } from './batch-state.ts';
import { rootOf } from './batch-state.ts';

/**
 * Throws where the sums of an award do not hold together: no counter of ours records such a thing.
 * What it says must be the same told by line, by discount, by entry and in all.
 */
export function refuseContradiction(state: BatchState, event: AwardEvent): void {
  refuseWrongMoney(event);
  refuseWrongDiscounts(event);
  refuseWrongPoints(event);
  refuseTooManyPoints(event);
  refuseWrongPeople(state, event);
}

function refuse(isWrong: boolean, why: string): void {
  if (isWrong) throw new Error(why);
}

function sumOf<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0);
}

function refuseWrongMoney({ body }: AwardEvent): void {
  const { lines, amountMinor, discountMinor, pointsValueMinor, valueMinor, paidMinor } = body;
  refuse(
    amountMinor - discountMinor - pointsValueMinor - valueMinor !== paidMinor,
    'amount less discount, points and value is not what was paid',
  );
  refuse(lines.length !== body.asked.lines.length, 'not as many lines as were asked for');
  refuse(
    sumOf(lines, (line) => line.grossMinor) !== amountMinor ||
      sumOf(lines, (line) => line.discountMinor) !== discountMinor ||
      sumOf(lines, (line) => line.pointsMinor) !== pointsValueMinor ||
      sumOf(lines, (line) => line.valueMinor) !== valueMinor,
    'the lines do not add up to the sale',
  );
}

function refuseWrongDiscounts({ body }: AwardEvent): void {
  const { lines, discounts, vouchers } = body;
  refuse(
    sumOf(discounts, (discount) => discount.discountMinor) !== body.discountMinor,
    'the discounts do not add up',
  );
  refuse(
    discounts.some(
      ({ byLine, discountMinor }) =>
        byLine.length !== lines.length || sumOf(byLine, (part) => part) !== discountMinor,
    ),
    'a discount is not what it takes off the lines',
  );
  refuse(
    lines.some(
      (line, i) => sumOf(discounts, ({ byLine }) => byLine[i] ?? 0) !== line.discountMinor,
    ),
    'a line is not what its discounts make it',
  );
  const byVoucher = new Map(
    discounts.flatMap(({ source, discountMinor }) =>
      source.kind === 'voucher' ? [[source.voucherId, discountMinor]] : [],
    ),
  );
  refuse(
    vouchers.length !== byVoucher.size ||
      vouchers.some((used) => byVoucher.get(used.voucherId) !== used.discountMinor),
    'the vouchers are not those of the discounts',
  );
}

function refuseWrongPoints({ body, member }: AwardEvent): void {
  const { entries } = body;
  const own = entries.filter(({ memberId }) => isBuyer(body, member, memberId));
  const pointsOf = (kind: string) =>
    sumOf(
      own.filter((entry) => entry.kind === kind),
      (entry) => entry.points,
    );
  refuse(pointsOf('earn') !== body.points, 'the entries do not add up to the points');
  refuse(-pointsOf('spend') !== body.pointsSpent, 'the entries do not add up to the points spent');
  refuse(pointsOf('adjust') !== 0, 'points are moved from nowhere');
  refuse(
    new Set(entries.map((entry) => entry.leg)).size !== entries.length,
    'two entries have the same leg',
  );
  refuse(
    entries.some(
      ({ kind, points }) =>
        (kind === 'earn' && points <= 0) ||
        (kind === 'spend' && points >= 0) ||
        kind === 'expire' ||
        kind === 'refund',
    ),
    'an award earns, spends and moves points, nothing else',
  );
}

/** Sums of such would grow beyond what counters and HQ can hold, and stop whoever reads them. */
function refuseTooManyPoints({ body, member }: AwardEvent): void {
  const earned = body.entries.filter(({ kind }) => kind === 'earn');
  const own = earned.filter(({ memberId }) => isBuyer(body, member, memberId));
  const points = sumOf(own, (entry) => entry.points);
  const toInviter = sumOf(earned, (entry) => entry.points) - points;
  refuse(Math.max(points, toInviter) > entryPointsMax, 'more points than any sale earns');
}

/** The event may name the buyer by an id that was merged since; entries and facts go together. */
function isBuyer(body: AwardEvent['body'], member: MemberId, memberId: MemberId): boolean {
  return memberId === member || memberId === body.facts.memberId;
}

/** Somebody else may only earn, and only who invited the buyer. */
function refuseWrongPeople(state: BatchState, { body, member }: AwardEvent): void {
  const { inviterId, memberId } = body.facts;
  refuse(rootOf(state, memberId) !== rootOf(state, member), 'the facts are of another member');
  const others = [
    ...body.entries.filter((entry) => !isBuyer(body, member, entry.memberId)),
    ...body.issued.filter((voucher) => !isBuyer(body, member, voucher.memberId)),
  ];
  refuse(
    others.some((one) => one.memberId !== inviterId || ('kind' in one && one.kind !== 'earn')),
    'an award gives to its own member and the inviter only',
  );
}

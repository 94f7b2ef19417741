import type { AwardEvent, RefundEvent } from '../../app/contract/events.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { balanceOf, lotsFromEntries, planExpiry } from '../../app/domain/lots.ts';
import type { Balance } from '../../app/domain/lots.ts';
import type { LocalizedText, Program } from '../../app/domain/program.ts';
import { reasonWords } from '../../app/domain/reason-words.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import { businessDate } from '../../app/domain/time.ts';
import { buildGiftMessage } from '../../app/line/build-gift-message.ts';
import { buildRefundMessage } from '../../app/line/build-refund-message.ts';
import { buildReferralUndoneMessage } from '../../app/line/build-referral-undone-message.ts';
import { buildSaleMessage } from '../../app/line/build-sale-message.ts';
import type { SaleTier } from '../../app/line/build-sale-message.ts';
import type { TierProgress } from '../../app/line/message-facts.ts';
import type { LineMessageKind } from '../../app/line/message-kinds.ts';
import { tellFromMs } from '../../app/line/quiet-hours.ts';
import type { NewPosting } from '../db/postings.ts';
import { programKey } from '../db/programs.ts';
import type { KnownRefund } from '../db/refunds.ts';
import type { NewSale } from '../db/sales.ts';
import type { BatchState, CountedSale } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import {
  couponNames,
  joinMessages,
  makeMemberMessage,
  messageVouchers,
  pointsOfEntries,
  tierProgress,
} from './make-member-message.ts';
import type { MadeMessages } from './make-member-message.ts';
import { spentInWindow } from './member-facts.ts';
import type { Recomputed } from './recompute-award.ts';

type SaleInput = {
  readonly event: AwardEvent;
  readonly sale: NewSale;
  readonly recomputed: Recomputed;
};

/**
 * The messages for a sale: one to the buyer with everything it brought (points, vouchers, stamps, a tier), and
 * one to whoever invited him where it rewards that.
 */
export function makeSaleMessages(state: BatchState, input: SaleInput): MadeMessages {
  return joinMessages([makeBuyerMessage(state, input), ...makeInviterMessages(state, input)]);
}

function makeBuyerMessage(state: BatchState, { event, sale, recomputed }: SaleInput): MadeMessages {
  const { body } = event;
  const { program } = recomputed;
  const about = { eid: event.eid, memberId: event.member, kind: 'sale' } as const;
  return makeMessage(state, { ...about, happenedAtMs: sale.atMs }, (shared) => {
    const balance = balanceAfter(state, event.member, body.entries);
    const own = body.issued.filter((voucher) => isOf(state, voucher.memberId, event.member));
    return buildSaleMessage({
      ...shared,
      storeName: state.install.storeName,
      saleNo: sale.saleNo,
      atMs: sale.atMs,
      paidMinor: sale.paidMinor,
      points: sale.points,
      pointsSpent: sale.pointsSpent,
      balancePoints: balance.availablePoints,
      expiring: balance.expiringNext,
      tier: tierOf(program, event),
      progress: progressAfter(state, { program, event, sale }),
      reasons: reasonsOf(recomputed),
      usedVoucherNames: couponNames(program, body.vouchers),
      issuedVouchers: messageVouchers(program, own),
      stamps: stampedCards(program, event),
    });
  });
}

/** What the sale brings others than the buyer: the reward of whoever invited him. It does not say whom. */
function makeInviterMessages(
  state: BatchState,
  { event, sale, recomputed }: SaleInput,
): MadeMessages[] {
  const { entries, issued } = event.body;
  const others = new Set(
    [...entries, ...issued]
      .filter(({ memberId }) => !isOf(state, memberId, event.member))
      .map(({ memberId }) => rootOf(state, memberId)),
  );
  return [...others].map((memberId) => {
    const about = { eid: event.eid, memberId, kind: 'referral', happenedAtMs: sale.atMs } as const;
    return makeMessage(state, about, (shared) => {
      const own = entries.filter((entry) => isOf(state, entry.memberId, memberId));
      return buildGiftMessage({
        ...shared,
        atMs: sale.atMs,
        occasion: 'referral',
        ...pointsOfEntries(own),
        pointsSpent: 0,
        balancePoints: balanceAfter(state, memberId, own).availablePoints,
        vouchers: messageVouchers(
          recomputed.program,
          issued.filter((voucher) => isOf(state, voucher.memberId, memberId)),
        ),
      });
    });
  });
}

type RefundInput = {
  readonly event: RefundEvent;
  readonly sale: CountedSale;
  readonly result: RefundResult;
  readonly refund: KnownRefund;
  /** What HQ takes with it of points it gave back before. */
  readonly postings: readonly NewPosting[];
};

/**
 * The messages for a refund HQ applied: one to the buyer (the points are HQ's, the money is what the counter
 * gave), and one to whoever invited him where the reward for that is taken back.
 */
export function makeRefundMessages(state: BatchState, input: RefundInput): MadeMessages {
  return joinMessages([makeRefundMessage(state, input), ...makeUndoneMessages(state, input)]);
}

function makeRefundMessage(state: BatchState, input: RefundInput): MadeMessages {
  const { event, sale, result, refund } = input;
  const { member } = sale.award;
  const corrected = input.postings.flatMap((posting) => posting.entries);
  const givenBack = input.postings.filter(({ why }) => why === 'claw-back-undone');
  const absorbed = input.postings.filter(({ why }) => why !== 'claw-back-undone');
  const pointsOf = (postings: readonly NewPosting[]) =>
    postings
      .flatMap(({ entries }) => entries)
      .filter((entry) => isOf(state, entry.memberId, member))
      .reduce((sum, entry) => sum + entry.points, 0);
  const about = { eid: event.eid, memberId: member, kind: 'refund' } as const;
  return makeMessage(state, { ...about, happenedAtMs: refund.atMs }, (shared) => {
    const all = [...result.entries, ...corrected];
    const own = all.filter((entry) => isOf(state, entry.memberId, member));
    return buildRefundMessage({
      ...shared,
      storeName: refund.storeName,
      saleNo: event.body.saleNo,
      atMs: refund.atMs,
      mode: result.mode,
      moneyMinor: refund.moneyMinor,
      clawedBack: result.clawedBack - pointsOf(givenBack),
      returned: result.returned + pointsOf(absorbed),
      balancePoints: balanceAfter(state, member, own).availablePoints,
      returnedVoucherNames: couponNames(programOf(state, sale), result.reissued),
      cancelledVoucherNames: cancelledNames(state, input, member),
    });
  });
}

/** What the refund takes from others than the buyer. */
function makeUndoneMessages(state: BatchState, input: RefundInput): MadeMessages[] {
  const { event, sale, result, refund } = input;
  const { member, body } = sale.award;
  const cancelled = body.issued.filter(({ voucherId }) => result.cancelled.includes(voucherId));
  const others = new Set(
    [...result.entries, ...cancelled]
      .filter(({ memberId }) => !isOf(state, memberId, member))
      .map(({ memberId }) => rootOf(state, memberId)),
  );
  const all = [...result.entries, ...input.postings.flatMap(({ entries }) => entries)];
  return [...others].flatMap((memberId) => {
    const own = all.filter((entry) => isOf(state, entry.memberId, memberId));
    const { points } = pointsOfEntries(own);
    const cancelledVoucherNames = cancelledNames(state, input, memberId);
    // What had been clawed back before is not taken again.
    if (points === 0 && cancelledVoucherNames.length === 0) return [];
    const about = { eid: event.eid, memberId, kind: 'referral' } as const;
    return [
      makeMessage(state, { ...about, happenedAtMs: refund.atMs }, (shared) =>
        buildReferralUndoneMessage({
          ...shared,
          atMs: refund.atMs,
          points: -points,
          balancePoints: balanceAfter(state, memberId, own).availablePoints,
          cancelledVoucherNames,
        }),
      ),
    ];
  });
}

/** The names of one member's vouchers that the refund made void. */
function cancelledNames(
  state: BatchState,
  { sale, result }: RefundInput,
  owner: MemberId,
): LocalizedText[] {
  const cancelled = sale.award.body.issued.filter(
    ({ voucherId, memberId }) =>
      result.cancelled.includes(voucherId) && isOf(state, memberId, owner),
  );
  return couponNames(programOf(state, sale), cancelled);
}

function programOf(state: BatchState, { award }: CountedSale): Program | null {
  const { id, version } = award.body.program;
  return state.programs.get(programKey(id, version)) ?? null;
}

type Shared = Pick<
  Parameters<typeof buildSaleMessage>[0],
  'brandName' | 'language' | 'memberPageUrl'
>;

function makeMessage(
  state: BatchState,
  about: {
    readonly eid: EventId;
    readonly memberId: MemberId;
    readonly kind: LineMessageKind;
    readonly happenedAtMs: number;
  },
  build: (shared: Shared) => ReturnType<typeof buildSaleMessage>,
): MadeMessages {
  const { eid, kind, happenedAtMs } = about;
  const { brandName, memberPageUrl, restoredAtMs, receivedAtMs: nowMs } = state;
  const to = state.members.get(rootOf(state, about.memberId));
  const when = tellFromMs(state.quietHours, { happenedAtMs, nowMs });
  const told = { kind, eid, nowMs, tellFromMs: when, restored: { restoredAtMs, happenedAtMs } };
  return makeMemberMessage(to, told, (language) => build({ brandName, language, memberPageUrl }));
}

function isOf(state: BatchState, memberId: MemberId, owner: MemberId): boolean {
  return rootOf(state, memberId) === rootOf(state, owner);
}

function balanceAfter(state: BatchState, memberId: MemberId, own: readonly LedgerEntry[]): Balance {
  const root = rootOf(state, memberId);
  const before = state.entries.get(root) ?? [];
  const mine = own.filter((entry) => rootOf(state, entry.memberId) === root);
  const today = businessDate(state.receivedAtMs);
  // Points that had lapsed cover no debt that comes about only now.
  const lapsed = planExpiry(lotsFromEntries(before), today);
  return balanceOf(lotsFromEntries([...before, ...lapsed, ...mine]), today);
}

/** Only where HQ's sum agrees: an explanation of another result would be a lie. */
function reasonsOf({ agrees, result }: Recomputed): LocalizedText[] {
  if (!agrees || result?.kind !== 'evaluated') return [];
  // Vouchers have a list of their own, and when points lapse is said beside the balance.
  const told = result.reasons.filter(
    (reason) =>
      reason.code !== 'expires' &&
      !(reason.code === 'discount' && reason.source.kind === 'voucher'),
  );
  return told.map(reasonWords);
}

function tierOf(program: Program | null, { body }: AwardEvent): SaleTier | null {
  const { kind, tierId, tierUntil } = body.tier;
  if (kind !== 'risen' && kind !== 'renewed') return null;
  const tier = program?.tiers.find((one) => one.tierId === tierId);
  if (tier === undefined) return null;
  return { kind: kind === 'risen' ? 'reached' : 'renewed', name: tier.name, until: tierUntil };
}

function progressAfter(
  state: BatchState,
  input: Pick<SaleInput, 'event' | 'sale'> & { readonly program: Program | null },
): TierProgress | null {
  const { program, event, sale } = input;
  if (program === null) return null;
  const sales = state.memberSales.get(rootOf(state, event.member)) ?? [];
  const spentMinor = spentInWindow(program, sales, sale.bizDate) + sale.spentMinor;
  return tierProgress(program, event.body.tier.tierId, spentMinor);
}

function stampedCards(program: Program | null, { body }: AwardEvent) {
  const added = new Map<string, number>();
  for (const { cardId, stamps } of body.stamps)
    added.set(cardId, (added.get(cardId) ?? 0) + stamps);
  return [...added].flatMap(([cardId, n]) => {
    const card = program?.stampCards.find((one) => one.cardId === cardId);
    return card === undefined || n <= 0 ? [] : [{ name: card.name, added: n }];
  });
}

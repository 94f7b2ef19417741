import { v5 } from 'uuid';
import type { AwardEvent, RefundEvent } from '../../app/contract/events.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { balanceOf, lotsFromEntries, planExpiry } from '../../app/domain/lots.ts';
import type { Balance } from '../../app/domain/lots.ts';
import type { LocalizedText, Program } from '../../app/domain/program.ts';
import { reasonWords } from '../../app/domain/reason-words.ts';
import type { RefundResult } from '../../app/domain/refund.ts';
import type { LedgerEntry } from '../../app/domain/sale.ts';
import { businessDate } from '../../app/domain/time.ts';
import { buildRefundMessage } from '../../app/line/build-refund-message.ts';
import { buildSaleMessage } from '../../app/line/build-sale-message.ts';
import { tellFromMs } from '../../app/line/quiet-hours.ts';
import { serializePush } from '../../app/line/serialize-push.ts';
import type { NewLineMessage } from '../db/line-outbox.ts';
import { programKey } from '../db/programs.ts';
import type { KnownRefund } from '../db/refunds.ts';
import type { NewSale } from '../db/sales.ts';
import type { BatchState, CountedSale } from './batch-state.ts';
import { rootOf } from './batch-state.ts';
import { derivedIdNamespace } from './make-effects.ts';
import type { Found } from './make-effects.ts';
import type { Recomputed } from './recompute-award.ts';

type Made = { readonly message: NewLineMessage | null; readonly found: readonly Found[] };

/**
 * The message a member gets for a sale, serialised once, with a retry key derived from the event;
 * none for a member without LINE. A message that cannot be built never stops the award.
 */
export function makeSaleMessage(
  state: BatchState,
  input: { readonly event: AwardEvent; readonly sale: NewSale; readonly recomputed: Recomputed },
): Made {
  const { event, sale, recomputed } = input;
  const { body } = event;
  const { program } = recomputed;
  const about = { eid: event.eid, memberId: event.member, kind: 'sale' } as const;
  return makeMessage(state, { ...about, happenedAtMs: sale.atMs }, () => {
    const balance = balanceAfter(state, event.member, body.entries);
    const coupons = body.issued.filter((voucher) => voucher.memberId === event.member);
    return buildSaleMessage({
      brandName: state.brandName,
      storeName: state.install.storeName,
      saleNo: sale.saleNo,
      atMs: sale.atMs,
      language: 'zh-TW',
      paidMinor: sale.paidMinor,
      points: sale.points,
      pointsSpent: sale.pointsSpent,
      balancePoints: balance.availablePoints,
      expiring: balance.expiringNext,
      reachedTierName: reachedTier(program, event),
      reasons: reasonsOf(recomputed),
      usedVoucherNames: couponNames(program, body.vouchers),
      issuedVoucherNames: couponNames(program, coupons),
      stamps: stampedCards(program, event),
    });
  });
}

/** The message for a refund HQ applied: the points are HQ's, the money is what the counter gave. */
export function makeRefundMessage(
  state: BatchState,
  input: {
    readonly event: RefundEvent;
    readonly sale: CountedSale;
    readonly result: RefundResult;
    readonly refund: KnownRefund;
  },
): Made {
  const { event, sale, result, refund } = input;
  const { award } = sale;
  const ref = award.body.program;
  const program = state.programs.get(programKey(ref.id, ref.version)) ?? null;
  const about = { eid: event.eid, memberId: award.member, kind: 'refund' } as const;
  return makeMessage(state, { ...about, happenedAtMs: refund.atMs }, () => {
    const own = result.entries.filter((entry) => entry.memberId === award.member);
    const cancelled = award.body.issued.filter(({ voucherId }) =>
      result.cancelled.includes(voucherId),
    );
    return buildRefundMessage({
      brandName: state.brandName,
      storeName: refund.storeName,
      saleNo: event.body.saleNo,
      atMs: refund.atMs,
      language: 'zh-TW',
      mode: result.mode,
      moneyMinor: refund.moneyMinor,
      clawedBack: result.clawedBack,
      returned: result.returned,
      balancePoints: balanceAfter(state, award.member, own).availablePoints,
      returnedVoucherNames: couponNames(program, result.reissued),
      cancelledVoucherNames: couponNames(program, cancelled),
    });
  });
}

function makeMessage(
  state: BatchState,
  about: {
    readonly eid: EventId;
    readonly memberId: MemberId;
    readonly kind: 'sale' | 'refund';
    readonly happenedAtMs: number;
  },
  build: () => ReturnType<typeof buildSaleMessage>,
): Made {
  const { eid, kind, happenedAtMs } = about;
  const nowMs = state.receivedAtMs;
  const memberId = rootOf(state, about.memberId);
  const userId = state.members.get(memberId)?.lineUserId ?? null;
  if (userId === null) return { message: null, found: [] };
  try {
    const message = {
      outboxId: v5(`${eid}:${kind}`, derivedIdNamespace),
      memberId,
      eid,
      kind,
      body: serializePush({ to: userId, messages: build() }),
      nowMs,
      tellFromMs: tellFromMs(state.quietHours, { happenedAtMs, nowMs }),
    };
    return { message, found: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
    return { message: null, found: [{ kind: 'line-message-failed', detail: { why } }] };
  }
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

function reachedTier(program: Program | null, { body }: AwardEvent): LocalizedText | null {
  if (body.tier.kind !== 'risen') return null;
  return program?.tiers.find(({ tierId }) => tierId === body.tier.tierId)?.name ?? null;
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

function couponNames(
  program: Program | null,
  vouchers: readonly { readonly couponId: string }[],
): LocalizedText[] {
  return vouchers.flatMap(({ couponId }) => {
    const coupon = program?.coupons.find((one) => one.couponId === couponId);
    return coupon === undefined ? [] : [coupon.name];
  });
}

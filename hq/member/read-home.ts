import type { MemberHome } from '../../app/contract/member-pages.ts';
import type { Language } from '../../app/contract/language.ts';
import type { CouponId } from '../../app/domain/ids.ts';
import { balanceOf, lotsFromEntries } from '../../app/domain/lots.ts';
import type { GiftContent, Program } from '../../app/domain/program.ts';
import type { StampEntry, StampState } from '../../app/domain/sale.ts';
import { openCards } from '../../app/domain/stamps.ts';
import { businessDate } from '../../app/domain/time.ts';
import { spentInWindow } from '../apply/member-facts.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listLotSums } from '../db/ledger.ts';
import { listOpenRequestsOf } from '../db/member-requests.ts';
import { listMemberSales } from '../db/settled-sales.ts';
import { listStampsByRoot } from '../db/stamps.ts';
import type { DrawCode } from './draw-code.ts';
import type { Person } from './find-person.ts';
import { listHeldVouchers } from './held-vouchers.ts';
import { memberWords } from './member-words.ts';
import { inWords, rulesOfToday } from './rules-of-today.ts';
import type { Rules } from './rules-of-today.ts';

const stampCardsMax = 20;

/** Everything of the first page of the member pages. */
export async function readHome(
  deps: { readonly db: HqHandle; readonly nowMs: () => number; readonly drawCard: DrawCode },
  person: Person,
  language: Language,
): Promise<MemberHome> {
  const { db } = deps;
  const { member, ids, aliases, account } = person;
  const nowMs = deps.nowMs();
  const today = businessDate(nowMs);
  const rules = await rulesOfToday(db, today);
  const balance = balanceOf(lotsFromEntries(await listLotSums(db, ids)), today);
  const sold = (await listMemberSales(db, aliases)).get(member.memberId) ?? [];
  const spentMinor = rules.inForce === null ? 0 : spentInWindow(rules.inForce, sold, today);
  const stamps = (await listStampsByRoot(db, aliases)).get(member.memberId) ?? [];
  const [deletion] = (await listOpenRequestsOf(db, ids)).filter(({ kind }) => kind === 'delete');
  const { expiringNext } = balance;
  const cardCode = member.cardCodes.find((code) => !member.weakCodes.includes(code)) ?? '';
  return {
    memberId: member.memberId,
    name: member.name,
    cardCode,
    cardSvg: cardCode === '' ? '' : deps.drawCard(cardCode),
    tier: describeTier(rules, person, { spentMinor, language }),
    points: balance.availablePoints,
    expiringNext:
      expiringNext === null ? null : { points: expiringNext.points, on: expiringNext.expiresOn },
    vouchers: (await listHeldVouchers(db, ids, today)).usable.length,
    stampCards: describeCards(rules, stamps, language),
    worthWords: worthWords(rules.inForce, language),
    marketing: account.marketing,
    deleteAskedAtMs: deletion?.createdAtMs ?? null,
    serverTimeMs: nowMs,
  };
}

function describeTier(
  { inForce, all }: Rules,
  { member }: Person,
  { spentMinor, language }: { readonly spentMinor: number; readonly language: Language },
): MemberHome['tier'] {
  const tiers = all.flatMap((program) => program.tiers);
  const own = tiers.find(({ tierId }) => tierId === member.tierId);
  const rank = inForce?.tiers.findIndex(({ tierId }) => tierId === member.tierId) ?? -1;
  const next = inForce?.tiers.find((tier, i) => i > rank && tier.thresholdMinor > spentMinor);
  return {
    name: own === undefined ? member.tierId : inWords(own.name, language),
    until: member.tierUntil,
    next:
      next === undefined
        ? null
        : {
            name: inWords(next.name, language),
            missingMinor: next.thresholdMinor - spentMinor,
            share: Math.min(1, Math.max(0, spentMinor / next.thresholdMinor)),
          },
  };
}

/** What was ever stamped, as each card stands now. */
export function stampStates(entries: readonly StampEntry[]): StampState[] {
  const states = new Map<string, StampState>();
  for (const { cardId, cardNo, stamps, atMs } of entries) {
    const known = states.get(cardId);
    if (known !== undefined && known.cardNo > cardNo) continue;
    const before = known?.cardNo === cardNo ? known : undefined;
    states.set(cardId, {
      cardId,
      cardNo,
      stamps: (before?.stamps ?? 0) + stamps,
      lastAtMs: Math.max(before?.lastAtMs ?? 0, atMs),
    });
  }
  return [...states.values()];
}

function describeCards(
  { inForce }: Rules,
  entries: readonly StampEntry[],
  language: Language,
): MemberHome['stampCards'] {
  if (inForce === null) return [];
  return openCards(inForce, stampStates(entries))
    .slice(0, stampCardsMax)
    .map(({ card, state }) => ({
      cardId: card.cardId,
      name: inWords(card.name, language),
      // A refund may take more than stands on the card.
      stamps: Math.max(0, state.stamps),
      goal: card.goal,
      rewardWords: contentWords(inForce, card.reward, language),
    }));
}

/** What a gift or full card brings, as a member is told. */
export function contentWords(program: Program, content: GiftContent, language: Language): string {
  const words = memberWords(language);
  switch (content.kind) {
    case 'points':
      return words.points(content.points);
    case 'voucher':
      return words.voucher(couponName(program, content.couponId, language));
    case 'goods':
      return words.goods(inWords(content.name, language));
  }
}

function couponName(program: Program, wanted: CouponId, language: Language): string {
  const coupon = program.coupons.find(({ couponId }) => couponId === wanted);
  return coupon === undefined ? '' : inWords(coupon.name, language);
}

function worthWords(program: Program | null, language: Language): string | null {
  if (program?.redemption == null) return null;
  const { pointsPerStep, minorPerStep } = program.redemption;
  return memberWords(language).worth(pointsPerStep, minorPerStep);
}

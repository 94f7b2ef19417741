import type { messagingApi } from '@line/bot-sdk';
import type { LocalizedText } from '../domain/program.ts';
import { businessDate } from '../domain/time.ts';
import type { CalendarDate } from '../domain/time.ts';
import { frameShared, pointsIn, progressBlocks, voucherLines } from './message-facts.ts';
import type {
  ExpiringPoints,
  MessageFacts,
  MessageVoucher,
  TierProgress,
} from './message-facts.ts';
import { formatDay, formatMinor, formatMinute, groupDigits } from './message-formats.ts';
import { frameMessage } from './message-parts.ts';
import type { MessageBlock } from './message-parts.ts';
import { cleanText } from './message-text.ts';
import { wordsFor } from './words-for.ts';
import { saleMessageWords } from './sale-message-words.ts';
import { sharedMessageWords } from './shared-message-words.ts';

/** What a sale did to the member's tier. `until` null = it has no end. */
export type SaleTier = {
  readonly kind: 'reached' | 'renewed';
  readonly name: LocalizedText;
  readonly until: CalendarDate | null;
};

/** What a member is told of one settled sale. Amounts in whole NT$, the instant in epoch ms. */
export type SaleMessageInput = MessageFacts & {
  readonly storeName: string;
  readonly saleNo: string;
  readonly paidMinor: number;
  /** Points this sale earned, 0 or more. */
  readonly points: number;
  /** Points it spent, for rewards and as payment. */
  readonly pointsSpent: number;
  /** Points after this sale. */
  readonly balancePoints: number;
  readonly expiring: ExpiringPoints | null;
  /** Null when it neither reached nor renewed one. */
  readonly tier: SaleTier | null;
  /** Null at the top, and where HQ cannot tell. */
  readonly progress: TierProgress | null;
  readonly reasons: readonly LocalizedText[];
  readonly usedVoucherNames: readonly LocalizedText[];
  readonly issuedVouchers: readonly MessageVoucher[];
  /** Each card that was stamped. */
  readonly stamps: readonly { readonly name: LocalizedText; readonly added: number }[];
};

/**
 * The push message for one settled sale: one Flex bubble whose alt text reads well in the chat
 * list. One push, because LINE counts quota per recipient and a member wants one message.
 * Pure: the same input gives the same message.
 */
export function buildSaleMessage(input: SaleMessageInput): messagingApi.FlexMessage[] {
  const { language, brandName, storeName, tier } = input;
  const words = saleMessageWords[language];
  const shared = sharedMessageWords[language];
  const points = pointsIn(language, input.points);
  const message = frameMessage({
    ...frameShared(input),
    altText: words.altText({
      points,
      balance: pointsIn(language, input.balancePoints),
      paid: formatMinor(input.paidMinor),
      place: shared.storeAndBrand(cleanText(brandName), cleanText(storeName)),
      earned: input.points > 0,
      tier: tier?.kind === 'reached' ? cleanText(wordsFor(tier.name, language)) : '',
    }),
    tone: 'earn',
    place: storeName,
    what: input.points > 0 ? words.what : words.whatPaid,
    // A sale that earned nothing does not boast of it.
    headline: input.points > 0 ? `+${points}` : formatMinor(input.paidMinor),
    blocks: buildBlocks(input),
    foot: `${formatMinute(input.atMs, language)} · ${shared.saleNoLabel} ${cleanText(input.saleNo)}`,
  });
  return [message];
}

function buildBlocks(input: SaleMessageInput): MessageBlock[] {
  const { language, expiring, pointsSpent, stamps } = input;
  const words = saleMessageWords[language];
  const shared = sharedMessageWords[language];
  const namesOf = (names: readonly LocalizedText[]) =>
    names.map((name) => ({ text: wordsFor(name, language) }));
  const row = (label: string, value: string, strong = false) =>
    ({ kind: 'row', label, value, strong }) as const;
  const list = (title: string, lines: readonly { text: string; note?: string }[]) =>
    ({ kind: 'list', title, lines }) as const;
  return [
    ...tierBlocks(input),
    ...(pointsSpent === 0 ? [] : [row(words.spentLabel, pointsIn(language, pointsSpent))]),
    row(shared.balanceLabel, pointsIn(language, input.balancePoints), true),
    ...(expiring === null
      ? []
      : [
          row(
            words.expiringLabel,
            words.expiring(
              pointsIn(language, expiring.points),
              formatDay(expiring.expiresOn, language),
            ),
          ),
        ]),
    ...(input.points > 0 ? [row(words.paidLabel, formatMinor(input.paidMinor))] : []),
    list(words.issuedLabel, voucherLines(input.issuedVouchers, language, businessDate(input.atMs))),
    list(words.usedLabel, namesOf(input.usedVoucherNames)),
    list(
      words.stampsLabel,
      stamps.map(({ name, added }) => ({
        text: words.stamped(cleanText(wordsFor(name, language)), groupDigits(added)),
      })),
    ),
    list(words.reasonsLabel, namesOf(input.reasons)),
    ...progressBlocks(input.progress, language),
  ];
}

function tierBlocks({ tier, language }: SaleMessageInput): MessageBlock[] {
  if (tier === null) return [];
  const words = saleMessageWords[language];
  const name = cleanText(wordsFor(tier.name, language));
  const until = tier.until === null ? '' : formatDay(tier.until, language);
  if (tier.kind === 'renewed' && until !== '') {
    return [{ kind: 'cheer', text: words.tierRenewed(name, until) }];
  }
  const shared = sharedMessageWords[language];
  return [
    { kind: 'cheer', text: words.tierReached(name) },
    ...(until === '' ? [] : [{ kind: 'row', label: shared.tierUntilLabel, value: until } as const]),
  ];
}

import type { messagingApi } from '@line/bot-sdk';
import type { LocalizedText, RuleLanguage } from '../domain/program.ts';
import {
  cleanText,
  formatMinor,
  frameMessage,
  groupDigits,
  row,
  section,
} from './message-parts.ts';
import { saleMessageWords } from './sale-message-words.ts';
import type { SaleMessageWords } from './sale-message-words.ts';

export { altTextCharsMax, bubbleBytesMax } from './message-parts.ts';

/** Points that stop being usable next. `expiresOn` = their last day. */
export type ExpiringPoints = { readonly points: number; readonly expiresOn: string };

/** What a member is told of one settled sale. Amounts in whole NT$, the instant in epoch ms. */
export type SaleMessageInput = {
  readonly brandName: string;
  readonly storeName: string;
  readonly saleNo: string;
  readonly atMs: number;
  readonly language: RuleLanguage;
  readonly paidMinor: number;
  /** Points this sale earned, 0 or more. */
  readonly points: number;
  /** Points it spent, for rewards and as payment. */
  readonly pointsSpent: number;
  /** Points after this sale. */
  readonly balancePoints: number;
  readonly expiring: ExpiringPoints | null;
  /** The tier this sale reached; null when it reached none. */
  readonly reachedTierName: LocalizedText | null;
  readonly reasons: readonly LocalizedText[];
  readonly usedVoucherNames: readonly LocalizedText[];
  readonly issuedVoucherNames: readonly LocalizedText[];
  /** Each card that was stamped. */
  readonly stamps: readonly { readonly name: LocalizedText; readonly added: number }[];
};

/**
 * The push messages for one settled sale: one Flex bubble whose alt text reads well in the chat
 * list. One object, because LINE counts quota per recipient and a member wants one message.
 * Pure: the same input gives the same message.
 */
export function buildSaleMessage(input: SaleMessageInput): messagingApi.FlexMessage[] {
  const words = saleMessageWords[input.language];
  const message = frameMessage({
    altText: words.altText({
      points: groupDigits(input.points),
      balance: groupDigits(input.balancePoints),
      paid: formatMinor(input.paidMinor),
      place: `${cleanText(input.brandName)} ${cleanText(input.storeName)}`.trim(),
      earned: input.points > 0,
      tier: input.reachedTierName === null ? '' : cleanText(input.reachedTierName[input.language]),
    }),
    brandName: input.brandName,
    storeName: input.storeName,
    atMs: input.atMs,
    reference: `${words.saleNoLabel} ${cleanText(input.saleNo)}`,
    headline: words.earned(groupDigits(input.points)),
    body: buildBody(input, words),
  });
  return [message];
}

function buildBody(input: SaleMessageInput, words: SaleMessageWords): messagingApi.FlexComponent[] {
  const { language, expiring, pointsSpent, reachedTierName } = input;
  const namesOf = (names: readonly LocalizedText[]) => names.map((name) => name[language]);
  const stamps = input.stamps.map(({ name, added }) =>
    words.stamped(cleanText(name[language]), groupDigits(added)),
  );
  const tier = reachedTierName === null ? '' : cleanText(reachedTierName[language]);
  return [
    ...(tier === '' ? [] : [row(words.tierLabel, tier, true)]),
    ...(pointsSpent === 0 ? [] : [row(words.spentLabel, words.pointsOf(groupDigits(pointsSpent)))]),
    row(words.balanceLabel, words.pointsOf(groupDigits(input.balancePoints)), true),
    ...(expiring === null
      ? []
      : [
          row(
            words.expiringLabel,
            words.expiring(groupDigits(expiring.points), expiring.expiresOn),
          ),
        ]),
    row(words.paidLabel, formatMinor(input.paidMinor)),
    ...section(words.vouchersLabel, namesOf(input.usedVoucherNames), words.andMore),
    ...section(words.issuedLabel, namesOf(input.issuedVoucherNames), words.andMore),
    ...section(words.stampsLabel, stamps, words.andMore),
    ...section(words.reasonsLabel, namesOf(input.reasons), words.andMore),
  ];
}

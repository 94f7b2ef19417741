import type { messagingApi } from '@line/bot-sdk';
import { businessDate } from '../domain/time.ts';
import type { CalendarDate } from '../domain/time.ts';
import { giftMessageWords } from './gift-message-words.ts';
import { frameShared, pointsIn, voucherLines } from './message-facts.ts';
import type { MessageFacts, MessageVoucher } from './message-facts.ts';
import { formatDay, formatMinute } from './message-formats.ts';
import { frameMessage } from './message-parts.ts';
import type { MessageBlock } from './message-parts.ts';
import { cleanText } from './message-text.ts';
import { wordsFor } from './words-for.ts';
import { sharedMessageWords } from './shared-message-words.ts';

/** Why HQ gave something: a day, an invitation, joining, points exchanged by the member, or a person's decision. */
export type GiftOccasion = 'birthday' | 'referral' | 'sign-up' | 'exchange' | 'gift';

/** What HQ gave a member, apart from any sale of theirs. */
export type GiftMessageInput = MessageFacts & {
  readonly occasion: GiftOccasion;
  /** Points given, 0 or more, and their last day (null = none came, or never). */
  readonly points: number;
  readonly pointsUntil: CalendarDate | null;
  /** Points it cost. */
  readonly pointsSpent: number;
  readonly balancePoints: number;
  readonly vouchers: readonly MessageVoucher[];
};

/** What a member is told of an exchange of points for a voucher. */
export type ExchangeMessageInput = MessageFacts & {
  readonly pointsSpent: number;
  /** Points after it. */
  readonly balancePoints: number;
  readonly voucher: MessageVoucher;
};

/**
 * The push message for something HQ gave: a birthday gift, the reward for an invitation, a gift for
 * joining. It states what is the member's now and advertises nothing (see `message-kinds`). Pure.
 */
export function buildGiftMessage(input: GiftMessageInput): messagingApi.FlexMessage[] {
  const { language, occasion, vouchers } = input;
  const words = giftMessageWords[language];
  const gained = gainedOf(input);
  const balance = pointsIn(language, input.balancePoints);
  const message = frameMessage({
    ...frameShared(input),
    altText: words.altText({
      what: words.what[occasion],
      gained,
      balance,
      brand: cleanText(input.brandName),
    }),
    tone: 'gift',
    place: '',
    what: words.what[occasion],
    headline: input.points > 0 && vouchers.length === 0 ? `+${gained}` : gained,
    blocks: blocksOf(input),
    foot: formatMinute(input.atMs, language),
  });
  return [message];
}

/** The push message for points a member exchanged for a voucher. Pure. */
export function buildExchangeMessage({
  voucher,
  ...facts
}: ExchangeMessageInput): messagingApi.FlexMessage[] {
  const none = { points: 0, pointsUntil: null };
  return buildGiftMessage({ ...facts, ...none, occasion: 'exchange', vouchers: [voucher] });
}

/** `50 點、2 張優惠券`; a single voucher by its name. */
function gainedOf({ language, points, vouchers }: GiftMessageInput): string {
  const [only, another] = vouchers;
  if (points <= 0 && only !== undefined && another === undefined) {
    const name = cleanText(wordsFor(only.name, language));
    if (name !== '') return name;
  }
  const words = giftMessageWords[language];
  const parts = [
    ...(points > 0 ? [pointsIn(language, points)] : []),
    ...(vouchers.length > 0 ? [words.vouchers(vouchers.length)] : []),
  ];
  const [first = words.nothing, second] = parts;
  return second === undefined ? first : words.and(first, second);
}

function blocksOf(input: GiftMessageInput): MessageBlock[] {
  const { language, points, pointsUntil, pointsSpent, occasion } = input;
  const words = giftMessageWords[language];
  const row = (label: string, value: string, strong = false) =>
    ({ kind: 'row', label, value, strong }) as const;
  const note = words.note[occasion];
  return [
    ...(note === '' ? [] : [{ kind: 'note', text: note } as const]),
    ...(points > 0 && pointsUntil !== null
      ? [row(words.pointsUntilLabel, formatDay(pointsUntil, language))]
      : []),
    ...(pointsSpent > 0 ? [row(words.spentLabel, pointsIn(language, pointsSpent))] : []),
    row(sharedMessageWords[language].balanceLabel, pointsIn(language, input.balancePoints), true),
    {
      kind: 'list',
      title: words.receivedVouchersLabel,
      lines: voucherLines(input.vouchers, language, businessDate(input.atMs)),
    },
  ];
}

import type { messagingApi } from '@line/bot-sdk';
import { businessDate } from '../domain/time.ts';
import { expiringMessageWords } from './expiring-message-words.ts';
import { frameShared, pointsIn, voucherLines } from './message-facts.ts';
import type { ExpiringPoints, MessageFacts, MessageVoucher } from './message-facts.ts';
import { formatDay, formatMinute } from './message-formats.ts';
import { frameMessage } from './message-parts.ts';
import { cleanText } from './message-text.ts';

/** What a member is about to lose: something of the two. */
export type ExpiringMessageInput = MessageFacts & {
  readonly points: ExpiringPoints | null;
  /** The soonest first. */
  readonly vouchers: readonly MessageVoucher[];
};

/**
 * The push message for all that a member loses soon, in one. Throws where that is nothing. Pure.
 */
export function buildExpiringMessage(input: ExpiringMessageInput): messagingApi.FlexMessage[] {
  const { language, points, vouchers } = input;
  const words = expiringMessageWords[language];
  const days = [
    ...vouchers.map(({ validUntil }) => validUntil),
    ...(points === null ? [] : [points.expiresOn]),
  ];
  const [firstDay] = days.toSorted();
  if (firstDay === undefined) throw new Error('nothing lapses');
  const lapsing = lapsingOf(input);
  const message = frameMessage({
    ...frameShared(input),
    altText: words.altText({
      lapsing,
      firstDay: formatDay(firstDay, language),
      brand: cleanText(input.brandName),
    }),
    tone: 'soon',
    place: '',
    what: words.what,
    headline: lapsing,
    blocks: [
      ...(points === null
        ? []
        : [
            {
              kind: 'row',
              label: words.pointsLabel,
              value: formatDay(points.expiresOn, language),
              strong: true,
            } as const,
          ]),
      {
        kind: 'list',
        title: words.vouchersLabel,
        lines: voucherLines(vouchers, language, businessDate(input.atMs)),
      },
      { kind: 'small', text: words.refuse },
    ],
    foot: formatMinute(input.atMs, language),
  });
  return [message];
}

/** `2 張優惠券、120 點`. */
function lapsingOf({ language, points, vouchers }: ExpiringMessageInput): string {
  const words = expiringMessageWords[language];
  const parts = [
    ...(vouchers.length > 0 ? [words.vouchers(vouchers.length)] : []),
    ...(points === null ? [] : [pointsIn(language, points.points)]),
  ];
  const [first = '', second] = parts;
  return second === undefined ? first : words.and(first, second);
}

import type { messagingApi } from '@line/bot-sdk';
import type { LocalizedText } from '../domain/program.ts';
import { giftMessageWords } from './gift-message-words.ts';
import { frameShared, pointsIn } from './message-facts.ts';
import type { MessageFacts } from './message-facts.ts';
import { formatMinute } from './message-formats.ts';
import { frameMessage } from './message-parts.ts';
import { cleanText } from './message-text.ts';
import { referralUndoneWords } from './referral-undone-words.ts';
import { refundMessageWords } from './refund-message-words.ts';
import { wordsFor } from './words-for.ts';
import { sharedMessageWords } from './shared-message-words.ts';

/** What is taken back from who invited somebody whose first sale was undone. Says nothing of that somebody. */
export type ReferralUndoneInput = MessageFacts & {
  /** Points taken, 0 or more. */
  readonly points: number;
  /** Points after it; below 0 = owed. */
  readonly balancePoints: number;
  readonly cancelledVoucherNames: readonly LocalizedText[];
};

/** The push message for a reward for an invitation that was taken back. Pure. */
export function buildReferralUndoneMessage(input: ReferralUndoneInput): messagingApi.FlexMessage[] {
  const { language, points, cancelledVoucherNames } = input;
  const words = referralUndoneWords[language];
  const refund = refundMessageWords[language];
  const balance = pointsIn(language, input.balancePoints);
  const taken =
    points > 0
      ? pointsIn(language, -points)
      : giftMessageWords[language].vouchers(cancelledVoucherNames.length);
  const message = frameMessage({
    ...frameShared(input),
    altText: words.altText({
      what: words.what,
      taken,
      balance,
      brand: cleanText(input.brandName),
    }),
    tone: 'back',
    place: '',
    what: words.what,
    headline: taken,
    blocks: [
      { kind: 'note', text: words.note },
      {
        kind: 'row',
        label: sharedMessageWords[language].balanceLabel,
        value: balance,
        strong: true,
      },
      {
        kind: 'list',
        title: refund.cancelledVouchersLabel,
        lines: cancelledVoucherNames.map((name) => ({ text: wordsFor(name, language) })),
      },
    ],
    foot: formatMinute(input.atMs, language),
  });
  return [message];
}

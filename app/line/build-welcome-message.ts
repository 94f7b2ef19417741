import type { messagingApi } from '@line/bot-sdk';
import type { LocalizedText } from '../domain/program.ts';
import { businessDate } from '../domain/time.ts';
import { frameShared, pointsIn, voucherLines } from './message-facts.ts';
import type { MessageFacts, MessageVoucher } from './message-facts.ts';
import { formatMinute } from './message-formats.ts';
import { frameMessage } from './message-parts.ts';
import { cleanText } from './message-text.ts';
import { wordsFor } from './words-for.ts';
import { sharedMessageWords } from './shared-message-words.ts';
import { welcomeMessageWords } from './welcome-message-words.ts';

/** What a member is told once their card is bound to LINE. */
export type WelcomeMessageInput = MessageFacts & {
  readonly balancePoints: number;
  /** Null where HQ has no program. */
  readonly tierName: LocalizedText | null;
  /** What they can use now, gifts for joining among it. */
  readonly vouchers: readonly MessageVoucher[];
  /** Whether they agreed to news. */
  readonly marketing: boolean;
};

/**
 * The push message for a binding. LINE asks that it can be undone at any time and that this is said when it
 * is done (LINE documentation "Account link"); the law asks that news can be refused. Pure.
 */
export function buildWelcomeMessage(input: WelcomeMessageInput): messagingApi.FlexMessage[] {
  const { language, tierName } = input;
  const words = welcomeMessageWords[language];
  const shared = sharedMessageWords[language];
  const balance = pointsIn(language, input.balancePoints);
  const tier = tierName === null ? '' : cleanText(wordsFor(tierName, language));
  const message = frameMessage({
    ...frameShared(input),
    altText: words.altText(balance, cleanText(input.brandName)),
    tone: 'earn',
    place: '',
    what: words.what,
    headline: words.headline,
    blocks: [
      { kind: 'note', text: words.receipts },
      { kind: 'row', label: shared.balanceLabel, value: balance, strong: true },
      ...(tier === '' ? [] : [{ kind: 'row', label: shared.tierLabel, value: tier } as const]),
      { kind: 'row', label: words.newsLabel, value: words.news[input.marketing ? 'on' : 'off'] },
      {
        kind: 'list',
        title: words.giftsLabel,
        lines: voucherLines(input.vouchers, language, businessDate(input.atMs)),
      },
      { kind: 'small', text: words.unlink },
    ],
    foot: formatMinute(input.atMs, language),
  });
  return [message];
}

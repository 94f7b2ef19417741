import type { messagingApi } from '@line/bot-sdk';
import type { LocalizedText } from '../domain/program.ts';
import { frameShared, pointsIn } from './message-facts.ts';
import type { MessageFacts } from './message-facts.ts';
import { formatMinor, formatMinute } from './message-formats.ts';
import { frameMessage } from './message-parts.ts';
import { cleanText } from './message-text.ts';
import { refundMessageWords } from './refund-message-words.ts';
import { wordsFor } from './words-for.ts';
import { sharedMessageWords } from './shared-message-words.ts';

/** What a member is told of a sale undone or refunded. Amounts in whole NT$, the instant in epoch ms. */
export type RefundMessageInput = MessageFacts & {
  readonly storeName: string;
  readonly saleNo: string;
  readonly mode: 'void' | 'refund';
  /** Money given back, as the counter recorded it. */
  readonly moneyMinor: number;
  /** Points taken back that the sale had earned, and points given back that it had spent. */
  readonly clawedBack: number;
  readonly returned: number;
  /** Points after it; below 0 = owed. */
  readonly balancePoints: number;
  /** Vouchers given back as new ones, and vouchers of the sale that are void now. */
  readonly returnedVoucherNames: readonly LocalizedText[];
  readonly cancelledVoucherNames: readonly LocalizedText[];
};

/** The push message for one refund, made like that for a sale. Pure. */
export function buildRefundMessage(input: RefundMessageInput): messagingApi.FlexMessage[] {
  const { language, clawedBack, returned, brandName, storeName } = input;
  const words = refundMessageWords[language];
  const shared = sharedMessageWords[language];
  const namesOf = (names: readonly LocalizedText[]) =>
    names.map((name) => ({ text: wordsFor(name, language) }));
  const pointsRow = (label: string, points: number) =>
    points === 0 ? [] : [{ kind: 'row', label, value: pointsIn(language, points) } as const];
  const balance = pointsIn(language, input.balancePoints);
  const what = words.what[input.mode];
  const money = formatMinor(input.moneyMinor);
  const message = frameMessage({
    ...frameShared(input),
    altText: words.altText({
      what,
      money,
      balance,
      place: shared.storeAndBrand(cleanText(brandName), cleanText(storeName)),
    }),
    tone: 'back',
    place: storeName,
    what,
    headline: words.headline(money),
    blocks: [
      ...pointsRow(words.clawedBackLabel, clawedBack),
      ...pointsRow(words.returnedLabel, returned),
      { kind: 'row', label: shared.balanceLabel, value: balance, strong: true },
      {
        kind: 'list',
        title: words.returnedVouchersLabel,
        lines: namesOf(input.returnedVoucherNames),
      },
      {
        kind: 'list',
        title: words.cancelledVouchersLabel,
        lines: namesOf(input.cancelledVoucherNames),
      },
    ],
    foot: `${formatMinute(input.atMs, language)} · ${shared.saleNoLabel} ${cleanText(input.saleNo)}`,
  });
  return [message];
}

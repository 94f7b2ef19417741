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
import { refundMessageWords } from './refund-message-words.ts';

/** What a member is told of a sale undone or refunded. Amounts in whole NT$, the instant in epoch ms. */
export type RefundMessageInput = {
  readonly brandName: string;
  readonly storeName: string;
  readonly saleNo: string;
  readonly atMs: number;
  readonly language: RuleLanguage;
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
  const words = refundMessageWords[input.language];
  const { language, moneyMinor, clawedBack, returned } = input;
  const namesOf = (names: readonly LocalizedText[]) => names.map((name) => name[language]);
  const pointsRow = (label: string, points: number) =>
    points === 0 ? [] : [row(label, words.pointsOf(groupDigits(points)))];
  const balance = groupDigits(input.balancePoints);
  const message = frameMessage({
    altText: words.altText({
      headline: words.headline[input.mode],
      money: formatMinor(moneyMinor),
      balance,
      place: `${cleanText(input.brandName)} ${cleanText(input.storeName)}`.trim(),
    }),
    brandName: input.brandName,
    storeName: input.storeName,
    atMs: input.atMs,
    reference: `${words.saleNoLabel} ${cleanText(input.saleNo)}`,
    headline: words.headline[input.mode],
    body: [
      row(words.moneyLabel, formatMinor(moneyMinor)),
      ...pointsRow(words.clawedBackLabel, clawedBack),
      ...pointsRow(words.returnedLabel, returned),
      row(words.balanceLabel, words.pointsOf(balance), true),
      ...section(words.returnedVouchersLabel, namesOf(input.returnedVoucherNames), words.andMore),
      ...section(words.cancelledVouchersLabel, namesOf(input.cancelledVoucherNames), words.andMore),
    ],
  });
  return [message];
}

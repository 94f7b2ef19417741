import type { messagingApi } from '@line/bot-sdk';
import type { LocalizedText, RuleLanguage } from '../domain/program.ts';
import { saleMessageWords } from './sale-message-words.ts';
import type { SaleMessageWords } from './sale-message-words.ts';

/** Bytes of one Flex bubble as JSON; LINE refuses more. LINE reference "Flex Message". */
export const bubbleBytesMax = 30 * 1024;
/** Characters (UTF-16 units) of the text shown in the chat list. LINE reference "Flex Message". */
export const altTextCharsMax = 1500;
/** Our own limit per text line: longer names are cut, so that no input can reach LINE's limits. */
const lineCharsMax = 100;
/** Our own limit on listed reasons and vouchers; the rest is summed up in one line. */
const listedMax = 12;

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
  /** Points after this sale. */
  readonly balancePoints: number;
  readonly reasons: readonly LocalizedText[];
  readonly usedVoucherNames: readonly LocalizedText[];
};

/**
 * The push messages for one settled sale: one Flex bubble whose alt text reads well in the chat
 * list. One object, because LINE counts quota per recipient and a member wants one message.
 * Pure: the same input gives the same message. Throws only if the size limits, which LINE's
 * OpenAPI document does not carry, are broken in spite of the cuts made here.
 */
export function buildSaleMessage(input: SaleMessageInput): messagingApi.FlexMessage[] {
  const words = saleMessageWords[input.language];
  const message: messagingApi.FlexMessage = {
    type: 'flex',
    altText: words.altText({
      points: groupDigits(input.points),
      balance: groupDigits(input.balancePoints),
      paid: formatPaid(input.paidMinor),
      place: `${cleanText(input.brandName)} ${cleanText(input.storeName)}`.trim(),
      earned: input.points > 0,
    }),
    contents: buildBubble(input, words),
  };
  checkSizes(message);
  return [message];
}

function buildBubble(input: SaleMessageInput, words: SaleMessageWords): messagingApi.FlexBubble {
  const reasons = input.reasons.map((reason) => cleanText(reason[input.language]));
  const vouchers = input.usedVoucherNames.map((name) => cleanText(name[input.language]));
  const body: messagingApi.FlexComponent[] = [
    { type: 'text', text: words.earned(groupDigits(input.points)), ...headlineStyle },
    row(words.balanceLabel, words.pointsOf(groupDigits(input.balancePoints)), true),
    row(words.paidLabel, formatPaid(input.paidMinor), false),
    ...section(words.vouchersLabel, vouchers, words),
    ...section(words.reasonsLabel, reasons, words),
  ];
  const when = `${formatTaipeiMinute(input.atMs)}　${words.saleNoLabel} ${cleanText(input.saleNo)}`;
  return {
    type: 'bubble',
    size: 'mega',
    header: vertical([
      {
        type: 'text',
        text: orDash(cleanText(input.brandName)),
        weight: 'bold',
        size: 'md',
        wrap: true,
      },
      {
        type: 'text',
        text: orDash(cleanText(input.storeName)),
        size: 'sm',
        color: quiet,
        wrap: true,
      },
    ]),
    body: vertical(body),
    footer: vertical([{ type: 'text', text: when, size: 'xs', color: quiet, wrap: true }]),
  };
}

const quiet = '#5F6B76';
const strong = '#17202A';
const headlineStyle = { weight: 'bold', size: 'xxl', color: '#0B6E4F', wrap: true } as const;

function vertical(contents: messagingApi.FlexComponent[]): messagingApi.FlexBox {
  return { type: 'box', layout: 'vertical', spacing: 'sm', contents };
}

/** A label on the left, its value on the right. */
function row(label: string, value: string, bold: boolean): messagingApi.FlexBox {
  return {
    type: 'box',
    layout: 'baseline',
    contents: [
      { type: 'text', text: label, size: 'sm', color: quiet, flex: 2 },
      {
        type: 'text',
        text: value,
        size: 'sm',
        color: strong,
        align: 'end',
        flex: 3,
        weight: bold ? 'bold' : 'regular',
      },
    ],
  };
}

/** A titled list under a rule, or nothing when there is nothing to list. */
function section(
  title: string,
  all: readonly string[],
  words: SaleMessageWords,
): messagingApi.FlexComponent[] {
  // LINE refuses an empty text component, so a line that cleaned down to nothing is left out.
  const lines = all.filter((line) => line !== '');
  if (lines.length === 0) return [];
  const shown = lines.slice(0, listedMax);
  if (lines.length > shown.length) shown.push(words.andMore(lines.length - shown.length));
  return [
    { type: 'separator', margin: 'md' },
    { type: 'text', text: title, size: 'xs', color: quiet, margin: 'md' },
    ...shown.map(
      (text) => ({ type: 'text', text, size: 'sm', color: strong, wrap: true }) as const,
    ),
  ];
}

function checkSizes(message: messagingApi.FlexMessage): void {
  const bubbleBytes = new TextEncoder().encode(JSON.stringify(message.contents)).length;
  if (bubbleBytes > bubbleBytesMax) throw new Error(`bubble of ${bubbleBytes} bytes is too large`);
  const chars = message.altText.length;
  if (chars === 0 || chars > altTextCharsMax) throw new Error(`alt text of ${chars} characters`);
}

/** Control, lone surrogate, line separator and text-direction characters, and runs of blanks. */
const unreadable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\s]+/gu;

/**
 * One line of plain text: control and text-direction characters become blanks (a name must not be
 * able to turn the rest of the message around), runs of blanks become one, long text is cut between
 * code points. May be empty.
 */
function cleanText(text: string): string {
  const plain = text.replace(unreadable, ' ').trim();
  const points = [...plain];
  if (points.length <= lineCharsMax) return plain;
  return `${points.slice(0, lineCharsMax - 1).join('')}…`;
}

function orDash(text: string): string {
  return text === '' ? '－' : text;
}

/** 12345 → `12,345`. */
function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

function formatPaid(paidMinor: number): string {
  return `NT$${groupDigits(paidMinor)}`;
}

/** `2026-11-22 09:01` in Asia/Taipei, which has been UTC+8 without summer time since 1980. */
function formatTaipeiMinute(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

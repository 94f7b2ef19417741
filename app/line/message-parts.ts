import type { messagingApi } from '@line/bot-sdk';

/** Bytes of one Flex bubble as JSON; LINE refuses more. LINE reference "Flex Message". */
export const bubbleBytesMax = 30 * 1024;
/** Characters (UTF-16 units) of the text shown in the chat list. LINE reference "Flex Message". */
export const altTextCharsMax = 1500;
/** Our own limit per text line: longer names are cut, so that no input can reach LINE's limits. */
const lineCharsMax = 100;
/** Our own limit on each list; the rest is summed up in one line. */
const listedMax = 10;

const quiet = '#5F6B76';
const strong = '#17202A';
const headlineStyle = { weight: 'bold', size: 'xxl', color: '#0B6E4F', wrap: true } as const;

/** What stands around the body of every message. */
export type MessageFrame = {
  readonly altText: string;
  readonly brandName: string;
  readonly storeName: string;
  /** When it happened, epoch ms. */
  readonly atMs: number;
  /** `交易 1122-0042`. */
  readonly reference: string;
  readonly headline: string;
  readonly body: readonly messagingApi.FlexComponent[];
};

/**
 * One Flex message: brand and store, a headline, the body, time and number. Throws only if the size
 * limits, which LINE's OpenAPI document does not carry, are broken in spite of the cuts made here.
 */
export function frameMessage(frame: MessageFrame): messagingApi.FlexMessage {
  const when = `${formatTaipeiMinute(frame.atMs)}　${frame.reference}`;
  const message: messagingApi.FlexMessage = {
    type: 'flex',
    altText: frame.altText,
    contents: {
      type: 'bubble',
      size: 'mega',
      header: vertical([
        { ...textOf(frame.brandName), weight: 'bold', size: 'md' },
        { ...textOf(frame.storeName), size: 'sm', color: quiet },
      ]),
      body: vertical([{ type: 'text', text: frame.headline, ...headlineStyle }, ...frame.body]),
      footer: vertical([{ type: 'text', text: when, size: 'xs', color: quiet, wrap: true }]),
    },
  };
  checkSizes(message);
  return message;
}

function textOf(name: string) {
  const text = cleanText(name);
  return { type: 'text', text: text === '' ? '－' : text, wrap: true } as const;
}

function vertical(contents: messagingApi.FlexComponent[]): messagingApi.FlexBox {
  return { type: 'box', layout: 'vertical', spacing: 'sm', contents };
}

/** A label on the left, its value on the right. */
export function row(label: string, value: string, bold = false): messagingApi.FlexBox {
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
export function section(
  title: string,
  all: readonly string[],
  andMore: (count: number) => string,
): messagingApi.FlexComponent[] {
  // LINE refuses an empty text component, so a line that cleaned down to nothing is left out.
  const lines = all.map(cleanText).filter((line) => line !== '');
  if (lines.length === 0) return [];
  const shown = lines.slice(0, listedMax);
  if (lines.length > shown.length) shown.push(andMore(lines.length - shown.length));
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
export function cleanText(text: string): string {
  const plain = text.replace(unreadable, ' ').trim();
  const points = [...plain];
  if (points.length <= lineCharsMax) return plain;
  return `${points.slice(0, lineCharsMax - 1).join('')}…`;
}

/** 12345 → `12,345`; below 0 with its sign. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Whole NT$: `NT$1,250`. */
export function formatMinor(minor: number): string {
  return `NT$${groupDigits(minor)}`;
}

/** `2026-11-22 09:01` in Asia/Taipei, which has been UTC+8 without summer time since 1980. */
function formatTaipeiMinute(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

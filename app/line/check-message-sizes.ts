import type { messagingApi } from '@line/bot-sdk';

/** Bytes of one Flex bubble as JSON; LINE refuses more. LINE reference "Flex Message". */
export const bubbleBytesMax = 30 * 1024;
/** Bytes of a carousel as JSON. LINE reference "Flex Message". */
export const carouselBytesMax = 50 * 1024;
/** Bubbles of a carousel. LINE reference "Flex Message". */
const bubblesMax = 12;
/** Characters (UTF-16 units) of the text shown in the chat list. LINE reference "Flex Message". */
export const altTextCharsMax = 1500;
/** Characters (UTF-16 units) of a text message. LINE reference "Text message". */
const textCharsMax = 5000;
/** Characters of a postback's data. LINE reference "Postback action". */
const postbackCharsMax = 300;
/** Characters of an image's address. LINE reference "Flex Message". */
const urlCharsMax = 2000;
/** Characters of a link's address; the OpenAPI's `URIAction`. */
const linkCharsMax = 1000;

/**
 * What of a message is larger than LINE takes, in words for our own log; nothing for one that it would.
 * These limits are not in LINE's OpenAPI document: nobody else checks them before LINE does.
 */
export function findOversizes(message: messagingApi.Message): string[] {
  if (message.type === 'text') {
    const { text } = message as messagingApi.TextMessage;
    return range('text', text.length, textCharsMax);
  }
  if (message.type !== 'flex') return [];
  const { altText, contents } = message as messagingApi.FlexMessage;
  return [
    ...range('alt text', altText.length, altTextCharsMax),
    ...containerSizes(contents),
    ...partSizes(contents),
  ];
}

/** Bytes of a part of a message as it is sent. */
export function bytesOf(part: unknown): number {
  return new TextEncoder().encode(JSON.stringify(part)).length;
}

function containerSizes(contents: messagingApi.FlexContainer): string[] {
  if (contents.type !== 'carousel') return range('bubble bytes', bytesOf(contents), bubbleBytesMax);
  const { contents: bubbles } = contents as messagingApi.FlexCarousel;
  return [
    ...range('bubbles', bubbles.length, bubblesMax),
    ...range('carousel bytes', bytesOf(contents), carouselBytesMax),
    ...bubbles.flatMap((bubble) => range('bubble bytes', bytesOf(bubble), bubbleBytesMax)),
  ];
}

const lengthsMax: Readonly<Record<string, number>> = {
  data: postbackCharsMax,
  displayText: postbackCharsMax,
  url: urlCharsMax,
  uri: linkCharsMax,
};

function partSizes(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(partSizes);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (typeof value !== 'string') return partSizes(value);
    // LINE refuses an empty text component.
    if (key === 'text') return value === '' ? ['an empty text'] : [];
    const most = lengthsMax[key];
    return most === undefined ? [] : range(key, value.length, most);
  });
}

function range(what: string, size: number, most: number): string[] {
  return size >= 1 && size <= most ? [] : [`${what}: ${size}, allowed 1 to ${most}`];
}

/** What LINE's reference limits and its OpenAPI document does not carry. */
const altTextCharsMax = 1500;
const bubbleBytesMax = 30 * 1024;
const textCharsMax = 5000;

/** One thing wrong with a request, as LINE names it in `details`. */
export type LimitError = { readonly property: string; readonly message: string };

type Part = { readonly [key: string]: unknown };

/**
 * Checks the size rules of LINE's reference ("Text message", "Flex Message") on the messages of a
 * push. Returns nothing for a request LINE would take.
 */
export function checkLineLimits(messages: readonly unknown[]): LimitError[] {
  return messages.flatMap((message, i) => checkMessage(message as Part, `messages[${i}]`));
}

function checkMessage(message: Part, at: string): LimitError[] {
  const errors: LimitError[] = [];
  if (message.type === 'text') {
    const length = String(message.text ?? '').length;
    if (length < 1 || length > textCharsMax) {
      errors.push({
        property: `${at}.text`,
        message: `Length must be between 1 and ${textCharsMax}`,
      });
    }
  }
  if (message.type === 'flex') {
    const length = String(message.altText ?? '').length;
    if (length < 1 || length > altTextCharsMax) {
      errors.push({
        property: `${at}.altText`,
        message: `Length must be between 1 and ${altTextCharsMax}`,
      });
    }
    if (Buffer.byteLength(JSON.stringify(message.contents ?? null)) > bubbleBytesMax) {
      errors.push({ property: `${at}.contents`, message: 'The bubble is larger than 30 KB' });
    }
    errors.push(...checkTexts(message.contents, `${at}.contents`));
  }
  return errors;
}

/** Flex text components may not be empty. */
function checkTexts(node: unknown, at: string): LimitError[] {
  if (Array.isArray(node)) return node.flatMap((item, i) => checkTexts(item, `${at}[${i}]`));
  if (typeof node !== 'object' || node === null) return [];
  const part = node as Part;
  const own =
    part.type === 'text' && !Array.isArray(part.contents) && String(part.text ?? '') === ''
      ? [{ property: `${at}.text`, message: 'must be non-empty text' }]
      : [];
  return [
    ...own,
    ...Object.entries(part).flatMap(([key, value]) => checkTexts(value, `${at}.${key}`)),
  ];
}

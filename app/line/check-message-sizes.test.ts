import { expect, test } from 'vitest';
import { findOversizes } from './check-message-sizes.ts';

const bubble = (text: string) =>
  ({
    type: 'bubble' as const,
    body: { type: 'box' as const, layout: 'vertical' as const, contents: [{ type: 'text', text }] },
  }) as const;
const flex = (altText: string, contents: object) =>
  ({ type: 'flex', altText, contents }) as Parameters<typeof findOversizes>[0];

test('finds what LINE refuses and its OpenAPI document does not tell', () => {
  const twelve = Array.from({ length: 12 }, () => bubble('x'.repeat(5_000)));
  const thirteen = Array.from({ length: 13 }, () => bubble('x'));
  const linkOf = (action: object) =>
    flex('a', { ...bubble('x'), footer: { type: 'box', contents: [{ type: 'button', action }] } });
  const found = [
    flex('a', bubble('x')),
    { type: 'text' as const, text: 'x'.repeat(5_000) },
    { type: 'text' as const, text: 'x'.repeat(5_001) },
    { type: 'text' as const, text: '' },
    flex('', bubble('x')),
    flex('a'.repeat(1_501), bubble('x')),
    flex('a', bubble('')),
    // 3 bytes each in UTF-8.
    flex('a', bubble('點'.repeat(10_240))),
    flex('a', { type: 'carousel', contents: twelve }),
    flex('a', { type: 'carousel', contents: thirteen }),
    linkOf({ type: 'postback', data: 'd'.repeat(301) }),
    linkOf({ type: 'uri', label: 'l', uri: `https://${'u'.repeat(1_000)}` }),
    flex('a', { ...bubble('x'), hero: { type: 'image', url: `https://${'u'.repeat(2_000)}` } }),
  ].map(findOversizes);
  expect(found).toEqual([
    [],
    [],
    ['text: 5001, allowed 1 to 5000'],
    ['text: 0, allowed 1 to 5000'],
    ['alt text: 0, allowed 1 to 1500'],
    ['alt text: 1501, allowed 1 to 1500'],
    ['an empty text'],
    ['bubble bytes: 30818, allowed 1 to 30720'],
    ['carousel bytes: 61220, allowed 1 to 51200'],
    ['bubbles: 13, allowed 1 to 12'],
    ['data: 301, allowed 1 to 300'],
    ['uri: 1008, allowed 1 to 1000'],
    ['url: 2008, allowed 1 to 2000'],
  ]);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listEventTexts, readWebhookBody } from './read-webhook-body.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

it('gives each event in the words it came in', () => {
  const text =
    ' {"destination" : "U\\"events\\":[1]" ,\n"events":\t[ {"a":"]}\\\\", "b":[{}]} , 1e400,"x\\"" ,[ ] ,-0.5E+3,null, true] , "more":{"events":[2]}} ';
  expect(readWebhookBody(bytes(text))).toEqual({ kind: 'webhook', text, eventCount: 7 });
  expect(listEventTexts(text)).toEqual([
    '{"a":"]}\\\\", "b":[{}]}',
    '1e400',
    '"x\\""',
    '[ ]',
    '-0.5E+3',
    'null',
    'true',
  ]);
});

it('finds the same events as JSON.parse, in any JSON however it is spaced', () => {
  fc.assert(
    fc.property(
      fc.array(fc.json({ maxDepth: 4 }), { maxLength: 5 }),
      fc.dictionary(fc.string(), fc.json({ maxDepth: 3 }), { maxKeys: 4 }),
      fc.constantFrom('', ' ', '\n\t\r '),
      fc.boolean(),
      (events, others, gap, isLast) => {
        const members = Object.entries(others).map(
          ([key, value]) => `${gap}${JSON.stringify(key)}${gap}:${gap}${value}${gap}`,
        );
        const own = `"\\u0065vents"${gap}:${gap}[${gap}${events.join(`${gap},${gap}`)}${gap}]`;
        const all = isLast ? [...members, own] : [own, ...members];
        const text = `${gap}{${all.join(',')}${gap}}${gap}`;
        const parsed = (JSON.parse(text) as { events: unknown }).events;
        const read = readWebhookBody(bytes(text));
        if (!Array.isArray(parsed)) {
          expect(read).toEqual({ kind: 'rubbish' });
          return;
        }
        const found = listEventTexts(text);
        expect(found.map((one) => JSON.parse(one) as unknown)).toEqual(parsed);
        expect(read).toEqual({ kind: 'webhook', text, eventCount: found.length });
      },
    ),
    { numRuns: 500 },
  );
});

it('reads events as deep as the body is long', () => {
  const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
  const text = `{"events":[{"a":${deep}},{"b":1}]}`;
  expect(readWebhookBody(bytes(text)).kind).toBe('webhook');
  expect(listEventTexts(text).map((one) => one.length)).toEqual([deep.length + 6, 7]);
});

it('takes nothing else', () => {
  const others = ['', 'x', '[]', 'null', '"events"', '{"events":null}', '{"events":{}}', '{'];
  expect(others.map((text) => readWebhookBody(bytes(text)).kind)).toEqual(
    others.map(() => 'rubbish'),
  );
  expect(readWebhookBody(Uint8Array.of(0xff, 0xfe)).kind).toBe('rubbish');
});

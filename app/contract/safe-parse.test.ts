import { expect, it } from 'vitest';
import { z } from 'zod';
import { safeParse } from './safe-parse.ts';

/** An object whose length is no number and cannot be made one: zod's length checks throw at it. */
const trap = JSON.parse('{"length":{"toString":1}}') as unknown;

it.each<[string, z.ZodType]>([
  ['text', z.string().max(3)],
  ['list', z.array(z.number()).max(3)],
  ['deep down', z.object({ a: z.array(z.object({ b: z.string().min(1) })) })],
])('refuses what makes a length check throw: %s', (_, schema) => {
  const deep = { a: [{ b: trap }] };
  expect([schema, schema].map((one, i) => safeParse(one, i === 0 ? trap : deep).success)).toEqual([
    false,
    false,
  ]);
});

it('else answers as the schema does', () => {
  const schema = z.object({ a: z.string().max(3) });
  expect([safeParse(schema, { a: 'x' }).data, safeParse(schema, { a: 'long' }).success]).toEqual([
    { a: 'x' },
    false,
  ]);
});

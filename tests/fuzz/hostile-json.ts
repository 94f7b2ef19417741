import type { Random } from '../../app/seed/random.ts';

/** Texts that are no JSON, or JSON that no honest program writes. As raw text, not as values. */
const oddValues: readonly string[] = [
  'null',
  'true',
  '-0',
  '1e309',
  '-1e309',
  '1e-400',
  '0.1',
  '9007199254740993',
  '-9007199254740993',
  '123456789012345678901234567890',
  '""',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u202e\\u2066"',
  `"'; DROP TABLE event; --"`,
  '"../../etc/passwd"',
  '"${7*7}{{7*7}}"',
  '"=1+1"',
  '"2026-02-30"',
  '"00000000-0000-0000-0000-000000000000"',
  '[]',
  '{}',
  '[[[[[]]]]]',
  '{"__proto__":{"status":"applied"}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"toString":1,"hasOwnProperty":null,"then":1}',
  '{"a":1,"a":2}',
];

/** Raw JSON text, hostile, of any kind and up to about `sizeMax` bytes. */
export function hostileJson(random: Random, sizeMax = 2_000): string {
  const draw = random.uniform();
  if (draw < 0.6) return random.pick(oddValues);
  if (draw < 0.7) return JSON.stringify(oddText(random, 200));
  if (draw < 0.78) return nested(random, Math.min(5_000, sizeMax / 2));
  if (draw < 0.84) return `"${'A'.repeat(random.whole(sizeMax))}"`;
  if (draw < 0.9) return `[${Array.from({ length: 20 }, () => random.pick(oddValues)).join(',')}]`;
  const key = random.pick(['__proto__', 'constructor', 'eid', 'type', 'body', 'v', '', 'length']);
  return `{${JSON.stringify(key)}:${random.pick(oddValues)},"x":${random.pick(oddValues)}}`;
}

/** Text of random characters, control characters and halves of pairs among them. */
export function oddText(random: Random, lengthMax: number): string {
  const codes = Array.from({ length: random.whole(lengthMax) }, () =>
    random.chance(0.7) ? 32 + random.whole(95) : random.whole(65_536),
  );
  return String.fromCharCode(...codes);
}

function nested(random: Random, depthMax: number): string {
  const depth = 1 + random.whole(depthMax);
  const isWhole = random.chance(0.7);
  if (random.chance(0.5)) return '['.repeat(depth) + (isWhole ? ']'.repeat(depth) : '');
  return '{"a":'.repeat(depth) + (isWhole ? `1${'}'.repeat(depth)}` : '');
}

/** A JSON text with one thing changed: a value, a key, or some bytes. Often still JSON. */
export function mutateJson(random: Random, text: string, sizeMax = 2_000): string {
  const draw = random.uniform();
  if (draw < 0.7) return replaceValue(random, text, hostileJson(random, sizeMax));
  const at = random.whole(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.whole(8));
  if (draw < 0.8) return text.slice(0, at) + text.slice(to);
  if (draw < 0.9) return text.slice(0, at) + oddText(random, 6) + text.slice(to);
  if (draw < 0.95) return text.slice(0, at);
  return text.slice(0, to) + text.slice(at);
}

const mark = '@@here@@';

/** Puts raw text in the place of one value, anywhere in the tree; a missing key now and then. */
function replaceValue(random: Random, text: string, raw: string): string {
  const tree = JSON.parse(text) as unknown;
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push({ holder: node as Record<string, unknown>, key });
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(tree);
  if (places.length === 0) return raw;
  const { holder, key } = random.pick(places);
  if (random.chance(0.1)) delete holder[key];
  else holder[random.chance(0.1) ? `${key}x` : key] = mark;
  return JSON.stringify(tree).replace(`"${mark}"`, () => raw);
}

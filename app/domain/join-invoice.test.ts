import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBase64 } from './base64.ts';
import { classifyCode } from './classify-code.ts';
import { itemsOfLeft, joinInvoice, joinMsMax } from './join-invoice.ts';
import type { InvoiceHalf, WaitingHalf } from './join-invoice.ts';
import { sampleCodes } from './sample-codes.fixture.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const head = 'AB12345678115072243210000011e0000012c0000000004595257xPRsmzQ2XgzhfvNkeVWBAA==';
const join = (...parts: readonly Uint8Array[]) =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** A half as the counter gets it: through the classifier. */
function halfOf(bytes: Uint8Array): InvoiceHalf {
  const code = classifyCode(bytes);
  if (code.kind === 'einvoice-left') return { ...code, side: 'left' };
  if (code.kind === 'einvoice-right') return { ...code, side: 'right' };
  throw new Error(code.kind);
}

function slip(
  sign: 0 | 1 | 2,
  count: number,
  left: Uint8Array,
  right: Uint8Array,
  totalMinor = 300,
) {
  const fixed = head.slice(0, 29) + totalMinor.toString(16).padStart(8, '0') + head.slice(37);
  return {
    left: halfOf(join(utf8(`${fixed}:**********:${count}:${count}:${sign}:`), left)),
    right: halfOf(join(utf8('**'), right)),
  };
}

/** Scans at these times; what came of the last. */
function scanned(...halves: readonly (readonly [InvoiceHalf, number])[]) {
  let waiting: WaitingHalf | null = null;
  let outcome: ReturnType<typeof joinInvoice>['outcome'] = { kind: 'alone' };
  for (const [half, atMs] of halves) ({ outcome, waiting } = joinInvoice(waiting, half, atMs));
  return outcome;
}

const kindAndItems = (outcome: ReturnType<typeof scanned>) =>
  outcome.kind === 'joined'
    ? outcome.items.map(({ name, quantity, unitPrice }) => [name, quantity, unitPrice])
    : outcome.kind;

const sample = { left: halfOf(sampleCodes.einvoiceLeft), right: halfOf(sampleCodes.einvoiceRight) };
const sampleItems = [
  ['綠茶', 2, 50],
  ['麵包', 1, 100],
  ['牛奶', 1, 100],
];

describe('the two QRs of a slip', () => {
  test('in either order, within the time, and again', () => {
    const { left, right } = sample;
    expect(
      [
        scanned([left, 0], [right, joinMsMax]),
        scanned([right, 5], [left, 5 + joinMsMax]),
        scanned([left, 0], [right, joinMsMax + 1]),
        scanned([right, 0], [left, joinMsMax + 1]),
        scanned([left, 0]),
        scanned([right, 0]),
        scanned([right, 0], [right, 1]),
        scanned([left, 0], [left, 14_000], [right, 28_000]),
        scanned([left, 0], [right, 1], [right, 2]),
        scanned([right, 0], [left, 1], [right, 2]),
        // Too late: the right one waits, and the left one once more brings both together.
        scanned([left, 0], [right, 16_000], [left, 17_000]),
      ].map(kindAndItems),
    ).toEqual([
      sampleItems,
      sampleItems,
      'alone',
      'alone',
      'alone',
      'alone',
      'alone',
      sampleItems,
      sampleItems,
      sampleItems,
      sampleItems,
    ]);
  });

  test('of two slips they do not fit, and the left one still finds its own', () => {
    const { left, right } = sample;
    const foreign = halfOf(utf8('**水:1:10:茶:1:20'));
    expect(
      [
        scanned([left, 0], [foreign, 1]),
        scanned([foreign, 0], [left, 1]),
        scanned([left, 0], [foreign, 1], [right, 2]),
        scanned([foreign, 0], [left, 1], [right, 2]),
        // Whose encoding or number of items is not told.
        scanned([halfOf(utf8(`${head}:**********:x:3:1:茶:1:5:`)), 0], [right, 1]),
        scanned([halfOf(utf8(`${head}:**********:0:3:1:`)), 0], [right, 1]),
        scanned([halfOf(utf8(`${head}:**********:2:3:9:茶:1:5:`)), 0], [right, 1]),
        scanned([halfOf(utf8(`${head}`)), 0], [right, 1]),
      ].map(kindAndItems),
    ).toEqual([
      'unlike',
      'unlike',
      sampleItems,
      sampleItems,
      'unlike',
      'unlike',
      'unlike',
      'unlike',
    ]);
  });

  test('as sellers write them: colon left out or on the other side, blanks, halves encoded apart', () => {
    const items = [
      ['綠茶', 2, 50],
      ['牛奶', 1, 200],
    ];
    const text = (left: string, right: string) => {
      const pair = slip(1, 2, utf8(left), utf8(right));
      return kindAndItems(scanned([pair.left, 0], [pair.right, 1]));
    };
    const [green, milk] = ['綠茶:2:50', '牛奶:1:200'];
    const apart = slip(2, 2, utf8(encodeBase64(utf8(green))), utf8(encodeBase64(utf8(milk))));
    const cut = slip(
      2,
      2,
      utf8(encodeBase64(utf8(`${green}:牛奶`))),
      utf8(encodeBase64(utf8(':1:200'))),
    );
    expect([
      text(`${green}:`, milk),
      text(green, `:${milk}`),
      text(green, milk),
      text(`${green}    `, milk),
      text(`${green}:`, `${milk}:   `),
      text(`${green}:${milk}`, '    '),
      text(`${green}:${milk}`, ''),
      text(`${green}:`, `${milk}:備註`),
      kindAndItems(scanned([apart.left, 0], [apart.right, 1])),
      kindAndItems(scanned([cut.right, 0], [cut.left, 1])),
    ]).toEqual(Array(10).fill(items));
  });

  test('a seam that reads two ways is read as it sums', () => {
    // 10 and 5, or 105: only one is the total.
    const whole = slip(1, 1, utf8('茶:1:30'), utf8('0'));
    const noted = slip(1, 1, utf8('茶:1:300'), utf8('5'));
    expect(
      [whole, noted].map(({ left, right }) => kindAndItems(scanned([left, 0], [right, 1]))),
    ).toEqual([[['茶', 1, 300]], [['茶', 1, 300]]]);
  });

  test('bytes that are no text bring nothing', () => {
    const broken = slip(1, 1, Uint8Array.of(0xff), Uint8Array.of(0xff, 0x3a));
    const base64 = slip(2, 1, utf8('!!'), utf8('=='));
    expect(
      [broken, base64].map(({ left, right }) => kindAndItems(scanned([left, 0], [right, 1]))),
    ).toEqual(['unlike', 'unlike']);
  });
});

/** Names with their Big5 bytes: the domain cannot encode Big5, and no browser can. */
const big5Names: readonly (readonly [string, readonly number[]])[] = [
  ['乾電池', [0xb0, 0xae, 0xb9, 0x71, 0xa6, 0xc0]],
  ['茶', [0xaf, 0xf9]],
  ['許功蓋', [0xb3, 0x5c, 0xa5, 0x5c, 0xbb, 0x5c]],
  ['A-1', [0x41, 0x2d, 0x31]],
];

const figures = fc.record({
  quantity: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom(0.5, 1.235)),
  unitPrice: fc.oneof(fc.integer({ min: 0, max: 9_999 }), fc.constantFrom(9.5, 33.333333)),
});
const utf8Name = fc
  .string({ unit: fc.constantFrom('茶', '牛', '奶', 'é', '😀', 'A', '1', ' ', '/'), maxLength: 8 })
  .map((name) => name.trim());

const encoded = fc.oneof(
  fc.array(fc.record({ name: utf8Name, figures }), { minLength: 1, maxLength: 12 }).chain((all) =>
    fc.constantFrom(1 as const, 2 as const).map((sign) => {
      const text = all
        .map(({ name, figures: f }) => `${name}:${f.quantity}:${f.unitPrice}`)
        .join(':');
      const bytes = sign === 1 ? utf8(text) : utf8(encodeBase64(utf8(text)));
      return { sign, bytes, items: all.map(({ name, figures: f }) => [name, f] as const) };
    }),
  ),
  fc
    .array(fc.record({ name: fc.constantFrom(...big5Names), figures }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((all) => ({
      sign: 0 as const,
      bytes: join(
        ...all.map(({ name, figures: f }, at) =>
          join(
            utf8(at === 0 ? '' : ':'),
            Uint8Array.from(name[1]),
            utf8(`:${f.quantity}:${f.unitPrice}`),
          ),
        ),
      ),
      items: all.map(({ name, figures: f }) => [name[0], f] as const),
    })),
);

test('any goods, split anywhere, in any order: the same items', () => {
  fc.assert(
    fc.property(encoded, fc.nat(10_000), fc.boolean(), fc.nat(joinMsMax), (given, at, swap, ms) => {
      const { sign, bytes, items } = given;
      const seam = at % (bytes.length + 1);
      const sum = items.reduce((total, { 1: f }) => total + f.quantity * f.unitPrice, 0);
      const halves = [bytes.subarray(0, seam), bytes.subarray(seam)] as const;
      const { left, right } = slip(sign, items.length, ...halves, Math.round(sum));
      const [first, second] = swap ? [right, left] : [left, right];
      const outcome = scanned([first, 7], [second, 7 + ms]);
      expect(outcome.kind).toBe('joined');
      if (outcome.kind !== 'joined') return;
      expect(
        outcome.items.map(({ name, quantity, unitPrice }) => [name, { quantity, unitPrice }]),
      ).toEqual(items);
    }),
    { numRuns: 1000 },
  );
});

test('any halves at any times: never throws, joins only what fits, never past the time', () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), utf8Name.map(utf8));
  const half = fc.oneof(
    bytes.map((goods): InvoiceHalf => ({ side: 'right', goods })),
    fc
      .tuple(bytes, fc.constantFrom('0', '1', '2', '3', 'x'), fc.nat(3))
      .map(([goods, sign, count]) =>
        halfOf(join(utf8(`${head}:**********:${count}:9:${sign}:`), goods)),
      ),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(half, fc.nat(20_000)), { maxLength: 12 }), (steps) => {
      let waiting: WaitingHalf | null = null;
      let nowMs = 0;
      for (const [next, afterMs] of steps) {
        nowMs += afterMs;
        const before: WaitingHalf | null = waiting;
        const { outcome, waiting: after } = joinInvoice(before, next, nowMs);
        waiting = after;
        expect(after.sinceMs).toBe(nowMs);
        if (outcome.kind === 'alone') continue;
        expect(before?.side).not.toBe(next.side);
        expect(nowMs - (before?.sinceMs ?? NaN)).toBeLessThanOrEqual(joinMsMax);
        if (outcome.kind === 'joined')
          expect(outcome.items.length).toBe(outcome.left.invoice.itemsInQr);
      }
    }),
  );
});

test('a left QR alone has its items when none stand in the right one', () => {
  const items = (tail: string) => {
    const left = halfOf(utf8(head + tail));
    return left.side === 'left' ? (itemsOfLeft(left.invoice)?.length ?? null) : null;
  };
  expect([
    items(':**********:1:1:1:茶:1:300'),
    items(':**********:2:2:1:茶:1:300'),
    items(':**********:1:1:1:茶:1:300:水:1:1'),
    items(':**********:0:1:1:'),
    items(':**********:x:1:1:'),
  ]).toEqual([1, null, null, null, null]);
});

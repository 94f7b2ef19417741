import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeRandom } from './random.ts';
import { seededId } from './seeded-id.ts';

describe('seeded chance', () => {
  test('is the same for ever', () => {
    const random = makeRandom(20_261_122, 3);
    expect([
      random.hex(11),
      random.whole(1000),
      [...random.bytes(4)],
      random.pick(['a', 'b', 'c']),
    ]).toEqual(['e403e4e44de', 45, [32, 232, 1, 203], 'b']);
  });

  test('keeps its limits, and other seeds and streams draw otherwise', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.nat(100_000),
        fc.integer({ min: 1, max: 1000 }),
        (seed, stream, limit) => {
          const random = makeRandom(seed, stream);
          const first = random.hex(32);
          expect(first).toMatch(/^[0-9a-f]{32}$/);
          expect(makeRandom(seed, stream).hex(32)).toBe(first);
          expect(makeRandom(seed + 1, stream).hex(32)).not.toBe(first);
          expect(makeRandom(seed, stream + 1).hex(32)).not.toBe(first);
          const drawn = random.whole(limit);
          expect(Number.isInteger(drawn) && drawn >= 0 && drawn < limit).toBe(true);
          expect([random.chance(0), random.chance(1)]).toEqual([false, true]);
        },
      ),
    );
    expect(() => makeRandom(1).pick([])).toThrow(RangeError);
  });

  test('is even, also over the first draws of many streams', () => {
    const counts = Array.from({ length: 20 }, () => 0);
    for (let stream = 0; stream < 20_000; stream += 1) {
      const place = makeRandom(1, stream).whole(20);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    // Expected 1,000 each, standard deviation 31.
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });
});

test('a seeded id is a UUIDv7 that tells its time', () => {
  const anyInstant = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(fc.nat(), anyInstant, (seed, atMs) => {
      const id = seededId(makeRandom(seed), atMs);
      expect(z.uuidv7().safeParse(id).success).toBe(true);
      expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(atMs);
    }),
  );
  const random = makeRandom(5);
  expect(new Set(Array.from({ length: 5000 }, () => seededId(random, 0))).size).toBe(5000);
});

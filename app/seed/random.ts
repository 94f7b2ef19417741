/** A repeatable source of chance: the same seed and stream give the same draws on every machine. */
export type Random = {
  /** 32 bits, as a number from 0. */
  readonly word: () => number;
  /** From 0 up to, not including, 1. */
  readonly uniform: () => number;
  /** A whole number from 0 up to, not including, the limit. */
  readonly whole: (limit: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly bytes: (count: number) => Uint8Array;
  readonly hex: (digits: number) => string;
};

const dashCode = 0x2d;
const hexCodes = new TextEncoder().encode('0123456789abcdef');

/**
 * The lowest `digits` hex digits of 32-bit words, highest first, as one flat string: strings glued
 * from pieces stay trees in memory, and 100,000 members of such ids cost a second of clean-up.
 * `dashBefore` names the digits that a dash precedes.
 */
export function hexOfWords(
  words: readonly number[],
  digits: number,
  dashBefore: readonly number[] = [],
): string {
  const codes: number[] = [];
  for (let place = words.length * 8 - digits; place < words.length * 8; place += 1) {
    if (dashBefore.includes(place)) codes.push(dashCode);
    const word = words[place >>> 3] ?? 0;
    codes.push(hexCodes[(word >>> (28 - (place & 7) * 4)) & 15] ?? 0);
  }
  return String.fromCharCode(...codes);
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, whole-number steps only, so no engine's
 * floating point can change a demo. `stream` gives each member, say, an own row of draws: adding
 * members then changes none of the others.
 */
export function makeRandom(seed: number, stream = 0): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = stream | 0;
  let d = 1;
  const next32 = (): number => {
    const mixed = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    return mixed >>> 0;
  };
  // Its author's advice: the first twelve steps still show the seed.
  for (let step = 0; step < 12; step += 1) next32();

  const uniform = () => next32() / 2 ** 32;
  const whole = (limit: number) => Math.floor(uniform() * limit);
  return {
    word: next32,
    uniform,
    whole,
    chance: (share) => uniform() < share,
    pick: <T>(list: readonly T[]): T => {
      const index = whole(list.length);
      if (index >= list.length) throw new RangeError('nothing to pick from');
      return list[index] as T;
    },
    bytes: (count) => {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += 1) bytes[at] = next32() >>> 24;
      return bytes;
    },
    hex: (digits) => {
      const words: number[] = [];
      while (words.length * 8 < digits) words.push(next32());
      return hexOfWords(words, digits);
    },
  };
}

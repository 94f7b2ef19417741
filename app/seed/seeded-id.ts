import type { AnyId } from '../domain/ids.ts';
import { hexOfWords } from './random.ts';
import type { Random } from './random.ts';

const dashPlaces = [8, 12, 16, 20];

/** An id in the shape of UUIDv7 (RFC 9562): 48 bits of time in ms, version, variant, drawn bits. */
export function seededId<T extends AnyId>(random: Random, atMs: number): T {
  const ms = Math.max(0, Math.floor(atMs));
  const timeHigh = Math.floor(ms / 2 ** 16);
  const timeLow = ms % 2 ** 16;
  const versioned = timeLow * 2 ** 16 + 0x7000 + (random.word() & 0xfff);
  const variant = 0x8000_0000 + (random.word() & 0x3fff_ffff);
  return hexOfWords([timeHigh, versioned, variant, random.word()], 32, dashPlaces) as T;
}

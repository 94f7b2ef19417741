import type { AnyId } from '../app/domain/ids.ts';

/**
 * A UUIDv7 (RFC 9562, 5.7): 48 bits of time, then 74 random bits between version and variant.
 * @param nowMs epoch ms
 * @param random at least 10 random bytes
 */
export function makeId<T extends AnyId>(nowMs: number, random: Uint8Array): T {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  const byte = (index: number): number => random[index] ?? 0;
  const tail = Array.from({ length: 6 }, (_, index) => hex(byte(4 + index), 2)).join('');
  const time = hex(nowMs, 12);
  const third = `7${hex(((byte(0) & 0x0f) << 8) | byte(1), 3)}`;
  const fourth = hex(0x8000 | ((byte(2) & 0x3f) << 8) | byte(3), 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-${third}-${fourth}-${tail}` as T;
}

/** A new id of now, from the browser's own randomness. */
export function newId<T extends AnyId>(): T {
  return makeId<T>(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

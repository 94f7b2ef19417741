/**
 * The hash chain of one install, as counter, tape and HQ compute it. Hashing itself is done by the
 * caller (no Node here): hash = base64url(SHA-256(utf8(`chainInput(…)`))), 43 characters, no padding.
 */

/** What stands for `prev` before the first event of an install. */
export const chainStart = '';

/**
 * The text whose SHA-256 is the hash of an event. `rawBody` is the body exactly as stored; it is
 * last, so that nothing inside it can be taken for another field.
 */
export function chainInput(prev: string, inst: string, seq: number, rawBody: string): string {
  return `${prev}|${inst}|${seq}|${rawBody}`;
}

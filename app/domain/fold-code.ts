/**
 * A code as codes compare: upper and lower case are the same, and so are full-width letters, which a
 * Chinese input method leaves, and spaces around it.
 */
export function foldCode(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/** Whether two codes are the same, see `foldCode`; null = no code. */
export function isSameCode(a: string, b: string | null): boolean {
  return b !== null && (a === b || foldCode(a) === foldCode(b));
}

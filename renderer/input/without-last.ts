/**
 * A text without what the keypad's backspace takes: what is marked from `start` to `end`, else the character before
 * the cursor. `at`: where the cursor stands then. Places are UTF-16 units, as fields count; a rare character is two.
 */
export function withoutLast(
  text: string,
  start: number,
  end: number,
): { readonly text: string; readonly at: number } {
  const before = text.slice(0, start);
  const kept = start < end ? before : Array.from(before).slice(0, -1).join('');
  return { text: kept + text.slice(end), at: kept.length };
}

/** The US layout by key position: unshifted and shifted character. Scanners type as a US keyboard. */
const usLayout: ReadonlyMap<string, string> = new Map([
  ...[...')!@#$%^&*('].map((shifted, digit): [string, string] => [
    `Digit${digit}`,
    `${digit}${shifted}`,
  ]),
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter): [string, string] => [
    `Key${letter}`,
    `${letter.toLowerCase()}${letter}`,
  ]),
  ['Minus', '-_'],
  ['Equal', '=+'],
  ['BracketLeft', '[{'],
  ['BracketRight', ']}'],
  ['Backslash', '\\|'],
  ['IntlBackslash', '\\|'],
  ['Semicolon', ';:'],
  ['Quote', '\'"'],
  ['Backquote', '`~'],
  ['Comma', ',<'],
  ['Period', '.>'],
  ['Slash', '/?'],
  ['Space', '  '],
]);

/** The number pad gives the same character with and without Shift. */
const numberPad: ReadonlyMap<string, string> = new Map([
  ...[...'0123456789'].map((digit): [string, string] => [`Numpad${digit}`, digit]),
  ['NumpadDecimal', '.'],
  ['NumpadAdd', '+'],
  ['NumpadSubtract', '-'],
  ['NumpadMultiply', '*'],
  ['NumpadDivide', '/'],
]);

/**
 * The character a scanner meant by a key: from the key's place (`code`) and Shift, so Caps Lock and
 * the PC's layout change nothing. `key` counts only where a driver gives no place at all. Null for
 * keys that stand for no character.
 */
export function decodeWedgeKey(key: {
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
}): string | null {
  if (key.code === '') return [...key.key].length === 1 ? key.key : null;
  return numberPad.get(key.code) ?? usLayout.get(key.code)?.[key.shift ? 1 : 0] ?? null;
}

/**
 * Bytes from `start` to before `end` as characters, each byte one (Latin-1). A loop: spreading bytes into
 * `String.fromCharCode` costs ten times as much, and takes only so many.
 */
export function asciiOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (const byte of bytes.subarray(start, end)) text += String.fromCharCode(byte);
  return text;
}

/** Our own limit per text line: longer names are cut, so that no input can reach LINE's limits. */
const lineCharsMax = 100;

/** Control, lone surrogate, line separator and text-direction characters, and runs of blanks. */
const unreadable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\s]+/gu;
/** What belongs to the character before it: Thai vowels and tones, accents, joined emoji. */
const dangling = /[\p{M}\u200D]+$/u;

/**
 * One line of plain text: control and text-direction characters become blanks (a name must not be
 * able to turn the rest of the message around), runs of blanks become one, long text is cut between
 * characters. May be empty.
 */
export function cleanText(text: string, charsMax = lineCharsMax): string {
  const plain = text.replace(unreadable, ' ').trim();
  const points = [...plain];
  return points.length <= charsMax ? plain : cutAt(points, charsMax);
}

/** Keeps a text that is already one line within so many UTF-16 units, between characters. */
export function cutUnits(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text;
  const points = [...text];
  let units = 1;
  const kept = points.findIndex((point) => (units += point.length) > unitsMax);
  return cutAt(points, kept + 1);
}

/** The first `count` code points, the last of them being `…`. */
function cutAt(points: readonly string[], count: number): string {
  // The mark that is cut off may leave its letter; a letter that is cut off must not leave its mark.
  const whole = points.slice(0, count - 1).join('');
  const next = points[count - 1] ?? '';
  const kept = /^[\p{M}\u200D]/u.test(next)
    ? whole.replace(dangling, '').slice(0, -1)
    : whole.replace(/\u200D$/u, '');
  return `${kept.replace(/\p{Cs}$/u, '').trimEnd()}…`;
}

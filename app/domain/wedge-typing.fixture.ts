import type { WedgeKey } from './wedge.ts';

/**
 * How far apart people press keys, ms from keydown to keydown, as quantiles measured in 55 million
 * keystrokes of 77,615 volunteers: pairs of keys of which the second was pressed before the first was
 * released (roll-over), the quickest typing there is. The median, 92 ms, is 130 words a minute.
 *
 * From the 136 M Keystrokes study (Dhakal, Feit, Kristensson, Oulasvirta, CHI 2018), as counted and
 * published by jgandert/analyze_keystrokes ("Non-Mod Keys First, Non-Mod Keys Second: Durations Between
 * Both Presses"). Only these published numbers are used; none of the recordings is in here.
 */
const rollOverQuantiles: readonly (readonly [share: number, gapMs: number])[] = [
  [0, 0],
  [0.001, 21],
  [0.01, 31],
  [0.25, 72],
  [0.5, 92],
  [0.75, 114],
  [0.99, 192],
  [0.999, 255],
];

/** The gap at a share of that distribution (0 to 1), ms; straight lines between the quantiles. */
export function typingGapMs(share: number): number {
  const index = rollOverQuantiles.findIndex(([at]) => at >= share);
  const [upperShare = 1, upperMs = 255] = rollOverQuantiles[index] ?? [];
  const [lowerShare = 0, lowerMs = 0] = rollOverQuantiles[index - 1] ?? [];
  if (index <= 0) return index === 0 ? lowerMs : 255;
  return lowerMs + ((share - lowerShare) / (upperShare - lowerShare)) * (upperMs - lowerMs);
}

/** Digits and Enter as a person presses them, at the gaps of `shares`. */
export function typedKeys(
  keys: readonly string[],
  shares: readonly number[],
  fromMs: number,
): readonly WedgeKey[] {
  let timeStampMs = fromMs;
  return keys.map((key, index) => {
    timeStampMs += Math.round(typingGapMs(shares[index % shares.length] ?? 0.5));
    const code = key === 'Enter' ? 'Enter' : `Digit${key}`;
    return { key, code, shift: false, alt: false, ctrl: false, meta: false, timeStampMs };
  });
}

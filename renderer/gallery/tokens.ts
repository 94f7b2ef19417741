/** A pair of tokens that stand on one another, and how far apart they must be (WCAG 2.2, 1.4.3 and 1.4.11). */
export type ColorPair = {
  readonly ink: string;
  readonly ground: string;
  /** 4.5 for words, 3 for large words, edges and shapes. */
  readonly ratioMin: 4.5 | 3;
};

const words = 4.5;
const shapes = 3;

const pair = (ink: string, ground: string, ratioMin: 4.5 | 3 = words): ColorPair => ({
  ink,
  ground,
  ratioMin,
});

/** Every pair that the screens use. */
export const colorPairs: readonly ColorPair[] = [
  pair('ink', 'paper'),
  pair('ink', 'sheet'),
  pair('ink', 'sheet-sunk'),
  pair('ink-quiet', 'sheet'),
  pair('ink-quiet', 'sheet-sunk'),
  pair('ink-quiet', 'paper'),
  pair('on-band', 'band'),
  pair('accent', 'sheet'),
  pair('accent-strong', 'accent-soft'),
  pair('on-fill', 'accent'),
  pair('on-fill', 'accent-strong'),
  pair('ok', 'sheet'),
  pair('ok', 'ok-soft'),
  pair('on-fill', 'ok'),
  pair('warn-ink', 'warn'),
  pair('ink', 'warn-soft'),
  pair('deny', 'sheet'),
  pair('on-fill', 'deny'),
  pair('ink', 'deny-soft'),
  pair('on-fill', 'offline'),
  pair('line-strong', 'sheet', shapes),
  pair('focus', 'sheet', shapes),
  pair('focus', 'paper', shapes),
];

export const typeTokens = [
  'text-small',
  'text',
  'text-large',
  'text-title',
  'text-amount',
  'text-points',
] as const;

export const sizeTokens = [
  'gap-small',
  'gap',
  'radius-small',
  'radius',
  'target',
  'target-action',
  'target-primary',
  'key',
] as const;

import type { LocalizedText } from './program-text.ts';

/** Something in a program that is contradictory, unreachable or loses money. */
export type LintFinding = {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** Where, as in zod issues: `['coupons', 2, 'effect']`. */
  readonly path: readonly (string | number)[];
  readonly words: LocalizedText;
};

/** A place in a program. */
export type LintPath = LintFinding['path'];

/** What can never do what it was written for, or gives goods away without limit. */
export function lintError(code: string, path: LintPath, chinese: string, en: string): LintFinding {
  return { severity: 'error', code, path, words: { 'zh-TW': chinese, en } };
}

/** What works as written but is rarely meant. */
export function lintWarning(
  code: string,
  path: LintPath,
  chinese: string,
  en: string,
): LintFinding {
  return { severity: 'warning', code, path, words: { 'zh-TW': chinese, en } };
}

/** Basis points as people write a share, at most two decimals: 1,250 → `12.5%`. */
export function percentText(bps: number): string {
  return `${bps / 100}%`;
}

/** Basis points as a factor: 15,000 → `1.5`. */
export function factorText(bps: number): string {
  return String(bps / 10_000);
}

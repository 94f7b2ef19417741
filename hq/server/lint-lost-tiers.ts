import { lintWarning } from '../../app/domain/lint-finding.ts';
import type { LintFinding } from '../../app/domain/lint-finding.ts';
import type { Program } from '../../app/domain/program.ts';

/**
 * Tiers of the version in force that a draft does not have any more: their members fall to what their
 * spend in the window reaches, as if their period were over.
 */
export function lintLostTiers(
  program: Pick<Program, 'tiers'>,
  inForce: Pick<Program, 'tiers'> | null,
): LintFinding[] {
  const kept = new Set(program.tiers.map(({ tierId }) => tierId));
  const lost = (inForce?.tiers ?? []).filter(({ tierId }) => !kept.has(tierId));
  return lost.map(({ tierId, name }) =>
    lintWarning(
      'tier-gone',
      ['tiers'],
      `現行方案的等級「${name['zh-TW']}」（${tierId}）不見了。它的會員會改為近期消費所達的等級；若只是改名，請留下原本的編號`,
      `Tier “${name.en}” (${tierId}) of the version in force is gone. Its members get the tier their recent spend reaches; to rename it, keep its id`,
    ),
  );
}

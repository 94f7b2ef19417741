import { coversConditions, coversScope } from './lint-compare.ts';
import { factorText, lintWarning } from './lint-finding.ts';
import type { LintFinding } from './lint-finding.ts';
import type { Multiplier, Program } from './program.ts';

/** Multipliers that take points away, change nothing, or never win. */
export function lintMultipliers(program: Program): LintFinding[] {
  return program.multipliers.flatMap((multiplier, i) => lintMultiplier(program, multiplier, i));
}

function lintMultiplier(program: Program, multiplier: Multiplier, i: number): LintFinding[] {
  const { factorBps, name } = multiplier;
  // A sale always has the factor of its tier beside it; a line may have no other.
  const neverWins = program.combine === 'max' && multiplier.target === 'sale';
  const path = ['multipliers', i, 'factorBps'];
  const zh = name['zh-TW'];
  const times = factorText(factorBps);
  if (!program.earn.some((rule) => rule.multiplied)) {
    return [
      lintWarning(
        'nothing-to-multiply',
        ['multipliers', i],
        `「${zh}」沒有可加倍的給點規則。請把某條 earn 規則的 multiplied 設為 true 或刪除`,
        `“${name.en}” has no earn rule to multiply. Set multiplied on one or remove this`,
      ),
    ];
  }
  if (factorBps < 10_000) {
    return [
      lintWarning(
        'multiplier-below-one',
        path,
        `「${zh}」是 ${times} 倍，會讓點數變少${neverWins ? '，而且取最高倍時從不勝出' : ''}。兩倍請填 20000`,
        `“${name.en}” is ×${times}, which takes points away${neverWins ? ' and never wins where the largest counts' : ''}. For double points write 20000`,
      ),
    ];
  }
  if (factorBps === 10_000) {
    return [
      lintWarning(
        'multiplier-one',
        path,
        `「${zh}」是 1 倍，沒有作用。兩倍請填 20000`,
        `“${name.en}” is ×1 and changes nothing. For double points write 20000`,
      ),
    ];
  }
  return program.combine === 'max' ? lintNeverWins(program, multiplier, i) : [];
}

function lintNeverWins(program: Program, multiplier: Multiplier, i: number): LintFinding[] {
  const { name, factorBps } = multiplier;
  const winner = findWinner(program, multiplier, i);
  if (winner === null) return [];
  const [own, other] = [factorText(factorBps), factorText(winner.factorBps)];
  return [
    lintWarning(
      'multiplier-never-wins',
      ['multipliers', i],
      `「${name['zh-TW']}」${own} 倍永遠不會勝出：只算最高倍，而${winner.name['zh-TW']} ${other} 倍同時成立。請提高倍數或改用 combine: add`,
      `“${name.en}” ×${own} never wins: only the largest counts, and ${winner.name.en} ×${other} holds as well. Raise it or use combine: add`,
    ),
  ];
}

function findWinner(
  program: Program,
  multiplier: Multiplier,
  i: number,
): { readonly name: Multiplier['name']; readonly factorBps: number } | null {
  const other = program.multipliers.find(
    (one, at) =>
      at !== i &&
      one.target === multiplier.target &&
      (one.factorBps > multiplier.factorBps ||
        (one.factorBps === multiplier.factorBps && at < i)) &&
      coversScope(one.scope, multiplier.scope) &&
      coversConditions(one.when, multiplier.when),
  );
  if (other !== undefined) return { ...other, name: quoted(other.name) };
  if (multiplier.target === 'lines') return null;
  const { tierIds } = multiplier.when;
  const tiers = program.tiers.filter((one) => tierIds.length === 0 || tierIds.includes(one.tierId));
  const lowest = tiers.toSorted((a, b) => a.multiplierBps - b.multiplierBps)[0];
  if (lowest === undefined || lowest.multiplierBps < multiplier.factorBps) return null;
  return { name: quoted(lowest.name), factorBps: lowest.multiplierBps };
}

function quoted(name: Multiplier['name']): Multiplier['name'] {
  return { 'zh-TW': `「${name['zh-TW']}」`, en: `“${name.en}”` };
}

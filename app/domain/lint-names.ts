import { lintWarning } from './lint-finding.ts';
import type { LintFinding, LintPath } from './lint-finding.ts';
import type { LocalizedText, Program } from './program.ts';

/** A line of a member's phone holds so many Chinese characters. */
const nameLengthMax = 20;
/** Shorter codes are hit by trying. */
const codeLengthMin = 4;

/** Names too long for a phone, and codes that are guessed or mistaken for another. */
export function lintNames(program: Program): LintFinding[] {
  return [...listNames(program).flatMap(lintName), ...lintCodes(program)];
}

type Named = { readonly path: LintPath; readonly name: LocalizedText };

function listNames(program: Program): Named[] {
  const of = (key: string, list: readonly { readonly name: LocalizedText }[]): Named[] =>
    list.map(({ name }, i) => ({ path: [key, i, 'name', 'zh-TW'], name }));
  return [
    { path: ['name', 'zh-TW'], name: program.name },
    ...of('earn', program.earn),
    ...of('multipliers', program.multipliers),
    ...of('tiers', program.tiers),
    ...of('rewards', program.rewards),
    ...of('coupons', program.coupons),
    ...of('gifts', program.gifts),
    ...of('stampCards', program.stampCards),
  ];
}

function lintName({ path, name }: Named): LintFinding[] {
  const length = [...name['zh-TW']].length;
  if (length <= nameLengthMax) return [];
  return [
    lintWarning(
      'name-long',
      path,
      `「${name['zh-TW']}」有 ${length} 個字，手機一行只有 ${nameLengthMax} 個字。請縮短`,
      `The Chinese name of “${name.en}” has ${length} characters; a line on a phone holds ${nameLengthMax}. Shorten it`,
    ),
  ];
}

function lintCodes({ coupons }: Program): LintFinding[] {
  const seen = new Map<string, string>();
  return coupons.flatMap(({ code, name }, i) => {
    if (code === null) return [];
    const path = ['coupons', i, 'code'];
    const found: LintFinding[] = [];
    if ([...code].length < codeLengthMin) {
      found.push(
        lintWarning(
          'code-short',
          path,
          `「${name['zh-TW']}」的代碼 ${code} 太短，容易被猜到。請用 ${codeLengthMin} 個字以上`,
          `The code ${code} of “${name.en}” is short and easily guessed. Use at least ${codeLengthMin} characters`,
        ),
      );
    }
    const shape = code.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
    const twin = seen.get(shape);
    if (twin === undefined) seen.set(shape, code);
    else {
      found.push(
        lintWarning(
          'codes-look-alike',
          path,
          `代碼 ${code} 與 ${twin} 只差在 O／0 或 I／L／1，容易打錯。請換一個`,
          `The codes ${code} and ${twin} differ only in O/0 or I/L/1 and are easily mistaken. Change one`,
        ),
      );
    }
    return found;
  });
}

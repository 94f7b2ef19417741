import type { DraftFinding } from '../../app/contract/hq-admin-programs.ts';
import { findingsMax } from '../../app/contract/hq-admin-programs.ts';
import { issuesInWords } from '../../app/contract/issue-words.ts';
import { readPlacedJson } from '../../app/contract/json-place.ts';
import type { JsonPath, PlacedJson } from '../../app/contract/json-place.ts';
import { programSchema } from '../../app/contract/program.ts';
import { lintProgram } from '../../app/domain/lint-program.ts';
import { lintError, lintWarning } from '../../app/domain/lint-finding.ts';
import type { LintFinding } from '../../app/domain/lint-finding.ts';
import type { Program } from '../../app/domain/program.ts';
import { lintLostTiers } from './lint-lost-tiers.ts';

/** A draft, judged. `program` is null while the text is no program; findings are in order of lines. */
export type ReadDraft = {
  readonly program: Program | null;
  readonly findings: readonly DraftFinding[];
};

type Change = Partial<Pick<Program, 'version' | 'effectiveFrom'>>;
type Placed = Extract<PlacedJson, { kind: 'read' }>;

/**
 * Reads a draft's text and judges it: JSON, schema, then what `lintProgram` finds, each with its line.
 * `change` is laid over the program before it is judged; `inForce` tells whether it goes on with the
 * brand's program, and with all its tiers.
 */
export function readDraft(
  text: string,
  inForce: Pick<Program, 'programId' | 'tiers'> | null,
  change: Change = {},
): ReadDraft {
  const json = readPlacedJson(text);
  if (json.kind === 'broken') return { program: null, findings: [brokenAt(json.line)] };
  const twice = json.twice.map(({ line, key }) => ({ line, ...twiceWords(key) }));
  const parsed = programSchema.safeParse(json.value);
  if (!parsed.success) {
    const issues = issuesInWords(parsed.error.issues, json.value).map((issue) => ({
      line: json.lineOf(issue.path, issue.key),
      severity: 'error' as const,
      code: 'schema',
      words: issue.words,
    }));
    return { program: null, findings: inOrder([...twice, ...issues]) };
  }
  const program = { ...parsed.data, ...change };
  const found = [
    ...lintProgram(program),
    ...lintIdentity(program, inForce),
    ...lintLostTiers(program, inForce),
  ];
  const findings = inOrder([...twice, ...found.map((finding) => placed(json, finding))]);
  // A key written twice would silently lose one of its values.
  return { program: twice.length > 0 ? null : program, findings };
}

function placed(json: Placed, { severity, code, path, words }: LintFinding): DraftFinding {
  return { line: json.lineOf(path as JsonPath), severity, code, words };
}

function brokenAt(line: number): DraftFinding {
  return {
    line,
    severity: 'error',
    code: 'json',
    words: {
      'zh-TW': '這裡不是正確的 JSON。請檢查附近的逗號、引號與括號',
      en: 'This is not JSON. Look for a comma, quote or bracket near here',
    },
  };
}

function twiceWords(key: string): Omit<DraftFinding, 'line'> {
  const { severity, code, words } = lintError(
    'twice',
    [],
    `${key} 寫了兩次。請刪除一個`,
    `${key} stands here twice. Remove one`,
  );
  return { severity, code, words };
}

function lintIdentity(program: Program, inForce: Pick<Program, 'programId'> | null): LintFinding[] {
  if (inForce === null || inForce.programId === program.programId) return [];
  return [
    lintWarning(
      'other-program',
      ['programId'],
      '編號和現行方案不同，發布後會是另一個新方案的第 1 版。若只是修改規則，請改回現行方案的編號',
      'The id differs from the program in force: this would begin another program with version 1. To change the rules only, put the id back',
    ),
  ];
}

function inOrder(findings: readonly DraftFinding[]): DraftFinding[] {
  return findings
    .toSorted((a, b) => a.line - b.line || (a.severity < b.severity ? -1 : 0))
    .slice(0, findingsMax);
}

/** Whether anything stands in it that keeps it from being published. */
export function hasErrors({ program, findings }: ReadDraft): boolean {
  return program === null || findings.some(({ severity }) => severity === 'error');
}

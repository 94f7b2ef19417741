/** One thing done or checked, for the table at the end. */
export type CheckRow = {
  readonly step: string;
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
};

/** Collects what a story did and found; nothing is thrown, so that the table is always whole. */
export type CheckList = {
  readonly rows: readonly CheckRow[];
  /** Names the step that the next checks belong to. */
  readonly startStep: (step: string) => void;
  /** Records `got` deeply equal to `want` (compared as JSON, key order as given). */
  readonly equal: (what: string, got: unknown, want: unknown) => void;
  /** Records that `passed` held; `detail` is shown beside it. */
  readonly that: (what: string, passed: boolean, detail?: string) => void;
  readonly failedCount: () => number;
  readonly passedCount: () => number;
};

/** A new list; each row is also printed as it comes. */
export function makeCheckList(print: (line: string) => void): CheckList {
  const rows: CheckRow[] = [];
  let step = '';
  function add(what: string, passed: boolean, detail: string): void {
    rows.push({ step, what, passed, detail });
    print(`   ${passed ? '✓' : '✗'} ${what}${detail === '' ? '' : `  (${detail})`}`);
  }
  return {
    rows,
    startStep: (next) => {
      step = next;
      print(`\n${next}`);
    },
    equal: (what, got, want) => {
      const same = JSON.stringify(got) === JSON.stringify(want);
      add(
        what,
        same,
        same ? JSON.stringify(got) : `got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`,
      );
    },
    that: (what, passed, detail = '') => add(what, passed, detail),
    failedCount: () => rows.filter((row) => !row.passed).length,
    passedCount: () => rows.filter((row) => row.passed).length,
  };
}

/** The table at the end: step, what, result; CJK characters count as two columns. */
export function formatCheckTable(rows: readonly CheckRow[]): string {
  const cells = rows.map((row) => [
    row.step.split(' ')[0] ?? '',
    row.what,
    row.passed ? 'ok' : 'FAILED',
    row.detail,
  ]);
  const header = ['step', 'what was checked', 'result', 'detail'];
  const detailWidthMax = 60;
  const all = [header, ...cells].map((row) =>
    row.map((cell, i) => (i === 3 ? clip(cell, detailWidthMax) : cell)),
  );
  const widths = header.map((_, i) => Math.max(...all.map((row) => widthOf(row[i] ?? ''))));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell))).join(' | ')} |`;
  const rule = `|${widths.map((w) => '-'.repeat(w + 2)).join('|')}|`;
  return [line(all[0] ?? []), rule, ...all.slice(1).map(line)].join('\n');
}

function clip(text: string, widthMax: number): string {
  if (widthOf(text) <= widthMax) return text;
  let cut = '';
  for (const char of text) {
    if (widthOf(cut + char) > widthMax - 1) break;
    cut += char;
  }
  return `${cut}…`;
}

function widthOf(text: string): number {
  let width = 0;
  for (const char of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(
        char,
      )
        ? 2
        : 1;
  return width;
}

import type { CostRow } from '../../app/contract/hq-admin-exceptions.ts';

/** What spreadsheets run as a formula when a cell begins with it (OWASP, "CSV Injection"). */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A cell of a CSV file (RFC 4180), safe to open in a spreadsheet: text that it would run as a formula gets
 * an apostrophe before it. Numbers stay numbers.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // Spreadsheets skip blanks before they look for a formula.
  const safe =
    formulaStart.test(value.trimStart()) || formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const headings = {
  'zh-TW': [
    '週（週一）',
    '門市',
    '種類',
    '件數',
    '未處理件數',
    '品牌吸收 NT$',
    '門市負擔 NT$',
    '向會員收回 NT$',
    '未處理 NT$',
    '決定後退回 NT$',
  ],
  en: [
    'Week (Monday)',
    'Store',
    'Kind',
    'Count',
    'Open',
    'Absorbed NT$',
    'Charged to store NT$',
    'Clawed back NT$',
    'Open NT$',
    'Decided and made good since NT$',
  ],
} as const;

/** The cost report as a file: UTF-8 with its mark, so that Excel reads Chinese, CRLF at line ends. */
export function costsCsv(rows: readonly CostRow[], language: keyof typeof headings): string {
  const lines = rows.map((row) => [
    row.week,
    row.storeName,
    row.kind,
    row.count,
    row.openCount,
    row.absorbedMinor,
    row.chargedMinor,
    row.clawedBackMinor,
    row.openMinor,
    row.undoneMinor,
  ]);
  const text = [headings[language], ...lines].map((line) => line.map(csvCell).join(','));
  return `\uFEFF${text.join('\r\n')}\r\n`;
}

/** A cell: text of people's making, or a number of ours. */
export type CsvCell = string | number | null;

/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), also after spaces. */
const formulaStart = /^[\s\u00a0]*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]/u;

/**
 * A table as CSV (RFC 4180) that Excel of a Chinese Windows opens as it is: with a byte order mark. A text
 * that a spreadsheet would run gets an apostrophe before it; numbers stay numbers.
 */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

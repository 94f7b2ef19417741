/**
 * The rows and cells of comma-separated text: cells may stand in double quotes, in which a doubled quote is
 * one and commas and line breaks are text. Line breaks are CR, LF or both.
 */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A cell, quoted or not, and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\r|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const from = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) {
      // A quote in the middle of nowhere: the rest of the line is one cell as it stands.
      const end = text.slice(from).search(/[\r\n]/);
      row.push(end === -1 ? text.slice(from) : text.slice(from, from + end));
      cell.lastIndex = end === -1 ? text.length : from + end;
      if (end !== -1) cell.lastIndex += text.startsWith('\r\n', cell.lastIndex) ? 2 : 1;
      rows.push(row);
      row = [];
      continue;
    }
    const [, quoted, plain = '', end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',' && cell.lastIndex < text.length) continue;
    if (end === ',') row.push('');
    rows.push(row);
    row = [];
  }
  return rows;
}

/** One row. A cell that a spreadsheet would take for a formula gets a quote in front. */
export function formatCsvRow(cells: readonly (string | number | null)[]): string {
  return cells
    .map((cell) => {
      if (cell === null) return '';
      if (typeof cell === 'number') return String(cell);
      const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}

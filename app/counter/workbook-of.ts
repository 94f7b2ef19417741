import type { CsvCell } from './csv-text.ts';

/** Widths a column may have, in characters as Excel counts them. */
const widthMin = 8;
const widthMax = 40;
/** Longest name of a sheet. */
const sheetNameMax = 31;

/**
 * A table as an Excel workbook of one sheet. Every text is typed as a text, so that nothing in it is ever run
 * as a formula and a card code keeps its digits; numbers stay numbers. The first row is the mark, its columns
 * ask for no width.
 */
export async function workbookOf(
  name: string,
  rows: readonly (readonly CsvCell[])[],
): Promise<Uint8Array> {
  // Loaded with the first workbook: a start need not wait for it.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const sheet = rows.map((row, index) => row.map((cell) => cellOf(cell, index === 0)));
  const columns = widthsOf(rows.slice(1)).map((width) => ({ width }));
  return await writeXlsxFile(sheet, { sheet: name.slice(0, sheetNameMax), columns }).toBuffer();
}

function cellOf(cell: CsvCell, isMark: boolean) {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  return isMark
    ? { value: cell, type: String, fontWeight: 'bold' as const }
    : { value: cell, type: String };
}

function widthsOf(rows: readonly (readonly CsvCell[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      const width = Math.min(widthMax, widthOf(cell) + 2);
      widths[column] = Math.max(widths[column] ?? widthMin, width);
    }
  }
  return widths;
}

/** A Chinese character is as wide as two figures. */
function widthOf(cell: CsvCell): number {
  const text = cell === null ? '' : String(cell);
  return Array.from(text).reduce((sum, one) => sum + (one > '\u02ff' ? 2 : 1), 0);
}

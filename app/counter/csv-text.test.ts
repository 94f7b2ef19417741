import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText } from './csv-text.ts';

test('texts that a spreadsheet would run are made harmless, numbers stay numbers', () => {
  const rows = [
    ['=1+1', '+886', '-2', '@x', '\t=1', ' =1', '＝1'],
    [-5, 1234, null, '王○明', 'a,b', 'say "hi"', 'two\nlines'],
  ];
  expect(csvText(rows)).toBe(
    '\ufeff' +
      `'=1+1,'+886,'-2,'@x,'\t=1,' =1,'＝1\r\n` +
      `-5,1234,,王○明,"a,b","say ""hi""","two\nlines"\r\n`,
  );
});

test('whatever the texts are, a reader gets the same rows back, and none begins like a formula', () => {
  const texts = fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { minLength: 1 });
  fc.assert(
    fc.property(texts, (rows) => {
      const back = parse(csvText(rows).slice(1));
      expect(back.map((row) => row.length)).toEqual(rows.map((row) => row.length));
      for (const [r, row] of rows.entries())
        for (const [c, cell] of row.entries()) expect([cell, `'${cell}`]).toContain(back[r]?.[c]);
      for (const cell of back.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    }),
  );
});

/** RFC 4180, written apart from the writer. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] ?? '';
    if (quoted && c === '"' && text[i + 1] === '"') {
      cell += '"';
      i += 1;
    } else if (c === '"') quoted = !quoted;
    else if (!quoted && c === ',') {
      row.push(cell);
      cell = '';
    } else if (!quoted && c === '\r' && text[i + 1] === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      i += 1;
    } else cell += c;
  }
  return rows;
}

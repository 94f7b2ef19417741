import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { workbookOf } from './workbook-of.ts';

/** The parts of a workbook as Excel reads them: an .xlsx is a zip of XML (PKWARE APPNOTE 4.3.12). */
function unzipped(bytes: Uint8Array): (part: string) => string {
  const zip = Buffer.from(bytes);
  const parts = new Map<string, string>();
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const [extra, comment] = [zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + packed);
    const isStored = zip.readUInt16LE(at + 10) === 0;
    parts.set(name, (isStored ? data : inflateRawSync(data)).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return (part) => parts.get(part) ?? '';
}

test('texts are texts whatever they look like, numbers are numbers, and there is no formula', async () => {
  const formula = '=HYPERLINK("http://x","y")';
  const part = unzipped(
    await workbookOf('members-2026-11-22', [
      ['Counterfoil 匯出', '王記茶行 1', '2026-11-22 09:00', '個人資料已遮蔽'],
      ['卡號', '姓名', '可用點數'],
      ['2712345678903', formula, 15],
      ['+886', '@SUM(A1)', null],
      ['-1', '<&>', -3],
    ]),
  );
  const sheet = part('xl/worksheets/sheet1.xml');
  const strings = part('xl/sharedStrings.xml') + sheet;
  expect(sheet).not.toMatch(/<f[ >/]/);
  expect(strings).toContain(formula);
  expect(strings).toContain('&lt;&amp;&gt;');
  // The card code is a text, the points are numbers.
  expect(sheet).toMatch(/<c r="A3"[^>]* t="(?:s|inlineStr)"/);
  expect(sheet).toMatch(/<c r="C3"(?![^>]* t="(?:s|inlineStr)")[^>]*><v>15<\/v>/);
  expect(sheet).toMatch(/<cols>/);
  expect(part('xl/workbook.xml')).toContain('members-2026-11-22');
});

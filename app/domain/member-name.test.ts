import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskName } from './member-name.ts';

test.each([
  ['王小明', '王○明'],
  ['王明', '王○'],
  ['王', '○'],
  [' 王 小 明 ', '王○明'],
  ['\t王　小\u00a0明\n', '王○明'],
  ['歐陽修', '歐陽○'],
  ['歐陽娜娜', '歐陽○娜'],
  ['范姜小明', '范姜○明'],
  ['歐陽', '歐○'],
  ['陳林美玉', '陳○○玉'],
  ['撒韵·武荖', '撒○·○荖'],
  ['𠮷野家', '𠮷○家'],
  ['Mary Jane  Smith', 'M*** J*** S***'],
  ['Émile', 'É***'],
  ['E\u0301mile', 'É***'],
  ['👨‍👩‍👧 Wang', '👨‍👩‍👧*** W***'],
  ['Amy陳', 'A○○陳'],
  ['', ''],
  ['   ', ''],
])('%s is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

test('a mask never shows the whole name and never cuts a character in half', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      const masked = maskName(name);
      expect(masked).not.toMatch(/\p{Cs}/u);
      if (masked !== '') expect(masked).toMatch(/○|\*\*\*/u);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, cutUnits } from './message-text.ts';

describe('the texts of messages', () => {
  test('are one line, without anything that turns them around', () => {
    expect(
      ['  a\n\n b\u0007', '\u202Eevil', 'x\u2066y\u2069', '\uD800', '\u3000 '].map((t) =>
        cleanText(t),
      ),
    ).toEqual(['a b', 'evil', 'x y', '', '']);
  });

  test('are cut between letters, with their marks', () => {
    expect(['abcdef', '𠮷𠮷𠮷𠮷', 'ก้ก้ก้'].map((text) => cleanText(text, 4))).toEqual([
      'abc…',
      '𠮷𠮷𠮷𠮷',
      'ก้…',
    ]);
    expect([cutUnits('abcdef', 4), cutUnits('𠮷𠮷𠮷', 4), cutUnits('abc', 3)]).toEqual([
      'abc…',
      '𠮷…',
      'abc',
    ]);
  });

  test('however they are cut, they fit, are whole and are not cut for nothing', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 50 }), (text, most) => {
        const clean = cleanText(text, most);
        const cut = cutUnits(clean, most);
        expect([...clean].length).toBeLessThanOrEqual(most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(clean + cut).not.toMatch(/\p{Cs}/u);
        if (clean.length <= most) expect(cut).toBe(clean);
      }),
    );
  });
});

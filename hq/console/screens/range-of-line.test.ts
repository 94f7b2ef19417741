import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeOfLine } from './range-of-line.ts';

test('a line’s place holds exactly its text; a line too far is the last', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[^\n]{0,6}$/), { minLength: 1 }), (lines) => {
      const text = lines.join('\n');
      lines.forEach((line, at) => {
        const [start, end] = rangeOfLine(text, at + 1);
        expect(text.slice(start, end)).toBe(line);
      });
      expect(rangeOfLine(text, lines.length + 5)).toEqual(rangeOfLine(text, lines.length));
    }),
  );
});

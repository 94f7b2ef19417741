import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTranscript, parseTranscript, type TranscriptEntry } from './scan-transcript.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('lines are read with their escapes; comments and empty lines do not count', () => {
  const text = [
    '# training',
    '',
    '0 "櫃台 1" ]E02099999999998\\r',
    '  1.25 "門口"   **測試:1:40\\x1d\\t\\\\\\"  ',
  ].join('\r\n');
  expect(parseTranscript(text)).toEqual({
    kind: 'transcript',
    entries: [
      { atMs: 0, device: '櫃台 1', bytes: bytesOf(']E02099999999998\r') },
      { atMs: 1250, device: '門口', bytes: bytesOf('**測試:1:40\u001d\t\\"') },
    ],
  });
});

test('a line that cannot be read is named, with the reason', () => {
  const first = (line: string) => {
    const parsed = parseTranscript(line);
    return parsed.kind === 'bad-line' ? [parsed.line, parsed.why] : parsed.kind;
  };
  expect(
    [
      '',
      '# only a comment',
      'hello',
      '1 no-quotes 47',
      '1 "a"',
      '2 "a" x\n1 "a" y',
      '4000 "a" x',
      '1 " " x',
      `1 "${'n'.repeat(41)}" x`,
      '1 "a" x\\q',
      '1 "a" x\\',
      '1 "a" x\\x4',
      `1 "a" ${'x'.repeat(4097)}`,
      Array.from({ length: 501 }, () => '1 "a" x').join('\n'),
      Array.from({ length: 17 }, (_, n) => `1 "a${n}" x`).join('\n'),
      'x'.repeat(1024 * 1024 + 1),
    ].map(first),
  ).toEqual([
    [1, 'empty'],
    [1, 'empty'],
    [1, 'form'],
    [1, 'form'],
    [1, 'form'],
    [2, 'time'],
    [1, 'time'],
    [1, 'name'],
    [1, 'name'],
    [1, 'escape'],
    [1, 'escape'],
    [1, 'escape'],
    [1, 'too-long'],
    [501, 'too-many'],
    [17, 'too-many'],
    [1, 'too-long'],
  ]);
});

test('what is written is read back byte for byte', () => {
  const entry = fc.record({
    atMs: fc.nat(1000),
    device: fc.stringMatching(/^[0-9A-Za-z櫃台]{1,20}$/),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 100 }),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 16 }), (drawn) => {
      let at = 0;
      const entries: TranscriptEntry[] = drawn.map((one) => ({ ...one, atMs: (at += one.atMs) }));
      const text = formatTranscript(entries, ['made by a\ntest']);
      expect(parseTranscript(text)).toEqual({ kind: 'transcript', entries });
    }),
  );
});

test('a name that would break a line is made to fit', () => {
  const entries = [{ atMs: 5, device: '  a"b\n', bytes: Uint8Array.of(1) }];
  const text = formatTranscript([...entries, { atMs: 6, device: '"', bytes: Uint8Array.of(32) }]);
  expect(text).toBe('0.005 "a b" \\x01\n0.006 "-" \\x20\n');
});

test('a text with a byte order mark is read', () => {
  expect(parseTranscript('\ufeff0 "a" x').kind).toBe('transcript');
});

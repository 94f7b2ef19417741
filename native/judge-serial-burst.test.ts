import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleCodes } from '../app/domain/sample-codes.fixture.ts';
import { judgeSerialBurst } from './judge-serial-burst.ts';

const plain = { dataBits: 8, parity: 'none' } as const;
const judge = (bytes: string | Uint8Array) =>
  judgeSerialBurst(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, plain);

/** A byte as a scanner with 7 data bits and parity sends it, seen with 8 data bits. */
function withParity(bytes: Uint8Array, parity: 'even' | 'odd' | 'mark'): Uint8Array {
  return bytes.map((byte) => {
    const ones = [...byte.toString(2)].filter((bit) => bit === '1').length;
    const isSet = parity === 'mark' || (ones % 2 === 1) === (parity === 'even');
    return isSet ? byte | 0x80 : byte;
  });
}

test('what the common codes are, with and without a suffix', () => {
  expect([
    judge('2000012345678\r\n'),
    judge('4710088412348\r'),
    judge('\x02]E04710088412348\x03'),
    judge('4710088412348'),
    judge('85AB\t'),
    judge(Buffer.concat([sampleCodes.einvoiceBig5, Buffer.from('\r')])),
    judge('/AB1.+-Z\r'),
  ]).toEqual(
    [
      { ending: 'suffix', code: 'member', text: null },
      { ending: 'suffix', code: 'product', text: '4710088412348' },
      { ending: 'suffix', code: 'product', text: '4710088412348' },
      { ending: 'silence', code: 'product', text: '4710088412348' },
      { ending: 'suffix', code: 'text', text: '85AB' },
      { ending: 'suffix', code: 'einvoice', text: null },
      { ending: 'suffix', code: 'carrier', text: null },
    ].map((found) => ({ kind: 'readable', ...plain, ...found })),
  );
});

test('7 data bits with parity are seen in one scan', () => {
  const scan = Buffer.from('4710088412348\r\n');
  expect(
    (['even', 'odd', 'mark'] as const).map((parity) => {
      const verdict = judge(withParity(scan, parity));
      return verdict.kind === 'readable'
        ? [verdict.dataBits, verdict.parity, verdict.ending, verdict.text]
        : verdict;
    }),
  ).toEqual([
    [7, 'even', 'suffix', '4710088412348'],
    [7, 'odd', 'suffix', '4710088412348'],
    [7, 'none', 'suffix', '4710088412348'],
  ]);
});

test('garbage is unreadable, a stray byte or bare suffixes are nothing', () => {
  expect(
    [
      judge('\xf8\x80\xfe\x00\x9c\xe0'),
      judge('ab\x9c\r'),
      judge('a\x01b\x02c\x05\r'),
      judge('~'),
      judge('\r\n\r\n'),
      judge(''),
      judge('\x00\xff\x00'),
    ].map(({ kind }) => kind),
  ).toEqual(['unreadable', 'unreadable', 'unreadable', 'nothing', 'nothing', 'nothing', 'nothing']);
});

test('random bytes of a scan’s length are next to never taken for a code', () => {
  const bursts = fc.sample(fc.uint8Array({ minLength: 8, maxLength: 40 }), {
    numRuns: 20_000,
    seed: 5,
  });
  const taken = bursts.filter((burst) => judge(burst).kind === 'readable');
  expect(taken.length).toBeLessThan(40);
});

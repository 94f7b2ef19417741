import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSerialFramer, frameBytesMax, halfFrameAgeMsMax } from './serial-framer.ts';

const terminatorList = [[0x0d], [0x0a], [0x0d, 0x0a], [0x09], [0x03], [0x03, 0x0d, 0x0a]];
const special = new Set([0x02, 0x03, 0x09, 0x0a, 0x0d]);
const codeByte = fc.integer({ min: 0, max: 255 }).filter((byte) => !special.has(byte));
const code = fc.array(codeByte, { minLength: 1, maxLength: 90 });

/** Cuts a stream at the given places; places beyond the end do nothing. */
function cutAt(stream: readonly number[], cuts: readonly number[]): number[][] {
  const places = [0, ...new Set(cuts.map((cut) => cut % (stream.length + 1))), stream.length];
  const sorted = places.toSorted((a, b) => a - b);
  return sorted.slice(1).map((place, i) => stream.slice(sorted[i], place));
}

function frameAll(
  chunks: readonly (readonly number[])[],
): { bytes: number[]; truncated: boolean }[] {
  const framer = createSerialFramer();
  return chunks
    .flatMap((chunk) => framer.push(Uint8Array.from(chunk), 0))
    .map((frame) => ({ bytes: [...frame.bytes], truncated: frame.truncated }));
}

test('any codes, any terminators, any chunks: each comes out once and exactly', () => {
  const sent = fc.record({
    code,
    stx: fc.boolean(),
    terminator: fc.constantFrom(...terminatorList),
  });
  fc.assert(
    fc.property(fc.array(sent, { maxLength: 30 }), fc.array(fc.nat(5000)), (scans, cuts) => {
      const stream = scans.flatMap((s) => [...(s.stx ? [0x02] : []), ...s.code, ...s.terminator]);
      expect(frameAll(cutAt(stream, cuts))).toEqual(
        scans.map((s) => ({ bytes: s.code, truncated: false })),
      );
    }),
    { numRuns: 500 },
  );
});

test('any bytes at all: no frame is empty, too long, or holds a terminator', () => {
  const anything = fc.array(fc.uint8Array({ maxLength: 6000 }), { maxLength: 5 });
  fc.assert(
    fc.property(anything, (chunks) => {
      const framer = createSerialFramer();
      const frames = chunks.flatMap((chunk) => framer.push(chunk, 0));
      for (const { bytes } of frames) {
        expect(bytes.length).toBeGreaterThan(0);
        expect(bytes.length).toBeLessThanOrEqual(frameBytesMax);
        expect(bytes.some((byte) => [0x03, 0x09, 0x0a, 0x0d].includes(byte))).toBe(false);
      }
    }),
  );
});

test('a burst over the limit comes out once, cut, and the next scan is whole', () => {
  const huge = Array.from({ length: frameBytesMax * 3 + 7 }, (_, i) => 0x20 + (i % 90));
  const exact = huge.slice(0, frameBytesMax);
  expect(frameAll([huge, [0x0d, 0x0a], [0x41, 0x0d], exact, [0x0d]])).toEqual([
    { bytes: exact, truncated: true },
    { bytes: [0x41], truncated: false },
    { bytes: exact, truncated: false },
  ]);
});

test('terminators alone and STX alone give nothing', () => {
  expect(frameAll([[0x0d, 0x0d, 0x0a, 0x02, 0x03, 0x02, 0x02, 0x09], []])).toEqual([]);
});

test('STX inside a frame stays there and spoils the glued code', () => {
  expect(frameAll([[0x41, 0x02, 0x42, 0x0d]])).toEqual([
    { bytes: [0x41, 0x02, 0x42], truncated: false },
  ]);
});

test('a half scan that never ended does not grow into the next one', () => {
  const framer = createSerialFramer();
  framer.push(Buffer.from('half'), 1000);
  expect(framer.push(Buffer.from('NEXT\r'), 1001 + halfFrameAgeMsMax)).toEqual([
    { bytes: Uint8Array.from(Buffer.from('NEXT')), truncated: false },
  ]);
});

test('flush ends a scan without terminator, once', () => {
  const framer = createSerialFramer();
  framer.push(Buffer.from('no suffix'), 0);
  expect([framer.pendingBytes(), framer.flush()?.bytes, framer.flush()]).toEqual([
    9,
    Uint8Array.from(Buffer.from('no suffix')),
    null,
  ]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSerialFramer, frameBytesMax, type FramerStep } from './serial-framer.ts';

const terminatorList = [[0x0d], [0x0a], [0x0d, 0x0a], [0x09], [0x03], [0x03, 0x0d, 0x0a]];
const special = new Set([0x02, 0x03, 0x09, 0x0a, 0x0d]);
const codeByte = fc.integer({ min: 0, max: 255 }).filter((byte) => !special.has(byte));
/** No text begins with NUL or 0xFF. */
const code = fc
  .array(codeByte, { minLength: 1, maxLength: 90 })
  .filter(([first = 0]) => first !== 0x00 && first !== 0xff);

/** Cuts a stream at the given places; places beyond the end do nothing. */
function cutAt(stream: readonly number[], cuts: readonly number[]): number[][] {
  const places = [0, ...new Set(cuts.map((cut) => cut % (stream.length + 1))), stream.length];
  const sorted = places.toSorted((a, b) => a - b);
  return sorted.slice(1).map((place, i) => stream.slice(sorted[i], place));
}

type Seen = { scan: number[]; truncated: boolean } | { unended: number[] };

function seen(steps: readonly FramerStep[]): Seen[] {
  return steps.map((step) =>
    step.kind === 'scan'
      ? { scan: [...step.frame.bytes], truncated: step.frame.truncated }
      : { unended: [...step.bytes] },
  );
}

function frameAll(chunks: readonly (readonly number[])[]): Seen[] {
  const framer = createSerialFramer('suffix');
  return seen(chunks.flatMap((chunk) => framer.push(Uint8Array.from(chunk))));
}

const text = (words: string) => [...Buffer.from(words, 'latin1')];
const scanOf = (bytes: readonly number[]) => ({ scan: [...bytes], truncated: false });

test('any codes, any terminators, any chunks: each comes out once and exactly', () => {
  const sent = fc.record({
    code,
    stx: fc.boolean(),
    terminator: fc.constantFrom(...terminatorList),
  });
  fc.assert(
    fc.property(fc.array(sent, { maxLength: 30 }), fc.array(fc.nat(5000)), (scans, cuts) => {
      const stream = scans.flatMap((s) => [...(s.stx ? [0x02] : []), ...s.code, ...s.terminator]);
      expect(frameAll(cutAt(stream, cuts))).toEqual(scans.map((s) => scanOf(s.code)));
    }),
    { numRuns: 500 },
  );
});

test('noise between scans, told from them by an STX, a silence or a terminator, is never glued to one', () => {
  const noise = fc.array(codeByte, { minLength: 1, maxLength: 40 });
  const sent = fc.record({
    code,
    noise,
    told: fc.constantFrom('stx', 'silence', 'terminator', 'level'),
    terminator: fc.constantFrom(...terminatorList),
  });
  fc.assert(
    fc.property(fc.array(sent, { maxLength: 20 }), fc.array(fc.nat(3000)), (scans, cuts) => {
      const framer = createSerialFramer('suffix');
      const steps = scans.flatMap((scan) => {
        const { told } = scan;
        // A line at the wrong level sends NUL and 0xFF only.
        const before = told === 'level' ? scan.noise.map((byte) => (byte % 2) * 0xff) : scan.noise;
        const mark = told === 'stx' ? [0x02] : told === 'terminator' ? [0x0d] : [];
        const first = cutAt([...before, ...mark], cuts).flatMap((chunk) =>
          framer.push(Uint8Array.from(chunk)),
        );
        const silent = told === 'silence' ? framer.endBySilence() : null;
        const rest = cutAt([...scan.code, ...scan.terminator], cuts).flatMap((chunk) =>
          framer.push(Uint8Array.from(chunk)),
        );
        return [...first, ...(silent === null ? [] : [silent]), ...rest];
      });
      const wanted = scans.flatMap((scan): Seen[] => {
        // NUL and 0xFF at the front belong to nothing.
        const start = scan.noise.findIndex((byte) => byte !== 0x00 && byte !== 0xff);
        const left = start < 0 || scan.told === 'level' ? [] : scan.noise.slice(start);
        if (left.length === 0) return [scanOf(scan.code)];
        const noiseStep = scan.told === 'terminator' ? scanOf(left) : { unended: left };
        return [noiseStep, scanOf(scan.code)];
      });
      expect(seen(steps)).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});

test('without a suffix, silence ends each scan', () => {
  fc.assert(
    fc.property(fc.array(code, { maxLength: 20 }), fc.array(fc.nat(2000)), (codes, cuts) => {
      const framer = createSerialFramer('silence');
      const steps = codes.flatMap((bytes) => {
        const during = cutAt(bytes, cuts).flatMap((chunk) => framer.push(Uint8Array.from(chunk)));
        const end = framer.endBySilence();
        return end === null ? during : [...during, end];
      });
      expect([seen(steps), framer.pendingBytes(), framer.endBySilence()]).toEqual([
        codes.map((bytes) => scanOf(bytes)),
        0,
        null,
      ]);
    }),
  );
});

test('any bytes at all: no frame is empty, too long, or holds a terminator or STX', () => {
  const anything = fc.array(fc.uint8Array({ maxLength: 6000 }), { maxLength: 5 });
  fc.assert(
    fc.property(anything, (chunks) => {
      const framer = createSerialFramer('suffix');
      for (const step of chunks.flatMap((chunk) => framer.push(chunk))) {
        const bytes = step.kind === 'scan' ? step.frame.bytes : step.bytes;
        expect(bytes.length).toBeGreaterThan(0);
        expect(bytes.length).toBeLessThanOrEqual(frameBytesMax);
        expect(bytes.some((byte) => special.has(byte))).toBe(false);
      }
    }),
  );
});

test('a burst over the limit comes out once, cut, and the next scan is whole', () => {
  const huge = Array.from({ length: frameBytesMax * 3 + 7 }, (_, i) => 0x20 + (i % 90));
  const exact = huge.slice(0, frameBytesMax);
  expect(frameAll([huge, [0x0d, 0x0a], [0x41, 0x0d], exact, [0x0d]])).toEqual([
    { scan: exact, truncated: true },
    scanOf([0x41]),
    scanOf(exact),
  ]);
});

test('terminators alone, STX alone and the noise of a plug give nothing', () => {
  expect(frameAll([[0x0d, 0x0d, 0x0a, 0x02, 0x03, 0x02, 0x02, 0x09], []])).toEqual([]);
  expect(frameAll([[0x00, 0xff, 0x00], text('A\r'), [0xff], text('B\n')])).toEqual([
    scanOf(text('A')),
    scanOf(text('B')),
  ]);
});

test('a scan that lost its terminator is told apart from the next one', () => {
  expect(frameAll([text('LOST\x02NEXT\x03')])).toEqual([
    { unended: text('LOST') },
    scanOf(text('NEXT')),
  ]);
  const framer = createSerialFramer('suffix');
  framer.push(Buffer.from('half'));
  expect(seen([framer.endBySilence()!, ...framer.push(Buffer.from('NEXT\r'))])).toEqual([
    { unended: text('half') },
    scanOf(text('NEXT')),
  ]);
});

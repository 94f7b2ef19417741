import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHidPosFramer, partGapMsMax } from './hid-pos-framer.ts';
import { frameBytesMax } from './serial-framer.ts';

const vendors = { honeywell: 0x0c2e, newland: 0x1eab, datalogic: 0x05f9 };
const layouts = {
  standard: { vendorId: vendors.honeywell, aimAt: 2, dataAt: 5 },
  shifted: { vendorId: vendors.datalogic, aimAt: 3, dataAt: 6 },
  newland: { vendorId: vendors.newland, aimAt: null, dataAt: 2 },
} as const;
type Layout = (typeof layouts)[keyof typeof layouts];
const dataBytesMax = 56;

/** The reports a scanner of that layout sends; what is not told is full of an earlier label. */
function reportsOf(data: Uint8Array, aim: string, layout: Layout, stale: number): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let at = 0; at < data.length || reports.length === 0; at += dataBytesMax) {
    const part = data.subarray(at, at + dataBytesMax);
    const report = new Uint8Array(64).fill(stale);
    report[0] = 2;
    report[1] = part.length;
    if (layout.aimAt !== null) report.set(new TextEncoder().encode(aim), layout.aimAt);
    report.set(part, layout.dataAt);
    report[63] = at + dataBytesMax < data.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

/** A label that itself begins as an identifier does cannot be told from one with an identifier. */
function looksIdentified(report: Uint8Array): boolean {
  return [2, 3].some((at) => /^\][A-Za-z][0-9A-Za-z]$/.test(latin1(report.subarray(at, at + 3))));
}

const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test.each(Object.entries(layouts))(
  'labels of any length come out whole, one after the other (%s)',
  (_name, layout) => {
    const label = fc.record({
      data: fc.oneof(
        // Around the ends of one and two reports.
        fc.constantFrom(1, 55, 56, 57, 112, 113, 300).map((n) => new Uint8Array(n).fill(0x41)),
        fc.uint8Array({ minLength: 1, maxLength: 1_000 }),
      ),
      aim: fc.constantFrom(']E0', ']C1', ']Q1', ']A0'),
      stale: fc.constantFrom(0, 0x39, 0x5d, 0xff),
    });
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 6 }), (labels) => {
        const firsts = labels.map((one) => reportsOf(one.data, one.aim, layout, one.stale)[0]);
        const isBare = layout.aimAt === null;
        fc.pre(!isBare || !firsts.some((one) => one !== undefined && looksIdentified(one)));
        const framer = createHidPosFramer(layout);
        let atMs = 0;
        const scans = labels.flatMap(({ data, aim, stale }) =>
          reportsOf(data, aim, layout, stale).flatMap((report) => {
            const step = framer.push(report, (atMs += 1));
            return step.kind === 'scan' ? [step.scan] : [];
          }),
        );
        const wanted = labels.map(({ data, aim }) => {
          const head = layout.aimAt === null ? [] : [...new TextEncoder().encode(aim)];
          return { bytes: Uint8Array.from([...head, ...data]), truncated: false };
        });
        expect(scans).toEqual(wanted);
      }),
    );
  },
);

test('a label broken off by an unplug never joins the next one', () => {
  const framer = createHidPosFramer(layouts.standard);
  const invoice = new TextEncoder().encode('AB12345678115072243210000011e0000012c00000000045952');
  const long = new Uint8Array([...invoice, ...invoice]);
  const [firstPart] = reportsOf(long, ']Q1', layouts.standard, 0);
  const [card] = reportsOf(new TextEncoder().encode('2000012345678'), ']E0', layouts.standard, 0);
  if (firstPart === undefined || card === undefined) throw new Error('no reports');
  expect(framer.push(firstPart, 0)).toEqual({ kind: 'part' });
  const step = framer.push(card, partGapMsMax + 1);
  expect(step.kind === 'scan' && textOf(step.scan.bytes)).toBe(']E02000012345678');
});

test('replies, other reports and impossible lengths are no scans', () => {
  const framer = createHidPosFramer(layouts.standard);
  const [card] = reportsOf(new TextEncoder().encode('2000012345678'), ']E0', layouts.standard, 0);
  if (card === undefined) throw new Error('no report');
  const others = [card.with(0, 5), card.with(1, 57), card.subarray(0, 40), new Uint8Array(0)];
  expect(others.map((report) => framer.push(report, 0).kind)).toEqual(others.map(() => 'other'));
  expect(framer.push(card, 0).kind).toBe('scan');
});

test('a label longer than any code is cut and says so', () => {
  const framer = createHidPosFramer(layouts.standard);
  const long = new Uint8Array(frameBytesMax + 10).fill(0x42);
  const steps = reportsOf(long, ']Q1', layouts.standard, 0).map((report) => framer.push(report, 0));
  const last = steps.at(-1);
  expect(last?.kind === 'scan' && [last.scan.bytes.length, last.scan.truncated]).toEqual([
    frameBytesMax,
    true,
  ]);
});

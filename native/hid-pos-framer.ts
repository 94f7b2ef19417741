import { frameBytesMax } from './serial-framer.ts';

/** One decoded label. Begins with the AIM identifier (`]Q1`) where the scanner sends one. */
export type HidPosScan = { readonly bytes: Uint8Array; readonly truncated: boolean };

/** What one report comes to. */
export type HidPosStep =
  | { readonly kind: 'scan'; readonly scan: HidPosScan }
  /** More reports follow. */
  | { readonly kind: 'part' }
  /** Not a scan: a reply to a command, a report of another use, or nonsense. */
  | { readonly kind: 'other' };

/** One framer per opened device; what it holds never outlives it. */
export type HidPosFramer = {
  /** Takes one input report as `node-hid` gives it (report id first), arrived at `atMs`. */
  readonly push: (report: Uint8Array, atMs: number) => HidPosStep;
};

/**
 * The parts of a label follow each other within milliseconds (a report per USB frame). A part later than
 * this belongs to another label: the scanner was unplugged in between.
 */
export const partGapMsMax = 500;

/** The input report "scanned data" of HID POS usage tables 1.02 §3, as scanners number it. */
const scanReportId = 2;
const reportBytes = 64;
const dataBytesMax = 56;
const continuedAt = 63;
const bracket = 0x5d;
/** Newland sends no AIM identifier and puts the data in its place. */
const newlandVendorId = 0x1eab;

/** Where a scanner puts what: all agree on length and the continued bit. */
type Layout = { readonly aimAt: number | null; readonly dataAt: number };

/**
 * Puts the reports of a USB HID POS scanner together: 64 bytes each with up to 56 of data, continued in the
 * next one while bit 0 of the last byte is set (the QR of an e-invoice takes two to five). Bytes beyond the
 * told length are left over from earlier labels and never read. A label that is broken off (a part missing
 * for half a second) is thrown away whole: half a code must not pass for one.
 * Layouts: USB-IF HID Point of Sale Usage Tables 1.02; some units send one byte more before the identifier.
 */
export function createHidPosFramer(device: { readonly vendorId: number }): HidPosFramer {
  const held = new Uint8Array(frameBytesMax);
  let aim = '';
  let layout: Layout | null = null;
  let seenBytes = 0;
  let lastPartAtMs = Number.NEGATIVE_INFINITY;

  function begin(report: Uint8Array): Layout {
    const found = layoutOf(report, device.vendorId);
    aim = found.aimAt === null ? '' : aimOf(report, found.aimAt);
    seenBytes = 0;
    return found;
  }

  function end(): HidPosStep {
    layout = null;
    const head = [...aim].map((character) => character.charCodeAt(0));
    const data = held.subarray(0, Math.min(seenBytes, frameBytesMax - head.length));
    const truncated = seenBytes > data.length;
    return { kind: 'scan', scan: { bytes: Uint8Array.from([...head, ...data]), truncated } };
  }

  return {
    push: (report, atMs) => {
      const length = report[1] ?? 0;
      const isScan = report[0] === scanReportId && report.length >= reportBytes;
      if (!isScan || length > dataBytesMax) return { kind: 'other' };
      if (atMs - lastPartAtMs > partGapMsMax) layout = null;
      lastPartAtMs = atMs;
      layout ??= begin(report);
      const { dataAt } = layout;
      const data = report.subarray(dataAt, Math.min(dataAt + length, continuedAt));
      for (const byte of data) {
        if (seenBytes < frameBytesMax) held[seenBytes] = byte;
        seenBytes += 1;
      }
      const isContinued = ((report[continuedAt] ?? 0) & 1) === 1;
      return isContinued ? { kind: 'part' } : end();
    },
  };
}

function layoutOf(report: Uint8Array, vendorId: number): Layout {
  if (isAim(report, 2)) return { aimAt: 2, dataAt: 5 };
  if (isAim(report, 3)) return { aimAt: 3, dataAt: 6 };
  return vendorId === newlandVendorId ? { aimAt: null, dataAt: 2 } : { aimAt: null, dataAt: 5 };
}

/** `]`, a letter and a letter or digit (ISO/IEC 15424). */
function isAim(report: Uint8Array, at: number): boolean {
  return report[at] === bracket && /^\][A-Za-z][0-9A-Za-z]$/.test(aimOf(report, at));
}

function aimOf(report: Uint8Array, at: number): string {
  return String.fromCharCode(...report.subarray(at, at + 3));
}

import type { SerialSettings } from '../app/contract/serial-settings.ts';

/** Longest frame that is kept; the rest of a longer burst is thrown away up to its terminator. */
export const frameBytesMax = 4096;

/** The bytes between two terminators, as the device sent them. */
export type SerialFrame = {
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
  /** What ended it, for the page of the scanners; empty after a silence. CR of a CRLF that came in two chunks. */
  readonly terminator: Uint8Array;
};

/** What became of bytes: a scan, or bytes of which no scan came. */
export type FramerStep =
  | { readonly kind: 'scan'; readonly frame: SerialFrame }
  /** Line noise, or a scan whose end got lost: never given on as a scan, never glued to the next one. */
  | { readonly kind: 'unended'; readonly bytes: Uint8Array };

/** One framer per opened port; what it holds never outlives the port. */
export type SerialFramer = {
  /** Takes a chunk and gives what it completes, in order. */
  readonly push: (chunk: Uint8Array) => readonly FramerStep[];
  /** The device has been silent long after its last byte; see `serialSilence`. Null when nothing is held. */
  readonly endBySilence: () => FramerStep | null;
  /** Bytes of the half frame seen so far. */
  readonly pendingBytes: () => number;
};

/**
 * How long a device is silent before what it sent last counts as ended, by how it ends its scans. With a
 * suffix: a scanner sends its code in one burst (4,096 bytes at 9600 baud have no gap), so a half frame
 * 0.3 to 0.4 s old is noise or a scan that lost its end. Without: 125 to 150 ms, more than a busy PC or a
 * cradle tears a burst apart (one scan in two pieces would be two wrong ones), less than a person needs for
 * the next scan.
 */
export const serialSilence: Readonly<
  Record<SerialSettings['ending'], { readonly tickMs: number; readonly ticks: number }>
> = {
  suffix: { tickMs: 100, ticks: 4 },
  silence: { tickMs: 25, ticks: 6 },
};

const startOfText = 0x02;
/** ETX, TAB, LF, CR: every suffix that scanners are set to; CRLF gives one frame, not an empty second. */
const terminators: ReadonlySet<number> = new Set([0x03, 0x09, 0x0a, 0x0d]);
/** What a line sends when it is plugged in or idle at the wrong level; no text of any encoding begins so. */
const lineNoise: ReadonlySet<number> = new Set([0x00, 0xff]);

/**
 * Cuts a byte stream into scans, before anything is decoded: a character split over two chunks stays
 * whole. Never gives an empty frame, and never one with bytes from before an STX: STX says that a scan
 * begins, so what was held is noise or has lost its terminator. NUL and 0xFF are taken off a frame's front.
 * Noise right before a scan without STX, within the same burst, cannot be told from it: it spoils the code.
 */
export function createSerialFramer(ending: SerialSettings['ending']): SerialFramer {
  const held = new Uint8Array(frameBytesMax);
  let seenBytes = 0;

  function takeHeld(terminator = new Uint8Array()): SerialFrame {
    const bytes = held.slice(0, Math.min(seenBytes, frameBytesMax));
    const truncated = seenBytes > frameBytesMax;
    seenBytes = 0;
    return { bytes, truncated, terminator };
  }

  function take(byte: number, next: number | undefined): FramerStep | null {
    if (terminators.has(byte)) {
      if (seenBytes === 0) return null;
      const isCrLf = byte === 0x0d && next === 0x0a;
      return { kind: 'scan', frame: takeHeld(Uint8Array.from(isCrLf ? [byte, next] : [byte])) };
    }
    if (byte === startOfText) {
      return seenBytes === 0 ? null : { kind: 'unended', bytes: takeHeld().bytes };
    }
    if (seenBytes === 0 && lineNoise.has(byte)) return null;
    if (seenBytes < frameBytesMax) held[seenBytes] = byte;
    seenBytes += 1;
    return null;
  }

  return {
    push: (chunk) => {
      const steps: FramerStep[] = [];
      for (const [at, byte] of chunk.entries()) {
        const step = take(byte, chunk[at + 1]);
        if (step !== null) steps.push(step);
      }
      return steps;
    },
    endBySilence: () => {
      if (seenBytes === 0) return null;
      if (ending === 'silence') return { kind: 'scan', frame: takeHeld() };
      return { kind: 'unended', bytes: takeHeld().bytes };
    },
    pendingBytes: () => seenBytes,
  };
}

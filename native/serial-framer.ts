/** Longest frame that is kept; the rest of a longer burst is thrown away up to its terminator. */
export const frameBytesMax = 4096;

/**
 * A half frame this long without another byte is dropped: a scanner sends its code in one burst
 * (4,096 bytes at 9600 baud have no gap), so what comes later belongs to another scan.
 */
export const halfFrameAgeMsMax = 2000;

/** The bytes between two terminators, as the device sent them. */
export type SerialFrame = { readonly bytes: Uint8Array; readonly truncated: boolean };

/** One framer per opened port; what it holds never outlives the port. */
export type SerialFramer = {
  /** Takes a chunk that arrived at `atMs` and gives the frames it completes, in order. */
  readonly push: (chunk: Uint8Array, atMs: number) => readonly SerialFrame[];
  /** Ends the half frame, for devices that send no terminator; null when nothing is held. */
  readonly flush: () => SerialFrame | null;
  /** Bytes of the half frame seen so far. */
  readonly pendingBytes: () => number;
};

const startOfText = 0x02;
/** ETX, TAB, LF, CR: every suffix that scanners are set to; CRLF gives one frame, not an empty second. */
const terminators: ReadonlySet<number> = new Set([0x03, 0x09, 0x0a, 0x0d]);

/**
 * Cuts a byte stream into scans, before anything is decoded: a character split over two chunks
 * stays whole. Never gives an empty frame. STX is taken off the front of a frame only: inside one
 * it means that a terminator got lost, and kept there it spoils the code instead of letting two
 * halves pass for one.
 */
export function createSerialFramer(): SerialFramer {
  const held = new Uint8Array(frameBytesMax);
  let seenBytes = 0;
  let lastByteAtMs = 0;

  function end(): SerialFrame {
    const bytes = held.slice(0, Math.min(seenBytes, frameBytesMax));
    const truncated = seenBytes > frameBytesMax;
    seenBytes = 0;
    return { bytes, truncated };
  }

  function take(byte: number): SerialFrame | null {
    if (terminators.has(byte)) return seenBytes === 0 ? null : end();
    if (byte === startOfText && seenBytes === 0) return null;
    if (seenBytes < frameBytesMax) held[seenBytes] = byte;
    seenBytes += 1;
    return null;
  }

  return {
    push: (chunk, atMs) => {
      if (atMs - lastByteAtMs > halfFrameAgeMsMax) seenBytes = 0;
      if (chunk.length > 0) lastByteAtMs = atMs;
      const frames: SerialFrame[] = [];
      for (const byte of chunk) {
        const frame = take(byte);
        if (frame !== null) frames.push(frame);
      }
      return frames;
    },
    flush: () => (seenBytes === 0 ? null : end()),
    pendingBytes: () => seenBytes,
  };
}

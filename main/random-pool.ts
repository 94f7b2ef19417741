type RandomBytes = (length: number) => Uint8Array;

/** Drawn at a time: a sale takes some 150 bytes, in ten helpings. */
const poolBytes = 4_096;

/**
 * The same strong source, asked for much at a time: a call costs 20–50 µs whatever it asks for. No byte is
 * given twice, nor kept here once it was given.
 */
export function createRandomPool(source: RandomBytes): RandomBytes {
  let pool = new Uint8Array(0);
  let at = 0;
  return (length) => {
    if (length > poolBytes) return source(length);
    if (at + length > pool.length) {
      pool = Uint8Array.from(source(poolBytes));
      at = 0;
    }
    const bytes = pool.slice(at, at + length);
    pool.fill(0, at, at + length);
    at += length;
    return bytes;
  };
}

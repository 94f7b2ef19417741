/**
 * A font of our own in which every sign from U+2070 on is a pattern of squares made from its code point. The
 * kept pictures are drawn with it instead of the PC's Chinese font: the same on every machine, as wide as any
 * Chinese character, and another sign is still another picture.
 */
const unitsPerEm = 1000;
const patterns = 256;
const cellUnits = 240;
const gapUnits = 50;
/** As the Chinese fonts of most PCs have it. */
const ascender = 1160;
const descender = -288;
/** Patterns repeat after 256 signs; surrogates and private use are left out. */
const ranges = [
  [0x2070, 0xd7ff],
  [0xf900, 0xffef],
] as const;

/** The font as a TrueType file. */
export function makeBlockFont(): Buffer {
  const glyphs = [Buffer.alloc(0), ...Array.from({ length: patterns }, (_, at) => makeGlyph(at))];
  const offsets = glyphs.reduce<number[]>(
    (all, glyph) => [...all, (all.at(-1) ?? 0) + glyph.length],
    [0],
  );
  return makeFile({
    'OS/2': makeOs2(),
    cmap: makeCmap(),
    glyf: Buffer.concat(glyphs),
    head: makeHead(),
    hhea: makeHhea(glyphs.length),
    hmtx: words(glyphs.flatMap(() => [unitsPerEm, 90])),
    loca: longs(offsets),
    maxp: Buffer.concat([
      longs([0x00010000]),
      words([glyphs.length, 36, 9, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
    ]),
    name: words([0, 0, 6]),
    post: longs([0x00030000, 0, 0, 0, 0, 0, 0, 0]),
  });
}

/** 16 bits each, negative numbers too. */
function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => bytes.writeUInt16BE(value & 0xffff, at * 2));
  return bytes;
}

function longs(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32BE(value >>> 0, at * 4));
  return bytes;
}

/** Three by three squares: the middle one always, the others by the bits of the pattern. */
function makeGlyph(pattern: number): Buffer {
  // Neighbouring code points shall not look alike.
  const bits = (pattern * 167) & 0xff;
  const cells = [0, 1, 2, 3, 5, 6, 7, 8].filter((_, bit) => (bits >> bit) & 1);
  const points = [4, ...cells].flatMap((cell) => {
    const left = 90 + (cell % 3) * (cellUnits + gapUnits);
    const bottom = Math.floor(cell / 3) * (cellUnits + gapUnits);
    const [right, top] = [left + cellUnits, bottom + cellUnits];
    return [
      [left, bottom],
      [left, top],
      [right, top],
      [right, bottom],
    ] as const;
  });
  const contours = points.length / 4;
  const deltas = (axis: 0 | 1): number[] =>
    points.map((point, at) => point[axis] - (points[at - 1]?.[axis] ?? 0));
  const glyph = Buffer.concat([
    words([contours, 90, 0, 90 + 3 * cellUnits + 2 * gapUnits, 3 * cellUnits + 2 * gapUnits]),
    words(Array.from({ length: contours }, (_, at) => at * 4 + 3)),
    words([0]),
    Buffer.alloc(points.length, 1),
    words(deltas(0)),
    words(deltas(1)),
  ]);
  return Buffer.concat([glyph, Buffer.alloc((4 - (glyph.length % 4)) % 4)]);
}

/** Format 12, one group for each run of 256 code points. */
function makeCmap(): Buffer {
  const groups: number[][] = [];
  for (const [first, last] of ranges) {
    for (let start: number = first; start <= last; start = (start | 0xff) + 1)
      groups.push([start, Math.min(start | 0xff, last), 1 + (start & 0xff)]);
  }
  const body = longs(groups.flat());
  return Buffer.concat([
    words([0, 1, 3, 10]),
    longs([12]),
    words([12, 0]),
    longs([16 + body.length, 0, groups.length]),
    body,
  ]);
}

function makeHead(): Buffer {
  return Buffer.concat([
    longs([0x00010000, 0x00010000, 0, 0x5f0f3cf5]),
    words([0x000b, unitsPerEm]),
    longs([0, 0, 0, 0]),
    words([0, 0, unitsPerEm, unitsPerEm, 0, 8, 2, 1, 0]),
  ]);
}

function makeHhea(glyphCount: number): Buffer {
  return Buffer.concat([
    longs([0x00010000]),
    words([
      ascender,
      descender,
      0,
      unitsPerEm,
      0,
      0,
      unitsPerEm,
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      glyphCount,
    ]),
  ]);
}

function makeOs2(): Buffer {
  return Buffer.concat([
    words([4, unitsPerEm, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 250, 0]),
    Buffer.alloc(10),
    longs([0, 0, 0, 0]),
    Buffer.from('CTFL'),
    words([0x0040, 0x2070, 0xffef, ascender, descender, 0, ascender, 0 - descender]),
    longs([0, 0]),
    words([500, 700, 0, 32, 1]),
  ]);
}

function checksum(table: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 4 <= table.length; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  return sum;
}

function makeFile(tables: Readonly<Record<string, Buffer>>): Buffer {
  const names = Object.keys(tables);
  const power = Math.floor(Math.log2(names.length));
  const searchRange = 2 ** power * 16;
  const directory: Buffer[] = [
    longs([0x00010000]),
    words([names.length, searchRange, power, names.length * 16 - searchRange]),
  ];
  const bodies: Buffer[] = [];
  let offset = 12 + names.length * 16;
  for (const [name, table] of Object.entries(tables)) {
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    directory.push(Buffer.from(name), longs([checksum(padded), offset, table.length]));
    bodies.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([...directory, ...bodies]);
}

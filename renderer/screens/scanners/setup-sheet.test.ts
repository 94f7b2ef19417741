import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { classifyCode } from '../../../app/domain/classify-code.ts';
import { drawCodes, type DrawnCode } from './draw-code.ts';
import { sheetTests } from './sheet-codes.ts';

const pixelsPerUnit = 4;

beforeAll(async () => {
  const folder = path.join(import.meta.dirname, '../../../node_modules/zxing-wasm/dist/reader');
  const wasm = await readFile(path.join(folder, 'zxing_reader.wasm'));
  // Its own way would be to fetch it from the network.
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
});

/** A path of upright rectangles and right-angled areas as pixels, filled by the even-odd rule. */
function toPixels({ path, width, height }: DrawnCode): ImageData {
  const edges = (path.match(/M[^M]+/g) ?? []).flatMap(edgesOf);
  const [w, h] = [Math.ceil(width * pixelsPerUnit), Math.ceil(height * pixelsPerUnit)];
  const data = new Uint8ClampedArray(w * h * 4).fill(255);
  for (let y = 0; y < h; y += 1) {
    const crossed = crossings(edges, (y + 0.5) / pixelsPerUnit);
    for (let pair = 0; pair + 1 < crossed.length; pair += 2) {
      const [from, to] = [crossed[pair] ?? 0, crossed[pair + 1] ?? 0].map((x) =>
        Math.round(x * pixelsPerUnit),
      );
      for (let x = from ?? 0; x < (to ?? 0); x += 1)
        data.fill(0, (y * w + x) * 4, (y * w + x) * 4 + 3);
    }
  }
  return { data, width: w, height: h, colorSpace: 'srgb' } as ImageData;
}

type Point = readonly [x: number, y: number];

function pointsOf(shape: string): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  for (const [, sign = '', rest = ''] of shape.matchAll(/([MLhvz])([^MLhvz]*)/g)) {
    const [a = 0, b = 0] = rest.trim().split(/[ ,]+/).map(Number);
    if (sign === 'M' || sign === 'L') [x, y] = [a, b];
    else if (sign === 'h') x += a;
    else if (sign === 'v') y += a;
    if (sign !== 'z') points.push([x, y]);
  }
  return points;
}

function edgesOf(shape: string): (readonly [Point, Point])[] {
  const points = pointsOf(shape);
  return points.map((point, index) => [point, points[(index + 1) % points.length] ?? point]);
}

/** Where a row crosses the edges, from left to right. */
function crossings(edges: readonly (readonly [Point, Point])[], y: number): number[] {
  return edges
    .filter(([[, y1], [, y2]]) => y1 > y !== y2 > y)
    .map(([[x1, y1], [x2, y2]]) => ((x2 - x1) * (y - y1)) / (y2 - y1) + x1)
    .sort((a, b) => a - b);
}

test('every code of the sheet reads back as its content, and as the kind the sheet promises', async () => {
  const drawn = await drawCodes(sheetTests);
  const read: unknown[] = [];
  for (const one of drawn) {
    const [found] = await readBarcodes(toPixels(one), { tryHarder: true });
    read.push([found?.format.replace('-', ''), found?.text]);
  }
  const formats = {
    ean13: 'EAN13',
    code39: 'Code39',
    code128: 'Code128',
    qrcode: 'QRCode',
  } as const;
  expect(read).toEqual(sheetTests.map(({ symbology, content }) => [formats[symbology], content]));
  const kinds = sheetTests.map(
    ({ content }) => classifyCode(new TextEncoder().encode(content)).kind,
  );
  expect(kinds).toEqual(sheetTests.map(({ kind }) => kind));
}, 60_000);

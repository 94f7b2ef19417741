import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { createSigningKey } from '../../app/db/sign-document.ts';
import { signMemberToken } from '../../app/db/sign-member-token.ts';
import { makeMemberCardCode } from '../../app/domain/member-code.ts';
import { makeVoucherCode } from '../../app/domain/voucher-code.ts';
import { drawCard, drawQr, rememberDrawings } from './draw-code.ts';

type Picture = {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly colorSpace: 'srgb';
};

/** Dots a unit of the drawing becomes. */
const dots = 3;

/**
 * The drawing as a picture, by its own small reader of what bwip-js writes: lines of a width (bars), and areas
 * filled by the even-odd rule (modules), black on a white ground, upright edges only.
 */
function rasterise(svg: string): Picture {
  const [, unitsWide = '0', unitsHigh = '0'] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  const [width, height] = [Number(unitsWide) * dots, Number(unitsHigh) * dots];
  const isDark = new Uint8Array(width * height);
  const fill = (left: number, right: number, top: number, bottom: number, flip: boolean): void => {
    for (let y = Math.round(top * dots); y < Math.round(bottom * dots); y += 1)
      for (let x = Math.round(left * dots); x < Math.round(right * dots); x += 1) {
        const at = y * width + x;
        isDark[at] = flip ? 1 - (isDark[at] ?? 0) : 1;
      }
  };
  for (const [, part = ''] of svg.matchAll(/<path ([^>]*)>/g)) {
    const path = / ?d="([^"]*)"/.exec(part)?.[1] ?? '';
    const bar = /stroke-width="([\d.]+)"/.exec(part)?.[1];
    const shapes = path.split('M').filter((shape) => shape !== '');
    for (const shape of shapes) {
      const points = [...shape.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(
        ([, x, y]) => [Number(x), Number(y)] as const,
      );
      if (bar === undefined) fillEdges(points, fill, Number(unitsWide));
      else {
        const [x = 0] = points[0] ?? [];
        const ys = points.map(([, y]) => y);
        fill(x - Number(bar) / 2, x + Number(bar) / 2, Math.min(...ys), Math.max(...ys), false);
      }
    }
  }
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [at, dark] of isDark.entries()) if (dark === 1) data.fill(0, at * 4, at * 4 + 3);
  return { data, width, height, colorSpace: 'srgb' };
}

/** Each upright edge turns over all that lies to its right: what is turned an odd number of times is inside. */
function fillEdges(
  points: readonly (readonly [number, number])[],
  fill: (left: number, right: number, top: number, bottom: number, flip: boolean) => void,
  right: number,
): void {
  for (const [at, [x, y]] of points.entries()) {
    const [toX, toY] = points[(at + 1) % points.length] ?? [x, y];
    if (x === toX && y !== toY) fill(x, right, Math.min(y, toY), Math.max(y, toY), true);
  }
}

async function readBack(svg: string) {
  const found = await readBarcodes(rasterise(svg), { tryHarder: true });
  return found.map(({ format, text }) => [format, text]);
}

beforeAll(async () => {
  // The package would fetch it from the web.
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const { buffer, byteOffset, byteLength } = await readFile(path);
  const wasmBinary = buffer.slice(byteOffset, byteOffset + byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

describe('codes drawn for a phone', () => {
  test('a card of any serial is an EAN-13', async () => {
    const serials = fc.sample(fc.integer({ min: 0, max: 9_999_999_999 }), { numRuns: 12, seed: 7 });
    for (const serial of [0, 9_999_999_999, ...serials]) {
      const code = makeMemberCardCode(serial);
      expect(await readBack(drawCard(code))).toEqual([['EAN13', code]]);
    }
  });

  test('any other card is a Code 128', async () => {
    for (const code of ['card-1', 'A00123', '99887766554433', 'PM1*TW01*0000123456*K7QF'])
      expect(await readBack(drawCard(code))).toEqual([['Code128', code]]);
  });

  test('a member’s code and a voucher’s are QR codes, the first no larger than version 5', async () => {
    const { signingKey } = createSigningKey();
    const memberId = '0198b3a0-0000-7000-8000-00000000aaaa';
    const token = signMemberToken(signingKey, { memberId, issuedAtMs: 1_800_000_000_000 });
    const voucher = makeVoucherCode(new Uint8Array(16).fill(9));
    for (const text of [token, voucher, 'https://liff.line.me/1650000001-abcdefgh?t=x'])
      expect(await readBack(drawQr(text))).toEqual([['QRCode', text]]);
    // 37 modules and 4 of quiet zone on each side, two units each.
    expect(drawQr(token)).toContain('viewBox="0 0 90 90"');
  });

  test('nothing but light lies in the quiet zone', () => {
    for (const [svg, quiet] of [
      [drawCard(makeMemberCardCode(42)), 11],
      [drawCard('card-1'), 10],
      [drawQr('CFV*'), 8],
    ] as const) {
      const { data, width, height } = rasterise(svg);
      const isLight = (x: number, y: number) => data[(y * width + x) * 4] === 255;
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < quiet * dots; x += 1)
          expect(isLight(x, y) && isLight(width - 1 - x, y)).toBe(true);
    }
  });

  test('what was drawn lately is not drawn again, and no more is kept than said', () => {
    let drawn = 0;
    const draw = rememberDrawings((text) => `${text}${(drawn += 1)}`, 2);
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(draw)).toEqual(['a1', 'b2', 'a1', 'c3', 'a1', 'b4']);
  });
});

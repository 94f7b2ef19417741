import type { DrawingContext } from 'bwip-js/browser';
import type { SheetCode } from './sheet-codes.ts';

/** Dark modules as one SVG path, in bwip-js's units, the quiet zone included. */
export type DrawnCode = {
  readonly path: string;
  readonly width: number;
  readonly height: number;
};

/** Modules of quiet zone: 4 around a QR (ISO/IEC 18004), 11 beside an EAN-13, 10 beside a Code 39 or 128. */
const quietModules = { qrcode: 4, ean13: 11, code39: 10, code128: 10 } as const;
/** Units a module has at scale 1: bwip-js draws a QR's modules as two units, a bar as one. */
const unitsOfModule = { qrcode: 2, ean13: 1, code39: 1, code128: 1 } as const;

/**
 * Draws codes with bwip-js, which is loaded when the first one is wanted. What it draws is collected as a
 * path, so that no markup is ever made from text.
 */
export async function drawCodes(codes: readonly SheetCode[]): Promise<readonly DrawnCode[]> {
  const { ean13, code39, code128, qrcode } = await import('bwip-js/browser');
  const draw = { ean13, code39, code128, qrcode };
  return codes.map(({ symbology, content }) => {
    const quiet = quietModules[symbology] * unitsOfModule[symbology];
    const isQr = symbology === 'qrcode';
    const options = { bcid: symbology, text: content, scale: 1, eclevel: 'M', height: 15 };
    const { height, ...square } = options;
    return draw[symbology](isQr ? square : { ...square, height }, collectPath(quiet, isQr));
  });
}

/** A drawing context that keeps bars and areas as a path, `quiet` units from the edges. */
function collectPath(quiet: number, quietAbove: boolean): DrawingContext<DrawnCode> {
  let path = '';
  let width = 0;
  let height = 0;
  const above = quietAbove ? quiet : 0;
  return {
    scale: () => null,
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (w, h) => {
      width = w + 2 * quiet;
      height = h + 2 * above;
    },
    // Bars are upright strokes; the middle of one of odd width is told half a unit to the right.
    line: (x0, y0, _x1, y1, strokeWidth) => {
      const left = Math.floor(x0) - Math.ceil(strokeWidth / 2) + quiet;
      path += `M${left} ${Math.min(y0, y1) + above}h${strokeWidth}v${Math.abs(y1 - y0)}h${-strokeWidth}z`;
    },
    polygon: (points) => {
      const [first, ...rest] = points.map(([x, y]) => `${x + quiet} ${y + above}`);
      if (first !== undefined) path += `M${first}${rest.map((point) => `L${point}`).join('')}z`;
    },
    hexagon: unused,
    ellipse: unused,
    fill: () => undefined,
    text: () => undefined,
    end: () => ({ path, width, height }),
  };
}

function unused(): never {
  throw new Error('a code of the sheet has bars and squares only');
}

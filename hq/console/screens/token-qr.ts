import { drawingSVG, qrcode } from 'bwip-js/browser';

/** Light modules around the code, as ISO/IEC 18004 asks for. */
const quietModules = 4;
/** bwip-js draws a module this wide. */
const unitsPerModule = 2;

/** A QR code at level M with its quiet zone, as the address of an SVG picture. Throws for a text too long. */
export function drawQr(text: string): string {
  const options = {
    bcid: 'qrcode',
    text,
    eclevel: 'M',
    scale: 1,
    padding: quietModules * unitsPerModule,
    backgroundcolor: 'FFFFFF',
  } as const;
  const svg = qrcode(options, drawingSVG());
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

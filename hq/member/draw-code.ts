import { code128, drawingSVG, ean13, qrcode } from 'bwip-js/node';
import { isMemberCardCode } from '../../app/domain/member-code.ts';

/** Light modules around a QR code (ISO/IEC 18004), and beside an EAN-13 or a Code 128 (GS1, ISO/IEC 15417). */
const quietModules = { qrcode: 4, ean13: 11, code128: 10 } as const;
/** At scale 1 bwip-js draws a bar's module as one unit, a QR's as two. */
const qrUnits = 2;
/** mm; a hand scanner should find it whatever way the phone is held. */
const barHeightMm = 18;

/** A code of the member pages as an SVG text, dark on white, its quiet zone included. */
export type DrawCode = (text: string) => string;

/** A card's barcode: EAN-13 for a member card's number, else Code 128. Throws for a text neither can hold. */
export function drawCard(text: string): string {
  const isEan = isMemberCardCode(text);
  const quiet = quietModules[isEan ? 'ean13' : 'code128'];
  const options = {
    text,
    scale: 1,
    height: barHeightMm,
    paddingwidth: quiet,
    paddingheight: 2,
    backgroundcolor: 'FFFFFF',
  };
  return isEan
    ? ean13({ bcid: 'ean13', ...options }, drawingSVG())
    : code128({ bcid: 'code128', ...options }, drawingSVG());
}

/** A QR code at level M; a text of the alphanumeric mode alone makes a small one. Throws for one too long. */
export function drawQr(text: string): string {
  const options = {
    bcid: 'qrcode',
    text,
    eclevel: 'M',
    scale: 1,
    padding: quietModules.qrcode * qrUnits,
    backgroundcolor: 'FFFFFF',
  } as const;
  return qrcode(options, drawingSVG());
}

/** The same drawing again costs nothing: of vouchers and cards each is asked for with every look at a page. */
export function rememberDrawings(draw: DrawCode, keptMax: number): DrawCode {
  const kept = new Map<string, string>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) {
      kept.delete(text);
      kept.set(text, known);
      return known;
    }
    const drawn = draw(text);
    const [oldest] = kept.keys();
    if (kept.size >= keptMax && oldest !== undefined) kept.delete(oldest);
    kept.set(text, drawn);
    return drawn;
  };
}
